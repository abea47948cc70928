"""The profile of an area in files: its place among all areas as a strip."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.medium import Medium
from charts.plotly import strip
from charts.spec.rows import AreaProfile


def draw(profile: AreaProfile, medium: Medium) -> go.Figure:
    """The strip of all areas; there is one."""
    assert profile.place is not None
    return strip.draw(profile.place, medium)
