"""The profile's first card: every current measure of a kommun against what it is set against, and among the other kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode

from cards.common.against import direction_against, stretches_against
from cards.common.areas import group_of
from cards.common.standing_rows import goal_marks
from cards.common.verdict_words import direction_words
from cards.common.words import capital, figure, inner, period_words, status_words, unit_line
from cards.context import View
from cards.data import POPULATION
from cards.kommun.choices import SIMILAR, Profile, against_note, name_of, other_name
from cards.kommun.figures import OLDEST, RECENT, MeasureRank, places
from cards.kommun.findings import facts_sentence, gap_words, people_sentence, rank, tally_sentence, title, verdict_words
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Polarity, Theme
from catalogue.region import PAIR, WHOLE
from catalogue.rules import load_rules
from charts.spec import KeyItem, chart
from charts.spec.ranges import STATUS_SIGN, GapLine, RangeHead, RangeRow, Ranges, RangeSection
from charts.table import Column, Row
from texts import Texts, format_number

OWN = "set-a"
OVER_TIME = "over-tid"  # what links within the page call its charts
IN_FULL = (Theme.EMPLOYMENT, Theme.FIRMS)  # of other themes the measures that areas are counted by are shown, the rest folded away


def summary_card(view: View, about: Profile) -> Card:
    """The finding, and a row per measure: figure, the other's, the verdict on the gap, where it is going, the place among all kommuner."""
    t, code, other = view.t, about.code, other_name(view, about)
    found = places(view.data, code, about.other)
    parts, heads = _sections(view, about, found), _headings(view, about)
    who = against_note(view, about)
    alike = who if about.against == SIMILAR else ""
    people = people_sentence(t, next((p for p in found if p.indicator.id == POPULATION), None))
    return Card(
        id="kommun.sammanfattning",
        query=about.query,
        title=title(t, name_of(view, code), found, concepts(view), other),
        kicker=t(f"kommun.kicker.{group_of(view.data, code)}"),
        body=[tally_sentence(t, name_of(view, code), found, concepts(view), other), facts_sentence(t, found, other), alike, people],
        chart=chart(Ranges(parts, heads, side=side_of(view, code)), heads.caption, _key(view, about)),
        table=LazyTable(partial(_table, view, about, found), "long"),
        notes=[
            *([who] if who and not alike else []),
            rule_note(t, other),
            t("kommun.note.closing", other=other),
            t("kommun.note.rank"),
            t("kommun.note.current", years=RECENT, oldest=OLDEST),
            t("kommun.note.own", other=other),
        ],
        provenance=Provenance(
            indicators=[place.indicator.id for place in found],
            sources=list(dict.fromkeys(p.indicator.denominator for p in found if p.indicator.denominator and p.other_own)),
            shown_at={place.indicator.id: [place.period] for place in found},
        ),
    )


def rule_note(t: Texts, other: str) -> str:
    """The rule for better and worse, with its limits."""
    rules = load_rules()
    slight, clear = (format_number(limit, 2, t.language).rstrip("0") for limit in (rules.slight, rules.clear))
    return t("kommun.note.rule", other=other, slight=slight, clear=clear)


def concepts(view: View) -> dict[str, str]:
    """Names of the areas that are counted, by id."""
    return {name: concept.name[view.language] for name, concept in view.data.catalogue.concepts.items()}


def side_of(view: View, code: str) -> str:
    """The side that gives the kommun's mark its colour: `neutral` for the city."""
    group = group_of(view.data, code)
    return group if group in PAIR else "neutral"


def colour_of(view: View, code: str) -> str:
    """The role of the kommun's colour: its side's, or the accent."""
    side = side_of(view, code)
    return "accent" if side == "neutral" else side


