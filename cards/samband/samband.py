"""Two measures against each other, area by area: the finding, the scatter and how to read it."""

from __future__ import annotations

from functools import partial

from cards.common.areas import alphabetical, kommuner_with_small_areas
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.samband.choices import PairChoice
from cards.samband.drawing import area_name, axis_line, drawing, key, marks_of, some_too_small, table
from cards.samband.figures import Pair, share_figures
from cards.samband.findings import cautions, lead, line_of, names, rank_sentence, slope_sentence, title
from catalogue import Level
from charts.spec import chart

MOST_NAMED = 12  # areas without figures named in a note


def relation_card(view: View, chosen: PairChoice) -> Card:
    """The finding with its scatter. What must be known to read it stands first among the notes: areas are not people."""
    pair, t = chosen.pair, view.t
    finding = title(t, pair)
    marks = {} if pair.refused else marks_of(view, pair)
    return Card(
        id="samband.samband",
        query=chosen.query,
        title=finding,
        kicker=t("samband.kicker", areas=t(f"samband.areas.{pair.level}")),
        body=[lead(t, pair), *(sentence for sentence in said(view, pair) if sentence)],
        heading="" if pair.refused else ". ".join(axis_line(view, pair, axis) for axis in ("y", "x")),
        chart=chart(
            None if pair.refused else drawing(view, pair, marks, chosen.area),
            t("samband.alt", title=finding, n=len(marks), areas=t(f"samband.areas.{pair.level}")),
            [] if pair.refused else key(view, pair, marks, chosen.area),
        ),
        table=LazyTable(partial(_table, view, chosen), "long"),
        notes=[*(f"{head} {why}" for head, why in warnings(view, pair)), *notes(view, pair)],
        provenance=Provenance(indicators=[pair.x.id, pair.y.id], sources=[POPULATION], calculated=not pair.refused),
    )


def said(view: View, pair: Pair) -> list[str]:
    """What the line and the order say; nothing where there is no picture."""
    return [] if pair.refused else [slope_sentence(view.t, pair), rank_sentence(view.t, pair)]


def warnings(view: View, pair: Pair) -> list[tuple[str, str]]:
    """How to read the picture, a heading and a sentence each; nothing where there is no picture."""
    return [] if pair.refused else cautions(view.t, pair, shared=share_figures(view.data, pair.x.id, pair.y.id))


def _table(view: View, chosen: PairChoice) -> Table:
    return Table(*table(view, chosen.pair, chosen.area))


def notes(view: View, found: Pair) -> list[str]:
    """What must be said below the picture: method, which areas, what is missing, status."""
    t = view.t
    notes = []
    if not found.refused:
        method = "order" if not found.has_slope else "method" if line_of(found) else "no_line"
        notes.append(t(f"samband.note.{method}"))
        everyone = "everyone_known" if found.missing else "everyone"
        notes.append(t(f"samband.note.{everyone}" if found.level is Level.KOMMUN else "samband.note.neighbours"))
        notes.append(" ".join([t("samband.note.pairs"), t("samband.note.axes"), *_size_notes(view, found)]))
    if found.level is not Level.KOMMUN:
        kommuner = [area_name(view, code) for code in kommuner_with_small_areas(view.data, [str(code) for code in found.shown.index])]
        notes.append(t("samband.note.version", version=t(f"samband.level_name.{found.level}")))
        if len(kommuner) < len(view.data.kommuner):
            notes.append(t("samband.note.covered", kommuner=t.join(kommuner)))
    if found.missing:
        missing = sorted((area_name(view, code) for code in found.missing), key=alphabetical)
        few = len(missing) <= MOST_NAMED
        notes.append(t("samband.note.missing", names=t.join(missing)) if few else t("samband.note.missing_many", n=len(missing)))
    preliminary = [name for name, axis in zip(names(t, found), ("x", "y"), strict=True) if found.statuses[axis].eq("preliminary").any()]
    if preliminary:
        notes.append(t("samband.note.preliminary", names=t.join(preliminary)))
    return notes


def _size_notes(view: View, found: Pair) -> list[str]:
    unknown = int(found.shown["population"].isna().sum())
    notes = [view.t("samband.note.small")] if some_too_small(marks_of(view, found)) else []
    return notes + ([view.t("samband.note.population", n=unknown)] if unknown else [])
