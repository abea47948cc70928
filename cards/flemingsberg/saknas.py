"""What cannot be told from open data: a card without figures, so also without a source."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card, Provenance

SILENCE = ("jobs", "versions")


def silence_card(view: View) -> Card:
    """What cannot be told from open data: a card without figures, so also without a source."""
    t = view.t
    body = [t(f"flemingsberg.silence.{name}") for name in SILENCE]
    return Card(
        id="flemingsberg.saknas",
        query={},
        title=t("flemingsberg.silence.title"),
        body=body,
        provenance=Provenance(calculated=False),
    )


def build(view: View, ask: Ask) -> Card | None:
    """The card with the choices of `ask`; None where the figures do not allow one."""
    return silence_card(view)
