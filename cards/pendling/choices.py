"""The year of a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cards.choices import Ask
from cards.context import View


def chosen_year(view: View, ask: Ask, name: str, years: Sequence[str], words: Callable[[str], str] = str) -> str:
    """The reader's choice `name` among `years` (oldest first, at least one), the newest until one is made; one alone is not asked for."""
    if len(years) == 1:
        return ask.choice(name, years, years[-1])
    return ask.segmented(name, view.t("pendling.year"), years, years[-1], words)
