"""The county with its north and south, coloured by one of the lead measures: each kommun leads to its profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from balance.regional import Balance
from cards.common.areas import group_of
from cards.common.map_view import MapView, classes_of, group_labels, map_view
from cards.common.standing import Standing, pair_sentence
from cards.common.verdict_words import verdict_words
from cards.common.words import figure, figure_with_unit, inner, pair_decimals, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.oversikt.choices import LandChoice
from catalogue import Level
from catalogue.region import CITY
from charts.spec import KeyItem, chart
from charts.spec.areas import AreaMap
from charts.table import Column, Row
from charts.tokens import SEQUENTIAL
from texts import format_number


def land_card(view: View, chosen: LandChoice) -> Card | None:
    """The map; None where the measure has no figures for the groups."""
    t, indicator = view.t, chosen.indicator
    period = view.data.periods(indicator.id)[-1]
    balance = view.data.judged_balance(indicator.id, period, chosen.city)
    if balance.north is None or balance.south is None:
        return None
    shown = map_view(view.data, indicator, Level.KOMMUN, period)
    classes = classes_of(view.data, indicator, Level.KOMMUN, relative=False)
    colours = classes.colours(SEQUENTIAL)
    places = classes.of([float(value) for value in shown.values])
    said, name = pair_sentence(t, Standing(indicator, balance)), indicator.name[t.language]
    key = [KeyItem(label, "class", colour) for label, colour in zip(classes.labels(t), colours, strict=True)]
    if -1 in places:
        key.append(KeyItem(t("karta.missing_key"), "missing"))
    return Card(
        id="oversikt.karta",
        query={"kartmatt": indicator.id, "stad": chosen.city, "omrade": chosen.area},
        title=t("oversikt.land.title", name=name, verdict=inner(verdict_words(t, balance.status))),
        body=[said],
        heading=f"{name}, {unit_line(t, indicator, period, preliminary=shown.preliminary)}",
        chart=chart(_land(view, chosen, shown, balance, (places, colours)), f"{t('karta.alt.kommun')} {said}", key),
        table=LazyTable(partial(_table, view, shown)),
        provenance=Provenance(indicators=[indicator.id], shown_at={indicator.id: [period]}),
    )


def _land(view: View, chosen: LandChoice, shown: MapView, balance: Balance, classed: tuple[list[int], list[str]]) -> AreaMap:
    areas = view.data.catalogue.areas
    return AreaMap(
        codes=shown.codes,
        places=classed[0],
        hover=[_said(view, shown, code) for code in shown.codes],
        colours=classed[1],
        chosen=chosen.area,
        labels=[label for label in group_labels(view, _figures(view, chosen, balance)) if chosen.city == "apart" or label.colour != CITY],
        names=[areas[code].name for code in shown.codes],
        links={code: f"/kommun?{chosen.link(code)}" for code in shown.codes},
        groups={code: group_of(view.data, code) for code in shown.codes},
    )


def _figures(view: View, chosen: LandChoice, balance: Balance) -> Callable[[str], str]:
    """What stands at a group's name: its figure, in the unit that the heading says."""
    places = pair_decimals(chosen.indicator, balance.south, balance.north)
    return lambda group: figure(view.t, chosen.indicator, getattr(balance, group), places)


def _said(view: View, shown: MapView, code: str) -> str:
    value = shown.value(code)
    if value is None:
        return view.t("karta.hover.no_figure", status=view.t(f"common.status.{shown.statuses[code]}"))
    return figure_with_unit(view.t, shown.indicator, value)


def _table(view: View, shown: MapView) -> Table:
    """Every kommun with its group and figure, in the order of the names."""
    t, areas = view.t, view.data.catalogue.areas
    rows = [
        Row([areas[code].name, t(f"common.group.{group_of(view.data, code)}_short"), _figure(view, shown, code)], code=code)
        for code in sorted(shown.codes, key=lambda code: areas[code].name)
    ]
    columns = [Column(t("karta.table.area")), Column(t("karta.table.group")), Column(t("karta.table.value"), numeric=True)]
    return Table(
        columns, rows, t("karta.table.caption", name=shown.indicator.name[t.language], unit=unit_line(t, shown.indicator, shown.period))
    )


def _figure(view: View, shown: MapView, code: str) -> str:
    value = shown.value(code)
    if value is None:
        return view.t(f"common.status.{shown.statuses[code]}")
    return format_number(value, shown.indicator.decimals, view.language)
