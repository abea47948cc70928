"""The balance of one indicator: the pair, the city, the whole, gap, ratio, verdict and inequality, in one period or over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.cross_section import spread_over_time
from balance.gap import gap, ratio
from balance.group_values import Floats, GroupValue, How, aggregate, group_of, weights_used
from balance.groups import CityTreatment, Layout, layout_of, rows_of, split_for
from balance.indices import INDICES, index_columns, refuse_indices, unit_values
from balance.periods import segment_of
from balance.refusal import MetricRefused
from balance.rounding import round_half_up
from balance.verdict import GapWord, StandardisedGap, verdict
from balance.weights import Elsewhere, Weights, right_period, weights_for, weights_of, wide_of
from catalogue.models import Indicator, Level, Measure
from catalogue.reading import Catalogue
from catalogue.region import FIRST, GROUPS, SECOND, WHOLE
from catalogue.rules import Rules, load_rules

__all__ = ["Balance", "CityTreatment", "balance_over_time", "regional_balance", "weights_for"]

DECIMALS = 3  # of group values, gap and ratio in `as_dict`
INDEX_DECIMALS = 6  # Theil's measures are small numbers
FOUR = (*GROUPS, WHOLE)


@dataclass(frozen=True)
class Balance:
    """The balance of an indicator in a period. Values are unrounded, in the indicator's unit; None where not given.

    `groups` says for each group which members lack figures; an area that did not exist in the period is no member. `region` is our own
    calculation over the kommuner, `published_county` the publisher's. `weights_elsewhere`: members with a figure whose weight is of
    another period than `weight_period`, each with that. `notes` are codes (`code` or `code:detail`) that texts are looked up by;
    `refused` maps an index or group to the reason it is not given (codes of `MetricRefused`).
    """

    indicator: str
    period: str
    city_treatment: CityTreatment
    north: float | None
    south: float | None
    city: float | None
    region: float | None
    gap: float | None
    ratio: float | None
    verdict: StandardisedGap
    weights: str | None
    weight_period: str | None
    weights_elsewhere: Elsewhere = ()
    published_county: float | None = None
    groups: dict[str, GroupValue] = field(default_factory=dict)
    indices: dict[str, float | None] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> GapWord:
        """The verdict in a word: the second group against the first."""
        return self.verdict.word

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """Members without a figure, for each group that has any."""
        return {name: group.missing for name, group in self.groups.items() if group.missing}

    def as_dict(self) -> dict[str, object]:
        """JSON-ready: figures rounded half up (3 decimals, indices 6), with the unrounded ones under `unrounded`."""
        figures = {name: getattr(self, name) for name in (*FOUR, "gap", "ratio", "published_county")}
        return {
            "indicator": self.indicator,
            "period": self.period,
            "city_treatment": self.city_treatment,
            **{name: round_half_up(value, DECIMALS) for name, value in figures.items()},
            "status": self.status.value,
            "verdict": {
                "word": self.status.value,
                **{name: round_half_up(getattr(self.verdict, name), DECIMALS) for name in ("gap", "spread", "d")},
                "counts": self.verdict.counts,
            },
            "weights": self.weights,
            "weight_period": self.weight_period,
            "weights_elsewhere": dict(self.weights_elsewhere),
            "indices": {name: round_half_up(value, INDEX_DECIMALS) for name, value in self.indices.items()},
            "missing": {name: list(areas) for name, areas in self.missing.items()},
            "refused": dict(self.refused),
            "notes": list(self.notes),
            "unrounded": {**figures, "d": self.verdict.d, "spread": self.verdict.spread, "indices": dict(self.indices)},
        }


def regional_balance(
    values: pd.DataFrame,
    indicator: Indicator,
    weights: pd.DataFrame | None,
    catalogue: Catalogue,
    period: str,
    *,
    city: CityTreatment = "apart",
    how: How = "auto",
    rules: Rules | None = None,
) -> Balance:
    """Balance of `indicator` in `period`.

    `values`: areas × periods (NaN: no figure), all levels in one frame. `weights`: its denominator in the same shape (or tidy), None
    for counts. A split city falls back to apart (note `split_not_available`) where its small areas lack figures. Measures that may
    not be averaged give no group value and the reason in `refused`; a period without figures gives status `unknown`, and so does a count,
    whose gap is one of size and not of level. `rules`: the thresholds of the verdict (default: the catalogue's).

    Source: gap and ratio of group means weighted by the indicator's own denominator. Tertiary education 2025 (SCB TAB6534, weights
    25–64): north 58.046, south 48.774, gap −9.272, ratio 0.840.
    """
    notes, how = ["own_calculation"], _how(indicator, weights, how)
    if how == "mean_of_medians":
        notes.append(how)
    layout = _layout(values, [period], catalogue, city, notes)
    y = _in_period(values, period, layout.areas)
    there = _existing(y, layout, [period], catalogue)
    found = _weights(weights, [period], layout, indicator)
    heavy = None if found is None else found.values
    elsewhere = _elsewhere(found, y, layout)[0]
    notes += _weight_notes(found, elsewhere, period, indicator)
    groups: dict[str, GroupValue] = {}
    refused: dict[str, str] = {}
    for name in layout.groups:
        rows = [row for row in layout.rows(name) if there[row, 0]]
        try:
            by = None if heavy is None else heavy[rows, 0]
            groups[name] = group_of([layout.areas[row] for row in rows], y[rows, 0], by, indicator.measure, how)
        except MetricRefused as refusal:
            refused[name] = refusal.reason
    notes += [f"missing:{name}" for name, group in groups.items() if group.missing]
    if np.isnan(y).all():
        notes.append("no_figures")
    indices, reasons = _indices(layout, y, heavy, there, indicator.measure)
    refused |= reasons[0]
    north, south, own_city, region = (groups[name].value if name in groups else None for name in FOUR)
    county = _in_period(values, period, [area.code for area in catalogue.areas_at(Level.COUNTY)]).ravel()
    return Balance(
        indicator.id, period, layout.treatment, north, south, own_city, region, gap(north, south), ratio(north, south),
        _verdicts(values, [period], indicator, catalogue, [(north, south)], rules=rules)[0],
        indicator.weighted_by if heavy is not None else None,
        None if found is None else found.periods[0], elsewhere,
        next((float(value) for value in county if not np.isnan(value)), None), groups,
        {name: None if name in reasons[0] else float(indices[name][0]) for name in INDICES}, refused, tuple(notes),
    )  # fmt: skip


def balance_over_time(
    values: pd.DataFrame,
    indicator: Indicator,
    weights: pd.DataFrame | None,
    catalogue: Catalogue,
    *,
    city: CityTreatment = "apart",
    how: How = "auto",
    breaks: Iterable[str] = (),
    rules: Rules | None = None,
) -> pd.DataFrame:
    """The same figures for every period of `values`: index period; columns north, south, city, region, gap, ratio, status, the indices
    (theil_t … between_share), weight_period, weights_elsewhere and segment.

    NaN (None in status' and weight_period's place) where not given. `segment` counts the unbroken stretches from 0; figures of
    different segments are not comparable (`breaks`: first period of each new series). The city is split only when it can be split
    in every period. Raises MetricRefused for a measure that may not be averaged.
    """
    periods, how = [str(period) for period in values.columns], _how(indicator, weights, how)
    layout = _layout(values, periods, catalogue, city, [])
    y = rows_of(values, layout.areas)
    there = _existing(y, layout, periods, catalogue)
    found = _weights(weights, periods, layout, indicator)
    heavy = None if found is None else found.values
    weigh = weights_used(indicator.measure, how, heavy is not None)
    summed = indicator.measure is Measure.COUNT
    table: dict[str, Any] = {}
    for name in FOUR:
        rows = layout.rows(name)
        by = heavy[rows] if weigh and heavy is not None else np.ones((len(rows), len(periods)))
        table[name] = y[rows[0]] if len(rows) == 1 else aggregate(*_members(y[rows], by, there[rows]), summed=summed)[0]
    pairs = list(zip(table[FIRST], table[SECOND], strict=True))
    table["gap"] = [south - north for north, south in pairs]
    table["ratio"] = np.array([ratio(*pair) for pair in pairs], dtype=float)
    table["status"] = [found.word.value for found in _verdicts(values, periods, indicator, catalogue, pairs, rules=rules)]
    table |= _indices(layout, y, heavy, there, indicator.measure)[0]
    table["weight_period"] = [None] * len(periods) if found is None else list(found.periods)
    table["weights_elsewhere"] = _elsewhere(found, y, layout)
    marks = tuple(breaks)
    table["segment"] = [segment_of(period, marks) for period in periods]
    return pd.DataFrame(table, index=pd.Index(periods, name="period"))


def _verdicts(
    values: pd.DataFrame,
    periods: Sequence[str],
    indicator: Indicator,
    catalogue: Catalogue,
    pairs: Sequence[tuple[float | None, float | None]],
    *,
    rules: Rules | None,
) -> list[StandardisedGap]:
    """The verdict in each period on a pair of group values, by how much the county's kommuner differ in it."""
    kommuner = [area.code for area in catalogue.areas_at(Level.KOMMUN)]
    own = pd.DataFrame(
        {period: values[period].reindex(kommuner) if period in values.columns else np.nan for period in periods}, index=kommuner
    )
    spreads, of = spread_over_time(own).tolist(), rules or load_rules()
    compared = not indicator.counted
    return [verdict(gap(*pair) if compared else None, spread, indicator.polarity, of) for pair, spread in zip(pairs, spreads, strict=True)]


