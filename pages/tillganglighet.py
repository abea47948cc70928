"""Tillgänglighet: the accessibility statement that law (2018:1937) asks for, section by section."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.context import View
from texts import Texts
from ui.card import page_head
from ui.frame import current_view

SECTIONS = ("status", "tested", "shortcomings", "burden", "report", "oversight", "date")
POINTS: dict[str, tuple[str, ...]] = {
    "tested": ("axe", "keyboard", "zoom", "contrast", "motion", "language"),
    "shortcomings": ("charts", "menu", "widgets", "fields", "screen_reader", "breadth", "publishers"),
}


def draw(view: View) -> None:
    """Draw the page."""
    t = view.t
    page_head(t("tillganglighet.title"), escape(t("tillganglighet.lead")), t("tillganglighet.kicker"))
    for section in SECTIONS:
        title = f'<h2 class="card-title">{escape(t(f"tillganglighet.{section}.title"))}</h2>'
        text = f'<p class="body">{escape(t(f"tillganglighet.{section}.text"))}</p>'
        st.html(f'<section class="statement">{title}{text}{_points(t, section)}</section>')


def _points(t: Texts, section: str) -> str:
    """The points of a section as a list."""
    items = "".join(f"<li>{escape(t(f'tillganglighet.{section}.{point}'))}</li>" for point in POINTS.get(section, ()))
    return f"<ul>{items}</ul>" if items else ""


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
