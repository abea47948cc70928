"""What Kolada's answers become: figures by area, period and sex, sums of several KPIs, and rows of the tidy table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from catalogue.models import Indicator, Level, Source
from data_sources import dense
from store.changes import Asked
from store.schema import SEXES

SILENT = "silent"  # null, and no word that says why
LAST_YEAR = "2100"  # a projection's, at most

Figure = tuple[str, str, str, float | None, str]  # area, period, sex, value, status
Figures = dict[tuple[str, str, str], tuple[float | None, str]]  # area, period and sex to value and status


def framed(
    figures: Figures, *, indicator: Indicator, source: Source, areas: Mapping[Level, Mapping[str, str]], retrieved: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the tidy table, and the keys of those that are null without a word.

    Kolada lists what it has: a combination it never named (a sex not divided by, say) is no row.
    """
    seen = {area for area, _, _ in figures}
    level_codes = [[code for code in units if code in seen] for units in areas.values()]
    codes = list(dict.fromkeys(code for found in level_codes for code in found))
    block, names = _block(figures, codes)
    number = {code: place for place, code in enumerate(codes)}
    block.hide(dense.unpublished(block, [[number[code] for code in found] for found in level_codes]))
    block.value *= source.scale
    if source.preliminary:
        block.preliminary()
    frame = dense.observations(block, names, indicator=indicator.id, source=source.key, updated="", retrieved=retrieved)
    return frame, dense.silent(block, names)


def summed(parts: Sequence[Figures]) -> Figures:
    """The sum of several KPIs where each has a row; where one of them has no figure, the first such status says why there is no sum."""
    first, *others = parts
    if not others:
        return first
    total: Figures = {}
    for key in first:
        given = [part[key] for part in parts if key in part]
        if len(given) == len(parts):
            numbers = [value for value, _ in given if value is not None]
            whole = len(numbers) == len(parts)
            total[key] = (sum(numbers), "ok") if whole else (None, next(status for value, status in given if value is None))
    return total


def asked_for(areas: Mapping[Level, Mapping[str, str]], figures: Figures, source: Source) -> Asked:
    """What Kolada was asked for: all years. One before the first year that came is a history that was shortened, not an answer cut off."""
    first, last = min(int(period[:4]) for _, period, _ in figures), int((source.last or LAST_YEAR)[:4])
    years = (str(year) for year in range(first, last + 1))
    return Asked(frozenset(code for units in areas.values() for code in units), frozenset(filter(source.in_turn, years)))


def _block(figures: Figures, areas: Sequence[str]) -> tuple[dense.Block, Any]:
    """Figures as an array of area, period and sex, and the names along its axes."""
    periods = sorted({key[1] for key in figures})
    seen = {key[2] for key in figures}
    sexes = [sex for sex in SEXES if sex in seen]
    where = tuple({code: place for place, code in enumerate(codes)} for codes in (areas, periods, sexes))
    block = dense.blank(len(areas), len(periods), len(sexes))
    for (area, period, sex), (value, status) in figures.items():
        cell = where[0][area], where[1][period], where[2][sex]
        block.value[cell] = np.nan if value is None else value
        block.rank[cell] = dense.RANK[status]
    return block, (areas, periods, sexes)
