"""The paper round a picture: title, what it shows, key, notes, status, source, years, days of retrieval and link, drawn into the picture.

A sheet is an SVG of its own. Its pictures come from plotly as SVG and are scaled as they are, so that labels that were laid out for a
height keep their places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import plotly.graph_objects as go

from charts.spec import KeyItem
from charts.tokens import Palette
from exports.citation import sentence
from exports.facts import Facts
from exports.fonts import FAMILY, Family, width, wrapped
from exports.marks import mark, mark_width
from exports.model import SIZES, Size

LEAST_SHARE = 0.5  # of a sheet of fixed height that its picture gets at least: notes that do not fit are left to the page


@dataclass(frozen=True)
class Look:
    """Sizes in px of one kind of sheet."""

    margin: float
    title: float
    text: float
    small: float


LOOKS: dict[Size, Look] = {
    "column": Look(26, 22, 14, 12),
    "slide": Look(48, 30, 18, 13.5),
    "square": Look(52, 36, 21, 16),
    "a4": Look(52, 24, 15, 11.5),
}


@dataclass(frozen=True)
class Picture:
    """A plotly figure on a sheet: where it stands, the size that plotly draws it in, and how much that is enlarged.

    `windows`: the parts of its height (from, to) that are shown, one below the other; empty for all of it.
    """

    figure: go.Figure
    x: float
    y: float
    width: float
    height: float
    scale: float
    windows: tuple[tuple[float, float], ...] = ()


@dataclass
class Sheet:
    """A sheet before plotly has drawn its pictures: its size, what is drawn round them, and the pictures."""

    width: float
    height: float
    parts: list[str]
    pictures: list[Picture]
    title: str
    description: str
    palette: Palette
    language: str
    link: str = ""
    used: float = 0.0  # how much of the height is drawn on; 0: all of it


@dataclass
class Pen:
    """Writes lines from the top down."""

    x: float
    y: float
    room: float
    parts: list[str] = field(default_factory=list)

    def text(self, text: str, size: float, colour: str, *, weight: int = 400, family: Family = "sans", gap: float = 1.35) -> None:
        """Lines of text, broken where the room ends."""
        for paragraph in text.splitlines():
            for line in wrapped(paragraph, self.room, size, weight, family):
                self.y += size * gap
                self.parts.append(drawn_text(line, self.x, self.y - size * (gap - 1) * 0.75 - size * 0.1, size, colour, weight, family))

    def key(self, items: Sequence[KeyItem], size: float, palette: Palette) -> None:
        """A key: marks with their labels, in as many lines as it takes."""
        x, line = self.x, size * 1.75
        self.y += line
        for item in items:
            wide = mark_width(item, size) + size * 0.5 + width(item.label, size)
            if x > self.x and x + wide > self.x + self.room:
                x, self.y = self.x, self.y + line
            middle = self.y - line / 2
            self.parts.append(mark(item, x, middle, size, palette))
            self.parts.append(drawn_text(item.label, x + mark_width(item, size) + size * 0.5, middle + size * 0.35, size, palette.ink))
            x += wide + size * 1.5


def head_of(facts: Facts, look: Look, room: float, comment: str) -> Pen:
    """What stands above the picture: kicker, title, comment, what is shown, key."""
    card, palette = facts.card, facts.view.palette
    pen = Pen(look.margin, look.margin * 0.7, room)
    if card.kicker:
        pen.text(card.kicker, look.small, palette.muted)
    pen.text(card.title, look.title, palette.ink, weight=600, family="serif", gap=1.25)
    if comment:
        pen.text(comment, look.text, palette.ink)
    if card.heading:
        pen.y += look.text * 0.25
        pen.text(card.heading, look.text, palette.muted)
    if card.chart is not None and card.chart.key:
        pen.key(card.chart.key, look.text, palette)
    return pen


def foot_of(facts: Facts, look: Look, room: float, notes: Sequence[str], top: float = 0.0, *, page: tuple[int, int] = (1, 1)) -> Pen:
    """Rule, notes, status, source with years, link. `top` 0: its `y` is the height it needs. `page`: which sheet of how many."""
    t, palette = facts.view.t, facts.view.palette
    pen = Pen(look.margin, top + look.small * 0.5, room)
    pen.parts.append(f'<path d="M{look.margin:.1f} {top:.1f}h{room:.1f}" stroke="{palette.rule}"/>')
    last = page[0] == page[1]
    lines = [*notes, *([t("exports.paper.more_notes")] if last and len(notes) < len(facts.card.notes) else []), facts.status]
    lines += [] if page[1] == 1 else [t("exports.paper.page", number=page[0], total=page[1])]
    for line in (line for line in lines if line):
        pen.text(line, look.small, palette.muted)
    pen.text(facts.sourced, look.small, palette.ink)
    shown = facts.link if facts.link.startswith("http") else f"{t('common.app_title')}: {facts.link}"
    start = len(pen.parts)
    pen.text(shown, look.small, palette.muted)
    if facts.link.startswith("http"):
        pen.parts[start:] = [f'<a href="{escape(facts.link)}">{"".join(pen.parts[start:])}</a>']
    return pen


def room_left(facts: Facts, size: Size, used: float) -> tuple[list[str], float | None]:
    """The notes that a sheet has room for below what is `used` from the top, and the height left between (None: as much as is needed)."""
    look, (width_, height) = LOOKS[size], SIZES[size]
    if height is None:
        return list(facts.card.notes), None
    room = width_ - 2 * look.margin
    bare = foot_of(facts, look, room, []).y
    notes = that_fit(facts, look, room, height * (1 - LEAST_SHARE) - used - bare - look.margin)
    return notes, height - used - foot_of(facts, look, room, notes).y - look.margin * 1.2


def finished(  # noqa: PLR0917 - whose sheet, and what is on it
    facts: Facts, size: Size, parts: Sequence[str], bottom: float, notes: Sequence[str], pictures: Sequence[Picture] = ()
) -> Sheet:
    """The sheet with ground and foot, once all that ends at `bottom` is drawn. On A4 the words follow it; on a slide they end the sheet."""
    card, view, look = facts.card, facts.view, LOOKS[size]
    width_, height = SIZES[size]
    room = width_ - 2 * look.margin
    below = height is None or size == "a4"
    top = bottom + look.text if below or height is None else height - look.margin * 0.8 - foot_of(facts, look, room, notes).y
    foot = foot_of(facts, look, room, notes, top)
    total = height or round(foot.y + look.margin * 0.8)
    ground = f'<rect width="{width_}" height="{total}" fill="{view.palette.ground}"/>'
    told = () if pictures else card.body
    description = " ".join(part for part in (sentence(card.alt) if card.alt else "", *told, facts.source, facts.status) if part)
    content = [ground, *parts, *foot.parts]
    used = min(foot.y + look.margin * 0.8, total) if below else 0.0
    return Sheet(width_, total, content, list(pictures), card.title, description, view.palette, view.language, facts.link, used)


def that_fit(facts: Facts, look: Look, room: float, free: float) -> list[str]:
    """Whole notes from the first that fit in `free` px."""
    kept: list[str] = []
    for note in facts.card.notes:
        free -= len(wrapped(note, room, look.small)) * look.small * 1.35
        if free < look.small * 1.35 and note is not facts.card.notes[-1]:
            break
        if free < 0:
            break
        kept.append(note)
    return kept


def drawn_text(  # noqa: PLR0917 - what, where, how
    text: str, x: float, y: float, size: float, colour: str, weight: int = 400, family: Family = "sans"
) -> str:
    """A line of text with its baseline at `y`."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FAMILY[family]}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colour}">{escape(text, quote=False)}</text>'
    )


