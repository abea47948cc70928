"""What the document of a goal says and how sure we are of it; and why a goal is not judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import GoalStanding
from cards.common.verdicts import concepts_counted
from cards.context import View
from cards.mal.findings import yardstick_sentence
from catalogue import Goal, GoalStatus
from texts import Texts, format_period


def remark(view: View, goal: Goal) -> str:
    """Why no figure is set against the goal, and what the catalogue notes about it."""
    t = view.t
    if goal.status is GoalStatus.YARDSTICK:
        return yardstick_sentence(t, concepts_counted(view.data, "apart"))
    note = goal.note[t.language] if goal.note else ""
    if not goal.verified:
        return f"{t('mal.unverified_long')} {note}".rstrip()
    return f"{_why(t, goal)} {note}".strip()


def _why(t: Texts, goal: Goal) -> str:
    """Why a goal with a number is not judged, in so far as its note does not say it."""
    if not goal.verified:
        return t("mal.no_state")
    if goal.place is not None:
        return t("mal.place_only", place=goal.place[t.language])
    return "" if goal.note else t("mal.no_measure")


@dataclass(frozen=True)
class Fact:
    """A label and its text; the text may begin with the name of a document that has an address."""

    label: str
    text: str
    document: str = ""
    url: str = ""

    @property
    def html(self) -> str:
        """The text with the document as a link."""
        name = f'<a href="{escape(self.url)}">{escape(self.document)}</a>' if self.url else escape(self.document)
        return f"{name}{escape(self.text)}"

    @property
    def line(self) -> str:
        """The whole as one line of plain text."""
        return " ".join(part for part in (f"{self.label}: {self.document}{self.text}", self.url) if part)


def facts(view: View, standing: GoalStanding) -> list[Fact]:
    """What the document says and how sure we are of it."""
    goal, t = standing.goal, view.t
    rows = [(t("mal.fact.kind"), t(f"mal.kind_long.{goal.status}")), (t("mal.fact.target"), _target_fact(t, standing))]
    if goal.has_target:
        rows.append((t("mal.fact.year"), str(goal.year) if goal.year is not None else t("mal.fact.no_year")))
    if standing.followed and standing.target is not None and goal.year is None:
        rows.append((t("mal.fact.needed"), t("mal.fact.needed_no_year")))
    if goal.place is not None:
        rows.append((t("mal.fact.place"), goal.place[t.language]))
    found = [Fact(name, text) for name, text in rows]
    found.append(_document(t, goal))
    if goal.status is not GoalStatus.YARDSTICK:
        found.append(Fact(t("mal.fact.verified"), t(f"mal.read.{goal.read}")))
    if not standing.followed and goal.status is not GoalStatus.YARDSTICK:
        state = f"{state_word(t, goal, standing.state)}. {_why(t, goal)}".rstrip()
        found.append(Fact(t("mal.fact.state"), state))
    for label, text in (("proxy", goal.proxy), ("note", goal.note), ("later", goal.document.note)):
        if text is not None:
            found.append(Fact(t(f"mal.fact.{label}"), text[t.language]))
    return found


def _target_fact(t: Texts, standing: GoalStanding) -> str:
    goal, indicator = standing.goal, standing.indicator
    if not goal.verified:
        return t("mal.unverified_target")
    if not goal.has_target:
        return t("mal.no_number_long")
    text = t(f"mal.direction.{goal.direction}", value=stated(t, goal))
    if (goal.per_inhabitants is None and goal.base is None and goal.level_of is None) or indicator is None or standing.period is None:
        return text
    words = {"value": trimmed(t, indicator, standing.target), "unit": t(f"common.unit_after.{indicator.unit}")}
    if standing.base is not None:
        return f"{text} {t('mal.which_is_of_base', **words, base=format_period(standing.base, t.language))}"
    how = "restated_to" if goal.per_inhabitants is not None else "which_is"
    return f"{text} {t(f'mal.{how}', **words, period=format_period(standing.period, t.language))}"


def _document(t: Texts, goal: Goal) -> Fact:
    """The document with page, quotation and address where they are known; says so where they are not."""
    label, name = t("mal.fact.document"), goal.document[t.language]
    url = goal.document.url or ""
    if goal.status is GoalStatus.YARDSTICK:
        return Fact(label, "", name, url)
    where = [t("mal.page", page=goal.page)] if goal.page else []
    where += [t("mal.quotation", quotation=goal.quotation)] if goal.quotation else []
    return Fact(label, f". {' '.join(where) or t('mal.page_unknown')}", name, url)


def facts_html(found: Sequence[Fact]) -> str:
    """The facts as a list of terms."""
    items = "".join(f"<div><dt>{escape(fact.label)}</dt><dd>{fact.html}</dd></div>" for fact in found)
    return f'<dl class="goal-facts">{items}</dl>'
