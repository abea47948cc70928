"""The goals page's pieces of screen: the goals in rows, and the card of one goal."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.legend import goals_legend
from cards.mal.findings import detail_title, kommun_sentence, pace_sentence, trimmed
from cards.mal.progress import GoalStanding, goal_standings, yardstick
from cards.mal.rows import (
    all_goals_table,
    facts,
    facts_html,
    goal_chart,
    group_table,
    headings,
    in_order,
    kommun_table,
    label,
    measures_table,
    remark,
    rule_note,
    sections,
)
from cards.provenance import source_line
from cards.view import View
from catalogue import GoalStatus, Indicator
from charts.goal_rows import goal_table
from charts.lines import CONFIG
from charts.table import html_table
from ui import state
from ui.card import about_below, card, controls, source_below, table_below


def goals_with_figures(view: View, shared: str) -> None:
    """The goals that figures are set against, as rows with a key; the same as a table; the rule and the sources."""
    t = view.t
    st.html(goals_legend(t) + goal_table(sections(view, judged=True, shared=shared), headings(t, t("mal.caption"))))
    table_below(t, *all_goals_table(view))
    ids = [s.indicator.id for s in goal_standings(view.data).values() if s.followed and s.indicator]
    rule = f'<p class="note"><strong>{escape(t("mal.rule_title"))}</strong> {escape(rule_note(t))}</p>'
    source = f'<p class="note">{escape(t("mal.city_note"))}</p><p class="source">{source_line(t, view.data, ids)}</p>'
    st.html(f'<div class="reading goal-reading"><div>{rule}</div><div>{source}</div></div>')


def other_goals(view: View, shared: str) -> None:
    """The goals that no figure is set against, each with the reason."""
    t = view.t
    found = sections(view, judged=False, shared=shared)
    if found:
        with card("mal-other", t("mal.other_title")):
            st.html(
                f'<p class="body">{escape(t("mal.other_lead"))}</p>{goal_table(found, headings(t, t("mal.other_caption"), t("mal.why")))}'
            )


def detail(view: View) -> None:
    """The card of the goal that the reader chooses."""
    t, found = view.t, goal_standings(view.data)
    names = in_order(found)
    chosen = found[state.choice("mal", names, names[0])]
    with card("mal-detail", detail_title(t, chosen), t("mal.detail_kicker")):
        with controls("mal"):
            state.select("mal", t("mal.choose"), names, names[0], lambda name: label(view, found[name].goal))
        st.html(facts_html(facts(view, chosen)))
        if chosen.followed and chosen.indicator is not None:
            _followed(view, chosen, chosen.indicator)
        elif chosen.goal.status is GoalStatus.YARDSTICK:
            _yardstick(view, chosen)


def _followed(view: View, standing: GoalStanding, indicator: Indicator) -> None:
    t = view.t
    st.html(_figures(html_table(*group_table(view, standing, indicator))) + _paragraph(pace_sentence(t, standing)))
    notes = []
    chart = goal_chart(view, standing, indicator)
    if chart is not None:
        title = t("mal.chart_title", name=indicator.name[t.language])
        st.html(f'<p class="chart-heading">{escape(title)}</p>')
        st.plotly_chart(chart.figure, theme=None, key="mal-line", config=CONFIG, alt=t("mal.chart_alt", title=title))
        if chart.axis_start is not None:
            notes.append(t("mal.axis_from", start=trimmed(t, indicator, chart.axis_start)))
        if standing.goal.per_inhabitants is not None:
            notes.append(t("mal.chart_restated"))
    names = {code: view.data.catalogue.areas[code].name for code in standing.kommuner}
    notes.append(t("mal.county_only"))
    st.html(f'<h3 class="goal-kommuner">{escape(t("mal.kommuner_title"))}</h3>{_paragraph(kommun_sentence(t, standing, names))}')
    st.html(_figures(html_table(*kommun_table(view, standing, indicator))))
    source_below(view, [indicator.id], notes)
    about_below(view, [indicator])


def _yardstick(view: View, standing: GoalStanding) -> None:
    st.html(_paragraph(remark(view, standing.goal)) + _figures(html_table(*measures_table(view))))
    ids = [s.indicator.id for rows in yardstick(view.data).values() for s in rows if s.balance.status not in ("no_direction", "unknown")]
    source_below(view, ids, [view.t("mal.closing_note")])


def _figures(table: str) -> str:
    """A table that closes up on a phone."""
    return f'<div class="goal-figures">{table}</div>'


def _paragraph(text: str) -> str:
    return f'<p class="body">{escape(text)}</p>' if text else ""
