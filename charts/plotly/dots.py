"""Rows with marks on one common scale: places with their intervals, or two groups measured again and again.

Names stand to the left and figures to the right of the plot, so that the picture is readable from 340 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from catalogue.region import CITY, FIRST, PAIR, SECOND, WHOLE
from charts.line_breaks import balanced
from charts.medium import Medium
from charts.plotly.whose import of_areas
from charts.spec.rows import DotBand, DotLine, DotRow, Dots, DotScale
from charts.tokens import SANS, SYMBOL, Palette

TOP, BOTTOM, WORDS = 26, 12, 22  # px above and below the rows, and for the words of a line through them
LETTER, BOLD = 7.3, 1.08  # px that a letter of a name takes, and how much more a bold one does
# px of a row and letters in a line of its name, by the lines that names may take; two lines, at most three, leave room for the dots on a
# phone, and a slide has room for one.
SIZES, WRAPPED = {1: (24, 24), 2: (42, 24), 3: (48, 21)}, 2
ONE_LINE = (26, 60)
TRACES = (CITY, FIRST, SECOND, WHOLE)  # the last lies on top


def draw(dots: Dots, medium: Medium) -> go.Figure:
    """The rows from top to bottom as a figure."""
    rows, scale, against, palette = dots.rows, dots.scale, dots.against, medium.palette
    at, slots, headings = _slots(rows)
    row_height, longest_name = ONE_LINE if medium.form == "slide" and dots.name_lines > WRAPPED else SIZES[dots.name_lines]
    names = [balanced(row.short or row.name, longest_name) for row in rows]
    longest = max(len(line) * (BOLD if row.group else 1) for row, lines in zip(rows, names, strict=True) for line in lines)
    figures = max(len(row.text) for row in rows)
    height, bottom = slots * row_height, BOTTOM + (WORDS if against else 0)
    layout: dict[str, Any] = {
        "template": go.layout.Template(),
        "height": height + TOP + bottom,
        "margin": {"l": round(longest * LETTER) + 14, "r": round(figures * 8.2) + 12, "t": TOP, "b": bottom},
        "paper_bgcolor": palette.ground, "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 14, "color": palette.ink},
        "hovermode": "closest", "dragmode": False, "showlegend": False,
        "hoverlabel": {"bgcolor": palette.ground, "bordercolor": palette.tick, "font": {"family": SANS, "size": 14, "color": palette.ink}},
        "xaxis": {"type": "log" if scale.log else "linear", "range": [scale.place(scale.low), scale.place(scale.high)],
                  "side": "top", "fixedrange": True, "zeroline": False, "gridcolor": palette.grid,
                  "tickvals": [value for value, _ in scale.ticks], "ticktext": [text for _, text in scale.ticks],
                  "tickfont": {"family": SANS, "size": 13, "color": palette.muted}},
        "yaxis": _axis([_told(row, "<br>".join(lines), palette) for row, lines in zip(rows, names, strict=True)], at, slots, palette),
        # A second axis for the figures: thirty notes beside the plot would cost ten times as much to make.
        "yaxis2": _axis([_figure(row, palette, dots.figures_of) for row in rows], at, slots, palette)
        | {"side": "right", "overlaying": "y"},
    }  # fmt: skip
    layout["annotations"] = [_above(words, place, layout["margin"]["l"], palette) for place, words in headings]
    if against is not None:
        layout["annotations"].append(_below(against, scale, palette))
    if dots.band is not None:
        layout["shapes"] = [_field(dots.band, scale, slots, palette)]
    through = [_through(against, slots, palette)] if against else []
    return go.Figure(data=[*through, _lines(rows, at, palette), *_singles(rows, at, palette), *_marks(rows, at, palette)], layout=layout)


def _slots(rows: Sequence[DotRow]) -> tuple[list[int], int, list[tuple[int, str]]]:
    """Where each row stands from the top, how many places there are with the headings', and where which heading stands."""
    at: list[int] = []
    headings: list[tuple[int, str]] = []
    for place, row in enumerate(rows):
        if row.under and (place == 0 or rows[place - 1].under != row.under):
            headings.append((place + len(headings), row.under))
        at.append(place + len(headings))
    return at, len(rows) + len(headings), headings


def _above(words: str, place: int, margin: int, palette: Palette) -> dict[str, Any]:
    """A heading over rows, from the picture's left edge on."""
    return {
        "text": f"<b>{words}</b>", "x": 0, "xref": "paper", "xanchor": "left", "xshift": -margin + 4, "yanchor": "middle",
        "y": place, "yref": "y",
        "showarrow": False, "font": {"family": SANS, "size": 14, "color": palette.ink},
    }  # fmt: skip


