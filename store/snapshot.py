"""Figures of one moment, read-only, looked up fast: what every page, metric and command reads, each indicator when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from store.manifest import Origin
from store.parquet import NO_ROWS, Coded
from store.parts import Parts, of_frame
from store.pivot import pivoted
from store.schema import empty
from store.summary import Summary
from store.washing import washed


class Snapshot:
    """Figures of one moment. Safe to share between threads; what it hands out may be changed without touching it (pandas copy-on-write).

    `problems` holds codes: `corrupt:<generation>`, `unreadable:<folder>`, `corrupt:embedded`, `missing:embedded`.
    """

    def __init__(  # noqa: PLR0917 - the contract's order: figures, then what they are
        self,
        figures: pd.DataFrame | Parts,
        generation: str,
        created: str,
        origin: Origin,
        problems: tuple[str, ...] = (),
        report: dict[str, object] | None = None,
        edition: str = "",
    ) -> None:
        """`figures`: a tidy frame, or parts by indicator. `edition` names exactly these figures (default: the generation)."""
        parts = of_frame(figures) if isinstance(figures, pd.DataFrame) else figures
        self._parts = {name: parts[name] for name in sorted(parts)}
        self.generation = generation
        self.created = created
        self.origin = origin
        self.problems = problems
        self.report = report or {}
        self.edition = edition or generation
        self._cache: dict[tuple[str, str, str], pd.DataFrame] = {}
        self._cache_lock = threading.Lock()
        self._occurring: dict[str, frozenset[str]] = {}

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids that have at least one row, sorted."""
        return tuple(self._parts)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All rows in one tidy frame, read at once and then kept: for a refresh and for whole exports, never for a page."""
        frames = [self.observations(name) for name in self._parts]
        return pd.concat(frames, ignore_index=True) if frames else empty()

    def observations(self, indicator: str) -> pd.DataFrame:
        """Tidy rows of one indicator (columns of `store.schema.COLUMNS`, sorted by area, period, sex); none for an unknown one."""
        if indicator not in self._parts:
            return empty()
        rows = self._parts[indicator].observations()
        written = rows["indicator"].iat[0]  # another where the edition knows it by a former id
        return rows if written == indicator else rows.assign(indicator=pd.Series(indicator, index=rows.index, dtype="str"))

    def summary(self, indicator: str) -> Summary:
        """What is known of an indicator's rows without reading them."""
        return self._parts[indicator].summary if indicator in self._parts else Summary(0, {}, {})

    def coded(self, indicator: str, columns: Sequence[str]) -> dict[str, Coded]:
        """Some text columns of an indicator's rows as numbers; no rows for an unknown indicator."""
        part = self._parts.get(indicator)
        return dict.fromkeys(columns, NO_ROWS) if part is None else part.coded(columns)

    def wide(self, indicator: str, sex: str = "T") -> pd.DataFrame:
        """Values, float: index area, columns period, both sorted; NaN where there is no figure. Empty for an unknown indicator."""
        return self._pivot(indicator, sex, "value")

    def statuses(self, indicator: str, sex: str = "T") -> pd.DataFrame:
        """Statuses in the shape of `wide`; "" where the publisher has no such row."""
        return self._pivot(indicator, sex, "status")

    def retrieved_in(self, indicator: str, period: str, areas: Iterable[str]) -> tuple[str, ...]:
        """When the rows of `areas` in a period were retrieved ("": not known), each time once, oldest first."""
        coded, wanted = self.coded(indicator, ["area", "period", "retrieved"]), set(areas)
        at = np.array([name in wanted for name in coded["area"].names], dtype=bool)[coded["area"].codes]
        at &= (coded["period"].names == period)[coded["period"].codes]
        return tuple(sorted(str(name) for name in coded["retrieved"].names[np.unique(coded["retrieved"].codes[at])]))

    def statuses_in(self, indicator: str) -> frozenset[str]:
        """Statuses that occur among an indicator's rows, whatever area, period and sex: found without making a table of them."""
        known = self._occurring.get(indicator)
        if known is None:
            coded = self.coded(indicator, ["status"])["status"]
            known = self._occurring[indicator] = frozenset(str(name) for name in coded.names[np.unique(coded.codes)])
        return known

    def periods(self, indicator: str, areas: Iterable[str] | None = None, sex: str = "T") -> tuple[str, ...]:
        """Periods in which at least one of `areas` (None: any area) has a figure, in order of time."""
        has = self._has_value(indicator, areas, sex)
        return tuple(str(period) for period, any_area in zip(has.columns, np.any(has.to_numpy(), axis=0).tolist(), strict=True) if any_area)

    def latest_period(self, indicator: str, areas: Iterable[str] | None = None, min_share: float = 0.8, sex: str = "T") -> str | None:
        """Newest period in which at least `min_share` of `areas` have a figure; None if there is no such period.

        With `areas` None the share is of the areas that the indicator has in any period.
        """
        wanted = None if areas is None else list(dict.fromkeys(areas))
        has = self._has_value(indicator, wanted, sex)
        total = len(has.index) if wanted is None else len(wanted)
        if not total or has.empty:
            return None
        places = np.flatnonzero(has.to_numpy().sum(axis=0) >= max(min_share * total - 1e-9, 1))
        return str(has.columns.to_numpy()[places[-1]]) if len(places) else None

    def latest(self, indicator: str, areas: Iterable[str] | None = None, sex: str = "T", min_share: float = 0.8) -> pd.DataFrame:
        """Tidy rows of `areas` in the period that `latest_period` names; empty if there is none."""
        wanted = None if areas is None else list(areas)
        period = self.latest_period(indicator, wanted, min_share, sex)
        rows = self.observations(indicator)
        keep = (rows["period"] == period) & (rows["sex"] == sex) if period else pd.Series(False, index=rows.index)
        if wanted is not None:
            keep &= rows["area"].isin(wanted)
        return rows[keep].reset_index(drop=True)

    def value(self, indicator: str, area: str, period: str, sex: str = "T") -> float:
        """One figure, NaN where there is none."""
        wide = self._pivot(indicator, sex, "value")
        if area not in wide.index or period not in wide.columns:
            return float("nan")
        return float(wide.to_numpy()[wide.index.get_loc(area), wide.columns.get_loc(period)])

    def notes(self, key: str) -> tuple[str, ...]:
        """The publisher's mandatory notes on a table, e.g. of `scb:TAB6574`; they must be shown with its figures."""
        kept = self.report.get("notes")
        return tuple(washed(str(note)) for note in kept.get(key, ())) if isinstance(kept, dict) else ()

    def coverage(self, indicator: str | None = None) -> pd.DataFrame:
        """Which years exist at which level: columns indicator, level, period, areas (how many have a figure), sorted.

        The level is told by the form of the area code; areas of other kommuner than the county's are `kommun_all`.
        """
        names = self._parts if indicator is None else [indicator]
        rows = [
            (name, level, period, count)
            for name in names
            for level, counts in sorted(self.summary(name).levels.items())
            for period, count in sorted(counts.items())
        ]
        return pd.DataFrame(rows, columns=["indicator", "level", "period", "areas"])

    def _pivot(self, indicator: str, sex: str, column: str) -> pd.DataFrame:
        key = (indicator, sex, column)
        found = self._cache.get(key)
        if found is None:
            found = pivoted(self._parts.get(indicator), sex, column)
            with self._cache_lock:
                found = self._cache.setdefault(key, found)
        return found.copy(deep=False)

    def _has_value(self, indicator: str, areas: Iterable[str] | None, sex: str) -> pd.DataFrame:
        wide = self._pivot(indicator, sex, "value")
        if areas is not None:
            wide = wide[wide.index.isin(list(areas))]
        return wide.notna()
