"""The figures behind the pages: one read-only object per generation of the store, shared by all sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ReferenceType, ref

import numpy as np
import pandas as pd

from balance.goal_values import restated
from balance.group_values import aggregate
from balance.groups import rows_of, split_for
from balance.over_years import as_judged
from balance.periods import as_years, breaks_of
from balance.refusal import MetricRefused
from balance.regional import Balance, CityTreatment, balance_over_time, regional_balance
from balance.spatial import Moran, morans_i, with_links
from balance.weights import weights_for
from cards.geometry import kommun_neighbours
from cards.keeping import MOST, Keep
from catalogue import Catalogue, Goal, Indicator, Level, Measure, load_catalogue
from catalogue.region import CITY
from catalogue.rules import load_rules
from store.editions import current_snapshot, open_edition
from store.folder import data_dir
from store.schema import IS_PRELIMINARY
from store.snapshot import Snapshot

POPULATION = "population"
SWEDEN = "00"

Given = ParamSpec("Given")
Found = TypeVar("Found")


def held(data: ReferenceType[Data]) -> Data:
    """The data that something kept in them refers to; whoever asks it holds on to them meanwhile."""
    found = data()
    assert found is not None
    return found


def _of(data: ReferenceType[Data], function: Callable[..., Found], /, *args: object, **kwargs: object) -> Found:
    return function(held(data), *args, **kwargs)


def kept(most: int = 1) -> Callable[[Callable[Concatenate[Data, Given], Found]], Callable[Concatenate[Data, Given], Found]]:
    """Keep what a function (or a method) finds in the data, for at most `most` choices of its other arguments (hashable). Nobody may
    change what is kept, and it must not hold on to the data (`held`).

    It is kept in the data itself, and goes when they go: a cache beside it would hold on to every generation that was ever asked for.
    """

    def keeping(function: Callable[Concatenate[Data, Given], Found]) -> Callable[Concatenate[Data, Given], Found]:
        @wraps(function)
        def found(data: Data, /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
            return data.answers(function, most)(*args, **kwargs)

        return found

    return keeping


class Data:
    """Catalogue, figures and the balance metrics calculated from them, each calculated once per generation."""

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot, *, most_kept: int = 0) -> None:
        self.catalogue = catalogue
        self.snapshot = snapshot
        self.made = Keep(most_kept)  # cards and what they ask: see cards.kind
        self._kept: dict[Callable[..., object], Callable[..., Any]] = {}

    def answers(self, function: Callable[Concatenate[Data, Given], Found], most: int) -> Callable[Given, Found]:
        """`function` of this data, with its answers kept here: at most `most` of them (see the decorator `kept`).

        What is kept knows the data by a weak reference alone: data that nobody uses any more are gone at once, not at a round of the
        garbage collector that may be an hour away.
        """
        known = self._kept.get(function)
        if known is None:
            known = self._kept.setdefault(function, lru_cache(maxsize=most)(partial(_of, ref(self), function)))
        return known

    def values(self, indicator: str) -> pd.DataFrame:
        """Figures of both sexes together: areas × periods."""
        return self.snapshot.wide(indicator)

    def weights(self, indicator: Indicator) -> pd.DataFrame | None:
        """Figures of what the indicator's areas are weighted by: areas × periods; None where nothing is needed."""
        return self.snapshot.wide(indicator.weighted_by) if indicator.weighted_by else None

    @kept(512)
    def judged(self, indicator: str) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        """Figures and weights that verdicts are taken on: means of several years of what single years say little of."""
        entry = self.catalogue.indicators[indicator]
        return as_judged(self.values(indicator), self.weights(entry), entry, load_rules(), self.breaks(indicator))

    @cached_property
    def kommuner(self) -> tuple[str, ...]:
        """Codes of the county's kommuner."""
        return tuple(area.code for area in self.catalogue.areas_at(Level.KOMMUN))

    @kept(512)
    def periods(self, indicator: str) -> tuple[str, ...]:
        """Periods for which at least half of the kommuner have a figure, oldest first."""
        wide = self.values(indicator)
        counts = (~np.isnan(rows_of(wide, self.kommuner))).sum(axis=0).tolist()
        return tuple(sorted(str(p) for p, count in zip(wide.columns.tolist(), counts, strict=True) if count * 2 >= len(self.kommuner)))

    def stands_in(self, indicator: str, period: str) -> bool:
        """True when a kommun's figure of a derived measure is worked out another way than the first (`Derived.otherwise`)."""
        derived = self.catalogue.indicators[indicator].derived
        if derived is None or derived.otherwise is None:
            return False
        first = {key for part in derived.own_parts for key in self.catalogue.keys(part)}
        rows = self.snapshot.observations(indicator)
        rows = rows[rows["period"].eq(period) & rows["area"].isin(list(self.kommuner)) & rows["value"].notna()]
        return any(not first.issuperset(_keys_in(source)) for source in rows["source"].unique())

    def breaks(self, indicator: str) -> tuple[str, ...]:
        """First period of each new, not comparable series within the indicator."""
        sources = self.catalogue.new_series(indicator)
        return tuple(sorted({*breaks_of(sources, Level.KOMMUN), *breaks_of(sources, Level.KOMMUN_ALL)}))

    @kept(4096)
    def preliminary(self, indicator: str, period: str) -> bool:
        """True when any kommun's figure of the period is preliminary."""
        if not IS_PRELIMINARY & self.snapshot.statuses_in(indicator):
            return False
        statuses = self.snapshot.statuses(indicator)
        return period in statuses and bool(statuses[period].isin(list(IS_PRELIMINARY)).any())

    @kept(512)
    def retrieved(self, indicator: str) -> tuple[str, ...]:
        """Days on which the figures of an indicator were fetched, oldest first."""
        sources = self.snapshot.summary(indicator).sources.values()
        return tuple(sorted({day[:10] for source in sources for day in source.retrieved if day}))

    @kept(512)
    def undated(self, indicator: str) -> frozenset[str]:
        """Tables ("scb:RAMS") with figures of an indicator of which it is not known when they were fetched."""
        sources = [name for name, source in self.snapshot.summary(indicator).sources.items() if "" in source.retrieved]
        return frozenset(key for name in sources for key in _keys_in(name))

    def goal_value(self, goal: Goal, period: str) -> float | None:
        """The number that figures of a period are set against, in the indicator's unit; None where there is none.

        It is the document's own; a county total restated per inhabitants of the county; a share of the county's figure in the goal's
        base year; or the figure of the area whose level is the goal.
        """
        if goal.level_of is not None and goal.indicator is not None:
            return self.level_of(goal.indicator, goal.level_of, period)
        if goal.value is not None and goal.base is not None:
            start = self.goal_base(goal)
            return None if start is None else goal.value / 100 * float(self.region(str(goal.indicator))[start])
        if goal.value is None or goal.per_inhabitants is None:
            return goal.value
        nearest = min(self.periods(POPULATION), key=lambda known: abs(as_years(known) - as_years(period)))
        population = self.balance(POPULATION, nearest, "apart").region
        return None if population is None else restated(goal.value, population, goal.per_inhabitants)

    def goal_base(self, goal: Goal) -> str | None:
        """The period that a goal's share is of: its base year, or where that has no figure the next period that has; None without one."""
        known = self.region(goal.indicator).dropna() if goal.indicator else pd.Series(dtype=float)
        return next((str(period) for period in known.index if goal.base is not None and str(period) >= goal.base), None)

    def level_of(self, indicator: str, area: str, period: str) -> float | None:
        """The publisher's figure of an area; of Sweden, where the publisher gives none, our own over all its kommuner."""
        found = self.snapshot.value(indicator, area, period)
        if np.isnan(found) and area == SWEDEN:
            found = self.mean_of(indicator, tuple(each.code for each in self.catalogue.areas_at(Level.KOMMUN_ALL))).get(period, np.nan)
        return None if np.isnan(found) else float(found)

    @kept(256)
    def mean_of(self, indicator: str, areas: tuple[str, ...]) -> pd.Series:
        """Figures by period of areas taken together: the sum of their counts, or their mean by the measure's own weights."""
        entry, values = self.catalogue.indicators[indicator], self.values(indicator)
        weights, periods, heavy = self.weights(entry), [str(period) for period in values.columns], None
        if weights is not None:
            by_period = [weights_for(weights, period, areas)[0].reindex(list(areas)).to_numpy(dtype=float) for period in periods]
            heavy = np.column_stack(by_period)
        found = aggregate(rows_of(values, areas), heavy, summed=entry.measure is Measure.COUNT)[0]
        return pd.Series(found, index=periods)

    def region(self, indicator: str) -> pd.Series:
        """The county's figures by period: our own over its kommuner, the publisher's where they may not be averaged."""
        try:
            return self.over_time(indicator, "apart")["region"]
        except MetricRefused:
            return self.values(indicator).reindex([self.catalogue.region.county]).iloc[0]

    @cached_property
    def with_figures(self) -> tuple[Indicator, ...]:
        """Shown indicators with a balance to speak of: figures for the kommuner."""
        return tuple(i for i in self.catalogue.shown if self.periods(i.id))

    @kept(4096)
    def balance(self, indicator: str, period: str, city: CityTreatment) -> Balance:
        """The pair, the city and the whole in a period. Its verdict is that of `judged_balance`, so that no two views give two words."""
        entry = self.catalogue.indicators[indicator]
        found = regional_balance(self.values(indicator), entry, self.weights(entry), self.catalogue, period, city=city)
        return replace(found, verdict=self.judged_balance(indicator, period, city).verdict) if entry.several_years else found

    @kept(4096)
    def judged_balance(self, indicator: str, period: str, city: CityTreatment) -> Balance:
        """The same; of what single years say little of, by the means of the several years that end with the period."""
        entry, (values, weights) = self.catalogue.indicators[indicator], self.judged(indicator)
        return regional_balance(values, entry, weights, self.catalogue, period, city=city)

    @kept(512)
    def is_split(self, indicator: str) -> bool:
        """Whether the city can be split in the measure's newest period; the others are not looked at, as they are for `split_periods`."""
        newest = self.periods(indicator)[-1:]
        return bool(newest) and split_for(self.values(indicator), list(newest), self.catalogue) is not None

    def treatment(self, indicator: str, city: CityTreatment) -> CityTreatment:
        """How the city is treated over time: a split that the figures do not allow in any period becomes apart."""
        return "apart" if city == "split" and not self.split_periods(indicator) else city

    @kept(512)
    def split_periods(self, indicator: str) -> tuple[str, ...]:
        """Periods in which the city can be split, by the same small areas as in the newest of them."""
        values = self.values(indicator)
        found = {str(period): split_for(values, [str(period)], self.catalogue) for period in values.columns}
        usable = [period for period, groups in found.items() if groups]
        return tuple(period for period in usable if found[period] == found[usable[-1]])

    @kept(512)
    def over_time(self, indicator: str, city: CityTreatment) -> pd.DataFrame:
        """Columns of `balance.balance_over_time`; with a split city only the periods that can be split."""
        entry = self.catalogue.indicators[indicator]
        return self._table(entry, self.weights(entry), self.treatment(indicator, city))

    @kept(512)
    def indices(self, indicator: str, city: CityTreatment, weighted: bool) -> pd.DataFrame:
        """Inequality over time. Unweighted every kommun counts the same and the city is never split."""
        if weighted:
            return self.over_time(indicator, city)
        entry, values = self.catalogue.indicators[indicator], self.values(indicator)
        ones = pd.DataFrame(np.ones(values.shape), index=values.index, columns=values.columns)
        return self._table(entry, ones, "apart" if city == "split" else city)

    @kept(4096)
    def pattern(self, indicator: str, period: str, with_city: bool) -> Moran | None:
        """Moran's I over the kommuner, each counted once, the city among them or left out, neighbours by land or road; None where it says
        nothing."""
        left_out = [] if with_city else self.catalogue.members(CITY)
        values = self.values(indicator)[period].reindex([code for code in self.kommuner if code not in left_out])
        try:
            return morans_i(values, with_links(kommun_neighbours(), self.catalogue.region.linked), load_rules().permutations)
        except MetricRefused:
            return None

    def _table(self, entry: Indicator, weights: pd.DataFrame | None, city: CityTreatment) -> pd.DataFrame:
        values = self.values(entry.id)
        if city == "split":
            values = values[list(self.split_periods(entry.id))]
        found = balance_over_time(values, entry, weights, self.catalogue, city=city, breaks=self.breaks(entry.id))
        if entry.several_years:
            found["status"] = [self.judged_balance(entry.id, str(period), city).status.value for period in found.index]
        return found


