"""What a card is made from: the words, the figures, the colours."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import ref

from cards.data import Data, held
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

    def lent(self) -> View:
        """The same view without a hold on the figures, for what is kept in them (`cards.keeping`): whoever asks it has them in hand."""
        return _Lent(self)


class _Lent(View):
    """A view whose figures go when nobody else uses them."""

    def __init__(self, view: View) -> None:
        figures = ref(view.data)
        for name, value in (("t", view.t), ("palette", view.palette), ("_figures", figures)):
            object.__setattr__(self, name, value)

    @property
    def data(self) -> Data:
        """The figures, as long as somebody has them."""
        return held(self._figures)  # type: ignore[attr-defined]
