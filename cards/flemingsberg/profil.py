"""The profile of two sets of small areas as a card: a row per measure, each in one division of RegSO, never in two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import plotly.graph_objects as go

from cards.choices import Ask
from cards.context import View
from cards.flemingsberg.choices import AreaSet, asked_sets
from cards.flemingsberg.drawing import A, B, colour_of, headings, profile, sections
from cards.flemingsberg.figures import SetComparison, in_division, place, places_beside
from cards.flemingsberg.findings import lead, title
from cards.model import Card, KeyItem, Table
from catalogue import Level
from catalogue.region import CITY, SECOND
from charts.dumbbell import STATUS_SIGN, DumbbellRow, Section, dumbbell_table
from charts.dumbbell_figure import FigureHead, FigureRow, FigureSection, MarkLook, Shape, dumbbell_figure
from charts.table import Column, Row
from charts.tokens import MARK
from texts import Texts, format_period

ID = "flemingsberg.profil"
COLUMN = Shape(820, 80, 18, 130, 18, 190)  # spans ("230–334") and sentences need more room than the overview's figures and verdicts
SLIDE = Shape(700, 80, 18, 130, 12, 16, columns=2, compact=True)


def profile_card(view: View, a: AreaSet, b: AreaSet, *, for_file: bool = True) -> Card:
    """Finding, rows, and how they are made. `for_file` False leaves out the figure, which no screen shows."""
    rows = profile(view, a, b)
    parts, heads = sections(view, rows, a, b), headings(view, a, b)
    return Card(
        id=ID,
        query={"a": a.key, "b": b.key},
        title=title(view.t, rows, a, b),
        kicker=view.t("flemingsberg.kicker", a=a.heading, b=b.name),
        body=_body(view, rows, a, b),
        key=_key(view, a, b),
        figure=_figure(view, parts, a) if for_file else None,
        wide=partial(_figure, view, parts, a, SLIDE),
        html=f'<div class="sets sets-{colour_of(view.data, a)}">{dumbbell_table(parts, heads)}</div>',
        alt=view.t("flemingsberg.caption", a=a.heading, b=b.name),
        table=partial(_table, view, rows, a, b),
        long_table=True,
        notes=_notes(view, rows, a, b),
        indicators=[c.indicator.id for c in rows],
        sources=[c.indicator.denominator for c in rows if c.indicator.denominator],
        shown_at={c.indicator.id: [c.period] for c in rows},
    )


def shade_of(view: View, chosen: AreaSet) -> str:
    """The colour of the first set: the south's or the north's where all of it lies there, else the accent."""
    shade = colour_of(view.data, chosen)
    return view.palette.accent if shade == "neutral" else view.palette.of(shade)


def _body(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> list[str]:
    if set(a.codes) == set(b.codes):
        return [f"{_size(view, a, a.heading)}."]
    sizes = [_size(view, a, a.heading), _size(view, b, b.name)]
    return [view.t("flemingsberg.sizes", a=sizes[0], b=sizes[1]), lead(view.t, rows, a, b)]


def _size(view: View, chosen: AreaSet, name: str) -> str:
    """ "innerstaden 36 områden i Stockholm" """
    areas = view.data.catalogue.areas
    homes = list(dict.fromkeys(areas[str(areas[code].within)].name for code in chosen.codes))
    key = "flemingsberg.size_whole" if homes == [chosen.name] else "flemingsberg.size"
    return view.t.plural(key, len(chosen.codes), name=name, kommuner=view.t.join(homes))


def _key(view: View, a: AreaSet, b: AreaSet) -> list[KeyItem]:
    t, colour = view.t, shade_of(view, a)
    return [
        KeyItem(t("flemingsberg.legend.set", name=a.heading), "set-a", colour),
        KeyItem(t("flemingsberg.legend.set", name=b.heading), "set-b"),
        KeyItem(t("common.group.region"), "region"),
        KeyItem(t("flemingsberg.legend.area", name=a.name), "own-area", colour),
        KeyItem(t("flemingsberg.legend.area", name=b.name), "kommun"),
    ]


def _notes(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> list[str]:
    """How the figures of the sets are made, and which areas the sets are."""
    t, data = view.t, view.data
    notes = [t("flemingsberg.note.combined"), t("flemingsberg.note.not_combined"), t("flemingsberg.note.classes"), _weight_note(t, rows)]
    notes.append(t("balans.note.rounding"))
    if any(place(data, c, code).own for c in rows for code in places_beside(data, a, b)):
        notes.append(t("flemingsberg.note.star"))
    notes += [data.catalogue.groups[s.key].source[t.language] for s in (a, b) if s.key in data.catalogue.groups]
    home = data.catalogue.region.home
    if home and set(home.student_areas) <= {*a.codes, *b.codes}:
        notes.append(t("flemingsberg.note.students"))
    shared = set(a.codes) & set(b.codes)
    if shared:
        notes.append(t.plural("flemingsberg.note.shared", len(shared)))
    lacking = [code for s in (a, b) for code in s.codes if not in_division(data, [code], Level.REGSO2020)]
    if lacking:
        notes.append(t("flemingsberg.note.only_2025", areas=t.join([data.catalogue.areas[code].name for code in lacking])))
    return [note for note in notes if note]


def _weight_note(t: Texts, rows: Sequence[SetComparison]) -> str:
    """Which measures are weighted with another year's population, because their own is not published for small areas."""
    pairs = [(p, c) for c in rows for p in [c.a.weight_period or c.b.weight_period] if p and p != c.period]
    found = [
        t(
            "flemingsberg.note.weight_part",
            names=t.join([c.indicator.name[t.language].lower() for _, c in part]),
            period=format_period(period, t.language),
        )
        for period, part in groupby(sorted(pairs, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    ]
    return t("flemingsberg.note.weights", parts=t.join(found)) if found else ""


def _figure(view: View, parts: Sequence[Section], a: AreaSet, shape: Shape = COLUMN) -> go.Figure | None:
    """The rows as a figure. Names of sets are too long for its columns: they stand as marks, which the key explains."""
    t = view.t
    looks = {A: MarkLook(shade_of(view, a), "diamond", MARK[SECOND]), B: MarkLook(view.palette.ink, "circle", MARK[CITY], hollow=True)}
    head = FigureHead(
        t("flemingsberg.measure"), {A: "", B: "", "region": t("flemingsberg.county")}, t("flemingsberg.worse"), t("flemingsberg.better"),
        "", (B, A, "region"), looks,
    )  # fmt: skip
    found = [FigureSection(part.title, part.finding, [_figure_row(view, row) for row in part.rows]) for part in parts]
    return dumbbell_figure(found, head, view.palette, shape)


def _figure_row(view: View, row: DumbbellRow) -> FigureRow:
    t, county = view.t, view.data.catalogue.region.county
    sign = STATUS_SIGN[row.status]
    verdict = f"{sign} {t(f'flemingsberg.verdict_short.{row.status}')}" if sign else ""
    return FigureRow(
        row.name, [line for line in (row.unit_line, row.gap_text) if line], row.values, {**row.texts, "region": row.texts[county]},
        [*row.kommuner, *row.own_ticks], verdict, row.finding, (), row.flipped, False, (row.values.get(B), row.values.get(A)), row.short,
    )  # fmt: skip


def _table(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> Table:
    """A row per measure: unit, period and division, both sets, the kommuner and the county beside them, what the row says."""
    t, heads = view.t, headings(view, a, b)
    columns = [Column(heads.measure), Column(t("flemingsberg.table.unit"))]
    columns += [Column(heads.groups[group], numeric=True) for group in heads.groups_shown]
    columns.append(Column(heads.status))
    found = []
    for part in sections(view, rows, a, b):
        for row in part.rows:
            said = " ".join(words for words in (row.status_text, row.finding, row.gap_text) if words)
            found.append(Row([row.name, row.unit_line, *(row.texts[group] for group in heads.groups_shown), said]))
    return Table(columns, found, heads.caption)


def build(view: View, ask: Ask) -> Card | None:
    """The card with the choices of `ask`; None where the figures do not allow one."""
    return profile_card(view, *asked_sets(view, ask))
