"""A gap between south and north taken apart, where the figures allow: by the kind of area people live in, or by level of education.

Neither part is a cause, and no part says what a university would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from balance.refusal import MetricRefused
from balance.rounding import shown_difference
from balance.weights import weights_for
from cards.common.words import inner, with_gap_unit
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.figures import Results, results_of
from catalogue import Indicator
from catalogue.models import Unit
from catalogue.region import FIRST, PAIR, SECOND
from catalogue.rules import load_rules
from charts.spec import chart
from charts.spec.rows import SpanRow, Spans
from charts.table import Column, Row
from evidence.decompose import ExplainedRange, Kitagawa, Oaxaca, category_range, explained_range, gap_by_category, oaxaca
from texts import Texts, format_change, format_number, format_period

AREA_TYPE, EDUCATION = "socioeconomic_area_type", "tertiary_25_64"
BY_AREA = ("wage_income_2023",)  # measures that small areas of all kommuner have figures of
BY_EDUCATION = ("net_income", "low_economic_standard", "unemployment_rate", "employment_rate")
NOT = ("tertiary_25_64", "university_eligible_4_years", "knowledge_services_share")  # asked for, and why it cannot be done is said


@dataclass(frozen=True)
class Parts:
    """A gap south − north in two parts, in the measure's unit; `method` names how, `period` when, `n` areas on each side."""

    indicator: Indicator
    method: str
    period: str
    gap: float
    first: float
    second: float
    rows: tuple[tuple[str, float, float], ...]
    n: tuple[int, int]
    reach: ExplainedRange  # how far the first part hangs on single kommuner

    @property
    def share(self) -> float | None:
        """The first part's share of the gap; None without a gap."""
        return self.first / self.gap if abs(self.gap) > 1e-9 else None

    @property
    def least_decimals(self) -> int:
        """A part is small beside the measure: it has a decimal though the measure has none."""
        return max(self.indicator.decimals, 1)

    def printed(self, t: Texts, first: float, second: float, unit: Unit | None = None) -> tuple[str, str, str]:
        """Two parts and their sum (with `unit`) with as many decimals as make them add up; a sum that none does is said to be rounded."""
        found = shown_difference(first + second, first, self.least_decimals, load_rules().more_decimals)
        if found is None:
            raise ValueError(f"{self.indicator.id}: a part is missing")
        one, other, whole = (format_change(value, found.decimals, t.language) for value in (first, second, first + second))
        whole = whole if unit is None else with_gap_unit(t, unit, whole)
        return one, other, whole if found.exact else t("common.rounded_gap", gap=whole)


def parts_of_gap(results: Results, measure: str) -> Parts | None:
    """The gap in parts; None where the figures do not allow it."""
    try:
        return _by_area(results, measure) if measure in BY_AREA else _by_education(results, measure) if measure in BY_EDUCATION else None
    except MetricRefused:
        return None


def _members(results: Results) -> dict[str, list[str]]:
    return {role: list(results.data.catalogue.members(role)) for role in PAIR}


def _by_area(results: Results, measure: str) -> Parts | None:
    """Kitagawa by area type: small areas of the kommuner in each group, weighted by population of the same year."""
    data, types = results.data, results.data.values(AREA_TYPE)
    wide, people = data.values(measure), data.values(POPULATION)
    shared = [str(p) for p in types.columns if p in wide.columns and p in people.columns]
    if not shared:
        return None
    period, members = shared[-1], _members(results)
    areas = {name: [str(c) for c in types.index if str(c)[:4] in kommuner] for name, kommuner in members.items()}
    sizes = _sizes(people, period, types.index)
    kinds = types[period].map(lambda kind: f"{kind:.0f}", na_action="ignore")
    found: Kitagawa = gap_by_category(wide[period], sizes, kinds, areas[SECOND], areas[FIRST])
    rows = tuple((str(kind), float(row["composition"]), float(row["rate"])) for kind, row in found.by_category.iterrows())
    counts = (len(areas[SECOND]), len(areas[FIRST]))
    larger = {str(code): str(code)[:4] for code in types.index}
    reach = category_range(wide[period], sizes, kinds, areas[SECOND], areas[FIRST], larger=larger)
    return Parts(data.catalogue.indicators[measure], "area", period, found.gap, found.composition, found.rate, rows, counts, reach)


def _sizes(people: pd.DataFrame, period: str, areas: pd.Index) -> pd.Series:
    return people[period].reindex(areas).astype(float)


def _by_education(results: Results, measure: str) -> Parts | None:
    """Oaxaca–Blinder over kommuner on the share with tertiary education, each weighted by the measure's own denominator."""
    data = results.data
    indicator = data.catalogue.indicators[measure]
    wide, education, weights = data.values(measure), data.values(EDUCATION), data.weights(indicator)
    shared = [str(p) for p in wide.columns if p in education.columns]
    if not shared or weights is None:
        return None
    period, members = shared[-1], _members(results)
    kommuner = pd.Index([*members[SECOND], *members[FIRST]])
    by, _ = weights_for(weights, period, list(kommuner), indicator.denominator_lag)
    x = pd.DataFrame({EDUCATION: education[period].reindex(kommuner)})
    south = pd.Series([code in members[SECOND] for code in kommuner], index=kommuner)
    found: Oaxaca = oaxaca(wide[period].reindex(kommuner), x, south, by)
    reach = explained_range(wide[period].reindex(kommuner), x, south, by)
    return Parts(indicator, "education", period, found.gap, found.explained, found.unexplained, (), found.n, reach)


