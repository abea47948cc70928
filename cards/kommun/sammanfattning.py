"""The profile's first card: every current measure of a kommun against the county and the other kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.common.against_county import direction_against, stretches_against
from cards.common.areas import group_of
from cards.common.standing_rows import goal_marks
from cards.common.verdict_words import direction_words
from cards.common.words import figure, inner, period_words, status_words, unit_line
from cards.context import View
from cards.data import POPULATION
from cards.kommun.figures import OLDEST, RECENT, MeasureRank, places
from cards.kommun.findings import facts_sentence, gap_words, people_sentence, rank, tally_sentence, title, verdict_words
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Polarity, Theme
from catalogue.region import PAIR, WHOLE
from catalogue.rules import load_rules
from charts.spec import KeyItem, chart
from charts.spec.rows import STATUS_SIGN, GapLine, RangeHead, RangeRow, Ranges, RangeSection
from charts.table import Column, Row
from texts import Texts, format_number

OWN = "set-a"


def summary_card(view: View, code: str) -> Card:
    """The finding, and a row per measure: figure, the county's, the verdict on the gap, where it is going, the place among all kommuner."""
    t, found = view.t, places(view.data, code)
    parts, heads = _sections(view, code, found), _headings(view, code)
    people = people_sentence(t, next((p for p in found if p.indicator.id == POPULATION), None))
    return Card(
        id="kommun.sammanfattning",
        query={"omrade": code},
        title=title(t, name_of(view, code), found, concepts(view)),
        kicker=t(f"kommun.kicker.{group_of(view.data, code)}"),
        body=[tally_sentence(t, name_of(view, code), found, concepts(view)), facts_sentence(t, found), people],
        chart=chart(Ranges(parts, heads, side=side_of(view, code)), t("kommun.table.caption", name=name_of(view, code)), _key(view, code)),
        table=LazyTable(partial(_table, view, code, found), "long"),
        notes=[
            rule_note(t),
            t("kommun.note.closing"),
            t("kommun.note.rank"),
            t("kommun.note.current", years=RECENT, oldest=OLDEST),
            t("kommun.note.county"),
        ],
        provenance=Provenance(
            indicators=[place.indicator.id for place in found],
            sources=list(dict.fromkeys(p.indicator.denominator for p in found if p.indicator.denominator and p.county_own)),
            shown_at={place.indicator.id: [place.period] for place in found},
        ),
    )


def rule_note(t: Texts) -> str:
    """The rule for better and worse, with its limits."""
    rules = load_rules()
    slight, clear = (format_number(limit, 2, t.language).rstrip("0") for limit in (rules.slight, rules.clear))
    return t("kommun.note.rule", slight=slight, clear=clear)


def concepts(view: View) -> dict[str, str]:
    """Names of the areas that are counted, by id."""
    return {name: concept.name[view.language] for name, concept in view.data.catalogue.concepts.items()}


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
    """Columns of a table of measures: the kommun, the unit, the county, the gap, the verdict, where the gap is going, the rank."""
    t = view.t
    return [
        Column(name_of(view, code), numeric=True),
        Column(t("kommun.table.unit")),
        Column(t("common.group.region"), numeric=True),
        Column(t("kommun.table.gap"), numeric=True),
        Column(t("kommun.table.side")),
        Column(t("common.gap_closing")),
        Column(t("kommun.table.rank"), numeric=True),
    ]


def figure_cells(view: View, place: MeasureRank) -> list[str]:
    """Figure (or why there is none), unit with period and status, the county's figure, the gap, the verdict, where the gap to the county
    and to both groups is going, the place."""
    t = view.t
    verdict = f"{STATUS_SIGN[place.verdict.word]} {verdict_words(t, place)}".strip()
    own, county = _own(t, place), _county(t, place)
    rank_words = rank(place) if place.value is not None else "–"
    return [own, _unit(t, place), county, gap_words(t, place), verdict, _closing(view, place), rank_words]


