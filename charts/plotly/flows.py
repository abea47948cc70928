"""Flows between a few places: where people live to the left, where they work to the right, bands as thick as the flows. Values in, plotly
figure out. Names stand above their own block and amounts on their band, so that the picture holds at 340 px."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts.medium import Medium
from charts.spec.areas import Flow, FlowBands, FlowPlace
from charts.tokens import SANS, Palette

HEIGHT = 420  # px
TOP, GAP = 52, 40  # px: the two headings with the first name; room for a name above each block
BLOCK = 0.018  # width of a block, share of the picture
LABELLED = 15  # px: thinner bands have their figure in the table and the box only
POINTS = 24  # of a band's edge


def draw(shown: FlowBands, medium: Medium) -> go.Figure:
    """The bands between the blocks; something flows."""
    places, drawn, headings, palette = shown.places, shown.drawn, shown.headings, medium.palette
    left, right = _tops(places, drawn, "lives"), _tops(places, drawn, "works")
    per_px = sum(flow.amount for flow in drawn) / (HEIGHT - TOP - GAP * (max(len(left), len(right)) - 1) - 8)
    starts, ends = _pixels(left, per_px), _pixels(right, per_px)
    figure, notes, used = go.Figure(), [], {**{("lives", k): v for k, v in starts.items()}, **{("works", k): v for k, v in ends.items()}}
    order = list(places)
    for flow in sorted(drawn, key=lambda one: (order.index(one.lives), order.index(one.works))):
        thick = flow.amount / per_px
        y0, y1 = used["lives", flow.lives], used["works", flow.works]
        used["lives", flow.lives], used["works", flow.works] = y0 + thick, y1 + thick
        figure.add_trace(_band(flow, y0, y1, thick, palette.of(places[flow.lives].group)))
        if thick >= LABELLED:
            notes.append(_text(f"<b>{escape(flow.text)}</b>", (0.035, y0 + thick / 2), "left middle", palette.ink))
    shapes = []
    for side, tops, amounts, x in (("lives", starts, left, 0.0), ("works", ends, right, 1 - BLOCK)):
        for key, top in tops.items():
            colour, height = palette.of(places[key].group), amounts[key] / per_px
            shapes.append(
                {"type": "rect", "x0": x, "x1": x + BLOCK, "y0": top, "y1": top + height, "fillcolor": colour, "line": {"width": 0}}
            )
            name = places[key].lives if side == "lives" else places[key].works
            notes.append(_text(f"<b>{escape(name)}</b>", (1 if x else 0, top - 2), "right bottom" if x else "left bottom", colour))
            notes[-1] |= {"bgcolor": palette.ground, "opacity": 0.92, "borderpad": 1}  # on a phone bands cross the names
    notes += [
        _text(escape(headings[0]), (0, 0), "left top", palette.muted),
        _text(escape(headings[1]), (1, 0), "right top", palette.muted),
    ]
    figure.update_layout(_layout(palette), shapes=shapes, annotations=notes)
    return figure


def _tops(places: Mapping[str, FlowPlace], flows: Sequence[Flow], side: str) -> dict[str, float]:
    """What flows out of or into each place that has any."""
    totals = {key: sum(flow.amount for flow in flows if getattr(flow, side) == key) for key in places}
    return {key: total for key, total in totals.items() if total}


def _pixels(amounts: Mapping[str, float], per_px: float) -> dict[str, float]:
    """Upper edge of each block."""
    tops, at = {}, float(TOP)
    for key, amount in amounts.items():
        tops[key] = at
        at += amount / per_px + GAP
    return tops


def _band(flow: Flow, y0: float, y1: float, thick: float, colour: str) -> go.Scatter:
    steps = [place / (POINTS - 1) for place in range(POINTS)]
    xs = [BLOCK + step * (1 - 2 * BLOCK) for step in steps]
    upper = [y0 + (3 * step**2 - 2 * step**3) * (y1 - y0) for step in steps]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return go.Scatter(
        x=[*xs, *reversed(xs)], y=[*upper, *(y + thick for y in reversed(upper))],
        mode="lines", fill="toself", fillcolor=f"rgba({red},{green},{blue},.24)", line={"color": colour, "width": 1},
        hoveron="fills", hoverinfo="text", text=flow.box, name=flow.box, showlegend=False,
    )  # fmt: skip


def _text(text: str, at: tuple[float, float], anchor: str, colour: str) -> dict[str, Any]:
    """A text at a point; `anchor`: which end of it is there ("left top")."""
    side, level = anchor.split()
    font = {"family": SANS, "size": 15, "color": colour}
    return {"text": text, "x": at[0], "y": at[1], "xanchor": side, "yanchor": level, "showarrow": False, "font": font, "align": side}


def _layout(palette: Palette) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": go.layout.Template(),
        "height": HEIGHT,
        "margin": {"l": 2, "r": 2, "t": 4, "b": 4},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 15, "color": palette.ink},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": SANS, "size": 14}},
        "xaxis": {**hidden, "range": [0, 1]},
        "yaxis": {**hidden, "range": [HEIGHT - 8, 0]},
    }
