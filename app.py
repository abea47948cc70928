"""The router: which pages there are, in which order, behind which door of the menu, and the card that each begins with. Everything on a
page is in pages/, everything around it in ui/frame.py."""

from cards.universitet.parts import PARTS
from ui.frame import PageEntry, run

PAGES = (
    PageEntry("oversikt", "", door="oversikt", first="oversikt.balans"),
    PageEntry("kommun", door="kommun", first="kommun.sammanfattning"),
    PageEntry("karta", door="karta", first="karta.karta"),
    PageEntry("universitet", door="universitet", first="universitet.behov", parts=PARTS),
    PageEntry("flemingsberg", door="universitet", first="flemingsberg.profil"),
    PageEntry("jamfor", door="explore", first="jamfor.jamforelse"),
    PageEntry("balans", door="explore", first="balans.niva"),
    PageEntry("samband", door="explore", first="samband.samband"),
    PageEntry("pendling", door="explore", first="pendling.kvot"),
    PageEntry("index", door="explore", first="index.ordning"),
    PageEntry("europa", door="explore", first="europa.lage"),
    PageEntry("strategin", door="strategy", first="strategin.laget"),
    PageEntry("mal", door="strategy", first="mal.alla"),
    PageEntry("uppfoljning", door="strategy", first="uppfoljning.helhet"),
    PageEntry("metod", door="metod"),
    PageEntry("korg", door="korg"),
    PageEntry("sok"),
    PageEntry("api"),
    PageEntry("tillganglighet"),
)

if __name__ == "__main__":  # else it is read for the list (server.py)
    run(PAGES)
