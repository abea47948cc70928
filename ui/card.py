"""The card: a finding as title, one picture, its controls, the same figures as a table, what the measure means, and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

import streamlit as st

from catalogue import Indicator
from charts.table import Column, Row, html_table
from texts import Texts
from ui.frame import View
from ui.provenance import source_line


def page_head(title: str, lead: str = "", kicker: str = "") -> None:
    """The page's heading. `lead` may hold HTML made by `sentence()`; the other texts are escaped."""
    parts = [f'<p class="kicker">{escape(kicker)}</p>'] if kicker else []
    parts.append(f'<h1 class="page-title">{escape(title)}</h1>')
    if lead:
        parts.append(f'<p class="lead">{lead}</p>')
    st.html("".join(parts))


@contextmanager
def card(key: str, title: str = "", kicker: str = "") -> Iterator[None]:
    """A card with its heading; what is drawn inside the `with` is its content."""
    with st.container(key=f"card-{key}"):
        head = f'<p class="kicker">{escape(kicker)}</p>' if kicker else ""
        head += f'<h2 class="card-title">{escape(title)}</h2>' if title else ""
        if head:
            st.html(head)
        yield


@contextmanager
def controls(key: str) -> Iterator[None]:
    """The one control row of a card; left out on paper."""
    with st.container(key=f"controls-{key}", horizontal=True, vertical_alignment="top", gap="medium"):
        yield


def table_below(t: Texts, columns: Sequence[Column], rows: Sequence[Row], caption: str) -> None:
    """The figures of the picture as a table, folded away until asked for."""
    with st.expander(t("card.as_table")):
        st.html(html_table(columns, rows, caption))


def about_below(view: View, indicators: Iterable[Indicator]) -> None:
    """What the measures mean: definition, weights, caveats and breaks, folded away until asked for."""
    with st.expander(view.t("card.about")):
        st.html("".join(about_html(view, indicator) for indicator in indicators))


def about_html(view: View, indicator: Indicator) -> str:
    """Definition, denominator, caveats and breaks of a measure as HTML."""
    t, language = view.t, view.language
    lines = [t("card.unit", unit=t(f"common.unit.{indicator.unit}"), polarity=t(f"common.polarity.{indicator.polarity}"))]
    if indicator.denominator:
        key = "card.weighted" if indicator.denominator_exact else "card.weighted_nearly"
        lines.append(t(key, by=view.data.catalogue.indicators[indicator.denominator].name[language].lower()))
    lines += [caveat[language] for caveat in indicator.caveats]
    lines += [t("card.break", period=s.first, why=s.break_before[language]) for s in indicator.sources if s.break_before]
    lines += [s.note[language] for s in indicator.sources if s.note]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<p class="body"><strong>{escape(indicator.name[language])}.</strong> {escape(indicator.explanation[language])} '
        f'{escape(indicator.definition[language])}</p><ul class="note">{items}</ul>'
    )


def source_below(view: View, indicators: Iterable[str], notes: Sequence[str] = (), *, calculated: bool = True) -> None:
    """Source line under a picture, after any reading notes."""
    lines = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    st.html(f'{lines}<p class="source">{source_line(view.t, view.data, indicators, calculated=calculated)}</p>')
