"""A card on A4: one sheet, or several where its picture is a long list of rows that one sheet would make too small to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from exports.facts import Facts
from exports.model import SIZES
from exports.sheet_svg import LOOKS, Picture, Sheet, foot_of, head_of
from exports.sheets import drawable, sheet_of
from exports.word_sheet import word_sheets

READABLE = 0.72  # a picture that would be smaller than this is cut into several sheets
FULL = 0.9  # of the width: a line so long is the rule below a row


def a4_sheets(facts: Facts, comment: str = "") -> list[Sheet]:
    """The sheets of a card; the heads of columns stand on each, the notes on the last. Raises ExportError as `sheet_of`."""
    if not drawable(facts.card):
        return word_sheets(facts, "a4", comment)
    whole = sheet_of(facts, "a4", comment)
    if not whole.pictures or whole.pictures[0].scale >= READABLE:
        return [whole]
    ends = row_ends(whole.pictures[0].figure)
    return _several(facts, whole, ends, comment) if len(ends) > 2 else [whole]


def packed(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Sheets by the pages that they stand on: those that follow each other share one where they fit, cut to the height that they use."""
    pages: list[list[Sheet]] = []
    left = 0.0
    for sheet in sheets:
        high = sheet.used or sheet.height
        if not pages or high > left:
            pages.append([])
            left = sheet.height
        pages[-1].append(replace(sheet, height=high))
        left -= high
    return pages


def row_ends(figure: go.Figure) -> list[float]:
    """Where rows of a figure of rows end, in px from its top: the rule below the heads first, then that below each row with marks."""
    content = figure.to_plotly_json()
    layout: dict[str, Any] = content["layout"]
    limits = (layout.get("yaxis") or {}).get("range")
    if not limits or not layout.get("width") or limits[1] != 0:
        return []
    margin = layout.get("margin") or {}
    unit = (layout["height"] - margin.get("t", 0) - margin.get("b", 0)) / limits[0]
    long = FULL * (layout["width"] - margin.get("l", 0) - margin.get("r", 0))
    lines = [trace for trace in content["data"] if trace.get("mode") == "lines"]
    rules = sorted({y0 for trace in lines for x0, x1, y0, y1 in _segments(trace) if y0 == y1 and abs(x1 - x0) >= long})
    marks = sorted(y for trace in content["data"] if trace.get("mode") == "markers" for y in trace["y"] if y is not None)
    ends, above = rules[:1], rules[0] if rules else 0.0
    for rule in rules[1:]:
        if any(above < mark < rule for mark in marks):
            ends.append(rule)
        above = rule
    return [margin.get("t", 0) + y * unit for y in ends]


def _segments(trace: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    xs, ys = list(trace["x"]), list(trace["y"])
    pairs = zip(xs, xs[1:], ys, ys[1:], strict=False)
    return [pair for pair in pairs if all(value is not None for value in pair)]


def _several(facts: Facts, whole: Sheet, ends: Sequence[float], comment: str) -> list[Sheet]:
    """Sheets with as many rows each as they have room for."""
    look, (width, height) = LOOKS["a4"], SIZES["a4"]
    assert height is not None
    picture, room = whole.pictures[0], width - 2 * look.margin
    scale = min(1.0, room / picture.width)
    head = head_of(facts, look, room, comment)
    foot = foot_of(facts, look, room, [])
    free = (height - head.y - foot.y - 2.2 * look.margin) / scale
    parts = _parts(ends, picture.height, free)
    sheets = []
    for place, (top, bottom) in enumerate(parts, 1):
        notes = list(facts.card.notes) if place == len(parts) else []
        windows = ((0.0, ends[0] + 1), (top, bottom)) if place > 1 else ((0.0, bottom),)
        shown = replace(picture, x=look.margin, y=head.y + look.text * 0.6, scale=scale, windows=windows)
        sheets.append(_sheet(facts, whole, shown, notes, (place, len(parts)), comment=comment))
    return sheets


def _parts(ends: Sequence[float], height: float, free: float) -> list[tuple[float, float]]:
    """From where to where on each sheet: whole rows, the heads of columns above them counted in."""
    parts: list[tuple[float, float]] = []
    top = 0.0
    while top < height:
        taken = ends[0] if parts else 0.0
        if height - top + taken <= free:
            parts.append((top, height))
            break
        fitting = [end for end in ends[1:] if top < end and end - top + taken <= free]
        bottom = fitting[-1] + 1 if fitting else height
        parts.append((top, bottom))
        top = bottom
    return parts


def _sheet(facts: Facts, whole: Sheet, picture: Picture, notes: Sequence[str], place: tuple[int, int], *, comment: str) -> Sheet:
    look = LOOKS["a4"]
    room = whole.width - 2 * look.margin
    head = head_of(facts, look, room, comment)
    bottom = picture.y + sum(end - start for start, end in picture.windows) * picture.scale
    top = bottom + look.text
    foot = foot_of(facts, look, room, notes, top, page=place)
    ground = f'<rect width="{whole.width:g}" height="{whole.height:g}" fill="{whole.palette.ground}"/>'
    return replace(whole, parts=[ground, *head.parts, *foot.parts], pictures=[picture], used=0.0)
