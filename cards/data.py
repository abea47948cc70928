"""The figures behind the pages: one read-only object per generation of the store, shared by all sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property, lru_cache, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from balance.goal_values import restated
from balance.layout import split_for
from balance.periods import as_years, breaks_of
from balance.refusal import MetricRefused
from balance.regional import Balance, CityTreatment, balance_over_time, regional_balance
from balance.spatial import Moran, morans_i
from cards.geometry import kommun_neighbours
from catalogue import Catalogue, Goal, Indicator, Level, load_catalogue
from store.folder import data_dir
from store.snapshot import Snapshot, current_snapshot, open_edition

POPULATION = "population"
SHUFFLES = 999  # of the figures over the kommuner: how often chance makes neighbours as alike

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Data:
    """Catalogue, figures and the balance metrics calculated from them, each calculated once per generation."""

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot) -> None:
        self.catalogue = catalogue
        self.snapshot = snapshot
        # Bound caches rather than decorators on methods: they live and die with this object.
        self.periods = lru_cache(maxsize=512)(self._periods)
        self.preliminary = lru_cache(maxsize=4096)(self._preliminary)
        self.retrieved = lru_cache(maxsize=512)(self._retrieved)
        self.undated = lru_cache(maxsize=512)(self._undated)
        self.balance = lru_cache(maxsize=4096)(self._balance)
        self.over_time = lru_cache(maxsize=512)(self._over_time)
        self.indices = lru_cache(maxsize=512)(self._indices)
        self.pattern = lru_cache(maxsize=4096)(self._pattern)
        self.split_periods = lru_cache(maxsize=512)(self._split_periods)
        self._kept: dict[Callable[..., object], Callable[..., Any]] = {}

    def kept(self, function: Callable[..., Found], most: int) -> Callable[..., Found]:
        """`function` of this data, with its answers kept here: at most `most` of them (see the decorator `kept`)."""
        known = self._kept.get(function)
        return known if known is not None else self._kept.setdefault(function, lru_cache(maxsize=most)(partial(function, self)))

    def values(self, indicator: str) -> pd.DataFrame:
        """Figures of both sexes together: areas × periods."""
        return self.snapshot.wide(indicator)

    def weights(self, indicator: Indicator) -> pd.DataFrame | None:
        """Figures of the indicator's denominator: areas × periods; None where none is needed."""
        return self.snapshot.wide(indicator.denominator) if indicator.denominator else None

    @cached_property
    def kommuner(self) -> tuple[str, ...]:
        """Codes of the 26 kommuner."""
        return tuple(area.code for area in self.catalogue.areas_at(Level.KOMMUN))

    def _periods(self, indicator: str) -> tuple[str, ...]:
        """Periods for which at least half of the 26 kommuner have a figure, oldest first."""
        wide = self.values(indicator)
        counts = wide.reindex(list(self.kommuner)).notna().sum()
        return tuple(str(period) for period in sorted(counts.index[counts * 2 >= len(self.kommuner)]))

    def breaks(self, indicator: str) -> tuple[str, ...]:
        """First period of each new, not comparable series within the indicator."""
        entry = self.catalogue.indicators[indicator]
        return tuple(sorted({*breaks_of(entry, Level.KOMMUN), *breaks_of(entry, Level.KOMMUN_ALL)}))

    def _preliminary(self, indicator: str, period: str) -> bool:
        """True when any kommun's figure of the period is preliminary."""
        statuses = self.snapshot.statuses(indicator)
        return period in statuses and bool(statuses[period].eq("preliminary").any())

    def _retrieved(self, indicator: str) -> tuple[str, ...]:
        """Days on which the figures of an indicator were fetched, oldest first."""
        sources = self.snapshot.summary(indicator).sources.values()
        return tuple(sorted({day[:10] for source in sources for day in source.retrieved if day}))

    def _undated(self, indicator: str) -> frozenset[str]:
        """Tables ("scb:RAMS") with figures of an indicator of which it is not known when they were fetched."""
        sources = [name for name, source in self.snapshot.summary(indicator).sources.items() if "" in source.retrieved]
        return frozenset(key for name in sources for key in name.removeprefix("calc:").split("+"))

    def goal_value(self, goal: Goal, period: str) -> float | None:
        """The number that north, south and kommuner are set against: a county total is restated per inhabitants of the county."""
        if goal.value is None or goal.per_inhabitants is None:
            return goal.value
        nearest = min(self.periods(POPULATION), key=lambda known: abs(as_years(known) - as_years(period)))
        population = self.balance(POPULATION, nearest, "apart").region
        return None if population is None else restated(goal.value, population, goal.per_inhabitants)

    @cached_property
    def with_figures(self) -> tuple[Indicator, ...]:
        """Shown indicators with a balance to speak of: figures for the 26 kommuner."""
        return tuple(i for i in self.catalogue.shown if self.periods(i.id))

    def _balance(self, indicator: str, period: str, city: CityTreatment) -> Balance:
        entry = self.catalogue.indicators[indicator]
        return regional_balance(self.values(indicator), entry, self.weights(entry), self.catalogue, period, city=city)

    def treatment(self, indicator: str, city: CityTreatment) -> CityTreatment:
        """How the city is treated over time: a split that the figures do not allow in any period becomes apart."""
        return "apart" if city == "split" and not self.split_periods(indicator) else city

    def _split_periods(self, indicator: str) -> tuple[str, ...]:
        """Periods in which the city can be split, by the same small areas as in the newest of them."""
        values = self.values(indicator)
        found = {str(period): split_for(values, [str(period)], self.catalogue) for period in values.columns}
        usable = [period for period, groups in found.items() if groups]
        return tuple(period for period in usable if found[period] == found[usable[-1]])

    def _over_time(self, indicator: str, city: CityTreatment) -> pd.DataFrame:
        """Columns of `balance.balance_over_time`; with a split city only the periods that can be split."""
        entry = self.catalogue.indicators[indicator]
        return self._table(entry, self.weights(entry), self.treatment(indicator, city))

    def _indices(self, indicator: str, city: CityTreatment, weighted: bool) -> pd.DataFrame:
        """Inequality over time. Unweighted every kommun counts the same and the city is never split."""
        if weighted:
            return self.over_time(indicator, city)
        entry, values = self.catalogue.indicators[indicator], self.values(indicator)
        ones = pd.DataFrame(np.ones(values.shape), index=values.index, columns=values.columns)
        return self._table(entry, ones, "apart" if city == "split" else city)

    def _pattern(self, indicator: str, period: str, with_city: bool) -> Moran | None:
        """Moran's I over the kommuner, each counted once, the city among them or left out; None where it says nothing."""
        left_out = [] if with_city else self.catalogue.groups["city"].members
        values = self.values(indicator)[period].reindex([code for code in self.kommuner if code not in left_out])
        try:
            return morans_i(values, kommun_neighbours(), SHUFFLES)
        except MetricRefused:
            return None

    def _table(self, entry: Indicator, weights: pd.DataFrame | None, city: CityTreatment) -> pd.DataFrame:
        values = self.values(entry.id)
        if city == "split":
            values = values[list(self.split_periods(entry.id))]
        return balance_over_time(values, entry, weights, self.catalogue, city=city, breaks=self.breaks(entry.id))


