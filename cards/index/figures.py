"""The composite index of the kommuner and of north and south, under the reader's weights and under others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from balance.composite import Aggregate, Goalposts, composite, group_part, leave_one_out, normalise, rank_intervals, share_ahead
from balance.weights import weights_for
from cards.data import Data, kept
from catalogue.composite import CompositePart, load_composite
from catalogue.region import FIRST, PAIR, SECOND

DRAWS, SEED, SHARE = 1000, 0, 0.9  # other weights that are tried, where their drawing starts, how many of them an interval holds


@dataclass(frozen=True)
class IndexPart:
    """A measure in the index: its period, figures and parts (0–1) of the kommuner and both groups, unrounded, NaN where there are none.

    A group's part is put together from those of its kommuner, each held within the limits first (`balance.composite.group_part`).
    """

    entry: CompositePart
    period: str
    values: pd.Series
    normalised: pd.Series


@dataclass(frozen=True)
class Index:
    """The index under weights that add up to 1; measures without weight are left out of everything but `parts`.

    `scores`: kommuner and groups. `places` (kommuner and groups × rank, low, high): a group's place is the one that a kommun with its
    figures would have among the kommuner. `without` (measures × kommuner and groups): the index when a measure is left out, and `moves`
    (kommuner × measures) what that does to ranks; both empty where one measure is all there is. `south_ahead`: share of other weights
    under which the south is ahead. `unweighted`: the reader gave nothing any weight, and everything counts the same.
    """

    parts: tuple[IndexPart, ...]
    weights: dict[str, float]
    aggregate: Aggregate
    scores: pd.Series
    places: pd.DataFrame
    south_ahead: float | None
    north_ahead: float | None
    unweighted: bool
    without: pd.DataFrame = field(default_factory=pd.DataFrame)
    moves: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def used(self) -> list[IndexPart]:
        """The measures that have a weight."""
        return [part for part in self.parts if part.entry.indicator in self.weights]

    @cached_property
    def place(self) -> dict[str, tuple[int, int, int]]:
        """Rank, best and worst rank by code."""
        found = self.places[["rank", "low", "high"]].astype(int).to_dict("index")
        return {str(code): (row["rank"], row["low"], row["high"]) for code, row in found.items()}

    @property
    def kommuner(self) -> list[str]:
        """Codes of the kommuner that have an index, highest first."""
        ranks = self.places["rank"].drop(list(PAIR), errors="ignore")
        return [str(code) for code in ranks.sort_values(kind="stable").index]

    @property
    def missing(self) -> list[str]:
        """Codes of the kommuner that lack a figure in some measure."""
        return [str(code) for code in self.scores.index if code not in self.places.index and code not in PAIR]


@kept()
def parts_of(data: Data) -> tuple[IndexPart, ...]:
    """The measures of the catalogue's index that have figures, each in its newest period with figures for all kommuner."""
    found = []
    for entry in load_composite():
        periods = data.periods(entry.indicator)
        if not periods:
            continue
        wide = data.values(entry.indicator).reindex(list(data.kommuner))
        period = next((p for p in reversed(periods) if wide[p].notna().all()), periods[-1])
        balance, normalised = data.balance(entry.indicator, period, "apart"), normalise(wide[period], posts_of(entry))
        groups = {group: getattr(balance, group) for group in PAIR}
        weights = _weights(data, entry.indicator, period)
        parts = {group: _group_part(normalised[list(data.catalogue.members(group))], weights, groups[group]) for group in PAIR}
        values, normalised = (pd.concat([own, pd.Series(of, dtype=float)]) for own, of in ((wide[period], groups), (normalised, parts)))
        found.append(IndexPart(entry, period, values, normalised))
    return tuple(found)


def posts_of(entry: CompositePart) -> Goalposts:
    """The figures that become 0 and 1."""
    return Goalposts(entry.worst, entry.best, entry.log)


def _weights(data: Data, indicator: str, period: str) -> pd.Series:
    """What the kommuner are weighted by in a period, as for the groups' own values."""
    entry = data.catalogue.indicators[indicator]
    weights = data.weights(entry)
    if weights is None:
        return pd.Series(1.0, index=list(data.kommuner))
    return weights_for(weights, period, list(data.kommuner), entry.denominator_lag)[0]


def _group_part(normalised: pd.Series, weights: pd.Series, value: float | None) -> float:
    """The group's part of those that have a figure; NaN where they are too few for a value of the group (`value`)."""
    return float("nan") if value is None else group_part(normalised.dropna(), weights)


@kept(64)
def index_of(data: Data, given: tuple[int, ...], aggregate: Aggregate) -> Index:
    """The index with a weight per part of `parts_of`, in its order; all 0 counts everything the same."""
    parts = parts_of(data)
    unweighted = not any(given)
    steps = {part.entry.indicator: weight or int(unweighted) for part, weight in zip(parts, given, strict=True)}
    total = sum(steps.values())
    weights = {name: step / total for name, step in steps.items() if step}
    table = pd.DataFrame({part.entry.indicator: part.normalised for part in parts})
    kommuner = table.drop(list(PAIR))
    places = [_ranks(kommuner, weights, aggregate)]
    places += [_ranks(table.loc[[*kommuner.index, group]], weights, aggregate).filter([group], axis=0) for group in PAIR]
    alone = len(weights) < 2
    return Index(
        parts, weights, aggregate, composite(table, weights, aggregate), pd.concat(places),
        share_ahead(table, SECOND, FIRST, weights, aggregate, draws=DRAWS, seed=SEED),
        share_ahead(table, FIRST, SECOND, weights, aggregate, draws=DRAWS, seed=SEED),
        unweighted,
        pd.DataFrame() if alone else _without(table, weights, aggregate),
        pd.DataFrame() if alone else leave_one_out(kommuner, weights, aggregate),
    )  # fmt: skip


def _ranks(table: pd.DataFrame, weights: dict[str, float], aggregate: Aggregate) -> pd.DataFrame:
    return rank_intervals(table, weights, aggregate, draws=DRAWS, seed=SEED, share=SHARE)


def _without(table: pd.DataFrame, weights: dict[str, float], aggregate: Aggregate) -> pd.DataFrame:
    rest = {left_out: {name: weight for name, weight in weights.items() if name != left_out} for left_out in weights}
    return pd.DataFrame({left_out: composite(table, others, aggregate) for left_out, others in rest.items()}).T
