"""Which jobs there are, industry by industry."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.pendling.figures import JOB_SHARES, JOBS, job_industries
from cards.pendling.industries import CountedAt, industries_card

WORKPLACES = CountedAt("pendling.jobb", "jobbar", "jobs", JOB_SHARES, job_industries, (JOBS,))


def build(view: View, ask: Ask) -> Card | None:
    """Which jobs there are."""
    return industries_card(view, ask, WORKPLACES)
