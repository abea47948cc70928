"""A square of places by places in five shades: rows are where people live, columns where they work. Values in, plotly figure out."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.medium import Medium
from charts.spec.areas import Square
from charts.tokens import SANS

CELL, LEFT, TOP = 21, 108, 112  # px: a row; room for the names of rows and of columns
NAME = 11  # px of a row's name; columns have smaller ones: 26 of them stand beside each other on a phone


def draw(square: Square, medium: Medium) -> go.Figure:
    """The square; the diagonal in the colour of panels, cells without a figure empty."""
    n, palette = len(square.names), medium.palette
    colours = (palette.panel, *palette.sequential)
    steps = [(edge / len(colours), colour) for place, colour in enumerate(colours) for edge in (place, place + 1)]
    figure = go.Figure(
        go.Heatmap(
            z=square.classes, zmin=-1.5, zmax=4.5, colorscale=steps, showscale=False, xgap=1, ygap=1,
            customdata=square.boxes, hovertemplate="%{customdata}<extra></extra>", hoverongaps=False,
        )
    )  # fmt: skip
    line = {"color": palette.ink, "width": 1.4}
    edge = {"x0": -0.5, "x1": n - 0.5, "y0": -0.5, "y1": n - 0.5}
    for place in square.dividers:
        figure.add_shape(type="line", **{**edge, "x0": place - 0.5, "x1": place - 0.5}, line=line)
        figure.add_shape(type="line", **{**edge, "y0": place - 0.5, "y1": place - 0.5}, line=line)
    names = {"tickvals": list(range(n)), "ticktext": list(square.names), "fixedrange": True, "showgrid": False, "zeroline": False}
    figure.update_layout(
        template=go.layout.Template(), height=TOP + CELL * n + 6, margin={"l": LEFT, "r": 6, "t": TOP, "b": 6},
        paper_bgcolor=palette.ground, plot_bgcolor=palette.ground, dragmode=False, hoverlabel={"font": {"family": SANS, "size": 14}},
        xaxis={**names, "side": "top", "tickangle": -90, "tickfont": {"family": SANS, "size": NAME - 1, "color": palette.ink},
               "range": [-0.5, n - 0.5]},
        yaxis={**names, "tickfont": {"family": SANS, "size": NAME, "color": palette.ink}, "range": [n - 0.5, -0.5]},
    )  # fmt: skip
    return figure
