"""Every event and outcome with its verdict: what stands out, and how little can be told."""

from __future__ import annotations

from functools import partial

from cards.common.words import inner
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.figures import Results
from cards.universitet.findings import estimate_text, p_text, verdict_word
from cards.universitet.handelse import breaks_within
from charts.table import Column, Row
from evidence.verdict import Verdict


def overview_card(view: View, results: Results) -> Card:
    """Every event and outcome with its verdict in a table: what stands out, and how little can be told."""
    t = view.t
    found = [one for result in results.events for one in result.outcomes.values()]
    estimated = [one for one in found if one.estimate is not None]
    changed = sum(one.verdict in (Verdict.RAISED, Verdict.LOWERED) for one in found)
    none = sum(one.verdict is Verdict.NO_LARGE_CHANGE for one in found)
    cannot = sum(one.verdict is Verdict.CANNOT_TELL for one in estimated)
    words = {"estimated": len(estimated), "all": len(found), "none": none, "cannot": cannot}
    return Card(
        id="universitet.handelser",
        query={},
        title=t.plural("universitet.events.title", changed, **words),
        kicker=t("universitet.kicker_events"),
        body=[t("universitet.events.lead", **words), t("universitet.events.limits")],
        table=LazyTable(partial(overview_table, view, results), "open"),
        notes=[t("universitet.events.note"), *_broken(view, results), t("universitet.inspired")],
        provenance=Provenance(indicators=[name for name in results.evidence.outcomes if results.years(name)]),
    )


def _broken(view: View, results: Results) -> list[str]:
    """Which comparisons run across a break in their series; nothing where none does."""
    t, indicators = view.t, view.data.catalogue.indicators
    found = [
        f"{result.event.name[t.language]} ({inner(indicators[name].name[t.language])}, {t.join(periods)})"
        for result in reversed(results.events)
        for name, one in result.outcomes.items()
        if (periods := [period for period, _ in breaks_within(view, indicators[name], one)])
    ]
    return [t("universitet.events.breaks", names=t.join(found))] if found else []


def overview_table(view: View, results: Results) -> Table:
    """A row for each outcome of each event that could be estimated, and one for the rest of an event."""
    t, rows = view.t, []
    for result in reversed(results.events):
        event = result.event.name[t.language]
        for name, one in result.outcomes.items():
            if one.estimate is not None:
                label = results.data.catalogue.indicators[name].name[t.language]
                estimate = estimate_text(t, one.outcome, one.estimate)
                rows.append(Row([f"{event}: {inner(label)}", verdict_word(t, one.verdict), estimate, p_text(t, one.adjusted_p)]))
        missing = sum(one.estimate is None for one in result.outcomes.values())
        if missing:
            rows.append(
                Row(
                    [
                        t("universitet.events.others", event=event, k=missing, n=len(result.outcomes)),
                        verdict_word(t, Verdict.CANNOT_TELL),
                        t("universitet.events.absent"),
                        "–",
                    ]
                )
            )
    columns = [Column(t(f"universitet.events.column.{name}"), numeric=name == "p") for name in ("outcome", "verdict", "estimate", "p")]
    return Table(columns, rows, t("universitet.events.caption"))
