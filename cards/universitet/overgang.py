"""The way to higher education by home kommun: degree, eligibility and transition, north against south."""

from __future__ import annotations

from cards.context import View
from cards.model import Card
from cards.universitet.behov import first_sentence, rows_card, verdict_sentence
from cards.universitet.figures import Results

# The step that is nearest to what was claimed in 1995 stands first; what has no figures in this edition is named.
TRANSITION = ("higher_education_directly", "in_higher_education_2_years", "university_eligible_3_years", "upper_secondary_degree_3_years")


def transition_card(view: View, chosen: tuple[Results, str]) -> Card:
    """Degree, eligibility and transition to higher education; that no open figure tells where students come from and go is said."""
    results, shared = chosen
    body = [verdict_sentence(view, results, TRANSITION), view.t("universitet.transition.students")]
    return rows_card(view, results, "overgang", TRANSITION, shared, title=first_sentence(view, results, TRANSITION), body=body)
