"""Indicators calculated from others: scale · Σ aᵢ·xᵢ / Σ bⱼ·xⱼ, area by area and period by period."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from catalogue.models import Derived
from store.schema import COLUMNS, HAS_VALUE, KEY, MISSING, STATUSES, StoreError, empty, tidy

if TYPE_CHECKING:
    from catalogue.reading import Catalogue

_PLACE = ["area", "period", "sex"]
_CALCULATED = "calc:"
WHOLE = 0.05  # how far a rate times its population may be from a whole number and still be that number
MOSTLY = 0.95  # of a period's areas must come out whole; where figures are rounded, one in ten does so by chance


def with_derived(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The tidy frame with every derived indicator of the catalogue calculated anew; earlier derived rows are dropped.

    A row is made where *every* part has a row for the same area, period and sex. Its value is NaN when a part has no figure (status: the
    worst of the parts') or when the denominator is 0 (status "missing"). Otherwise the status is the worst of the parts', so
    "preliminary" if any part is. Source is "calc:" and the parts' own keys joined by "+"; `updated` is the latest of the parts' and
    `retrieved` the earliest. A derived indicator may rest on another. Counts behind rates: see `_counted`; other ways to a figure give
    only the places that the ways before them do not (`catalogue.models.Derived`).

    Raises StoreError("invalid") when derivations go in a circle.

    Worked number: 500 dwellings and 100 000 inhabitants with scale 1000 give 5.0 per 1 000 inhabitants.
    """
    derivations = {i.id: i.derived for i in catalogue.indicators.values() if i.derived is not None}
    published = frame[~frame["indicator"].isin(list(derivations))]
    made: dict[str, pd.DataFrame] = {}
    groups: dict[str, pd.DataFrame] = {str(name): rows for name, rows in published.groupby("indicator", sort=False)}
    for name in derivation_order(derivations):
        ways = [_by_way(name, way, groups | made) for way in derivations[name].ways]
        found = [rows for rows in ways if not rows.empty]
        if found:
            made[name] = pd.concat(found, ignore_index=True).drop_duplicates(list(KEY)) if len(found) > 1 else found[0]
    return tidy(pd.concat([published, *made.values()], ignore_index=True))


def derivation_order(derivations: dict[str, Derived]) -> tuple[str, ...]:
    """Ids in an order in which each comes after the derived indicators it rests on.

    Raises StoreError("invalid") that names the circle, if there is one.
    """
    graph = {name: {part for part in derived.parts if part in derivations} for name, derived in derivations.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise StoreError("invalid", f"derived indicators go in a circle: {' → '.join(error.args[1])}") from error


def _by_way(name: str, way: Derived, known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of one derived indicator by one way; none where any part has none."""
    parts = {part: known.get(part, empty()) for part in [*way.numerator, *way.denominator]}
    if way.times is not None:
        counts = known.get(way.times, empty())
        parts[way.times] = counts.assign(period=[_later(period, way.times_lag) for period in counts["period"]]) if way.times_lag else counts
    return empty() if any(rows.empty for rows in parts.values()) else _derive(name, way, parts)


def _later(period: str, years: int) -> str:
    """The period so many years later: "2021" is 2022 after one."""
    return f"{int(period[:4]) + years}{period[4:]}"


def _derive(name: str, derived: Derived, parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of one derived indicator by one way; `parts` holds the tidy rows of every part."""
    joined = _join(parts)
    if joined.empty:
        return empty()
    top = sum((joined[f"value:{part}"] * factor for part, factor in derived.numerator.items()), start=pd.Series(0.0, index=joined.index))
    value = derived.scale * top
    if derived.times is not None:
        value = _counted(value * joined[f"value:{derived.times}"], joined["period"])
        joined, value = joined[value.notna()].reset_index(drop=True), value.dropna().reset_index(drop=True)
        if joined.empty:  # not one count comes out whole
            return empty()
    if derived.denominator:
        bottom = sum(
            (joined[f"value:{part}"] * factor for part, factor in derived.denominator.items()), start=pd.Series(0.0, index=joined.index)
        )
        value = value / bottom.where(bottom != 0)
    rank = {status: place for place, status in enumerate(STATUSES)}
    worst = np.maximum.reduce([joined[f"status:{part}"].map(rank).to_numpy() for part in parts])
    status = pd.Series(np.array(STATUSES, dtype=object)[worst], index=joined.index, dtype="str")
    undefined = value.isna() & status.isin(list(HAS_VALUE))
    return pd.DataFrame(
        {
            "indicator": name,
            **{column: joined[column] for column in _PLACE},
            "value": value.where(status.isin(list(HAS_VALUE))),
            "status": status.mask(undefined, MISSING),
            "source": _combined_sources(joined, list(parts)),
            "updated": _extreme(joined, "updated", list(parts), latest=True),
            "retrieved": _extreme(joined, "retrieved", list(parts), latest=False),
        }
    )[list(COLUMNS)]


def _counted(products: pd.Series, periods: pd.Series) -> pd.Series:
    """Rates times populations as whole numbers; NaN where one is further than `WHOLE` from any, or where fewer than `MOSTLY` of its
    period's are whole: then the rates were rounded before they were published, and those that are whole are so by chance.

    >>> _counted(pd.Series([860.001, 12.0, 860.4, 12.0]), pd.Series(["2022", "2022", "2019", "2019"])).tolist()
    [860.0, 12.0, nan, nan]
    """
    whole = (products - products.round()).abs() <= WHOLE
    return products.round().where(whole & (whole.groupby(periods).transform("mean") >= MOSTLY))


def _join(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Places where every part has a row; columns `value:<part>`, `status:<part>`, `source:<part>` …"""
    joined: pd.DataFrame | None = None
    for part, rows in parts.items():
        wide = rows[[*_PLACE, "value", "status", "source", "updated", "retrieved"]].rename(
            columns={column: f"{column}:{part}" for column in ("value", "status", "source", "updated", "retrieved")}
        )
        joined = wide if joined is None else joined.merge(wide, on=_PLACE, how="inner", validate="one_to_one")
    return empty() if joined is None else joined.reset_index(drop=True)


def _combined_sources(joined: pd.DataFrame, parts: list[str]) -> pd.Series:
    """`calc:` and the parts' keys, once each; the few distinct combinations are made once."""
    columns = [joined[f"source:{part}"] for part in parts]
    combinations = list(zip(*columns, strict=True))
    text = {combination: _CALCULATED + "+".join(_distinct_keys(combination)) for combination in set(combinations)}
    return pd.Series([text[combination] for combination in combinations], index=joined.index, dtype="str")


def _distinct_keys(sources: tuple[str, ...]) -> list[str]:
    keys = [key for source in sources for key in source.removeprefix(_CALCULATED).split("+")]
    return list(dict.fromkeys(keys))


def _extreme(joined: pd.DataFrame, column: str, parts: list[str], *, latest: bool) -> pd.Series:
    """Latest or earliest of the parts' times as text (ISO text sorts by time)."""
    found: pd.Series = joined[f"{column}:{parts[0]}"]
    for part in parts[1:]:
        other = joined[f"{column}:{part}"]
        found = found.where((found >= other) if latest else (found <= other), other)
    return found
