"""Cards of the university page: claims against figures, the need in the south, what happened elsewhere, a what-if, and an argument."""

from __future__ import annotations

from cards.kind import card_kind
from cards.universitet.argument import section_card
from cards.universitet.behov import need_card
from cards.universitet.behov_tid import over_time_card
from cards.universitet.choices import along, asked_event, asked_levers, asked_result, asked_section, gap_measure, need_measure
from cards.universitet.figures import results_of
from cards.universitet.forskningsandel import share_card
from cards.universitet.handelse import event_card
from cards.universitet.handelser import overview_card
from cards.universitet.handelsestudie import levels_card
from cards.universitet.hogskolan import institution_card
from cards.universitet.jamforelse import donors_card
from cards.universitet.jobb import jobs_card
from cards.universitet.overgang import transition_card
from cards.universitet.pastaenden import board_card
from cards.universitet.placebo import placebo_card
from cards.universitet.scenario import scenario_card
from cards.universitet.tornado import tornado_card
from cards.universitet.uppdelning import parts_card
from cards.universitet.utbildningsmal import education_goal_card

CARDS = {
    "pastaenden": card_kind(along, board_card),
    "behov": card_kind(along, need_card),
    "overgang": card_kind(along, transition_card),
    "jobb": card_kind(along, jobs_card),
    "utbildningsmal": card_kind(lambda view, ask: results_of(view.data), education_goal_card),
    "behov_tid": card_kind(need_measure, over_time_card),
    "uppdelning": card_kind(gap_measure, parts_card),
    "hogskolan": card_kind(lambda view, ask: results_of(view.data), institution_card),
    "forskningsandel": card_kind(lambda view, ask: results_of(view.data), share_card),
    "handelser": card_kind(lambda view, ask: results_of(view.data), overview_card),
    "handelse": card_kind(asked_event, event_card),
    "placebo": card_kind(asked_event, placebo_card),
    "handelsestudie": card_kind(asked_event, levels_card),
    "jamforelse": card_kind(asked_event, donors_card),
    "scenario": card_kind(asked_levers, scenario_card),
    "tornado": card_kind(asked_result, tornado_card),
    "argument": card_kind(asked_section, section_card),
}
