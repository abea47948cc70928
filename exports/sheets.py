"""What stands on a card's sheet: its picture or small pictures, or, for a card of words and figures alone, those.

`sheet_of` is a file's sheet with everything round it; `bare_sheet` the picture alone, for documents that have title and source themselves.
"""

from __future__ import annotations

import plotly.graph_objects as go

from cards.context import View
from cards.geometry import refreshed
from cards.model import Card
from charts.medium import Medium
from charts.plotly import draw, has_picture
from exports.facts import Facts
from exports.model import SIZES, Size
from exports.sheet_svg import LOOKS, Pen, Picture, Sheet, finished, head_of, room_left
from exports.word_sheet import word_sheet

LEAST_WIDTH, MOST_SCALE = 340.0, 1.45  # the narrowest a picture is laid out for; the most it is enlarged
PLAIN_HEIGHT = 400.0


def sheet_of(facts: Facts, size: Size, comment: str = "") -> Sheet:
    """The sheet of a card."""
    card, look = facts.card, LOOKS[size]
    if not drawable(card):
        return word_sheet(facts, size, comment)
    room = SIZES[size][0] - 2 * look.margin
    head = head_of(facts, look, room, comment)
    notes, free = room_left(facts, size, head.y)
    picture = _picture(facts.view, card, size, (look.margin, head.y + look.text * 0.6, room, free))
    return finished(facts, size, head.parts, picture.y + picture.height * picture.scale, notes, [picture])


def bare_sheet(view: View, card: Card, shape: float) -> Sheet:
    """Key and picture alone, in the look of a report's column, or of a place with the given width over height (0: none)."""
    width_, look = (1080 if shape > 1.2 else 720), LOOKS["column"]
    pen = Pen(4, 2, width_ - 8)
    if card.chart is not None and card.chart.key:
        pen.key(card.chart.key, look.text, view.palette)
    height = round(width_ / shape) if shape else None
    place = (4.0, pen.y + 4, width_ - 8.0, None if height is None else height - pen.y - 8)
    found = _picture(view, card, "slide" if shape > 1.2 else "column", place)
    total = height or round(found.y + found.height * found.scale + 4)
    ground = f'<rect width="{width_}" height="{total}" fill="{view.palette.ground}"/>'
    return Sheet(width_, total, [ground, *pen.parts], [found], card.title, card.alt, view.palette, view.language)


def drawable(card: Card) -> bool:
    """Whether a card has a picture for files; one without has words and figures only."""
    return card.chart is not None and has_picture(card.chart.shows)


def drawn_for(view: View, card: Card, size: Size) -> go.Figure:
    """The card's picture as plotly draws it for a sheet of a size, its geometry inside."""
    assert card.chart is not None
    return with_shapes(draw(card.chart.shows, Medium(view.palette, view.language, "slide" if size == "slide" else "column")))


def _picture(view: View, card: Card, size: Size, place: tuple[float, float, float, float | None]) -> Picture:
    """The card's picture in the place (x, y, room, height or None)."""
    x, y, room, free = place
    return _fitted(drawn_for(view, card, size), (x, y), room, free)


def with_shapes(figure: go.Figure) -> go.Figure:
    """The figure with its geometry inside."""
    from charts.plotly.area_map import with_geometry  # noqa: PLC0415 - plotly is read when the first picture is drawn

    return with_geometry(figure, refreshed())


def _fitted(figure: go.Figure, place: tuple[float, float], room: float, free: float | None) -> Picture:
    """The figure at its own height, as wide as the room allows when the height is enlarged or reduced to what is free.

    A figure with a width of its own is enlarged or reduced as a whole, and stands in the middle.
    """
    height = float(figure.layout.height or PLAIN_HEIGHT)
    scale = 1.0 if free is None else min(free / height, MOST_SCALE)
    own = figure.layout.width
    if own:
        scale = min(scale if free is not None else MOST_SCALE, room / own)
        return Picture(figure, place[0] + (room - own * scale) / 2, place[1], float(own), height, scale)
    scale = min(scale, room / LEAST_WIDTH)
    return Picture(figure, *place, room / scale, height, scale)
