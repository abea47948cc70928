"""The numbers of a picture, for charts that can be edited: read from the plotly figure of a card.

Only what an office program can draw truly is given: lines over time, dots with two numeric axes, bars. A map, a swarm whose height says
nothing, or several frames in one figure give None: there the picture itself is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from cards.model import Card

Kind = Literal["line", "points", "bars"]
LONGEST_SPAN = 130  # years as categories: more are drawn as points with a numeric axis
DEFAULT_COLOUR = "#5f6b7a"


@dataclass(frozen=True)
class DrawnSeries:
    """One line, cloud of dots or set of bars. `ys` are the values at the categories of the chart, or at `xs` in a chart of points."""

    name: str
    ys: Sequence[float | None]
    colour: str
    xs: Sequence[float] = ()
    dashed: bool = False
    hollow: bool = False
    symbol: str = "circle"
    joined: bool = True


@dataclass(frozen=True)
class NativeChart:
    """What an office program needs to draw the picture itself. `categories` are empty for points."""

    kind: Kind
    series: Sequence[DrawnSeries]
    categories: Sequence[str] = ()
    from_zero: bool = False
    x_title: str = ""
    y_title: str = ""
    y_range: tuple[float, float] | None = None
    horizontal: bool = False
    flipped: bool = False


@dataclass
class _Found:
    name: str
    look: dict[str, Any]
    points: list[tuple[Any, Any]] = field(default_factory=list)


def native_chart(card: Card) -> NativeChart | None:  # noqa: PLR0911 - one line for each kind of figure
    """The card's picture as a chart of an office program; None where it has none or cannot be drawn there truly."""
    if card.figure is None:
        return None
    figure = card.figure.to_plotly_json()
    traces, layout = list(figure.get("data", ())), figure.get("layout", {})
    plain = all(trace.get("type", "scatter") in ("scatter", "scattergl", "bar") for trace in traces)
    if not traces or not plain or any(name in layout for name in ("xaxis2", "yaxis2")):
        return None
    if all(trace.get("type") == "bar" for trace in traces):
        return _bars(traces, layout)
    if any(trace.get("type") == "bar" for trace in traces):
        return None
    named = _named(traces, card)
    if not named:
        return None
    if all(isinstance(y, str) for one in named for _, y in one.points):
        return _rows(named, layout)
    if layout.get("yaxis", {}).get("visible") is False or not _numeric(named):
        return None
    lines = any("lines" in str(trace.get("mode", "")) for trace in traces)
    return _over_time(named, layout) if lines and _are_years(named) else _points(named, layout)


def _are_years(named: Iterable[_Found]) -> bool:
    """Whether x is time in whole years, few enough to be categories."""
    times = [x for one in named for x, _ in one.points if x is not None]
    return all(float(x).is_integer() and 1900 <= x <= 2100 for x in times) and max(times) - min(times) <= LONGEST_SPAN


def _named(traces: Iterable[dict[str, Any]], card: Card) -> list[_Found]:
    """Traces that are figures, those of one name together (a line with a break is several traces).

    Helping lines are left out, but not one that the card's key explains, such as a line through a cloud of dots.
    """
    found: dict[str, _Found] = {}
    said = {item.mark: item.label for item in card.key}  # a figure may name its groups by their marks
    for trace in traces:
        helping = trace.get("hoverinfo") == "skip" and trace.get("name") not in said
        if helping or "name" not in trace or str(trace.get("mode", "")) == "text":
            continue
        name = said.get(str(trace["name"]), str(trace["name"])) or card.heading or card.title
        one = found.setdefault(name, _Found(name, trace))
        if one.points:
            one.points.append((None, None))
        one.points += list(zip(_list(trace.get("x")), _list(trace.get("y")), strict=False))
    return [one for one in found.values() if one.points]


def _list(values: Any) -> list[Any]:
    """A plotly array as a list: figures may hold numpy arrays, or base64 of them."""
    if values is None:
        return []
    if isinstance(values, dict) and "bdata" in values:
        from base64 import b64decode  # noqa: PLC0415 - rare

        return list(np.frombuffer(b64decode(values["bdata"]), dtype=np.dtype(values["dtype"])).tolist())
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def _numeric(named: Iterable[_Found]) -> bool:
    return all(x is None or isinstance(x, (int, float)) for one in named for pair in one.points for x in pair)


