"""Which kommun the page is about."""

from __future__ import annotations

from cards.choices import Ask
from cards.common import choices
from cards.context import View


def kommun(view: View, ask: Ask) -> str:
    """The chosen kommun's code."""
    return choices.kommun(view, ask, view.t("kommun.choose"))
