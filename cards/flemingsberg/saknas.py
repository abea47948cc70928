"""What cannot be told from open data: a card without figures, so also without a source."""

from __future__ import annotations

from collections.abc import Sequence

from cards.context import View
from cards.model import Card, Provenance

SILENCE = ("jobs", "versions")


def silence_card(view: View, told: Sequence[str]) -> Card:
    """What cannot be told from open data: a card without figures, so also without a source."""
    t = view.t
    body = [t(f"flemingsberg.silence.{name}") for name in told]
    return Card(
        id="flemingsberg.saknas",
        query={},
        title=t("flemingsberg.silence.title"),
        body=body,
        provenance=Provenance(calculated=False),
    )
