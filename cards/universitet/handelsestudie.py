"""An event as an event study: the effect year by year."""

from __future__ import annotations

from functools import partial

from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from cards.universitet.findings import change, p_text
from cards.universitet.handelse import mark
from cards.universitet.placebo import path_of
from charts.spec import chart
from charts.spec.lines import ChanceBand, EventGap
from charts.table import Column, Row
from evidence.did import PRE_TREND_LEVEL, EventStudy
from evidence.events import OutcomeResult
from texts import Texts, format_number


def study_card(view: View, chosen: EventChoice) -> Card | None:
    """Difference in differences with the test of the trend before; None where nothing was estimated."""
    t, study = view.t, chosen.one.study
    if study is None:
        return None
    band = ChanceBand(path_of(study.low), path_of(study.high))
    gap = EventGap(path_of(study.path), band, mark(view, chosen.event), dots=True) if len(study.path) else None
    key = "usable" if study.usable else "not_usable"
    title = t(f"universitet.study_card.title.{key}")
    return Card(
        id="universitet.handelsestudie",
        query=chosen.query,
        title=title,
        kicker=t("universitet.kicker_events"),
        body=[_study_sentence(t, chosen.one, study)],
        heading=t("universitet.study_card.heading", unit=chosen.one.outcome.unit[t.language]),
        chart=chart(gap, t("universitet.event.alt", title=title)),
        table=LazyTable(partial(study_table, view, chosen, study)),
        notes=[t("universitet.study_card.note", reference=study.reference, level=format_number(100 * PRE_TREND_LEVEL, 0, t.language))],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _study_sentence(t: Texts, one: OutcomeResult, study: EventStudy) -> str:
    words = {
        "estimate": change(t, study.estimate), "unit": one.outcome.unit[t.language], "p": p_text(t, study.p_value),
        "trend": format_number(study.trend_per_period, 2, t.language, signed=True), "trend_p": p_text(t, study.trend_p),
    }  # fmt: skip
    return t(f"universitet.study_card.body.{'usable' if study.usable else 'not_usable'}", **words)


def study_table(view: View, chosen: EventChoice, study: EventStudy) -> Table:
    """The path by year with the band, and the estimate's figures."""
    t = view.t
    rows = [Row([str(p), *(change(t, float(each[p])) for each in (study.path, study.low, study.high))]) for p in study.path.index]
    trend = format_number(study.trend_per_period, 2, t.language, signed=True)
    rows.append(Row([t("universitet.study_card.estimate", p=p_text(t, study.p_value)), change(t, study.estimate), "–", "–"]))
    rows.append(Row([t("universitet.study_card.trend", p=p_text(t, study.trend_p)), trend, "–", "–"]))
    heads = [t(f"universitet.study_card.column.{name}") for name in ("path", "low", "high")]
    return Table([Column(t("balans.table.period")), *(Column(h, numeric=True) for h in heads)], rows, t("universitet.study_card.caption"))
