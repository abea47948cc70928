"""The middle half of a set of areas as a shaded band on a strip's axis, its median as a line."""

from __future__ import annotations

import plotly.graph_objects as go

from balance.ranks import Quartiles
from charts.tokens import Palette


def with_quartiles(figure: go.Figure, found: Quartiles, lanes_from: float, palette: Palette) -> go.Figure:
    """The strip with the band from the lower to the upper quartile behind it and a line at the median, which begins at `lanes_from`
    (height on the strip's other axis) so that it crosses no label."""
    figure.add_vrect(x0=found.low, x1=found.high, fillcolor=palette.panel, line={"color": palette.rule, "width": 1}, layer="below")
    bottom = figure.layout.yaxis.range[0]
    line = {"color": palette.muted, "width": 1.5, "dash": "5px 3px"}
    figure.add_shape(type="line", x0=found.median, x1=found.median, y0=bottom, y1=lanes_from, line=line, layer="below")
    return figure
