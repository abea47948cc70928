"""The panel beside the map: one area, its figure, its place among the others, and its latest values on the headline measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

import plotly.graph_objects as go

from cards.choices import Ask
from cards.common.areas import Rank, areas_at, group_of, kommun_of, periods_at
from cards.common.map_view import MapView, map_view
from cards.common.words import figure_with_unit
from cards.context import View
from cards.karta.choices import MapChoice, own_level, subject
from cards.karta.drawing import heading, place_strip
from cards.karta.findings import difference_sentence
from cards.karta.twins import measure_at
from cards.model import Card, Table
from catalogue import Indicator, Level
from catalogue.models import Polarity
from catalogue.region import CITY, FIRST
from charts.line_breaks import unbroken
from charts.strip import CONFIG
from charts.strip import strip as draw_strip
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


def profile_card(view: View, chosen: MapChoice, *, for_file: bool = True) -> Card:
    """The chosen area as a card: its figure and place, and its latest values. In files its place is a strip of all areas.

    `for_file` False leaves out the strip, which no screen shows.
    """
    t, shown, code = view.t, own_level(view, chosen), chosen.area
    name = view.data.catalogue.areas[code].name
    lines = headline_lines(view, code)
    drawn = partial(_drawn, view, shown, code)
    return Card(
        id="karta.profil",
        query=chosen.query,
        title=_title(view, shown, code),
        kicker=_group_words(view, code),
        body=[difference_sentence(t, shown, code, name)],
        heading=f"{shown.indicator.name[t.language]} · {heading(view, shown, False)}",
        figure=drawn() if for_file else None,
        wide=drawn,
        html="".join(profile_html(view, shown, code)),
        config=CONFIG,
        alt=f"{t('karta.alt.place', name=name)} {t('karta.alt.table')}",
        table=partial(_lines_table, view, code, lines) if lines else None,
        notes=[_rank_note(view, code), t("balans.note.rounding")],
        indicators=list(dict.fromkeys([shown.indicator.id, *(line.indicator.id for line in lines)])),
        shown_at={line.indicator.id: [line.period] for line in lines} | {shown.indicator.id: _periods(shown, lines)},
    )


def _periods(shown: MapView, lines: Sequence[ProfileLine]) -> list[str]:
    """Periods of the map's own measure: the map's, and its latest where it is one of the lines."""
    return list(dict.fromkeys([shown.period, *(line.period for line in lines if line.indicator.id == shown.indicator.id)]))


def _drawn(view: View, shown: MapView, code: str) -> go.Figure | None:
    content = place_strip(view, shown, code)
    return draw_strip(content, view.palette) if content else None


def _title(view: View, shown: MapView, code: str) -> str:
    """ "Huddinge: 54,2 procent, plats 9 av 26" """
    t, name, value = view.t, view.data.catalogue.areas[code].name, shown.value(code)
    if value is None:
        return t("karta.profile.title_missing", name=name)
    words = figure_with_unit(t, shown.indicator, value)
    return t("karta.profile.title", name=name, value=words, rank=shown.ranks[code], of=shown.with_figure)


def area_level(view: View, code: str) -> Level:
    """Level of the chosen area."""
    return view.data.catalogue.areas[code].level


def profile_html(view: View, shown: MapView, code: str) -> tuple[str, str]:
    """The panel as HTML: the figure of the map's measure, and the table of latest values. `shown` is the level of the chosen area.

    Two parts, since the second is the same for every measure and year: the browser keeps it.
    """
    name, lines = view.data.catalogue.areas[code].name, headline_lines(view, code)
    return (
        f'<section class="profile" aria-label="{escape(name)}"><h2>{escape(name)}</h2>{_group_line(view, code)}{_figure(view, shown, code)}'
        "</section>",
        _table(view, code, lines) if lines else "",
    )


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


def _group_line(view: View, code: str) -> str:
    group = group_of(view.data, kommun_of(view.data, code))
    return f'<p class="profile-group"><b class="{group}">{escape(_group_words(view, code))}</b></p>'


def _figure(view: View, shown: MapView, code: str) -> str:
    """The big figure with unit, year and status, then the rank and the distance to the county."""
    t, indicator = view.t, shown.indicator
    value, status = shown.value(code), str(shown.statuses[code])
    of = indicator.per[t.language] if indicator.per else indicator.name[t.language]
    when = format_period(shown.period, t.language)
    state = f", {t('common.status.preliminary')}" if status == "preliminary" else ""
    under = f'<p class="profile-unit">{escape(f"{of}, {when}{state}")}</p>'
    if value is None:
        reason = t("karta.profile.no_figure", status=t(f"common.status.{status}"))
        return f'<p class="figure-big">..</p>{under}<p class="body">{escape(reason)}</p>'
    unit = t(f"common.unit_short.{indicator.unit}")
    number = format_number(value, indicator.decimals, t.language)
    first = t("karta.profile.highest" if indicator.polarity is Polarity.NEITHER else "karta.profile.best")
    rank = t("karta.profile.rank", rank=shown.ranks[code], of=shown.with_figure, first=first)
    difference = difference_sentence(t, shown, code, view.data.catalogue.areas[code].name)
    return (
        f'<p class="figure-big">{escape(number)}<span class="unit"> {escape(unit)}</span></p>{under}'
        f'<p class="body">{escape(f"{rank} {difference}".rstrip())}</p>'
    )


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


def _table(view: View, code: str, lines: list[ProfileLine]) -> str:
    t, name = view.t, view.data.catalogue.areas[code].name
    heads = "".join(f'<th scope="col" class="num">{escape(h)}</th>' for h in _heads(view, code))
    head = f'<th scope="col">{escape(t("karta.profile.latest"))}</th>{heads}'
    caption = escape(t("karta.profile.table", name=name))
    body = "".join(_line(view, line) for line in lines)
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{caption}"><table class="figures profile-table">'
        f'<caption class="visually-hidden">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _under(view: View, line: ProfileLine) -> str:
    """Unit, period and status: "%, 2025, preliminär"."""
    t = view.t
    state = f", {t('common.status.preliminary')}" if line.preliminary else ""
    return f"{t(f'common.unit_line.{line.indicator.unit}')}, {format_period(line.period, t.language)}{state}"


def _line_cells(view: View, line: ProfileLine) -> tuple[str, str, str]:
    language, places = view.language, line.indicator.decimals
    return format_number(line.value, places, language), format_number(line.compared, places, language), str(line.rank or "–")


def _line(view: View, line: ProfileLine) -> str:
    name = unbroken(line.indicator.name[view.language])
    return (
        f'<tr><th scope="row">{name} <span class="unit">{escape(_under(view, line))}</span></th>'
        + "".join(f'<td class="num">{escape(cell)}</td>' for cell in _line_cells(view, line))
        + "</tr>"
    )


def _rank_note(view: View, code: str) -> str:
    level = area_level(view, code)
    key = "karta.profile.rank_note" if level is Level.KOMMUN else "karta.profile.rank_note_small"
    return f"{view.t(key, n=len(view.data.catalogue.areas_at(level)))} {view.t('common.rank_span')}"


def build(view: View, ask: Ask) -> Card | None:
    """The card with the choices of `ask`; None where the figures do not allow one."""
    chosen = subject(view, ask)
    return profile_card(view, chosen) if isinstance(chosen, MapChoice) else None
