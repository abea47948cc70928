"""The panel beside the map: one area, its figure, its place among the others, and its latest values on the headline measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from balance.verdict import GapWord
from cards.common.against import county_gaps
from cards.common.areas import Rank, areas_at, group_of, kommun_of, periods_at
from cards.common.map_view import MapView, map_view
from cards.common.words import figure_with_unit
from cards.context import View
from cards.karta.choices import MapChoice, own_level
from cards.karta.drawing import heading, place_strip
from cards.karta.findings import difference_sentence
from cards.karta.twins import measure_at
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Indicator, Level
from catalogue.models import Polarity
from catalogue.region import CITY, FIRST
from charts.spec import chart
from charts.spec.rows import AreaProfile, ProfileRow
from charts.table import Column, Row
from texts import format_number, format_period


@dataclass(frozen=True)
class ProfileLine:
    """A row of the table: an indicator with its latest period, the area's figure, the comparison's, and the area's rank."""

    indicator: Indicator
    period: str
    value: float | None
    compared: float | None
    rank: Rank | None
    preliminary: bool


def profile_card(
    view: View,
    chosen: MapChoice,
) -> Card:
    """The chosen area as a card: its figure and place, and its latest values. In files its place is a strip of all areas."""
    t, shown, code = view.t, own_level(view, chosen), chosen.area
    name = view.data.catalogue.areas[code].name
    lines = headline_lines(view, code)
    return Card(
        id="karta.profil",
        query=chosen.query,
        title=_title(view, shown, code),
        kicker=_group_words(view, code),
        body=[_difference(view, shown, code)],
        heading=f"{shown.indicator.name[t.language]} · {heading(view, shown, False)}",
        chart=chart(_profile(view, shown, code, lines), f"{t('karta.alt.place', name=name)} {t('karta.alt.table')}"),
        table=LazyTable(partial(_lines_table, view, code, lines)) if lines else None,
        notes=[_rank_note(view, code), t("balans.note.rounding")],
        provenance=Provenance(
            indicators=list(dict.fromkeys([shown.indicator.id, *(line.indicator.id for line in lines)])),
            shown_at={line.indicator.id: [line.period] for line in lines} | {shown.indicator.id: _periods(shown, lines)},
        ),
    )


def _periods(shown: MapView, lines: Sequence[ProfileLine]) -> list[str]:
    """Periods of the map's own measure: the map's, and its latest where it is one of the lines."""
    return list(dict.fromkeys([shown.period, *(line.period for line in lines if line.indicator.id == shown.indicator.id)]))


def _title(view: View, shown: MapView, code: str) -> str:
    """ "Arbetslöshet 20–64 år i Huddinge: 5,6 procent, plats 9 av 26" """
    words = view.t("karta.profile.of", name=view.data.catalogue.areas[code].name, measure=shown.indicator.name[view.language])
    return _in_a_line(view, shown, code, words)


def _in_a_line(view: View, shown: MapView, code: str, name: str) -> str:
    t, value = view.t, shown.value(code)
    if value is None:
        return t("karta.profile.title_missing", name=name)
    words = figure_with_unit(t, shown.indicator, value, shown.decimals(code))
    return t("karta.profile.title", name=name, value=words, rank=shown.ranks[code], of=shown.with_figure)


def area_level(view: View, code: str) -> Level:
    """Level of the chosen area."""
    return view.data.catalogue.areas[code].level


def headline_lines(view: View, code: str) -> list[ProfileLine]:
    """The area's latest values; each measure in the newest period that most areas of the level have figures for."""
    level, data = area_level(view, code), view.data
    lines = []
    for headline in (one for one in data.catalogue.shown if one.headline):
        entry = measure_at(data, headline, level)
        name = entry.id
        periods = periods_at(data, name, level)
        if not periods or code not in areas_at(data, name, level):
            continue
        latest = map_view(data, entry, level, periods[-1])
        preliminary = latest.statuses.get(code) == "preliminary"
        lines.append(
            ProfileLine(entry, latest.period, latest.value(code), _compared(view, latest, code), latest.ranks.get(code), preliminary)
        )
    return lines


def _compared(view: View, latest: MapView, code: str) -> float | None:
    """A kommun stands against its group, the city against the county, a small area against its kommun."""
    kommun = kommun_of(view.data, code)
    if latest.level is not Level.KOMMUN:
        value = view.data.snapshot.value(latest.indicator.id, kommun, latest.period)
        return None if value != value else value  # noqa: PLR0124 - NaN
    group = group_of(view.data, kommun)
    if group == CITY:
        return latest.county
    balance = view.data.balance(latest.indicator.id, latest.period, "apart")
    return balance.north if group == FIRST else balance.south


def _group_words(view: View, code: str) -> str:
    """Which group a kommun is in; of a small area first which kommun."""
    kommun = kommun_of(view.data, code)
    group = group_of(view.data, kommun)
    words = view.t(f"karta.profile.group.{group}")
    if kommun != code:
        home = view.t("karta.profile.small", kommun=view.data.catalogue.areas[kommun].name)
        words = f"{home}, {words[0].lower()}{words[1:]}"
    return words


