"""The router: which pages there are, in which order, behind which door of the menu. Everything on a page is in pages/, everything around
it in ui/frame.py."""

from ui.frame import PageEntry, run

PAGES = (
    PageEntry("oversikt", "", door="oversikt"),
    PageEntry("kommun", door="kommun"),
    PageEntry("karta", door="karta"),
    PageEntry("universitet", door="universitet"),
    PageEntry("flemingsberg", door="universitet"),
    PageEntry("jamfor", door="explore"),
    PageEntry("balans", door="explore"),
    PageEntry("samband", door="explore"),
    PageEntry("pendling", door="explore"),
    PageEntry("index", door="explore"),
    PageEntry("europa", door="explore"),
    PageEntry("strategin", door="strategy"),
    PageEntry("mal", door="strategy"),
    PageEntry("uppfoljning", door="strategy"),
    PageEntry("metod", door="metod"),
    PageEntry("korg", door="korg"),
    PageEntry("sok"),
    PageEntry("api"),
    PageEntry("tillganglighet"),
)

if __name__ == "__main__":  # else it is read for the list (server.py)
    run(PAGES)
