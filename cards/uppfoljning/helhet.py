"""The follow-up as a whole: a sentence for each focus area and for the goals, and each subject area that is counted, then and now."""

from __future__ import annotations

from functools import partial

from cards.common.verdict_words import direction_words
from cards.common.verdicts import direction_of
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import by_concept, goals_of, of_strategy
from cards.uppfoljning.findings import areas_sentence, depends, document_title, goals_title, other_changes, title, why_not, year_sentence
from cards.uppfoljning.periods import every_period, shown_at, weights_of
from cards.uppfoljning.records import RECORDS
from cards.uppfoljning.sides import side
from charts.table import Column, Row


def whole_card(view: View, years: Follow) -> Card:
    """The first card of the document; its data package has every verdict and the thresholds that they were taken by."""
    t = view.t
    more = other_changes(view, years)
    records = {name: partial(make, view, years) for name, make in RECORDS.items()}
    return Card(
        id="uppfoljning.helhet",
        query=years.query,
        title=title(view, years),
        kicker=t("uppfoljning.kicker", **years.words),
        body=[year_sentence(view, years), areas_sentence(view, years), f"{goals_title(view, years)}.", *([more] if more else [])],
        table=LazyTable(partial(concept_table, view, years), "open", records),
        notes=[t("uppfoljning.how_counted", **years.words), t("uppfoljning.how", **years.words)],
        document=document_title(t, years),
        provenance=_provenance(view, years),
    )


def _provenance(view: View, years: Follow) -> Provenance:
    """All figures behind the document: of the strategy's measures and the goals', in every period to the year."""
    found = of_strategy(view.data, years.year, years.against)
    aims = [one.now.indicator for one in goals_of(view.data, years.year, years.against) if one.now.measured]
    measures = [one.indicator.id for one in found if one.now is not None] + [aim.id for aim in aims if aim is not None]
    own, weights = list(dict.fromkeys(measures)), weights_of(found)
    weighed = shown_at(view.data, found)  # by figures of another year where those of the same are missing
    periods = every_period(view.data, [*own, *weights], years.year)
    return Provenance(own, weights, {name: sorted({*found_in, *weighed.get(name, ())}) for name, found_in in periods.items()})


def concept_table(view: View, years: Follow) -> Table:
    """Each subject area by the measure that it is counted by: its verdict then and now, what that hangs on, where the gap is going."""
    t, rows = view.t, []
    for concept, one in by_concept(of_strategy(view.data, years.year, years.against)).items():
        name = f"{view.data.catalogue.concepts[concept].name[t.language]}: {one.indicator.name[t.language]}"
        then = side(view, one, one.then) if one.then is not None and one.compared else why_not(view, one, years)
        now = "" if one.now is None else side(view, one, one.now)
        goes = "" if one.now is None else direction_words(t, direction_of(view.data, one.indicator.id, "apart", until=one.now.period))
        rows.append(Row([name, then, now, depends(view, one), goes], chosen=one.changed))
    keys = ("concept", "then", "now")
    heads = [*(t(f"uppfoljning.column.{key}", **years.words) for key in keys), t("common.hangs_on.title"), t("common.gap_closing")]
    return Table([Column(head) for head in heads], rows, t("uppfoljning.counted_caption", **years.words))
