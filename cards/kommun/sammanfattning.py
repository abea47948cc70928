"""The profile's first card: every current measure of a kommun against the county and the other kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.choices import Ask
from cards.common.areas import group_of
from cards.common.goal_words import state_word
from cards.common.standing_rows import goal_marks
from cards.common.words import figure, inner, unit_line
from cards.context import View
from cards.data import POPULATION
from cards.kommun.choices import kommun
from cards.kommun.figures import OLDEST, RECENT, MeasureRank, places, strengths, weaknesses
from cards.kommun.findings import count_sentence, people_sentence, rank, title
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import GoalStatus, Polarity, Theme
from catalogue.region import PAIR, WHOLE
from charts.spec import KeyItem, chart
from charts.spec.rows import RangeHead, RangeRow, Ranges, RangeSection
from charts.table import Column, Row
from texts import Texts, format_number, format_period

OWN = "set-a"
SIGN = {"strength": "▲", "weakness": "▼", "": ""}
STATUS = {"strength": "better", "weakness": "worse", "": "unknown"}  # the style sheet's names of up and down


def summary_card(view: View, code: str) -> Card:
    """The finding, and a row per measure: figure, the county's, the place among all kommuner."""
    t, found = view.t, places(view.data, code)
    parts, heads = _sections(view, code, found), _headings(view, code)
    return Card(
        id="kommun.sammanfattning",
        query={"omrade": code},
        title=title(t, name_of(view, code), strengths(found), weaknesses(found)),
        kicker=t(f"kommun.kicker.{group_of(view.data, code)}"),
        body=[people_sentence(t, next((p for p in found if p.indicator.id == POPULATION), None)), count_sentence(t, found)],
        chart=chart(Ranges(parts, heads, side=side_of(view, code)), t("kommun.table.caption", name=name_of(view, code)), _key(view, code)),
        table=LazyTable(partial(_table, view, code, found), "long"),
        notes=[
            t("kommun.note.rank"),
            t("kommun.note.current", years=RECENT, oldest=OLDEST),
            t("kommun.note.county"),
            t("kommun.note.drafts"),
        ],
        provenance=Provenance(
            indicators=[place.indicator.id for place in found],
            sources=list(dict.fromkeys(p.indicator.denominator for p in found if p.indicator.denominator and p.county_own)),
            shown_at={place.indicator.id: [place.period] for place in found},
        ),
    )


def name_of(view: View, code: str) -> str:
    """The kommun's name."""
    return view.data.catalogue.areas[code].name


def side_of(view: View, code: str) -> str:
    """The side that gives the kommun's mark its colour: `neutral` for the city."""
    group = group_of(view.data, code)
    return group if group in PAIR else "neutral"


def colour_of(view: View, code: str) -> str:
    """The role of the kommun's colour: its side's, or the accent."""
    side = side_of(view, code)
    return "accent" if side == "neutral" else side


def figure_columns(view: View, code: str) -> list[Column]:
    """Columns of a table of measures: the kommun, the unit, the county, the rank."""
    t = view.t
    return [
        Column(name_of(view, code), numeric=True),
        Column(t("kommun.table.unit")),
        Column(t("common.group.region"), numeric=True),
        Column(t("kommun.table.rank"), numeric=True),
    ]


def figure_cells(view: View, place: MeasureRank) -> list[str]:
    """Figure (or why there is none), unit with period and status, the county's figure, place."""
    t, entry = view.t, place.indicator
    own = figure(t, entry, place.value) if place.value is not None else t(f"common.status.{place.status}")
    unit = unit_line(t, entry, place.period, preliminary=place.status == "preliminary")
    county = format_number(place.county, entry.decimals, t.language) + ("*" if place.county_own else "")
    return [own, unit, county, rank(place) if place.value is not None else "–"]


def _table(view: View, code: str, found: Sequence[MeasureRank]) -> Table:
    t = view.t
    columns = [Column(t("kommun.table.measure")), Column(t("kommun.table.theme")), *figure_columns(view, code)]
    columns += [Column(t("kommun.table.side")), Column(t("kommun.table.goal"))]
    rows = []
    for place in found:
        side = t(f"kommun.table.{place.side}") if place.side else ""
        cells = [place.indicator.name[t.language], t(f"common.theme.{place.indicator.theme}"), *figure_cells(view, place)]
        rows.append(Row([*cells, side, goal_words(t, place)]))
    return Table(columns, rows, t("kommun.table.caption", name=name_of(view, code)))


def goal_words(t: Texts, place: MeasureRank) -> str:
    """How the kommun stands to the goals of a measure: "förslag 2016: på väg"; empty where there are none."""
    found = []
    for standing in place.goals:
        progress = standing.kommuner.get(place.code)
        if progress is not None and progress.latest is not None:
            kind = "draft" if standing.goal.status is GoalStatus.DRAFT else "adopted"
            word = state_word(t, standing.goal, progress.verdict)
            found.append(t(f"kommun.goal.{kind}", state=inner(word)))
    return ", ".join(found)


def _sections(view: View, code: str, found: Sequence[MeasureRank]) -> list[RangeSection]:
    parts = []
    for theme in Theme:
        rows = [_row(view, place) for place in found if place.indicator.theme is theme]
        if rows:
            parts.append(RangeSection(view.t(f"common.theme.{theme}"), "", rows))
    return parts


def _row(view: View, place: MeasureRank) -> RangeRow:
    t, entry = view.t, place.indicator
    own, unit, county, standing = figure_cells(view, place)
    counted = entry.counted
    said = t("kommun.row", rank=standing, of=place.of) if place.value is not None else t(f"common.status.{place.status}")
    short = [t(f"common.unit_short.{entry.unit}"), format_period(place.period, t.language)]
    return RangeRow(
        name=entry.name[t.language],
        lines=[unit],
        values={} if counted else {OWN: place.value, WHOLE: place.county},
        texts={OWN: own, WHOLE: county},
        ticks=[] if counted else place.everyone,
        status=STATUS[place.side],
        status_text=said,
        note=goal_words(t, place),
        flipped=entry.polarity is Polarity.LOWER,
        goals=goal_marks(view, entry, place.period) if not counted else [],
        href=f"/metod?matt={entry.id}&lang={t.language}",
        short=", ".join(part for part in short if part),
    )


def _headings(view: View, code: str) -> RangeHead:
    t = view.t
    return RangeHead(
        name=t("kommun.table.measure"),
        columns={OWN: name_of(view, code), WHOLE: t("common.group.region")},
        short={OWN: "", WHOLE: t("common.group.region")},
        worse=t("kommun.worse"),
        better=t("kommun.better"),
        status=t("kommun.table.rank"),
        caption=t("kommun.table.caption", name=name_of(view, code)),
        marks=(OWN, WHOLE),
        bar=(WHOLE, OWN),
    )


def _key(view: View, code: str) -> list[KeyItem]:
    t = view.t
    return [
        KeyItem(name_of(view, code), "set-a", colour_of(view, code)),
        KeyItem(t("common.group.region"), "region"),
        KeyItem(t("kommun.other"), "kommun"),
        KeyItem(t("kommun.goal_mark"), "goal"),
        KeyItem(t("oversikt.goal_draft"), "goal draft"),
    ]


def build(view: View, ask: Ask) -> Card | None:
    """The card with the choices of `ask`; None where the figures do not allow one."""
    return summary_card(view, kommun(view, ask))