def _look(trace: dict[str, Any]) -> dict[str, Any]:
    """Colour, dash and mark of a trace. A mark filled with the ground's colour is hollow: its line has the colour."""
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    edge = marker.get("line") or {}
    hollow = bool(edge.get("width")) and isinstance(edge.get("width"), (int, float)) and isinstance(edge.get("color"), str)
    colour = next(
        (c for c in (line.get("color"), edge.get("color") if hollow else None, marker.get("color")) if isinstance(c, str)), DEFAULT_COLOUR
    )
    mode, symbol = str(trace.get("mode", "")), marker.get("symbol")
    return {
        "colour": colour if colour.startswith("#") else DEFAULT_COLOUR,
        "dashed": line.get("dash", "solid") not in ("solid", None),
        "hollow": hollow,
        "symbol": "none" if mode == "lines" else symbol if isinstance(symbol, str) else "circle",
        "joined": "lines" in mode,
    }


def _axis(layout: dict[str, Any], name: str) -> tuple[str, tuple[float, float] | None]:
    axis = layout.get(name) or {}
    title = (axis.get("title") or {}).get("text", "")
    limits = axis.get("range")
    if not isinstance(limits, (list, tuple)) or not all(isinstance(limit, (int, float)) for limit in limits):
        return title, None
    return title, (float(limits[0]), float(limits[1]))


def _over_time(named: Sequence[_Found], layout: dict[str, Any]) -> NativeChart:
    """Lines over whole years: every year between first and last is a category, so that a gap is as long as it was."""
    times = sorted({float(x) for one in named for x, _ in one.points if x is not None})
    years = [int(times[0]) + step for step in range(int(times[-1] - times[0]) + 1)]
    series = []
    for one in named:
        values = {int(x): float(y) for x, y in one.points if x is not None and y is not None and math.isfinite(y)}
        series.append(DrawnSeries(one.name, [values.get(year) for year in years], **_look(one.look)))
    series += _references(layout, len(years))
    title, limits = _axis(layout, "yaxis")
    return NativeChart("line", series, [str(year) for year in years], y_title=title, y_range=limits)


def _references(layout: dict[str, Any], length: int) -> list[DrawnSeries]:
    """Goals and other lines across the whole chart, each named by its words; a line without words is left out."""
    words = {
        note.get("y"): str(note.get("text", ""))
        for note in layout.get("annotations", ())
        if note.get("xref") == "paper" and note.get("yref") != "paper"
    }
    found = []
    for shape in layout.get("shapes", ()):
        level = shape.get("y0")
        if shape.get("type") == "line" and level == shape.get("y1") and words.get(level):
            line = shape.get("line") or {}
            dashed = line.get("dash", "solid") != "solid"
            found.append(
                DrawnSeries(words[level], [float(level)] * length, str(line.get("color", DEFAULT_COLOUR)), dashed=dashed, symbol="none")
            )
    return found


def _points(named: Sequence[_Found], layout: dict[str, Any]) -> NativeChart:
    series = []
    for one in named:
        known = [(float(x), float(y)) for x, y in one.points if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)]
        series.append(DrawnSeries(one.name, [y for _, y in known], xs=[x for x, _ in known], **_look(one.look)))
    (x_title, _), (y_title, limits) = _axis(layout, "xaxis"), _axis(layout, "yaxis")
    return NativeChart("points", series, x_title=x_title, y_title=y_title, y_range=limits)


def _rows(named: Sequence[_Found], layout: dict[str, Any]) -> NativeChart | None:
    """Marks on rows with names (a dumbbell): bars side by side, one for each mark, rows in the order of the picture."""
    rows = list(dict.fromkeys(y for one in named for _, y in one.points if isinstance(y, str)))
    if not all(x is None or isinstance(x, (int, float)) for one in named for x, _ in one.points):
        return None
    series = []
    for one in named:
        values = {y: float(x) for x, y in one.points if x is not None and math.isfinite(x)}
        series.append(DrawnSeries(one.name, [values.get(row) for row in rows], **_look(one.look)))
    flipped = (layout.get("yaxis") or {}).get("autorange") == "reversed"
    return NativeChart("bars", series, rows, from_zero=True, horizontal=True, flipped=flipped)


def _bars(traces: Sequence[dict[str, Any]], layout: dict[str, Any]) -> NativeChart | None:
    if len(traces) > 1 and not all(trace.get("name") for trace in traces):
        return None  # bars told apart by colour alone
    horizontal = all(trace.get("orientation") == "h" for trace in traces)
    names, values = ("y", "x") if horizontal else ("x", "y")
    categories = list(dict.fromkeys(str(name) for trace in traces for name in _list(trace.get(names))))
    series = []
    for trace in traces:
        found = dict(zip(map(str, _list(trace.get(names))), _list(trace.get(values)), strict=False))
        if not all(isinstance(value, (int, float)) or value is None for value in found.values()):
            return None
        series.append(DrawnSeries(str(trace.get("name") or ""), [found.get(name) for name in categories], **_look(trace)))
    flipped = horizontal and (layout.get("yaxis") or {}).get("autorange") == "reversed"
    return NativeChart("bars", series, categories, from_zero=True, horizontal=horizontal, flipped=flipped)
