"""The router: which pages there are, in which order. Everything on a page is in pages/, everything around it in ui/frame.py."""

from ui.frame import PageEntry, run

PAGES = (
    PageEntry("oversikt", ""),
    PageEntry("karta"),
    PageEntry("kommun"),
    PageEntry("mal"),
    PageEntry("strategin"),
    PageEntry("flemingsberg"),
    PageEntry("universitet"),
    PageEntry("balans"),
    PageEntry("jamfor"),
    PageEntry("pendling"),
    PageEntry("samband"),
    PageEntry("index"),
    PageEntry("metod"),
    PageEntry("api", in_menu=False),
    PageEntry("tillganglighet", in_menu=False),
    PageEntry("korg", in_menu=False),
)

if __name__ == "__main__":  # else it is read for the list (server.py)
    run(PAGES)
