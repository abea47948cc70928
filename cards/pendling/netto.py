"""In-commuters less out-commuters, kommun by kommun (BAS)."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.pendling.findings import net_sentence, net_title
from cards.pendling.kommuner import BarsKind, bars_card

NET = BarsKind(
    "pendling.netto", "net", "nettoar", "net_commuting", ("in_commuters", "out_commuters"), 0.0, net_title,
    lambda t, found, _: net_sentence(t, found), signed=True,
)  # fmt: skip


def build(view: View, ask: Ask) -> Card | None:
    """In-commuters less out-commuters (BAS)."""
    return bars_card(view, ask, NET)
