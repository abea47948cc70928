"""The questions that a reader comes with, each with its answer in a sentence and the way to the page that has the rest."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from cards.common.standing_notes import closing_sentence
from cards.common.verdicts import leads_of
from cards.context import View
from cards.oversikt.choices import LandChoice
from cards.oversikt.findings import leads_counted
from charts.line_breaks import unbroken

KOMMUN, GAP, UNIVERSITY = QUESTIONS = ("kommun", "gap", "university")


def question_html(view: View, chosen: LandChoice, question: str, found: str) -> str:
    """A question as a link, with its answer below; `found` is the title of the card that has it. Empty where there is no answer."""
    t = view.t
    if question == GAP:
        answer = closing_sentence(view, leads_counted(view, chosen.city), chosen.city)
    else:
        answer = t(f"oversikt.answers.{question}", found=found) if found else ""
    head = f'<h2><a href="{escape(_address(view, chosen, question))}" target="_self">{escape(t(f"oversikt.questions.{question}"))}</a></h2>'
    return f'<div class="question">{head}<p>{unbroken(answer)}</p></div>' if answer else ""


def _address(view: View, chosen: LandChoice, question: str) -> str:
    if question == KOMMUN:
        return f"/kommun?{chosen.link(chosen.area)}"
    lead = next(iter(leads_of(view.data, chosen.city).values()), None)
    along = dict(chosen.shared) | ({"matt": lead.id} if question == GAP and lead is not None else {})
    return f"/{'balans' if question == GAP else 'universitet'}?{urlencode(along)}"
