"""Areas against the first of them on one measure: the rule of all pages, with the spread between the county's kommuner."""

from __future__ import annotations

import pandas as pd

from balance.gap import gap
from balance.verdict import GapWord, verdict
from cards.common.comparison import Comparison, figure_at
from cards.data import Data
from catalogue.rules import load_rules


def words_against(data: Data, one: Comparison, period: str) -> dict[str, GapWord]:
    """What is said of every other area against the first, in a period. s is the standard deviation between the county's kommuner, each
    counted once. Nothing is said of counts, nor where a verdict is taken on means of several years."""
    entry, (own, *others) = one.indicator, one.areas
    if entry.counted or entry.several_years:
        return {}
    values = data.values(entry.id)
    column = values[period] if period in values.columns else pd.Series(dtype=float)
    known = column.reindex(list(data.kommuner)).astype(float)
    spread = float(known.std(ddof=0)) if known.notna().sum() > 1 else None
    first = figure_at(one.values, own, period)
    gaps = {code: gap(first, figure_at(one.values, code, period)) for code in others}
    words = {code: verdict(found, spread, entry.polarity, load_rules()).word for code, found in gaps.items()}
    return {code: word for code, word in words.items() if word is not GapWord.UNKNOWN}
