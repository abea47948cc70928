"""The need in the south, concept by concept: the gap now with the overview's words, what it hangs on and how many people it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from balance.counting import ConceptCount, count_concepts, counted_leads
from cards.common.legend import overview_key
from cards.common.standing import Standing
from cards.common.standing_notes import split_sentences
from cards.common.standing_rows import headings, sections
from cards.common.verdict_words import verdict_words
from cards.common.verdicts import concepts_counted, leads_of
from cards.common.words import figure, inner, unit_line
from cards.context import View
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.universitet.figures import Results
from cards.universitet.findings import need_lead, need_sentence, need_title
from catalogue import Theme
from catalogue.region import GROUPS
from charts.spec import chart
from charts.spec.ranges import Ranges
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


def concepts_here(results: Results) -> list[str]:
    """The concepts that the claims are about, in the claims' order."""
    indicators = results.data.catalogue.indicators
    found = dict.fromkeys(indicators[name].concept for name in measures(results) if name not in BESIDE)
    return [concept for concept in found if concept is not None]


def leads_here(results: Results) -> list[str]:
    """The lead measure of each of `concepts_here`: what is shown and counted here."""
    leads = leads_of(results.data, "apart")
    return [leads[concept].id for concept in concepts_here(results) if concept in leads]


def by_theme(results: Results, names: Sequence[str]) -> dict[Theme, list[Standing]]:
    """Those of the measures that have a north and a south, by theme."""
    found: dict[Theme, list[Standing]] = {}
    for name in names:
        gap = results.gap(name)
        if gap is not None and gap.difference is not None:
            indicator = results.data.catalogue.indicators[name]
            found.setdefault(indicator.theme, []).append(Standing(indicator, results.data.judged_balance(name, gap.period, "apart")))
    return found


def counted(results: Results) -> ConceptCount:
    """The concepts that are counted here: those whose lead measure is a row of this page, by the verdict that every page gives it."""
    rows = {standing.indicator.id: standing for each in by_theme(results, leads_here(results)).values() for standing in each}
    verdicts = {name: standing.balance.verdict for name, standing in rows.items()}
    return count_concepts(counted_leads(leads_of(results.data, "apart"), rows), verdicts)


def need_card(view: View, chosen: tuple[Results, str]) -> Card:
    """North against south concept by concept; with the URL query that follows along to a measure's own page."""
    results, shared = chosen
    concepts, split = counted(results), split_sentences(view, "apart", concepts_here(results))
    lead, every = need_lead(view, results, concepts), concepts_counted(view.data, "apart").counted
    return rows_card(
        view, results, "behov", leads_here(results), shared,
        title=need_title(view.t, concepts),
        body=[view.t("universitet.board.apart"), *([lead] if lead else []), *split],
        notes=[view.t("universitet.need.counted", n=concepts.counted, all=every)] if concepts.counted else [],
    )  # fmt: skip


def rows_card(
    view: View, results: Results, name: str, shown: Sequence[str], shared: str, *, title: str, body: list[str], notes: Sequence[str] = ()
) -> Card:
    """A card of measures as rows, north against south, with verdict, what each hangs on and persons; what is missing is said."""
    t, found = view.t, by_theme(results, shown)
    rows = [replace(one, remark="") for one in sections(view, found, GROUPS, f"&{shared}" if shared else "", leads=True) if one.rows]
    standings = [standing for each in found.values() for standing in each]
    aside = sum(not standing.balance.verdict.directed for standing in standings)
    missing = [_with_table(view, one) for one in shown if results.gap(one) is None]
    caption = t("universitet.need.caption")
    return Card(
        id=f"universitet.{name}",
        query={},
        title=title,
        kicker=t("universitet.kicker_need"),
        body=body,
        chart=chart(Ranges(rows, headings(t, GROUPS)), caption, overview_key(t, GROUPS)) if rows else None,
        table=LazyTable(partial(need_table, view, results, tuple(shown)), "long"),
        notes=[
            *notes,
            *([t.plural("universitet.need.no_direction", aside)] if aside else []),
            *([Caution(t("universitet.need.missing", names=t.join(missing)))] if missing else []),
        ],
        provenance=Provenance(
            indicators=[standing.indicator.id for standing in standings],
            sources=[by for standing in standings if (by := standing.indicator.weighted_by)],
            shown_at={standing.indicator.id: [standing.balance.period] for standing in standings},
        ),
    )


def first_sentence(view: View, results: Results, names: Sequence[str]) -> str:
    """The first of the measures that has figures, in a sentence."""
    known = next((name for name in names if results.gap(name) is not None), None)
    if known is None:
        return view.t("universitet.need.title_none")
    return need_sentence(view.t, view.data.catalogue.indicators[known], results.gap(known)).rstrip(".")


def verdict_sentence(view: View, results: Results, names: Sequence[str]) -> str:
    """The overview's word for each measure: "Sämre i söder: …. Något sämre i söder: …."."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        gap = results.gap(name)
        if gap is not None:
            words = inner(view.data.catalogue.indicators[name].name[view.language])
            by_word.setdefault(verdict_words(view.t, gap.verdict.word), []).append(words)
    return " ".join(view.t("universitet.need.verdict", word=word, names=view.t.join(known)) for word, known in by_word.items())


def _with_table(view: View, name: str) -> str:
    """A measure with the publisher's table that has its figures: "direkt till högskolan efter gymnasiet (Kolada, N17940)"."""
    indicator = view.data.catalogue.indicators[name]
    tables = [f" ({view.data.catalogue.publishers[one.publisher].name} {one.table})" for one in indicator.sources]
    return f"{inner(indicator.name[view.language])}{tables[-1] if tables else ''}"


def need_table(view: View, results: Results, shown: Sequence[str]) -> Table:
    """Every kommun and group in rows, every measure in columns."""
    t, data = view.t, results.data
    found = [standing for each in by_theme(results, shown).values() for standing in each]
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
        cells = [figure(t, s.indicator, wide[s.indicator.id].get(code)) for s in found]
        rows.append(Row([data.catalogue.areas[code].name, *cells], code=code))
    return Table(columns, rows, t("universitet.need.caption"))
