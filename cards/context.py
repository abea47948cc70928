"""What a card is made from: the words, the figures, the colours."""

from __future__ import annotations

from dataclasses import dataclass

from cards.data import Data
from charts.tokens import Palette
from texts import Language, Texts


@dataclass(frozen=True)
class View:
    """The words of one language, the figures of one generation, the colours of one theme."""

    t: Texts
    data: Data
    palette: Palette

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.t.language
