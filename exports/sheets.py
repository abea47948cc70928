"""What stands on a card's sheet: its picture or small pictures, or, for a card of words and figures alone, those.

`sheet_of` is a file's sheet with everything round it; `bare_sheet` the picture alone, for documents that have title and source themselves.
"""

from __future__ import annotations

import plotly.graph_objects as go

from cards.context import View
from cards.geometry import refreshed
from cards.model import Card
from charts.choropleth import with_geometry
from exports.facts import Facts
from exports.fonts import width
from exports.model import SIZES, Size
from exports.sheet_svg import LOOKS, Pen, Picture, Sheet, drawn_text, finished, head_of, room_left
from exports.word_sheet import word_sheet

LEAST_WIDTH, MOST_SCALE = 340.0, 1.45  # the narrowest a picture is laid out for; the most it is enlarged
PLAIN_HEIGHT = 400.0


def sheet_of(facts: Facts, size: Size, comment: str = "") -> Sheet:
    """The sheet of a card."""
    card, look = facts.card, LOOKS[size]
    if not card.has_picture:
        return word_sheet(facts, size, comment)
    room = SIZES[size][0] - 2 * look.margin
    head = head_of(facts, look, room, comment)
    notes, free = room_left(facts, size, head.y)
    pictures, bottom, labels = _pictures(facts.view, card, size, (look.margin, head.y + look.text * 0.6, room, free))
    return finished(facts, size, [*head.parts, *labels], bottom, notes, pictures)


def bare_sheet(view: View, card: Card, shape: float) -> Sheet:
    """Key and picture alone, in the look of a report's column, or of a place with the given width over height (0: none)."""
    width_, look = (1080 if shape > 1.2 else 720), LOOKS["column"]
    pen = Pen(4, 2, width_ - 8)
    if card.key:
        pen.key(card.key, look.text, view.palette)
    height = round(width_ / shape) if shape else None
    place = (4.0, pen.y + 4, width_ - 8.0, None if height is None else height - pen.y - 8)
    found, bottom, labels = _pictures(view, card, "slide" if shape > 1.2 else "column", place)
    total = height or round(bottom + 4)
    ground = f'<rect width="{width_}" height="{total}" fill="{view.palette.ground}"/>'
    return Sheet(width_, total, [ground, *pen.parts, *labels], found, card.title, card.alt, view.palette, view.language)


def _pictures(
    view: View, card: Card, size: Size, place: tuple[float, float, float, float | None]
) -> tuple[list[Picture], float, list[str]]:
    """The card's pictures in the place (x, y, room, height or None), where they end, and the labels of small pictures."""
    x, y, room, free = place
    figure = _figure(card, wide=size == "slide")
    if figure is not None:
        picture = _fitted(with_shapes(figure), (x, y), room, free)
        return [picture], y + picture.height * picture.scale, []
    look = LOOKS[size]
    columns = min(3 if room > 660 else 2, len(card.panels))
    gap, label = look.text * 1.4, look.text * 1.8
    rows = -(-len(card.panels) // columns)
    each = (room - gap * (columns - 1)) / columns
    high = None if free is None else free / rows - label
    pictures, labels, bottom, top = [], [], y, y
    for number, panel in enumerate(card.panels):
        column = number % columns
        top = y if number == 0 else bottom + look.text * 0.5 if column == 0 else top
        left = x + column * (each + gap)
        labels.append(drawn_text(panel.label, left, top + look.text, look.text, panel.colour, 600))
        after = left + width(panel.label, look.text, 600) + look.text * 0.5
        labels.append(drawn_text(panel.text, after, top + look.text, look.text, view.palette.ink))
        picture = _fitted(with_shapes(panel.figure), (left, top + label), each, high, 180.0)
        pictures.append(picture)
        bottom = max(bottom, picture.y + picture.height * picture.scale)
    return pictures, bottom, labels


def _figure(card: Card, *, wide: bool) -> go.Figure | None:
    return (card.wide() if wide and card.wide is not None else None) or card.figure


def with_shapes(figure: go.Figure) -> go.Figure:
    """The figure with its geometry inside."""
    return with_geometry(figure, refreshed())


def _fitted(figure: go.Figure, place: tuple[float, float], room: float, free: float | None, least: float = LEAST_WIDTH) -> Picture:
    """The figure at its own height, as wide as the room allows when the height is enlarged or reduced to what is free.

    A figure with a width of its own is enlarged or reduced as a whole, and stands in the middle.
    """
    height = float(figure.layout.height or PLAIN_HEIGHT)
    scale = 1.0 if free is None else min(free / height, MOST_SCALE)
    own = figure.layout.width
    if own:
        scale = min(scale if free is not None else MOST_SCALE, room / own)
        return Picture(figure, place[0] + (room - own * scale) / 2, place[1], float(own), height, scale)
    scale = min(scale, room / least)
    return Picture(figure, *place, room / scale, height, scale)
