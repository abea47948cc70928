"""Jobs per employed resident, kommun by kommun (BAS)."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.pendling.findings import ratio_sentence, ratio_title
from cards.pendling.kommuner import BarsKind, bars_card

RATIO = BarsKind(
    "pendling.kvot", "ratio", "kvotar", "jobs_ratio", ("day_population", "night_population"), 1.0, ratio_title, ratio_sentence
)  # fmt: skip


def build(view: View, ask: Ask) -> Card | None:
    """Jobs per employed resident (BAS)."""
    return bars_card(view, ask, RATIO)
