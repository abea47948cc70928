"""Öppna data: the HTTP interface, with examples."""

from __future__ import annotations

from html import escape

import streamlit as st

from api.examples import address_of, examples
from api.problems import STATUS
from api.routes import paths_html
from api.settings import ApiSettings
from cards.context import View
from cards.provenance import data_line
from charts.table import Column, Row, html_table
from texts import format_number
from ui.card import card, page_head
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    t, base = view.t, address_of(st.context.url)
    page_head(t("api.page.heading"), escape(t("api.page.lead")), t("api.page.kicker"))
    _paths(view, base)
    with card("api-examples", t("api.page.examples")):
        st.html(f'<p class="body">{escape(t("api.page.examples_lead"))}</p>')
        for name, (language, text) in examples(base).items():
            st.html(f"<h3>{escape(name)}</h3>")
            st.code(text, language=language, wrap_lines=True)
    _permanent(view)
    _rules(view)
    st.html(f'<p class="source">{data_line(t, view.data)}</p>')


def _paths(view: View, base: str) -> None:
    t = view.t
    link = f'<a href="/api/v1/openapi.json?lang={t.language}">{escape(base)}/openapi.json</a>'
    with card("api-paths", t("api.page.paths")):
        st.html(f'<p class="body">{escape(t("api.page.address", link="@", base=base)).replace("@", link)}</p>')
        st.html(paths_html(t))


def _permanent(view: View) -> None:
    t = view.t
    words = (t("api.page.permanent_lead"), t("api.page.permanent_now", generation=view.data.snapshot.edition), t("api.page.permanent_gone"))
    with card("api-permanent", t("api.page.permanent")):
        st.html("".join(f'<p class="body">{escape(text)}</p>' for text in words))


def _rules(view: View) -> None:
    t, limits = view.t, ApiSettings.from_environment()
    reads, exports = (format_number(number, 0, t.language) for number in (limits.reads_per_second, limits.exports_per_minute))
    rules = (t("api.page.rules_limits", reads=reads, exports=exports), t("api.page.rules_unknown"), t("api.page.rules_cache"))
    columns = [Column(t("api.page.status")), Column(t("api.page.kind")), Column("type")]
    rows = [Row([str(status), t(f"api.problem.{kind}.title"), kind]) for kind, status in STATUS.items()]
    with card("api-rules", t("api.page.rules")):
        st.html("".join(f'<p class="body">{escape(text)}</p>' for text in (*rules, t("api.page.rules_problem"))))
        st.html(html_table(columns, rows, t("api.page.problems_caption")))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
