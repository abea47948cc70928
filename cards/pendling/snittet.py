"""The border in the city: jobs per employed resident in the districts north and south of Saltsjö-Mälarsnittet (RAMS)."""

from __future__ import annotations

from functools import partial

from cards.common.industries import total
from cards.context import View
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.pendling.figures import DAY, NIGHT, PUBLISHED, Border, border, city_kommun
from cards.pendling.findings import RATIO_DECIMALS, border_sentence, border_title
from charts.spec import chart
from charts.spec.rows import BarLane, BarRow, Bars
from charts.table import Column, Row
from texts import format_number

SAID = ("sthlm:inre-staden", "sthlm:sodermalm", "sthlm:vasterort", "sthlm:soderort")
RATIO = "jobs_ratio_2016"


def border_card(view: View, period: str) -> Card:
    """The two sides in a year."""
    t, found = view.t, border(view.data, period)
    areas = view.data.catalogue.areas
    return Card(
        id="pendling.snittet",
        query={"snittar": period},
        title=border_title(t, found),
        body=[border_sentence(t, [(areas[code].name, found.ratio([code])) for code in SAID]), t("pendling.border.inner")],
        heading=t("pendling.border.heading", period=period),
        chart=chart(_bars(view, found), t("pendling.border.alt", period=period)),
        table=LazyTable(partial(_table, view, found)),
        notes=[t("pendling.border.division"), *_not_placed(view, found), t("pendling.border.newest"), t("pendling.note.rams")],
        provenance=Provenance(indicators=[RATIO], sources=[DAY, NIGHT]),
    )


def _not_placed(view: View, found: Border) -> list[str]:
    """That some of the city's jobs are in none of its districts, where the publisher's figures do not add up."""
    missing, whole = found.not_placed, total(found.districts["day"], [found.city])
    if missing <= 0:
        return []
    n, of = (format_number(number, 0, view.language) for number in (missing, whole))
    return [Caution(view.t("pendling.border.not_placed", period=found.period, n=n, of=of))]


def _ratio(view: View, value: float | None) -> str:
    return format_number(value, RATIO_DECIMALS, view.language)


def _bars(view: View, found: Border) -> Bars | None:
    t, areas, lanes = view.t, view.data.catalogue.areas, []
    for side, codes in found.sides.items():
        values = {code: value for code in codes if (value := found.ratio([code])) is not None}
        ordered = sorted(values, key=lambda code: -values[code])
        rows = [BarRow(areas[code].name, values[code], _ratio(view, values[code]), code=code) for code in ordered]
        whole = found.by_side[side]
        if whole is not None:
            rows.insert(0, BarRow(t("pendling.together"), whole, _ratio(view, whole), whole=True))
        lanes.append(BarLane(t(f"pendling.border.side.{side}"), side, rows))
    known = [lane for lane in lanes if lane.rows]
    return Bars(known, 1.0, t("pendling.ratio.base")) if known else None


def _table(view: View, found: Border) -> Table:
    """Both sides, their districts, and the sums of districts that the publisher gives."""
    t, areas = view.t, view.data.catalogue.areas
    columns = [Column(t("pendling.table.area")), Column(t("pendling.table.side"))]
    columns += [Column(t(f"pendling.table.{name}"), numeric=True) for name in ("day", "night", "ratio")]
    rows = []
    for side, codes in found.sides.items():
        name = t(f"pendling.border.side_short.{side}")
        rows.append(Row([t("pendling.together"), name, *_cells(view, found, codes)], chosen=True))
        rows += [Row([areas[code].name, name, *_cells(view, found, [code])], code=code) for code in codes]
    both = {code: t("pendling.border.side_short.both") for code in (*PUBLISHED, city_kommun(view.data))} | {
        "sthlm:vasterort": t("pendling.border.side_short.north"), "sthlm:soderort": t("pendling.border.side_short.south")
    }  # fmt: skip
    rows += [Row([areas[code].name, side, *_cells(view, found, [code])], code=code) for code, side in both.items()]
    return Table(columns, rows, t("pendling.border.caption", period=found.period))


def _cells(view: View, found: Border, codes: list[str] | tuple[str, ...]) -> list[str]:
    numbers = [format_number(total(found.districts[name], codes), 0, view.language) for name in ("day", "night")]
    return [*numbers, _ratio(view, found.ratio(codes))]