def _through(against: DotLine, rows: int, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": palette.ink, "width": 1.2},
        "x": [against.value, against.value], "y": [-0.5, rows - 0.5],
    }  # fmt: skip


def _field(band: DotBand, scale: DotScale, rows: int, palette: Palette) -> dict[str, Any]:
    """The field behind the rows."""
    ends = {"x0": scale.place(band.low), "x1": scale.place(band.high), "y0": -0.5, "y1": rows - 0.5}
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": palette.sequential[0], **ends}


def _below(against: DotLine, scale: DotScale, palette: Palette) -> dict[str, Any]:
    return {
        "text": against.words, "x": scale.place(against.value), "y": 0, "yref": "paper", "yanchor": "top", "yshift": -4, "showarrow": False,
        "font": {"family": SANS, "size": 13, "color": palette.muted},
    }  # fmt: skip


def _axis(words: Sequence[str], at: Sequence[int], slots: int, palette: Palette) -> dict[str, Any]:
    """An axis of rows, the first on top, with words for each."""
    font = {"family": SANS, "size": 14, "color": palette.ink}
    return {
        "range": [slots - 0.5, -0.5], "tickvals": list(at), "ticktext": list(words), "tickfont": font,
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticklen": 6, "tickcolor": "rgba(0,0,0,0)", "ticks": "outside",
    }  # fmt: skip


def _told(row: DotRow, text: str, palette: Palette) -> str:
    """The words of a row; those of a group stand out."""
    if not row.group:
        return text
    return f'<span style="color:{palette.of(row.group)}"><b>{text}</b></span>' if row.group in PAIR else f"<b>{text}</b>"


def _figure(row: DotRow, palette: Palette, figures_of: str) -> str:
    """The figure of a row, in the colour of its group."""
    return _told(row, f'<span style="color:{palette.of(figures_of)}">{row.text}</span>' if figures_of else row.text, palette)


def _lines(rows: Sequence[DotRow], at: Sequence[int], palette: Palette) -> dict[str, Any]:
    """Every interval as one trace."""
    found = [(place, row.line) for place, row in zip(at, rows, strict=True) if row.line is not None]
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": palette.tick, "width": 5},
        "x": [end for _, line in found for end in (*line, None)], "y": [y for place, _ in found for y in (place, place, None)],
    }  # fmt: skip


def _singles(rows: Sequence[DotRow], at: Sequence[int], palette: Palette) -> list[dict[str, Any]]:
    """Single areas as one trace behind the groups' marks; none where no row has any."""
    found = [(place, value, box) for place, row in zip(at, rows, strict=True) for value, box in row.singles]
    codes = [code for row in rows for code in row.single_codes]
    if not found:
        return []
    return [{
        "type": "scatter", "mode": "markers", "yaxis": "y2", "cliponaxis": False,
        "x": [value for _, value, _ in found], "y": [place for place, _, _ in found],
        "customdata": [[box] for _, _, box in found], "hovertemplate": "%{customdata[0]}<extra></extra>", **of_areas(codes),
        "marker": {"symbol": "line-ns", "size": 11, "line": {"color": palette.muted, "width": 1.2}, "opacity": 0.8},
    }]  # fmt: skip


def _marks(rows: Sequence[DotRow], at: Sequence[int], palette: Palette) -> list[dict[str, Any]]:
    traces = []
    for group in TRACES:
        found = [(place, row, row.marks[group]) for place, row in zip(at, rows, strict=True) if group in row.marks]
        if found:
            hollow = group == CITY
            traces.append({
                "type": "scatter", "mode": "markers", "name": group, "yaxis": "y2", "cliponaxis": False,
                "x": [value for _, _, value in found], "y": [place for place, _, _ in found],
                "customdata": [[row.box] for _, row, _ in found], "hovertemplate": "%{customdata[0]}<extra></extra>",
                **of_areas(row.code for _, row, _ in found),
                "marker": {"symbol": "circle" if hollow else SYMBOL[group], "opacity": 1,
                           "size": [14 if row.group else 11 for _, row, _ in found],
                           "color": palette.ground if hollow else palette.colour(group),
                           "line": {"color": palette.of(group) if hollow else palette.ground, "width": 2 if hollow else 1}},
            })  # fmt: skip
    return traces
