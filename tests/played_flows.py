"""Figures of commuting and of jobs that are given instead of read."""

from __future__ import annotations

from cards.context import View
from cards.data import Data, get_data
from charts.tokens import LIGHT
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")


class Played(Data):
    """Figures other than those of the snapshot, whose periods are told from themselves."""

    def _periods(self, indicator: str) -> tuple[str, ...]:
        counts = self.values(indicator).reindex(list(self.kommuner)).notna().sum()
        return tuple(sorted(str(period) for period in counts.index[counts * 2 >= len(self.kommuner)]))


def view_of(lang: str = "sv", data: Data | None = None) -> View:
    return View(load_texts(lang), data or get_data(), LIGHT)
