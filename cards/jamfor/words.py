"""The comparison's names of areas, and the notes that its pictures need."""

from __future__ import annotations

from cards.common.areas import alphabetical
from cards.context import View


def by_name(view: View) -> list[str]:
    """Codes of all kommuner in alphabetical order."""
    kommuner = [area for area in view.data.catalogue.areas.values() if str(area.level).startswith("kommun")]
    return [area.code for area in sorted(kommuner, key=lambda area: alphabetical(area.name))]