def figure_columns(view: View, about: Profile) -> list[Column]:
    """Columns of a table of measures: the kommun, the unit, the other, the gap, the verdict, where the gap is going, the rank."""
    t, other = view.t, other_name(view, about)
    return [
        Column(name_of(view, about.code), numeric=True),
        Column(t("kommun.table.unit")),
        Column(capital(other), numeric=True),
        Column(t("kommun.table.gap", other=other), numeric=True),
        Column(t("kommun.table.side", other=other)),
        Column(t("common.gap_closing")),
        Column(t("kommun.table.rank"), numeric=True),
    ]


def figure_cells(view: View, about: Profile, place: MeasureRank) -> list[str]:
    """Figure (or why there is none), unit with period and status, the other's figure, the gap, the verdict, where the gap is going, the
    place."""
    t = view.t
    verdict = f"{STATUS_SIGN[place.verdict.word]} {verdict_words(t, place, other_name(view, about))}".strip()
    closing = direction_words(t, direction_against(view.data, place.indicator.id, about.code, about.other))
    rank_words = rank(place) if place.value is not None else "–"
    return [_own(t, place), _unit(t, place), _other(t, place), gap_words(t, place), verdict, closing, rank_words]


def _own(t: Texts, place: MeasureRank) -> str:
    if place.value is None:
        return status_words(t, place.status)
    return figure(t, place.indicator, place.value, place.decimals)


def _other(t: Texts, place: MeasureRank) -> str:
    return format_number(place.other, place.decimals, t.language) + ("*" if place.other_own else "")


def _unit(t: Texts, place: MeasureRank) -> str:
    when = period_words(t, place.indicator, place.period)
    return unit_line(t, place.indicator, when, preliminary=place.status == "preliminary", worded=True)


def _table(view: View, about: Profile, found: Sequence[MeasureRank]) -> Table:
    t, areas = view.t, concepts(view)
    columns = [Column(t(f"kommun.table.{key}")) for key in ("measure", "theme", "area")] + figure_columns(view, about)
    rows = []
    for place in found:
        area = areas[str(place.indicator.concept)] if place.indicator.lead and place.verdict.counts else ""
        cells = [place.indicator.name[t.language], t(f"common.theme.{place.indicator.theme}"), area]
        rows.append(Row([*cells, *figure_cells(view, about, place)]))
    return Table(columns, rows, _caption(view, about))


def _caption(view: View, about: Profile) -> str:
    return view.t("kommun.table.caption", name=name_of(view, about.code), other=other_name(view, about))


def _sections(view: View, about: Profile, found: Sequence[MeasureRank]) -> list[RangeSection]:
    t, parts = view.t, []
    for theme in themes_of(found):
        here = [place for place in found if place.indicator.theme is theme]
        first = [place for place in here if in_full(place)]
        rest = [_row(view, about, place) for place in here if place not in first]
        more, rows = t.plural("kommun.more", len(rest)) if rest else "", [_row(view, about, place) for place in first]
        parts.append(RangeSection(t(f"common.theme.{theme}"), "", rows, further=rest, more=more, anchor=anchor_of(theme)))
    return parts


def in_full(place: MeasureRank) -> bool:
    """Whether a measure's row is in sight from the start; the others are folded away, and left to the appendix of a file."""
    return place.indicator.theme in IN_FULL or place.indicator.lead


def themes_of(found: Sequence[MeasureRank]) -> list[Theme]:
    """Themes with a row, in the catalogue's order."""
    return [theme for theme in Theme if any(place.indicator.theme is theme for place in found)]


def jumps_html(view: View, about: Profile) -> str:
    """Links to the themes of the page and to its charts, as HTML."""
    t = view.t
    parts = {anchor_of(theme): t(f"common.theme.{theme}") for theme in themes_of(places(view.data, about.code, about.other))}
    links = "".join(f'<li><a href="#{escape(part)}">{escape(words)}</a></li>' for part, words in parts.items())
    links += f'<li><a href="#{OVER_TIME}">{escape(t("kommun.over_time"))}</a></li>'
    return f'<nav class="jumps" aria-label="{escape(t("kommun.jump"))}"><ul>{links}</ul></nav>'