def _keys_in(source: str) -> list[str]:
    """The publishers' keys that a figure's source names: "calc:kolada:N02276+kolada:N02277" names two."""
    return str(source).removeprefix("calc:").split("+")


EARLIER_KEPT = 2  # earlier generations in memory at once, each some tens of MB with what is calculated from it

_LOCK = threading.Lock()
_DATA: list[Data] = []
_EARLIER: dict[tuple[Path, str], Data] = {}


def get_data() -> Data:
    """The data in use now; a generation written by a refresh meanwhile is taken up at the next rerun.

    Kept in the module rather than in Streamlit's cache: it is shared, read-only, and needed before the first session.
    """
    with _LOCK:
        snapshot = current_snapshot(data_dir())
        if not _DATA or _DATA[0].snapshot is not snapshot:
            _DATA[:] = [Data(load_catalogue(), snapshot, most_kept=MOST)]
        return _DATA[0]


def in_memory(edition: str) -> bool:
    """Whether `data_of_generation` has an earlier generation at hand; if not, it must be looked for on disk. Waits for nobody."""
    return (data_dir(), edition) in _EARLIER


def data_of_generation(edition: str) -> Data:
    """The data that a permanent link names (`generation=…`: a snapshot's `.edition`); what is in use now when that is it.

    Figures are those of that generation; words, definitions and methods are those of the running program. Raises
    `store.editions.UnknownEdition` when the generation is not kept here.
    """
    now = get_data()
    if edition in (now.snapshot.edition, now.snapshot.generation):
        return now
    key = (data_dir(), edition)
    with _LOCK:
        found = _EARLIER.pop(key, None)
        if found is not None:
            _EARLIER[key] = found  # asked for last, forgotten last
            return found
    opened = Data(now.catalogue, open_edition(edition, key[0]), most_kept=MOST)  # not under the lock: the others need not wait for the disk
    with _LOCK:
        found = _EARLIER.setdefault(key, opened)  # who opened it first meanwhile: nothing is then calculated twice
        while len(_EARLIER) > EARLIER_KEPT:
            del _EARLIER[next(iter(_EARLIER))]
    return found
