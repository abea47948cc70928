"""Kinds of `charts.spec` that the screen has as HTML, rows of text and a map of links: they reflow, print and are read aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from charts.html import area_profile, claim_board, land, mark_table, part_bars, ranges, two_sides
from charts.spec import Spec
from charts.spec.areas import AreaMap
from charts.spec.ranges import Ranges
from charts.spec.rows import AreaProfile, PartBars
from charts.spec.words import ClaimBoard, MarkTable, TwoSides

DRAWERS: Mapping[type[Spec], Callable[[Any], str]] = {
    AreaMap: land.html, AreaProfile: area_profile.html, ClaimBoard: claim_board.html, MarkTable: mark_table.html,
    PartBars: part_bars.html, Ranges: ranges.html, TwoSides: two_sides.html,
}  # fmt: skip


def html_of(shows: Spec) -> str:
    """The picture as HTML, its texts escaped; empty for a kind, or a map without links, that the screen has drawn by plotly."""
    drawer = DRAWERS.get(type(shows))
    if drawer is None or (isinstance(shows, AreaMap) and not shows.links):
        return ""
    return str(drawer(shows))
