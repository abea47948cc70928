"""The goals of the catalogue with their documents."""

from __future__ import annotations

from html import escape

from cards.common.goal_words import stated
from cards.common.links import link, with_language
from cards.context import View
from catalogue import Goal, GoalStatus
from texts import format_number


def goals_title(view: View) -> str:
    """How many of the goals have been read in their documents."""
    t = view.t
    documented = [goal for goal in view.data.catalogue.goals.values() if goal.status is not GoalStatus.YARDSTICK]
    verified = sum(goal.verified for goal in documented)
    return t("metod.goals.title", verified=format_number(verified, 0, t.language), n=format_number(len(documented), 0, t.language))


def goals_html(view: View) -> str:
    """The catalogue of goals with their documents, as a table."""
    t = view.t
    heads = "".join(
        f'<th scope="col">{escape(t(f"metod.goals.{name}"))}</th>' for name in ("name", "number", "year", "document", "checked")
    )
    rows = "".join(_goal(view, goal) for goal in view.data.catalogue.goals.values())
    return (
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
