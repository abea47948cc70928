"""A series over time: the stretch that can be compared, its first and last figure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from texts import Texts, format_span


@dataclass(frozen=True)
class Span:
    """First and last period, and the figures of both."""

    first: str
    last: str
    start: float
    end: float

    @property
    def single(self) -> bool:
        """Whether there is one period only."""
        return self.first == self.last


def newest_stretch(table: pd.DataFrame, column: str) -> pd.Series:
    """Figures of `column` (index: periods) in the unbroken stretch that holds its newest figure. `table` has a column segment."""
    known = table[column].dropna().astype(float)
    if known.empty:
        return known
    segments = table["segment"].reindex(known.index)
    found: pd.Series = known.loc[(segments == segments.iloc[-1]).to_numpy(dtype=bool)]
    return found


def same_season(series: pd.Series) -> pd.Series:
    """The figures that can be compared over time: of months those of one month of the year, since figures swing with the seasons.

    The newest figure's month where there is an earlier one, else the month with most figures. Years are left as they are.

    >>> same_season(pd.Series([1.0, 2.0, 3.0], index=["2024M12", "2025M12", "2026M06"])).index.tolist()
    ['2024M12', '2025M12']
    """
    months = [str(period)[4:] for period in series.index]
    if not any(months):
        return series
    often = max(reversed(months), key=months.count)
    month = months[-1] if months.count(months[-1]) > 1 or months.count(often) == 1 else often
    return series[[one == month for one in months]]


def span_of(series: pd.Series) -> Span | None:
    """First and last comparable figure of a series (see `same_season`); None when it is empty."""
    series = same_season(series)
    if series.empty:
        return None
    return Span(str(series.index[0]), str(series.index[-1]), float(series.iloc[0]), float(series.iloc[-1]))


def years(t: Texts, span: Span) -> str:
    """ "2015–2024", and with months "juni 2020 – juni 2026"."""
    return format_span(span.first, span.last, t.language)


def values(table: pd.DataFrame, column: str) -> dict[str, float | None]:
    """A column as figures by period."""
    return {str(period): float(value) for period, value in table[column].dropna().items()}
