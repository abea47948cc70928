"""Which kommun the page is about."""

from __future__ import annotations

from cards.choices import Ask
from cards.common.areas import alphabetical
from cards.context import View
from cards.defaults import home


def kommun(view: View, ask: Ask) -> str:
    """The chosen kommun's code. A small area, chosen on another page, becomes its kommun."""
    areas, asked = view.data.catalogue.areas, ask.asked("omrade")
    options = sorted(view.data.kommuner, key=lambda code: alphabetical(areas[code].name))
    if asked not in options and asked in areas and areas[asked].within in options:
        ask.choose("omrade", str(areas[asked].within))
    return ask.select("omrade", view.t("kommun.choose"), options, home(view.data), lambda code: areas[code].name)
