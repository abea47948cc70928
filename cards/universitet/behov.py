"""The need in the south: every measure of education supply and need, north against south now."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from balance.counting import ConceptCount, count_concepts, counted_leads
from cards.common.legend import overview_key
from cards.common.standing import Standing
from cards.common.standing_rows import headings, sections
from cards.common.verdicts import leads_of
from cards.common.words import figure, inner, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.figures import Results
from cards.universitet.findings import need_lead, need_title
from catalogue import Theme
from catalogue.region import GROUPS
from charts.spec import chart
from charts.spec.ranges import Ranges, RangeSection
from charts.table import Column, Row

# Supply and need that no claim is tested on, shown beside those that one is.
BESIDE = (
    "net_income",  # links from before the median led ask for it
    "upper_secondary_degree_4_years", "vocational_eligible_grade_9", "neither_work_nor_study_16_24", "neither_work_nor_study_17_24_2017",
    "commuting_to_city_share_2015",
)  # fmt: skip


def measures(results: Results) -> list[str]:
    """Measures of the need: those that a claim is tested on, in the claims' order, then those beside."""
    tested = [need.indicator for claim in results.evidence.claims.values() for need in claim.need]
    return list(dict.fromkeys([*tested, *BESIDE]))


def by_theme(results: Results) -> dict[Theme, list[Standing]]:
    """The measures that have a north and a south, by theme."""
    found: dict[Theme, list[Standing]] = {}
    for name in measures(results):
        gap = results.gap(name)
        if gap is not None and gap.difference is not None:
            indicator = results.data.catalogue.indicators[name]
            found.setdefault(indicator.theme, []).append(Standing(indicator, results.data.judged_balance(name, gap.period, "apart")))
    return found


def counted(results: Results) -> ConceptCount:
    """The concepts that are counted here: those whose lead measure is a row of this page, by the verdict that every page gives it."""
    rows = {standing.indicator.id: standing for each in by_theme(results).values() for standing in each}
    verdicts = {name: standing.balance.verdict for name, standing in rows.items()}
    return count_concepts(counted_leads(leads_of(results.data, "apart"), rows), verdicts)


def need_card(view: View, chosen: tuple[Results, str]) -> Card:
    """North against south on every measure of the results; with the URL query that follows along to a measure's own page."""
    results, shared = chosen
    t, found = view.t, by_theme(results)
    rows = _sections(view, results, f"&{shared}" if shared else "")
    standings = [standing for each in found.values() for standing in each]
    aside = sum(not standing.balance.verdict.directed for standing in standings)
    missing = [inner(results.data.catalogue.indicators[name].name[t.language]) for name in measures(results) if results.gap(name) is None]
    concepts = counted(results)
    return Card(
        id="universitet.behov",
        query={},
        title=need_title(t, concepts),
        kicker=t("universitet.kicker_need"),
        body=[*need_lead(view, concepts), t("universitet.board.apart")],
        chart=chart(Ranges(rows, headings(t, GROUPS)), t("universitet.need.caption"), overview_key(t, GROUPS)),
        table=LazyTable(partial(need_table, view, results), "long"),
        notes=[
            *([t.plural("universitet.need.no_direction", aside)] if aside else []),
            *([t("universitet.need.missing", names=t.join(missing))] if missing else []),
        ],
        provenance=Provenance(
            indicators=[standing.indicator.id for standing in standings],
            sources=[name for standing in standings if (name := standing.indicator.weighted_by)],
            shown_at={standing.indicator.id: [standing.balance.period] for standing in standings},
        ),
    )


def _sections(view: View, results: Results, shared: str) -> list[RangeSection]:
    return [replace(section, remark="") for section in sections(view, by_theme(results), GROUPS, shared, leads=True) if section.rows]


def need_table(view: View, results: Results) -> Table:
    """Every kommun and group in rows, every measure in columns."""
    t, data = view.t, results.data
    found = [standing for each in by_theme(results).values() for standing in each]
    columns = [Column(t("balans.table.area"))]
    for standing in found:
        label = f"{standing.indicator.name[t.language]}, {unit_line(t, standing.indicator, standing.when(t), worded=True)}"
        columns.append(Column(label, numeric=True))
    rows = []
    for group in GROUPS:
        cells = [figure(t, s.indicator, getattr(s.balance, group), s.decimals) for s in found]
        rows.append(Row([t(f"common.group.{group}"), *cells], chosen=True))
    wide = {s.indicator.id: data.judged(s.indicator.id)[0][s.balance.period] for s in found}
    for code in data.kommuner:
        rows.append(Row([data.catalogue.areas[code].name, *(figure(t, s.indicator, wide[s.indicator.id].get(code)) for s in found)]))
    return Table(columns, rows, t("universitet.need.caption"))
