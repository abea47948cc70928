"""Measures that lack figures of a level: whether an update can bring them, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence

from cards.data import Data
from catalogue import Indicator, Level
from texts import Texts


def can_come(data: Data, indicator: Indicator, level: Level) -> bool:
    """Whether a refresh can bring figures of the level: a source of it, or of a part it is worked out from, is still fetched."""
    if indicator.derived is not None:
        return all(can_come(data, data.catalogue.indicators[part], level) for part in indicator.derived.parts)
    wide = {level, Level.KOMMUN_ALL} if level is Level.KOMMUN else {level}
    return any(wide & set(source.levels) and not source.withdrawn for source in indicator.sources)


def absence(t: Texts, data: Data, indicator: Indicator, levels: Sequence[Level] = (Level.KOMMUN,)) -> str:
    """Of a measure without figures of the levels, beside its name: that they are fetched on update, or that there are none to fetch."""
    coming = any(can_come(data, indicator, level) for level in levels)
    return t("common.fetched_on_update" if coming else "common.nothing_to_fetch")