def _how(indicator: Indicator, weights: pd.DataFrame | None, how: How) -> How:
    """A median is averaged where the catalogue says by what; the notes say that it is a mean of medians."""
    return "mean_of_medians" if how == "auto" and indicator.averaged_by is not None and weights is not None else how


def _layout(values: pd.DataFrame, periods: list[str], catalogue: Catalogue, city: CityTreatment, notes: list[str]) -> Layout:
    split = split_for(values, periods, catalogue) if city == "split" else None
    if city == "split" and split is None:
        notes.append("split_not_available")
        city = "apart"
    notes.append(f"city:{city}")
    return layout_of(catalogue, city, split)


def _in_period(values: pd.DataFrame, period: str, areas: Sequence[str]) -> Floats:
    """Figures of `areas` in a period as a column (n, 1); NaN where there is none."""
    if period not in values.columns:
        return np.full((len(areas), 1), np.nan)
    return rows_of(values, areas)[:, values.columns.get_indexer(pd.Index([period], dtype="str"))]


def _existing(y: Floats, layout: Layout, periods: list[str], catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    """Which areas of the layout existed in which period (areas, periods): one that was not formed yet is no member, rather than missing.

    A figure that is published for it all the same counts (stocks are published for the year before; see `catalogue.Area`).
    """
    there = np.ones(y.shape, dtype=bool)
    for row, code in enumerate(layout.areas):
        area = catalogue.areas.get(code)
        if area is not None and (area.since or area.until):
            there[row] = [area.existed_in(period) for period in periods]
    return there | ~np.isnan(y)


def _members(y: Floats, weights: Floats, there: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Values and weights of a group's rows in which those that did not exist neither count nor weigh."""
    return np.where(there, y, 0.0), np.where(there, weights, 0.0)


def _weights(weights: pd.DataFrame | None, periods: list[str], layout: Layout, indicator: Indicator) -> Weights | None:
    """Weights of the layout's areas; None for counts and where there are none."""
    if weights is None or indicator.measure is Measure.COUNT:
        return None
    wide = wide_of(weights)
    try:
        return weights_of(rows_of(wide, layout.areas), layout.areas, wide.columns, periods, indicator.denominator_lag)
    except ValueError:
        return None


def _elsewhere(found: Weights | None, y: Floats, layout: Layout) -> list[Elsewhere]:
    """For each period the areas with a figure that are weighted by another period's weight than the others."""
    if found is None:
        return [()] * y.shape[1]
    return [
        tuple((code, used) for code, used in pairs if not np.isnan(y[layout.place[code], period]))
        for period, pairs in enumerate(found.elsewhere)
    ]


def _weight_notes(found: Weights | None, elsewhere: Elsewhere, period: str, indicator: Indicator) -> list[str]:
    """Where the weights are from and what is inexact about them, as codes."""
    if found is None:
        return [] if indicator.weighted_by is None else ["no_weights"]
    notes = [f"weights:{indicator.weighted_by}:{found.periods[0]}"]
    if found.periods[0][:4] != right_period(period, indicator.denominator_lag)[:4]:
        notes.append("weights_other_year")
    notes += [f"weights_elsewhere:{code}:{used}" for code, used in elsewhere]
    if not indicator.denominator_exact:
        notes.append("weights_not_exact")
    return notes


def _indices(
    layout: Layout, y: Floats, heavy: Floats | None, there: npt.NDArray[np.bool_], measure: Measure
) -> tuple[dict[str, Floats], list[dict[str, str]]]:
    """Indices by name (t,) and the reasons of those that are refused, by period."""
    try:
        refuse_indices(measure, heavy is not None)
    except MetricRefused as refusal:
        nothing = {name: np.full(y.shape[1], np.nan) for name in INDICES}
        return nothing, [dict.fromkeys(INDICES, refusal.reason) for _ in range(y.shape[1])]
    assert heavy is not None
    return index_columns(*unit_values(layout, *_members(y, heavy, there)), layout.unit_groups)
