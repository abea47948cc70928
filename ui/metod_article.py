"""The parts of running text: goals and their documents, the metrics in words, how to cite, licences; and the accessibility statement."""

from __future__ import annotations

from html import escape

import streamlit as st

from balance.gap import TOLERANCE
from balance.goals import WINDOW_YEARS
from balance.group_values import COVERAGE
from balance.trend import GAP_TOLERANCE, LEAST_PERIODS
from cards.context import View
from cards.defaults import home
from cards.mal.findings import stated
from cards.metod.figures import version_text
from cards.metod.measures import cite_figure, cite_group, link, with_language
from catalogue import Goal, GoalStatus
from catalogue.selections import load_selections
from texts import Texts, format_number
from ui.card import card, page_head

METRICS: dict[str, tuple[str, ...]] = {
    "groups": ("group_value", "city", "gap", "ratio", "verdict"),
    "time": ("change", "trend", "gap_trend", "goal", "restated"),
    "inequality": ("weights", "theil_t", "theil_l", "decomposition", "gini", "williamson", "hoover", "sigma", "beta", "moran"),
    "places": ("jobs_ratio", "net_commuting", "location_quotient", "dissimilarity"),
    "index": ("composite", "ranks"),
    "figures": ("derived", "rounding", "missing", "noise", "revision"),
}
SECTIONS = ("status", "tested", "shortcomings", "burden", "report", "oversight", "date")
POINTS: dict[str, tuple[str, ...]] = {
    "tested": ("axe", "keyboard", "zoom", "contrast", "motion", "language"),
    "shortcomings": ("charts", "menu", "widgets", "fields", "screen_reader", "breadth", "publishers"),
}


def metrics_part(view: View) -> None:
    """Every metric with its formula in words; limits are read from the code that uses them."""
    t = view.t
    limits = {
        "tolerance": 100 * TOLERANCE,
        "gap_tolerance": 100 * GAP_TOLERANCE,
        "rest": 100 * (1 - COVERAGE),
        "window": WINDOW_YEARS,
        "least": LEAST_PERIODS,
    }
    said = {name: format_number(value, 0, t.language) for name, value in limits.items()}
    with card("metod-metrics", t("metod.metrics.title")):
        st.html(f'<p class="body">{escape(t("metod.metrics.lead"))}</p>')
        for part, names in METRICS.items():
            rows = "".join(_metric(t, name, said) for name in names)
            st.html(f'<h3>{escape(t(f"metod.metrics.part.{part}"))}</h3><dl class="facts metrics">{rows}</dl>')


def _metric(t: Texts, name: str, said: dict[str, str]) -> str:
    source = f"metod.metrics.{name}.source"
    after = f' <span class="unit">{escape(t("metod.metrics.source", source=t(source)))}</span>' if source in t.words else ""
    words = escape(t(f"metod.metrics.{name}.words", **said))
    return f"<div><dt>{escape(t(f'metod.metrics.{name}.name'))}</dt><dd>{words}{after}</dd></div>"


