"""Every comparison in one picture: what stands out, how wide the intervals are, and how large a change would have to be to matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.common.words import inner
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.universitet.figures import QUARTER, Results
from cards.universitet.findings import (
    change,
    decimals_of,
    detectable_text,
    estimate_text,
    matters_text,
    p_text,
    told_change,
    verdict_of,
    verdict_word,
)
from catalogue.region import WHOLE
from charts.spec import KeyItem, chart
from charts.spec.rows import DotBand, DotLine, DotRow, Dots, DotScale
from charts.table import Column, Row
from evidence.compare import POOLED, Contrast
from evidence.methods import METHODS
from evidence.verdict import Verdict
from texts import Texts, format_number

WIDEST = 3.0  # gaps between north and south, to each side: what lies further out is drawn to the edge
TICKS = (-2.0, 0.0, 2.0)  # few: there is a phone to read them on


def overview_card(view: View, results: Results) -> Card:
    """A row for each comparison, with its interval, zero, and the band within which a change would be too small to matter."""
    t, shown = view.t, comparisons(results)
    verdicts = [one.judgement.verdict for one in shown]
    changed = sum(one in (Verdict.RAISED, Verdict.LOWERED) for one in verdicts)
    words = {"all": len(shown), "none": verdicts.count(Verdict.NO_LARGE_CHANGE), "cannot": verdicts.count(Verdict.CANNOT_TELL)}
    title = t.plural("universitet.events.title", changed, **words) if changed else t("universitet.events.title.zero", **words)
    picture = forest(view, results, shown)
    return Card(
        id="universitet.handelser",
        query={},
        title=title,
        kicker=t("universitet.kicker_events"),
        body=[t("universitet.events.lead", **words)],
        heading=t("universitet.events.heading"),
        chart=chart(picture, t("universitet.event.alt", title=title), forest_key(t)) if picture is not None else None,
        table=LazyTable(partial(overview_table, view, results)),
        notes=[
            Caution(t("universitet.events.limits")), _furthest(t, results, shown),
            t("universitet.events.note", quarter=QUARTER, n=len(shown)), t("universitet.events.methods"),
            t("universitet.events.missing"), t("universitet.inspired"),
        ],
        provenance=Provenance(indicators=[name for name in results.evidence.outcomes if results.years(name)], sources=[POPULATION]),
    )  # fmt: skip


def comparisons(results: Results) -> list[Contrast]:
    """All that are shown and counted, the outcome that stands out first; of an outcome all events pooled, and then each, newest first."""
    by_outcome = []
    for name in results.evidence.outcomes:
        pooled = results.pooled.outcomes[name].comparison
        singles = [one.outcomes[name].comparison for one in reversed(results.events)]
        found = [each for each in ([pooled] if pooled is not None and pooled.event == POOLED else []) + singles if each is not None]
        if found:
            by_outcome.append(found)
    by_outcome.sort(key=lambda found: min(one.p_value for one in found))
    return [one for found in by_outcome for one in found]


def _furthest(t: Texts, results: Results, shown: Sequence[Contrast]) -> str:
    """Which comparison is furthest from what chance brings, what remains of it when all count, and which is furthest the other way."""
    if not shown:
        return ""
    one = min(shown, key=lambda each: each.p_value)
    said = t(
        "universitet.events.furthest", **_words(t, results, one), adjusted=p_text(t, one.adjusted_p),
        verdict=verdict_of(t, one.judgement.verdict), n=len(shown),
    )  # fmt: skip
    others = [each for each in shown if each.att * one.att < 0]
    if not others:
        return said
    return f"{said} {t('universitet.events.other_way', **_words(t, results, min(others, key=lambda each: each.p_value)))}"


def _words(t: Texts, results: Results, one: Contrast) -> dict[str, str]:
    """A comparison as it is named in a sentence."""
    name, event = inner(_measure(t, results, one)), _event(t, results, one)
    return {"name": name, "event": event, "estimate": estimate_text(t, one), "p": p_text(t, one.p_value)}


def _measure(t: Texts, results: Results, one: Contrast) -> str:
    return results.data.catalogue.indicators[one.outcome.indicator].name[t.language]


def _event(t: Texts, results: Results, one: Contrast) -> str:
    name = results.event(one.event).event.name[t.language]
    return inner(name) if one.event == POOLED else name


def _name(t: Texts, results: Results, one: Contrast) -> str:
    return t("universitet.events.row", event=_event(t, results, one), name=_measure(t, results, one))


def forest(view: View, results: Results, shown: Sequence[Contrast]) -> Dots | None:
    """The rows on one scale: each estimate as a share of the north–south gap of its own measure. None without a row."""
    t = view.t
    rows = [row for one in shown if (row := _row(t, results, one)) is not None]
    if not rows:
        return None
    ticks = [(value, t("universitet.events.tick", n=format_number(100 * value, 0, t.language, signed=value != 0))) for value in TICKS]
    quarter = 1 / QUARTER
    return Dots(
        rows, DotScale(-WIDEST, WIDEST, ticks), DotLine(0.0, t("universitet.events.zero")), band=DotBand(-quarter, quarter),
    )  # fmt: skip


def _row(t: Texts, results: Results, one: Contrast) -> DotRow | None:
    if not one.matters:
        return None
    gap = one.matters * QUARTER
    low, mark, high = (max(-WIDEST, min(WIDEST, value / gap)) for value in (one.low, one.att, one.high))
    name = _name(t, results, one)
    box = f"<b>{name}</b><br>{estimate_text(t, one)}<br>{verdict_word(t, one.judgement.verdict)}"
    measure, short = _measure(t, results, one), results.event(one.event).event.short[t.language]
    group = WHOLE if one.event == POOLED else ""
    return DotRow(name, {WHOLE: mark}, (low, high), told_change(t, one), box, group, under=measure, short=short)


def forest_key(t: Texts) -> list[KeyItem]:
    """What the marks and the band of the forest are."""
    return [KeyItem(t("universitet.events.key.estimate"), WHOLE), KeyItem(t("universitet.events.key.band"), colour="sequential:0")]


def overview_table(view: View, results: Results) -> Table:
    """A row for each comparison with every method's estimate, and what follows."""
    t, rows = view.t, []
    for one in comparisons(results):
        unit = one.outcome.unit[t.language]
        methods = [change(t, one.atts[name], decimals_of(one)) for name in list(METHODS)[1:]]
        matters = matters_text(t, one)
        tail = [p_text(t, one.p_value), p_text(t, one.adjusted_p), detectable_text(t, one), matters]
        rows.append(
            Row([f"{_name(t, results, one)}, {unit}", verdict_word(t, one.judgement.verdict), estimate_text(t, one), *methods, *tail])
        )
    names = ("outcome", "verdict", "estimate", *(f"method.{name}" for name in list(METHODS)[1:]), "p", "adjusted", "detectable", "matters")
    columns = [Column(t(f"universitet.events.column.{name}"), numeric=name not in ("outcome", "verdict", "estimate")) for name in names]
    return Table(columns, rows, t("universitet.events.caption"))