def _closing(view: View, place: MeasureRank) -> str:
    """Where the gap to the county, the first and the second group is going."""
    t, found = view.t, []
    for other in (WHOLE, *PAIR):
        said = direction_words(t, direction_against(view.data, place.indicator.id, place.code, other))
        found += [f"{t(f'common.group.{other}')}: {inner(said)}"] if said else []
    return "; ".join(found)


def _own(t: Texts, place: MeasureRank) -> str:
    if place.value is None:
        return status_words(t, place.status)
    return figure(t, place.indicator, place.value, place.decimals)


def _county(t: Texts, place: MeasureRank) -> str:
    return format_number(place.county, place.decimals, t.language) + ("*" if place.county_own else "")


def _unit(t: Texts, place: MeasureRank) -> str:
    when = period_words(t, place.indicator, place.period)
    return unit_line(t, place.indicator, when, preliminary=place.status == "preliminary", worded=True)


def _table(view: View, code: str, found: Sequence[MeasureRank]) -> Table:
    t, areas = view.t, concepts(view)
    columns = [Column(t(f"kommun.table.{key}")) for key in ("measure", "theme", "area")] + figure_columns(view, code)
    rows = []
    for place in found:
        area = areas[str(place.indicator.concept)] if place.indicator.lead and place.verdict.counts else ""
        cells = [place.indicator.name[t.language], t(f"common.theme.{place.indicator.theme}"), area]
        rows.append(Row([*cells, *figure_cells(view, place)]))
    return Table(columns, rows, t("kommun.table.caption", name=name_of(view, code)))


def _sections(view: View, code: str, found: Sequence[MeasureRank]) -> list[RangeSection]:
    parts = []
    for theme in Theme:
        rows = [_row(view, place) for place in found if place.indicator.theme is theme]
        if rows:
            parts.append(RangeSection(view.t(f"common.theme.{theme}"), "", rows))
    return parts


def _row(view: View, place: MeasureRank) -> RangeRow:
    t, entry = view.t, place.indicator
    missing = place.value is None
    counts = entry.lead and place.verdict.counts
    short = [t(f"common.unit_short.{entry.unit}"), period_words(t, entry, place.period)]
    return RangeRow(
        name=entry.name[t.language],
        lines=[_unit(t, place), t("kommun.counted_as", name=inner(concepts(view)[str(entry.concept)])) if counts else ""],
        values={} if entry.counted else {OWN: place.value, WHOLE: place.county},
        texts={OWN: _own(t, place), WHOLE: _county(t, place)},
        ticks=[] if entry.counted else place.everyone,
        status=place.verdict.word,
        status_text=t(f"common.status.{place.status}") if missing else verdict_words(t, place),
        note=gap_words(t, place),
        parts="" if missing else t("kommun.row", rank=rank(place), of=place.of),
        gap_line=_gap_line(view, place),
        flipped=entry.polarity is Polarity.LOWER,
        goals=goal_marks(view, entry, place.period) if not entry.counted else [],
        href=f"/metod?matt={entry.id}&lang={t.language}",
        short=", ".join(part for part in short if part),
    )


def _gap_line(view: View, place: MeasureRank) -> GapLine | None:
    """The gap to the county over time and what becomes of it; None where nothing is followed."""
    found = direction_against(view.data, place.indicator.id, place.code)
    if found is None:
        return None
    return GapLine(stretches_against(view.data, place.indicator.id, place.code), found.state.value, direction_words(view.t, found))


def _headings(view: View, code: str) -> RangeHead:
    t = view.t
    return RangeHead(
        name=t("kommun.table.measure"),
        columns={OWN: name_of(view, code), WHOLE: t("common.group.region")},
        short={OWN: "", WHOLE: t("common.group.region")},
        worse=t("kommun.worse"),
        better=t("kommun.better"),
        status=t("kommun.table.side"),
        caption=t("kommun.table.caption", name=name_of(view, code)),
        marks=(OWN, WHOLE),
        bar=(WHOLE, OWN),
        gap_line=t("common.gap_closing"),
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
