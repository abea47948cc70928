"""The accessibility statement that law (2018:1937) asks for, section by section, as HTML."""

from __future__ import annotations

from html import escape

from texts import Texts

SECTIONS = ("status", "tested", "shortcomings", "burden", "report", "oversight", "date")
POINTS: dict[str, tuple[str, ...]] = {
    "tested": ("axe", "keyboard", "zoom", "contrast", "motion", "language"),
    "shortcomings": ("charts", "menu", "widgets", "fields", "screen_reader", "breadth", "publishers"),
}


def statement_parts(t: Texts) -> list[str]:
    """Its sections in order."""
    return [
        f'<section class="statement"><h2 class="card-title">{escape(t(f"tillganglighet.{section}.title"))}</h2>'
        f'<p class="body">{escape(t(f"tillganglighet.{section}.text"))}</p>{_points(t, section)}</section>'
        for section in SECTIONS
    ]


def _points(t: Texts, section: str) -> str:
    """The points of a section as a list."""
    items = "".join(f"<li>{escape(t(f'tillganglighet.{section}.{point}'))}</li>" for point in POINTS.get(section, ()))
    return f"<ul>{items}</ul>" if items else ""
