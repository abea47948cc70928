"""Jobs where they are: per employed resident, and those in knowledge-intensive services, north against south."""

from __future__ import annotations

from cards.context import View
from cards.model import Card
from cards.universitet.behov import first_sentence, rows_card, verdict_sentence
from cards.universitet.figures import Results
from cards.universitet.motbilder import jobs_counter

JOBS = ("jobs_ratio", "knowledge_jobs_share", "ict_jobs_share")


def jobs_card(view: View, chosen: tuple[Results, str]) -> Card:
    """Jobs per employed resident and knowledge jobs by workplace, with what speaks against an uneven spread."""
    results, shared = chosen
    body = [verdict_sentence(view, results, JOBS), *jobs_counter(view, results)]
    return rows_card(view, results, "jobb", JOBS, shared, title=first_sentence(view, results, JOBS), body=body)