def parts_card(view: View, measure: str) -> Card:
    """The parts as bars, or why the gap cannot be taken apart."""
    t, indicator, found = view.t, view.data.catalogue.indicators[measure], parts_of_gap(results_of(view.data), measure)
    query, name = {"uppdelat": measure}, indicator.name[view.language]
    if found is None:
        return Card(
            id="universitet.uppdelning",
            query=query,
            title=t("universitet.parts.title_none", name=name),
            body=[t("universitet.parts.why_not")],
            provenance=Provenance(indicators=[measure]),
        )
    return Card(
        id="universitet.uppdelning",
        query=query,
        title=parts_title(view, found),
        kicker=t("universitet.kicker_need"),
        body=[*parts_body(view, found), t("universitet.parts.no_cause")],
        heading=f"{name}, {format_period(found.period, view.language)}, {t(f'common.unit.{indicator.unit}')}",
        chart=chart(_spans(view, found), t("universitet.parts.alt", name=name)),
        table=LazyTable(partial(parts_table, view, found)),
        notes=[t(f"universitet.parts.note.{found.method}", south=found.n[0], north=found.n[1]), t("balans.note.rounding")],
        provenance=Provenance(
            indicators=[measure],
            sources=[POPULATION, AREA_TYPE]
            if found.method == "area"
            else [EDUCATION, *([indicator.denominator] if indicator.denominator else [])],
        ),
    )


def parts_title(view: View, found: Parts) -> str:
    """Whether the gap goes with where people live or with education, whichever kommun is left out. No share is a headline: it hangs on
    single kommuner, and the kinds of area are themselves partly made of incomes."""
    name = found.indicator.name[view.language]
    return view.t(f"universitet.parts.title.{found.method}.{_way(found, found.reach)}", name=name)


def _way(found: Parts, reach: ExplainedRange) -> str:
    """Whether the estimated part pulls the gap's way whichever kommun is left out ("follows"), the other way ("opposes"), or neither."""
    ends = [end * found.gap for end in (reach.low, reach.high)]
    return "follows" if min(ends) > 0 else "opposes" if max(ends) < 0 else "unclear"


def parts_body(view: View, found: Parts) -> list[str]:
    """The gap and its parts in figures; of categories which weighs most, of an estimate how far it hangs on single kommuner."""
    t, said = view.t, [view.t(f"universitet.parts.body.{found.method}", **_words(view, found))]
    if found.rows:
        kind, first, second = max(found.rows, key=lambda row: abs(row[1]))
        most = found.printed(t, first, second)[0]
        said.append(t("universitet.parts.centred", kind=inner(t(f"universitet.parts.kind.{kind}")), most=most))
    reach = found.reach
    low, high = (format_change(end, found.least_decimals, t.language) for end in (reach.low, reach.high))
    said.append(t("universitet.parts.range", low=low, high=high))
    if reach.low_share is not None and reach.high_share is not None and found.share is not None:
        share, low, high = (format_number(100 * one, 0, t.language) for one in (found.share, reach.low_share, reach.high_share))
        said.append(t("universitet.parts.share_range", share=share, low=low, high=high))
    return [" ".join(said)]


def _words(view: View, found: Parts) -> dict[str, str]:
    t, indicator = view.t, found.indicator
    first, second, gap = found.printed(t, found.first, found.second, indicator.unit)
    return {"first": first, "second": second, "gap": gap, "period": format_period(found.period, t.language)}


def _labels(view: View, found: Parts) -> tuple[str, str, str]:
    t = view.t
    return (
        t("universitet.parts.whole"), t(f"universitet.parts.first.{found.method}"), t(f"universitet.parts.second.{found.method}")
    )  # fmt: skip


def _spans(view: View, found: Parts) -> Spans:
    first, second, whole = found.printed(view.t, found.first, found.second)
    values = zip((found.gap, found.first, found.second), (whole, first, second), strict=True)
    rows = [
        SpanRow(label, min(0.0, value), max(0.0, value), text, colour="accent" if place else "ink")
        for place, (label, (value, text)) in enumerate(zip(_labels(view, found), values, strict=True))
    ]
    return Spans(rows, level_words=view.t("balans.reference.no_gap"), signed=True)


def parts_table(view: View, found: Parts) -> Table:
    """The parts, in all and by area type."""
    t = view.t
    _, first, second = _labels(view, found)
    columns = [
        Column(t("universitet.parts.column")),
        *(Column(label, numeric=True) for label in (first, second, t("universitet.parts.whole"))),
    ]
    rows = [Row([t("universitet.parts.total"), *found.printed(t, found.first, found.second)], chosen=True)]
    for kind, one, other in found.rows:
        rows.append(Row([t(f"universitet.parts.kind.{kind}"), *found.printed(t, one, other)]))
    caption = f"{found.indicator.name[view.language]}, {format_period(found.period, view.language)}"
    return Table(columns, rows, caption)