def _profile(view: View, shown: MapView, code: str, lines: Sequence[ProfileLine]) -> AreaProfile:
    """The panel: the figure of the map's measure (`shown` is the level of the area), its place, and the latest values."""
    t, name, indicator = view.t, view.data.catalogue.areas[code].name, shown.indicator
    value, status = shown.value(code), str(shown.statuses[code])
    of = indicator.per[t.language] if indicator.per else indicator.name[t.language]
    state = f", {t('common.status.preliminary')}" if status == "preliminary" else ""
    number = ".." if value is None else format_number(value, shown.decimals(code), t.language)
    return AreaProfile(
        name=name,
        group=group_of(view.data, kommun_of(view.data, code)),
        group_words=_group_words(view, code),
        figure=number,
        unit=t(f"common.unit_short.{indicator.unit}") if value is not None else "",
        under=f"{of}, {format_period(shown.period, t.language)}{state}",
        said=t("karta.profile.no_figure", status=t(f"common.status.{status}")) if value is None else _said(view, shown, code),
        caption=t("karta.profile.table", name=name),
        heads=(t("karta.profile.latest"), *_heads(view, code)),
        rows=[
            ProfileRow(line.indicator.name[t.language], _under(view, line), _line_cells(view, line), map_address(view, line, code))
            for line in lines
        ],
        place=place_strip(view, shown, code),
        more=_more(view, code),
    )


def map_address(view: View, line: ProfileLine, code: str) -> str:
    """The map of a line's measure at the area's own level, with the area chosen. Nothing of what the map shows now is in it, so that the
    table stays the same."""
    return f"/karta?{urlencode({'matt': line.indicator.id, 'niva': area_level(view, code), 'omrade': code, 'lang': view.language})}"


def _more(view: View, code: str) -> tuple[str, str] | None:
    """The way to the profile of the kommun; none in a region that has no such page."""
    if "kommun" not in view.data.catalogue.region.pages:
        return None
    kommun = kommun_of(view.data, code)
    words = view.t("karta.profile.more", name=view.data.catalogue.areas[kommun].name)
    return words, f"/kommun?{urlencode({'omrade': kommun, 'lang': view.language})}"


def tapped(view: View, chosen: MapChoice) -> str:
    """The chosen area with its figure in a line, for the map itself: "Huddinge: 50,8 procent, plats 12 av 26"."""
    shown, code = own_level(view, chosen), chosen.area
    return _in_a_line(view, shown, code, view.data.catalogue.areas[code].name)


def _said(view: View, shown: MapView, code: str) -> str:
    """The rank of an area with a figure and its distance to the county."""
    t = view.t
    first = t("karta.profile.highest" if shown.indicator.polarity is Polarity.NEITHER else "karta.profile.best")
    rank = t("karta.profile.rank", rank=shown.ranks[code], of=shown.with_figure, first=first)
    return f"{rank} {_difference(view, shown, code)}".rstrip()


def _difference(view: View, shown: MapView, code: str) -> str:
    """How far an area is from the county. Of a kommun with the verdict on that, unless it is judged by means of several years."""
    word = GapWord.UNKNOWN
    if shown.level is Level.KOMMUN and not shown.indicator.several_years and code in shown.differences:
        word = county_gaps(view.data, shown.indicator.id, shown.period)[code].verdict.word
    return difference_sentence(view.t, shown, code, view.data.catalogue.areas[code].name, word)


def _heads(view: View, code: str) -> tuple[str, str, str]:
    """Heads of the columns of figures: the area, what it is compared with, its rank."""
    t, catalogue = view.t, view.data.catalogue
    name, kommun = catalogue.areas[code].name, kommun_of(view.data, code)
    group = group_of(view.data, kommun)
    against = t("karta.profile.county_column" if group == CITY else f"common.group.{group}_short")
    return name, catalogue.areas[kommun].name if kommun != code else against, t("karta.profile.rank_column")


def _lines_table(view: View, code: str, lines: list[ProfileLine]) -> Table:
    t = view.t
    columns = [
        Column(t("karta.profile.latest")),
        Column(t("karta.profile.unit_and_period")),
        *(Column(h, numeric=True) for h in _heads(view, code)),
    ]
    rows = [Row([line.indicator.name[t.language], _under(view, line), *_line_cells(view, line)]) for line in lines]
    return Table(columns, rows, t("karta.profile.table", name=view.data.catalogue.areas[code].name))


def _under(view: View, line: ProfileLine) -> str:
    """Unit, period and status: "%, 2025, preliminär"."""
    t = view.t
    state = f", {t('common.status.preliminary')}" if line.preliminary else ""
    return f"{t(f'common.unit_line.{line.indicator.unit}')}, {format_period(line.period, t.language)}{state}"


def _line_cells(view: View, line: ProfileLine) -> tuple[str, str, str]:
    language, places = view.language, line.indicator.decimals
    return format_number(line.value, places, language), format_number(line.compared, places, language), str(line.rank or "–")


def _rank_note(view: View, code: str) -> str:
    level = area_level(view, code)
    key = "karta.profile.rank_note" if level is Level.KOMMUN else "karta.profile.rank_note_small"
    return f"{view.t(key, n=len(view.data.catalogue.areas_at(level)))} {view.t('common.rank_span')}"