def goals_part(view: View) -> None:
    """The catalogue of goals with their documents."""
    t, goals = view.t, list(view.data.catalogue.goals.values())
    documented = [goal for goal in goals if goal.status is not GoalStatus.YARDSTICK]
    verified = sum(goal.verified for goal in documented)
    title = t("metod.goals.title", verified=format_number(verified, 0, t.language), n=format_number(len(documented), 0, t.language))
    heads = "".join(
        f'<th scope="col">{escape(t(f"metod.goals.{name}"))}</th>' for name in ("name", "number", "year", "document", "checked")
    )
    rows = "".join(_goal(view, goal) for goal in goals)
    with card("metod-goals", title):
        st.html(
            f'<p class="body">{escape(t("metod.goals.lead"))} {link(with_language("/mal", t.language), t("metod.goals.more"))}</p>'
            f'<div class="table-wrap" tabindex="0" role="region" aria-label="{escape(t("metod.goals.caption"))}">'
            f'<table class="figures goals-list"><caption class="visually-hidden">{escape(t("metod.goals.caption"))}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def _goal(view: View, goal: Goal) -> str:
    t, language = view.t, view.language
    number = t("metod.goals.hidden")
    if goal.verified:
        number = t(f"metod.goals.direction.{goal.direction}", value=stated(t, goal)) if goal.has_target else t("metod.goals.no_number")
    measure = view.data.catalogue.indicators[goal.indicator].name[language] if goal.indicator else t("metod.goals.no_measure")
    note = f'<span class="unit">{escape(goal.note[language])}</span>' if goal.note else ""
    own = goal.status is GoalStatus.YARDSTICK  # ours: it follows every measure, and there is no document to check
    follows = "" if own else f'<span class="unit">{escape(t("metod.goals.follows"))}: {escape(measure)}</span>'
    checked = t(f"mal.read.{goal.read}")
    document = escape(goal.document[language])
    document += f", {escape(t('metod.goals.page', page=goal.page))}" if goal.page else ""
    document += f", {link(goal.document.url, t('metod.goals.link'))}" if goal.document.url else ""
    kind = f'<span class="unit">{escape(t(f"metod.goals.kinds.{goal.status}"))}</span>'
    cells = {
        "number": escape(number),
        "year": escape(str(goal.year) if goal.year else t("metod.goals.no_year")),
        "document": f"{document}{kind}",
        "checked": escape(t("metod.goals.no_document") if own else checked),
    }
    tds = "".join(f'<td data-label="{escape(t(f"metod.goals.{name}"))}">{cell}</td>' for name, cell in cells.items())
    return f'<tr><th scope="row"><b>{escape(goal.name[language])}</b>{note}{follows}</th>{tds}</tr>'


def citing_part(view: View) -> None:
    """How to cite the whole, a published figure, one of ours and a picture; the terms of figures and code."""
    t, data = view.t, view.data
    example = data.catalogue.indicators[load_selections()["metod.cited"][0]]
    url = (st.context.url or "").split("?")[0].removesuffix("metod").rstrip("/")
    address = t("metod.cite.address", url=url) if url else ""
    whole = t("metod.cite.whole_text", version=version_text(t, data), address=address)
    with card("metod-cite", t("metod.cite.title")):
        published, own = cite_figure(data, t, example, home(data)), cite_group(data, t, example, "south")
        st.html(
            f'<p class="body">{escape(t("metod.cite.lead"))}</p>{_quoted(t("metod.cite.whole"), whole)}'
            f"{_quoted(t('metod.cite.figure'), published)}{_quoted(t('metod.cite.own'), own)}"
            f'<p class="note">{escape(t("metod.cite.each"))}</p>'
            f'<h3>{escape(t("metod.cite.picture"))}</h3><p class="body">{escape(t("metod.cite.picture_text"))}</p>'
        )
        st.html(_licences(view))


def _quoted(title: str, text: str) -> str:
    """A heading with a text to copy; nothing without a text."""
    return f'<h3>{escape(title)}</h3><blockquote class="cite">{escape(text)}</blockquote>' if text else ""


def _licences(view: View) -> str:
    t = view.t
    rows = ""
    for publisher in view.data.catalogue.publishers.values():
        licence = f'<a href="{escape(publisher.licence_url)}" rel="noopener">{escape(publisher.licence[t.language])}</a>'
        own = escape(publisher.calculation_line[t.language])
        rows += f'<tr><th scope="row">{escape(publisher.name)}</th><td>{licence}</td><td>{own}</td></tr>'
    heads = "".join(f'<th scope="col">{escape(t(f"metod.cite.{name}"))}</th>' for name in ("publisher", "licence", "own_line"))
    caption = f'<caption class="visually-hidden">{escape(t("metod.cite.data_caption"))}</caption>'
    return (
        f"<h3>{escape(t('metod.cite.data_title'))}</h3>"
        f'<table class="figures">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="body">{escape(t("metod.cite.boundaries"))}</p>'
        f'<h3>{escape(t("metod.cite.code_title"))}</h3><p class="body">{escape(t("metod.cite.code"))}</p>'
    )


def accessibility_statement(view: View) -> None:
    """The page Tillgänglighet: the statement that law (2018:1937) asks for, section by section."""
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
