"""The middle half of a set of areas as a shaded band on a strip's axis, its median as a line."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.tokens import Palette


def with_quartiles(figure: go.Figure, low: float, median: float, high: float, palette: Palette) -> go.Figure:
    """The strip with the band from `low` to `high` behind it and a line at `median` (unit of its axis)."""
    figure.add_vrect(x0=low, x1=high, fillcolor=palette.panel, line={"color": palette.rule, "width": 1}, layer="below")
    figure.add_vline(x=median, line={"color": palette.muted, "width": 1.5, "dash": "5px 3px"}, layer="below")
    return figure