def svg_of(sheet: Sheet, drawn: Sequence[str], *, style: str = "", number: int = 0) -> str:
    """The finished SVG. `drawn`: the sheet's pictures as plotly drew them; `style`: the fonts, for a file of its own; `number` keeps the
    names inside apart from those of other sheets on the same page."""
    inside = [
        f'<g transform="translate({p.x:.2f} {p.y:.2f}) scale({p.scale:.4f})">{_windowed(p, _steady(content, f"s{number}p{place}"))}</g>'
        for place, (p, content) in enumerate(zip(sheet.pictures, drawn, strict=True))
    ]
    size = f'width="{sheet.width:g}" height="{sheet.height:g}" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
    head = f'<title id="t{number}">{escape(sheet.title)}</title><desc id="d{number}">{escape(sheet.description)}</desc>'
    css = f"<style>{style}</style>" if style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} role="img" xml:lang="{sheet.language}" '
        f'lang="{sheet.language}" aria-labelledby="t{number} d{number}">{head}{css}{"".join(sheet.parts)}{"".join(inside)}</svg>'
    )


def _windowed(picture: Picture, content: str) -> str:
    """What is shown of a picture: all of it, or its windows one below the other."""
    parts, y = [], 0.0
    for top, bottom in picture.windows:
        view = f'viewBox="0 {top:.2f} {picture.width:.2f} {bottom - top:.2f}"'
        parts.append(f'<svg x="0" y="{y:.2f}" width="{picture.width:.2f}" height="{bottom - top:.2f}" {view}>{content}</svg>')
        y += bottom - top
    return "".join(parts) or content


def _steady(content: str, name: str) -> str:
    """Plotly's SVG with its random names (six hexadecimal digits) replaced: that in ids by a given one, that of a trace by its place."""
    found = re.search(r'id="(?:top)?defs-([0-9a-f]{6})"', content)
    content = content.replace(found.group(1), name) if found else content
    for place, trace in enumerate(dict.fromkeys(re.findall(r'class="[^"]*?\btrace([0-9a-f]{6})\b', content))):
        content = content.replace(f"trace{trace}", f"trace-{place}")
    return content
