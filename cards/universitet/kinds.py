"""The university page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.universitet.argument_card import asked_section
from cards.universitet.board import asked_board
from cards.universitet.chance import placebo_card, study_card
from cards.universitet.event import asked_event, donors_card, event_card, overview_card
from cards.universitet.need import asked_need, asked_over_time
from cards.universitet.parts import asked_parts
from cards.universitet.results import results_of
from cards.universitet.scenario import asked_levers, asked_tornado, scenario_card


def _events(view: View, ask: Ask) -> Card | None:
    return overview_card(view, results_of(view.data))


def _event(view: View, ask: Ask) -> Card | None:
    return event_card(view, asked_event(view, ask))


def _placebo(view: View, ask: Ask) -> Card | None:
    return placebo_card(view, asked_event(view, ask))


def _study(view: View, ask: Ask) -> Card | None:
    return study_card(view, asked_event(view, ask))


def _donors(view: View, ask: Ask) -> Card | None:
    return donors_card(view, asked_event(view, ask))


def _scenario(view: View, ask: Ask) -> Card | None:
    return scenario_card(view, asked_levers(view, ask))


def _tornado(view: View, ask: Ask) -> Card | None:
    return asked_tornado(view, ask, asked_levers(view, ask))


BUILDERS = {
    "pastaenden": asked_board,
    "behov": asked_need,
    "behov_tid": asked_over_time,
    "uppdelning": asked_parts,
    "handelser": _events,
    "handelse": _event,
    "placebo": _placebo,
    "handelsestudie": _study,
    "jamforelse": _donors,
    "scenario": _scenario,
    "tornado": _tornado,
    "argument": asked_section,
}
