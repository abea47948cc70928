"""What the verdict hangs on, for whoever wants to go on from it: the gap without each kommun in turn, and what chance would give."""

from __future__ import annotations

from functools import partial

from balance.hangs_on import LeaveOneOut
from balance.verdict import GapWord
from cards.common.areas import group_of
from cards.common.groups_over_time import GroupsOverTime, now_of
from cards.common.standing import Standing
from cards.common.verdict_words import hangs_on_words, verdict_words
from cards.common.verdicts import chance_of, hangs_on
from cards.common.words import gap_text, of_measure
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.rules import load_rules
from charts.scale import x_scale
from charts.spec import KeyItem, chart
from charts.spec.rows import DotLine, DotRow, Dots, DotScale
from charts.table import Column, Row
from texts import format_change, format_number

D_DECIMALS = 2


def depends_card(view: View, subject: GroupsOverTime) -> Card | None:
    """The gap without each kommun in turn; None where there is no verdict."""
    now = now_of(view, subject)
    found = None if now is None else hangs_on(view.data, subject.indicator.id, now.balance.period, subject.city)
    if now is None or found is None or found.everyone.word is GapWord.UNKNOWN or not found.without:
        return None
    t, indicator = view.t, subject.indicator
    said = f"{verdict_words(t, found.everyone.word)}. {hangs_on_words(t, view.data.catalogue, found)}".rstrip(".")
    said = of_measure(t, indicator, said)
    return Card(
        id="balans.hanger",
        query={"matt": indicator.id, "stad": subject.asked},
        title=said,
        kicker=t("balans.depends.kicker"),
        body=[_range_sentence(view, now, found), _size_sentence(view, now), _chance_sentence(view, now)],
        heading=t("balans.depends.heading", name=indicator.name[t.language], when=now.when(t)),
        chart=chart(
            Dots(
                _rows(view, now, found),
                _scale(view, found),
                DotLine(_gap(now), t("balans.depends.everyone", gap=_figure(view, now, _gap(now)))),
            ),
            t("balans.depends.alt", title=said),
            [
                KeyItem(t(f"common.group.{group}_short"), group)
                for group in dict.fromkeys(group_of(view.data, code) for code in found.without)
            ],
        ),
        table=LazyTable(partial(depends_table, view, now, found)),
        notes=[t("balans.depends.note", slight=_number(view, load_rules().slight), clear=_number(view, load_rules().clear))],
        provenance=Provenance(
            [indicator.id], [indicator.denominator] if indicator.denominator else [], shown_at={indicator.id: [now.balance.period]}
        ),
    )


def _gap(now: Standing) -> float:
    assert now.balance.gap is not None
    return now.balance.gap


def _decimals(now: Standing) -> int:
    """One more than the measure has: what is left out moves the gap by little."""
    return max(now.decimals, now.indicator.decimals + 1)


def _figure(view: View, now: Standing, gap: float | None) -> str:
    return format_change(gap, _decimals(now), view.language)


def _number(view: View, value: float) -> str:
    return format_number(value, D_DECIMALS, view.language).rstrip("0")


def _range_sentence(view: View, now: Standing, found: LeaveOneOut) -> str:
    """Between what the gap lies without one kommun, whichever it is."""
    t, (low, high) = view.t, found.range
    words = {"low": _figure(view, now, low), "high": gap_text(t, now.indicator, high, _decimals(now))}
    return t("balans.depends.range", gap=_figure(view, now, _gap(now)), **words)


def _size_sentence(view: View, now: Standing) -> str:
    """The gap in standard deviations between the kommuner."""
    t, verdict = view.t, now.balance.verdict
    spread = gap_text(t, now.indicator, verdict.spread, _decimals(now)).lstrip("+")
    return t("balans.depends.size", d=format_change(verdict.d, D_DECIMALS, t.language), spread=spread)


def _chance_sentence(view: View, now: Standing) -> str:
    """How often chance gives as large a gap; empty where the parts of a split city are members."""
    chance = chance_of(view.data, now.indicator.id, now.balance.period, now.balance.city_treatment)
    if chance is None:
        return ""
    n, percent = format_number(load_rules().divisions, 0, view.language), format_number(100 * chance, 1, view.language)
    return view.t("balans.depends.chance", n=n, percent=percent)


def _ordered(found: LeaveOneOut) -> list[tuple[str, float]]:
    """Kommun and the gap without it, from the lowest gap up; one that is a whole group leaves none."""
    return sorted(((code, one.gap) for code, one in found.without.items() if one.gap is not None), key=lambda pair: (pair[1], pair[0]))


def _rows(view: View, now: Standing, found: LeaveOneOut) -> list[DotRow]:
    """A kommun a row; those without which the word is another stand out."""
    rows = []
    for code, gap in _ordered(found):
        name, group, figure = view.data.catalogue.areas[code].name, group_of(view.data, code), _figure(view, now, gap)
        box = view.t("balans.depends.box", name=name, gap=figure, verdict=verdict_words(view.t, found.without[code].word))
        marked = group if code in found.changing else ""
        rows.append(DotRow(name, {group: gap}, (_gap(now), gap), figure, box, marked, code=code))
    return rows


def _scale(view: View, found: LeaveOneOut) -> DotScale:
    axis = x_scale([gap for _, gap in _ordered(found)])
    return DotScale(
        *axis.range, [(tick, format_number(tick, axis.decimals, view.language)) for tick in axis.ticks[:: 1 + len(axis.ticks) // 5]]
    )


def depends_table(view: View, now: Standing, found: LeaveOneOut) -> Table:
    """The gap, its size and the verdict without each kommun, and first with all of them."""
    t, areas = view.t, view.data.catalogue.areas
    columns = [
        Column(t("balans.depends.without")), Column(t("balans.table.group")), Column(t("balans.table.gap"), numeric=True),
        Column(t("balans.depends.d"), numeric=True), Column(t("balans.table.verdict")),
    ]  # fmt: skip
    every = found.everyone
    rows = [
        Row(
            [
                t("balans.depends.nobody"),
                "",
                _figure(view, now, every.gap),
                format_change(every.d, D_DECIMALS, t.language),
                verdict_words(t, every.word),
            ]
        )
    ]
    for code, gap in _ordered(found):
        one = found.without[code]
        size, group = format_change(one.d, D_DECIMALS, t.language), t(f"common.group.{group_of(view.data, code)}_short")
        rows.append(Row([areas[code].name, group, _figure(view, now, gap), size, verdict_words(t, one.word)], code=code))
    return Table(columns, rows, t("balans.depends.heading", name=now.indicator.name[t.language], when=now.when(t)))