def files_html(view: View, about: Profile, generation: str, *, drawn: bool) -> str:
    """The page as a file, as HTML. `generation`: what the links must name, if anything; `drawn`: the server can make a PDF."""
    t, query = view.t, {"jamfor": about.against, "lang": view.language, **({"generation": generation} if generation else {})}
    forms = [("pdf", "pdf", {}), ("docx", "docx", {}), ("pptx", "pptx", {}), ("appendix", "pdf", {"bilaga": "1"})]
    at = f"/api/v1/profiles/{about.code}"
    links = " ".join(
        f'<a href="{at}.{form}?{escape(urlencode(query | more))}" download="">{escape(t(f"kommun.files.{name}"))}</a>'
        for name, form, more in forms
        if drawn or form != "pdf"
    )
    return f'<p class="take-links profile-files"><span>{escape(t("kommun.files.lead"))}</span> {links}</p>'


def over_time_html(view: View) -> str:
    """The heading above the charts, as HTML."""
    return f'<h2 class="card-title" id="{OVER_TIME}">{escape(view.t("kommun.over_time"))}</h2>'


def anchor_of(theme: Theme) -> str:
    """What links within the page call a theme."""
    return f"tema-{theme}"


def _row(view: View, about: Profile, place: MeasureRank) -> RangeRow:
    t, entry = view.t, place.indicator
    missing = place.value is None
    counts = entry.lead and place.verdict.counts
    others = () if entry.counted else place.everyone
    short = [t(f"common.unit_short.{entry.unit}"), period_words(t, entry, place.period)]
    return RangeRow(
        name=entry.name[t.language],
        lines=[_unit(t, place), t("kommun.counted_as", name=inner(concepts(view)[str(entry.concept)])) if counts else ""],
        values={} if entry.counted else {OWN: place.value, WHOLE: place.other},
        texts={OWN: _own(t, place), WHOLE: _other(t, place)},
        ticks=[value for _, value in others],
        areas=[f"{name_of(view, code)} {figure(t, entry, value)}" for code, value in others],
        codes=[code for code, _ in others],
        status=place.verdict.word,
        status_text=t(f"common.status.{place.status}") if missing else verdict_words(t, place, other_name(view, about)),
        note=gap_words(t, place),
        parts="" if missing else t("kommun.row", rank=rank(place), of=place.of),
        gap_line=_gap_line(view, about, place),
        flipped=entry.polarity is Polarity.LOWER,
        goals=goal_marks(view, entry, place.period) if not entry.counted else [],
        href=f"/karta?{urlencode({'matt': entry.id, 'omrade': about.code, 'lang': t.language})}",
        short=", ".join(part for part in short if part),
    )


def _gap_line(view: View, about: Profile, place: MeasureRank) -> GapLine | None:
    """The gap over time and what becomes of it; None where nothing is followed."""
    of = (view.data, place.indicator.id, about.code, about.other)
    found = direction_against(*of)
    return None if found is None else GapLine(stretches_against(*of), found.state.value, direction_words(view.t, found))


def _headings(view: View, about: Profile) -> RangeHead:
    t, other = view.t, other_name(view, about)
    return RangeHead(
        name=t("kommun.table.measure"),
        columns={OWN: name_of(view, about.code), WHOLE: capital(other)},
        short={OWN: "", WHOLE: ""},
        worse=t("kommun.worse"),
        better=t("kommun.better"),
        status=t("kommun.table.side", other=other),
        caption=_caption(view, about),
        marks=(OWN, WHOLE),
        bar=(WHOLE, OWN),
        gap_line=t("common.gap_closing"),
    )


def _key(view: View, about: Profile) -> list[KeyItem]:
    t, code = view.t, about.code
    return [
        KeyItem(name_of(view, code), "set-a", colour_of(view, code)),
        KeyItem(capital(other_name(view, about)), "region"),
        KeyItem(t("kommun.other"), "kommun"),
        KeyItem(t("kommun.goal_mark"), "goal"),
        KeyItem(t("oversikt.goal_draft"), "goal draft"),
    ]