def kept(most: int = 1) -> Callable[[Callable[Concatenate[Data, Given], Found]], Callable[Concatenate[Data, Given], Found]]:
    """Keep what a function finds in the data, for at most `most` choices of its other arguments (hashable). Nobody may change what is kept.

    It is kept in the data itself, and goes when they go: a cache beside it would hold on to every generation that was ever asked for.
    """

    def keeping(function: Callable[Concatenate[Data, Given], Found]) -> Callable[Concatenate[Data, Given], Found]:
        @wraps(function)
        def found(data: Data, /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
            return data.kept(function, most)(*args, **kwargs)

        return found

    return keeping


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
            _DATA[:] = [Data(load_catalogue(), snapshot)]
        return _DATA[0]


def in_memory(edition: str) -> bool:
    """Whether `data_of_generation` has an earlier generation at hand; if not, it must be looked for on disk. Waits for nobody."""
    return (data_dir(), edition) in _EARLIER


def data_of_generation(edition: str) -> Data:
    """The data that a permanent link names (`generation=…`: a snapshot's `.edition`); what is in use now when that is it.

    Figures are those of that generation; words, definitions and methods are those of the running program. Raises
    `store.snapshot.UnknownEdition` when the generation is not kept here.
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
    opened = Data(now.catalogue, open_edition(edition, key[0]))  # not under the lock: the others need not wait for the disk
    with _LOCK:
        found = _EARLIER.setdefault(key, opened)  # who opened it first meanwhile: nothing is then calculated twice
        while len(_EARLIER) > EARLIER_KEPT:
            del _EARLIER[next(iter(_EARLIER))]
    return found
