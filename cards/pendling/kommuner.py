"""What the two cards kommun by kommun share: a bar each from 1 or from 0, in a lane per group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cards.common.areas import group_of
from cards.common.industries import by_area
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.pendling.figures import ByKommun, by_kommun
from cards.pendling.findings import RATIO_DECIMALS, net_sentence, net_title, ratio_sentence, ratio_title
from catalogue.region import GROUPS
from charts.spec import chart
from charts.spec.rows import BarLane, BarRow, Bars
from charts.table import Column, Row
from texts import Language, Texts, format_change, format_number

HUNDREDS = -2  # decimals of a number that is worked back from rounded shares


@dataclass(frozen=True)
class BarsKind:
    """What tells the two cards apart: the card's id, its words under `pendling.<words>`, the choice of its year, the measure with the two
    that it is worked out from, and where its bars begin."""

    card: str
    words: str
    year: str
    indicator: str
    parts: tuple[str, str]
    base: float
    title: Callable[[Texts, ByKommun], str]
    sentence: Callable[[Texts, ByKommun, Mapping[str, str]], str]
    signed: bool = False

    def text(self, value: float | None, language: Language) -> str:
        """A figure as it is printed."""
        return format_change(value, 0, language) if self.signed else format_number(value, RATIO_DECIMALS, language)


RATIO = BarsKind(
    "pendling.kvot", "ratio", "kvotar", "jobs_ratio", ("day_population", "night_population"), 1.0, ratio_title, ratio_sentence
)  # fmt: skip
NET = BarsKind(
    "pendling.netto", "net", "nettoar", "net_commuting", ("in_commuters", "out_commuters"), 0.0, net_title,
    lambda t, found, _: net_sentence(t, found), signed=True,
)  # fmt: skip


def bars_card(measure: BarsKind, view: View, period: str) -> Card:
    """The card of a year."""
    t, found = view.t, by_kommun(view.data, measure.indicator, period)
    names = {code: view.data.catalogue.areas[code].name for code in found.kommuner}
    return Card(
        id=measure.card,
        query={measure.year: period},
        title=measure.title(t, found),
        body=[measure.sentence(t, found, names)],
        heading=t(f"pendling.{measure.words}.heading", period=period),
        chart=chart(_bars(view, found, measure), t(f"pendling.{measure.words}.alt", period=period)),
        table=LazyTable(partial(_table, view, found, measure)),
        notes=[t(f"pendling.{measure.words}.groups"), *_worked_back(view, measure, period), t("pendling.note.bas")],
        provenance=Provenance(indicators=[measure.indicator], sources=measure.parts),
    )


def _worked_back(view: View, measure: BarsKind, period: str) -> list[str]:
    """That a number behind the measure is not the published one, where that is so."""
    behind = any(view.data.stands_in(part, period) for part in measure.parts)
    return [view.t("pendling.ratio.worked_back", period=period)] if behind else []


def _bars(view: View, found: ByKommun, measure: BarsKind) -> Bars | None:
    t, areas, lanes = view.t, view.data.catalogue.areas, []
    for group in GROUPS:
        codes = sorted((c for c in found.kommuner if group_of(view.data, c) == group), key=lambda code: -found.kommuner[code])
        rows = [BarRow(areas[code].name, found.kommuner[code], measure.text(found.kommuner[code], t.language), code=code) for code in codes]
        whole = found.groups.get(group)
        if whole is not None and len(codes) > 1:
            rows.insert(0, BarRow(t("pendling.together"), whole, measure.text(whole, t.language), whole=True))
        if rows:
            lanes.append(BarLane(t(f"common.group.{group}"), group, rows))
    words = t(f"pendling.{measure.words}.base")
    return Bars(lanes, measure.base, words, measure.signed) if lanes else None


def _table(view: View, found: ByKommun, measure: BarsKind) -> Table:
    """Groups, then kommuner, highest first, with the two numbers that the figure comes from."""
    t, data, indicators = view.t, view.data, view.data.catalogue.indicators
    columns = [Column(t("pendling.table.area")), Column(t("pendling.table.group"))]
    columns += [Column(indicators[name].name[t.language], numeric=True) for name in (*measure.parts, measure.indicator)]
    places = [HUNDREDS if data.stands_in(name, found.period) else 0 for name in measure.parts]
    rows = []
    for group in GROUPS:
        values = [getattr(data.balance(name, found.period, "apart"), group) for name in measure.parts]
        cells = [t("pendling.together"), t(f"common.group.{group}_short"), *_numbers(t, values, places)]
        rows.append(Row([*cells, measure.text(found.groups.get(group), t.language)], chosen=True))
    figures = [by_area(data, name, found.period) for name in measure.parts]
    for code in sorted(found.kommuner, key=lambda one: -found.kommuner[one]):
        cells = [data.catalogue.areas[code].name, t(f"common.group.{group_of(data, code)}_short")]
        cells += _numbers(t, [part.get(code) for part in figures], places)
        rows.append(Row([*cells, measure.text(found.kommuner[code], t.language)], code=code))
    return Table(columns, rows, t("pendling.table.caption", name=indicators[measure.indicator].name[t.language], period=found.period))


def _numbers(t: Texts, values: Sequence[float | None], places: Sequence[int]) -> list[str]:
    return [format_number(value, decimals, t.language) for value, decimals in zip(values, places, strict=True)]
