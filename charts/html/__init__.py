"""Kinds of `charts.spec` that are rows of text on the screen, drawn as HTML: they reflow, print and are read aloud."""

from __future__ import annotations

from charts.html import area_profile, claim_board, part_bars, ranges, two_sides
from charts.spec import Spec
from charts.spec.rows import AreaProfile, PartBars, Ranges
from charts.spec.words import ClaimBoard, TwoSides


def html_of(shows: Spec) -> str:
    """The picture as HTML, its texts escaped; empty for a kind that the screen has drawn by plotly."""
    match shows:
        case Ranges():
            return ranges.html(shows)
        case PartBars():
            return part_bars.html(shows)
        case ClaimBoard():
            return claim_board.html(shows)
        case AreaProfile():
            return area_profile.html(shows)
        case TwoSides():
            return two_sides.html(shows)
    return ""
