"""Jobs per employed resident, and net commuting, kommun by kommun: a bar each from 1 or from 0, in a lane per group."""

from __future__ import annotations

from functools import partial

import plotly.graph_objects as go

from cards.asking import Ask
from cards.map_view import group_of
from cards.model import Card, Table
from cards.pendling.figures import ByKommun, by_kommun
from cards.pendling.findings import RATIO_DECIMALS, net_sentence, net_title, ratio_sentence, ratio_title
from cards.view import View
from charts.table import Column, Row
from charts.value_bars import CONFIG, BarLane, BarRow, value_bars
from texts import format_change, format_number

RATIO, NET = "jobs_ratio", "net_commuting"
LANES = ("north", "south", "city")


def ratio_card(view: View, ask: Ask) -> Card | None:
    """Jobs per employed resident (BAS)."""
    found = _asked(view, ask, RATIO, "kvotar")
    if found is None:
        return None
    t = view.t
    names = {code: view.data.catalogue.areas[code].name for code in found.kommuner}
    return Card(
        id="pendling.kvot",
        query={"kvotar": found.period},
        title=ratio_title(t, found),
        indicators=[RATIO],
        body=[ratio_sentence(t, found, names)],
        heading=t("pendling.ratio.heading", period=found.period),
        figure=_bars(view, found, RATIO),
        config=CONFIG,
        alt=t("pendling.ratio.alt", period=found.period),
        table=partial(_table, view, found, RATIO),
        notes=[t("pendling.ratio.groups"), t("pendling.note.bas"), t("pendling.note.break")],
        sources=["jobs", "employed_residents"],
    )


def net_card(view: View, ask: Ask) -> Card | None:
    """In-commuters less out-commuters (BAS)."""
    found = _asked(view, ask, NET, "nettoar")
    if found is None:
        return None
    t = view.t
    return Card(
        id="pendling.netto",
        query={"nettoar": found.period},
        title=net_title(t, found),
        indicators=[NET],
        body=[net_sentence(t, found)],
        heading=t("pendling.net.heading", period=found.period),
        figure=_bars(view, found, NET),
        config=CONFIG,
        alt=t("pendling.net.alt", period=found.period),
        table=partial(_table, view, found, NET),
        notes=[t("pendling.net.groups"), t("pendling.note.bas"), t("pendling.note.break")],
        sources=["in_commuters", "out_commuters"],
    )


def _asked(view: View, ask: Ask, indicator: str, name: str) -> ByKommun | None:
    """The figures of the year chosen, the newest until one is; nothing is asked where there is one year only."""
    periods = view.data.periods(indicator)
    if not periods:
        return None
    if len(periods) == 1:
        return by_kommun(view.data, indicator, ask.choice(name, periods, periods[-1]))
    return by_kommun(view.data, indicator, ask.segmented(name, view.t("pendling.year"), periods, periods[-1], str))


def _text(view: View, indicator: str, value: float | None) -> str:
    if indicator == RATIO:
        return format_number(value, RATIO_DECIMALS, view.language)
    return format_change(value, 0, view.language)


def _bars(view: View, found: ByKommun, indicator: str) -> go.Figure | None:
    t, areas, lanes = view.t, view.data.catalogue.areas, []
    for group in LANES:
        codes = sorted((c for c in found.kommuner if group_of(view.data, c) == group), key=lambda code: -found.kommuner[code])
        rows = [BarRow(areas[code].name, found.kommuner[code], _text(view, indicator, found.kommuner[code])) for code in codes]
        whole = found.groups.get(group)
        if whole is not None and len(codes) > 1:
            rows.insert(0, BarRow(t("pendling.together"), whole, _text(view, indicator, whole), whole=True))
        if rows:
            lanes.append(BarLane(t(f"common.group.{group}"), view.palette.of(group), rows))
    base, words = (1.0, t("pendling.ratio.base")) if indicator == RATIO else (0.0, t("pendling.net.base"))
    return value_bars(lanes, base=base, base_words=words, palette=view.palette, language=view.language, signed=indicator == NET)


def _table(view: View, found: ByKommun, indicator: str) -> Table:
    """Groups, then kommuner, highest first, with the two numbers that the figure comes from."""
    t, data = view.t, view.data
    parts = ("jobs", "employed_residents") if indicator == RATIO else ("in_commuters", "out_commuters")
    columns = [Column(t("pendling.table.area")), Column(t("pendling.table.group"))]
    columns += [Column(data.catalogue.indicators[name].name[t.language], numeric=True) for name in (*parts, indicator)]
    rows = []
    for group in LANES:
        values = [getattr(data.balance(name, found.period, "apart"), group) for name in parts]
        cells = [t("pendling.together"), t(f"common.group.{group}_short"), *(format_number(value, 0, t.language) for value in values)]
        rows.append(Row([*cells, _text(view, indicator, found.groups.get(group))], chosen=True))
    figures = {name: data.values(name)[found.period].to_dict() for name in parts}
    for code in sorted(found.kommuner, key=lambda one: -found.kommuner[one]):
        cells = [data.catalogue.areas[code].name, t(f"common.group.{group_of(data, code)}_short")]
        cells += [format_number(figures[name].get(code), 0, t.language) for name in parts]
        rows.append(Row([*cells, _text(view, indicator, found.kommuner[code])]))
    name = data.catalogue.indicators[indicator].name[t.language]
    return Table(columns, rows, t("pendling.table.caption", name=name, period=found.period))
