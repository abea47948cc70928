"""What the tests of pictures stand on: a card's picture drawn, and a kind of picture drawn from its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from cards.model import Card
from charts.html import html_of
from charts.line_layout import LineLayout, layout_of
from charts.medium import Form, Medium
from charts.plotly import draw, has_picture
from charts.plotly.small_lines import Panel, panels
from charts.spec import Spec
from charts.spec.lines import Lines, SmallLines, with_figures
from charts.tokens import LIGHT, Palette
from texts import Language


@dataclass(frozen=True)
class LineChart:
    """Lines as they are drawn, with their layout."""

    figure: go.Figure
    at: LineLayout


def drawn(shows: Spec, palette: Palette = LIGHT, language: Language = "sv", form: Form = "column") -> go.Figure:
    """The picture of a kind."""
    return draw(shows, Medium(palette, language, form))


def figure_of(card: Card, form: Form = "column", language: Language = "sv") -> go.Figure | None:
    """A card's picture; None where it has none for files."""
    return drawn(card.chart.shows, language=language, form=form) if card.chart is not None and has_picture(card.chart.shows) else None


def html_on_screen(card: Card) -> str:
    """A card's picture where the screen has it as HTML."""
    return html_of(card.chart.shows) if card.chart is not None else ""


def line_chart(series: Any, *, palette: Palette = LIGHT, language: Language = "sv", **given: Any) -> LineChart | None:
    """Lines from their parts; None without figures."""
    lines = with_figures(Lines(series, **given))
    return None if lines is None else LineChart(drawn(lines, palette, language), layout_of(lines))


def small_lines(series: Any, *, palette: Palette = LIGHT, language: Language = "sv", **given: Any) -> list[Panel]:
    """Small charts from their parts."""
    return panels(SmallLines(series, **given), Medium(palette, language))


def hostile_names(card: Card) -> Card:
    """A card of lines whose names are markup."""
    assert card.chart is not None
    assert isinstance(card.chart.shows, Lines)
    series = [replace(one, label="</script><script>alert(1)</script><b>") for one in card.chart.shows.series]
    return replace(card, chart=replace(card.chart, shows=replace(card.chart.shows, series=series)))
