"""The profile of two sets of small areas as a card: a row per measure, each in one division of RegSO, never in two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from cards.common.words import inner
from cards.context import View
from cards.flemingsberg.drawing import colour_of, headings, profile, sections
from cards.flemingsberg.figures import SetComparison, in_division, newest, place, places_beside
from cards.flemingsberg.findings import counted, lead, title
from cards.flemingsberg.sets import AreaSet
from cards.model import Card, Caution, LazyTable, Provenance, Table
from catalogue import Level
from catalogue.rules import load_rules
from charts.spec import KeyItem, chart
from charts.spec.ranges import Ranges
from charts.table import Column, Row
from texts import Texts, format_number, format_period

ID = "flemingsberg.profil"


def profile_card(view: View, sets: tuple[AreaSet, AreaSet]) -> Card:
    """Finding, rows, and how they are made."""
    a, b = sets
    rows = profile(view, a, b)
    parts, heads = sections(view, rows, a, b), headings(view, a, b)
    return Card(
        id=ID,
        query={"a": a.key, "b": b.key},
        title=title(view.t, rows, a, b),
        kicker=view.t("flemingsberg.kicker", a=a.heading, b=b.name),
        body=_body(view, rows, a, b),
        chart=chart(
            Ranges(parts, heads, side=colour_of(view.data, a)), view.t("flemingsberg.caption", a=a.heading, b=b.name), _key(view, a, b)
        ),
        table=LazyTable(partial(_table, view, rows, a, b), "long"),
        notes=_notes(view, rows, a, b),
        provenance=Provenance(
            indicators=[c.indicator.id for c in rows],
            sources=[c.indicator.denominator for c in rows if c.indicator.denominator],
            shown_at={c.indicator.id: [c.period] for c in rows},
        ),
    )


def shade_of(view: View, chosen: AreaSet) -> str:
    """The role of the first set's colour: the south's or the north's where all of it lies there, else the accent."""
    shade = colour_of(view.data, chosen)
    return "accent" if shade == "neutral" else shade


def _body(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> list[str]:
    if set(a.codes) == set(b.codes):
        return [f"{_size(view, a, a.heading)}."]
    sizes = [_size(view, a, a.heading), _size(view, b, b.name)]
    return [view.t("flemingsberg.sizes", a=sizes[0], b=sizes[1]), lead(view, rows, a, b)]


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
    limits = {
        name: format_number(value, 2, t.language).rstrip("0")
        for name, value in (("slight", load_rules().slight), ("clear", load_rules().clear))
    }
    notes = [t("flemingsberg.note.combined", **limits), t("flemingsberg.note.not_combined"), t("flemingsberg.note.classes")]
    notes += [*_stand_ins(view, rows), _weight_note(t, rows)]
    notes.append(t("balans.note.rounding"))
    if any(place(data, c, code).own for c in rows for code in places_beside(data, a, b)):
        notes.append(t("flemingsberg.note.star"))
    notes += [data.catalogue.groups[s.key].source[t.language] for s in (a, b) if s.key in data.catalogue.groups]
    home = data.catalogue.region.home
    if home and set(home.student_areas) <= {*a.codes, *b.codes}:
        notes.append(t("flemingsberg.note.students"))
    shared = set(a.codes) & set(b.codes)
    if shared:
        notes.append(Caution(t.plural("flemingsberg.note.shared", len(shared))))
    lacking = [code for s in (a, b) for code in s.codes if not in_division(data, [code], Level.REGSO2020)]
    if lacking:
        notes.append(Caution(t("flemingsberg.note.only_2025", areas=t.join([data.catalogue.areas[code].name for code in lacking]))))
    return [note for note in notes if note]


def _stand_ins(view: View, rows: Sequence[SetComparison]) -> list[str]:
    """Where a concept's lead measure has no figures for small areas: which it is, and which of its measures is shown instead."""
    t, data, found = view.t, view.data, []
    for concept, c in counted(rows).items():
        lead = data.catalogue.leads[concept]
        if newest(data, lead.id) is None:
            words = (inner(one.name[t.language]) for one in (data.catalogue.concepts[concept], lead, c.indicator))
            found.append(t("flemingsberg.note.stands_in", **dict(zip(("concept", "lead", "shown"), words, strict=True))))
    return found


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


def _table(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> Table:
    """A row per measure: unit, period and division, both sets, the kommuner and the county beside them, what the row says."""
    t, heads = view.t, headings(view, a, b)
    columns = [Column(heads.name), Column(t("flemingsberg.table.unit"))]
    columns += [Column(word, numeric=True) for word in heads.columns.values()]
    columns.append(Column(heads.status))
    found = []
    for part in sections(view, rows, a, b):
        for row in part.rows:
            said = " ".join(words for words in (row.status_text, row.finding, row.parts) if words)
            found.append(Row([row.name, *row.lines, *(row.texts[group] for group in heads.columns), said]))
    return Table(columns, found, heads.caption)
