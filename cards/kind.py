"""A kind of card: what it asks the reader, and how it is built of the answers. Asking builds nothing.

Both are done once for all readers of a generation of figures: what is asked, step by step as it hangs on the answers, and the card. A card
is told by its kind, the language and those answers; it is drawn later, so that its colours are not among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast, overload

from cards.choices import Ask, Choice
from cards.context import View
from cards.model import Card

T = TypeVar("T")
C = TypeVar("C", bound=Card | None)


@dataclass(frozen=True)
class Answers:
    """What a kind's `choices` gave, and the key of the answers that it was given for; empty where nothing is kept."""

    chosen: Any
    key: tuple[object, ...] = ()


@dataclass(frozen=True)
class _Step:
    """Something that was asked or chosen."""

    take: Callable[[Ask], str]


@dataclass
class _Noted:
    """Asks the reader, and notes what was asked and what the answer was."""

    ask: Ask
    steps: list[tuple[_Step, str]] = field(default_factory=list)

    def asked(self, name: str) -> str:
        """See `Ask`."""
        return self._note(_Step(lambda ask: ask.asked(name)))

    def choose(self, name: str, value: str) -> None:
        """See `Ask`."""
        self._note(_Step(lambda ask: ask.choose(name, value) or ""))  # type: ignore[func-returns-value]

    def answer(self, choice: Choice) -> str:
        """See `Ask`."""
        return self._note(_Step(lambda ask: ask.answer(choice)))

    def _note(self, step: _Step) -> str:
        answer = step.take(self.ask)
        self.steps.append((step, answer))
        return answer


@dataclass(frozen=True)
class CardKind:
    """`choices` asks, and gives what `build` needs; None where the figures do not allow a card, as `build` may still find.

    `fuller`: choices under which more is asked than when nothing is chosen, for those who list all that can be asked.
    """

    choices: Callable[[View, Ask], Any]
    build: Callable[[View, Any], Card | None]
    fuller: Mapping[str, str]
    id: str = ""

    @property
    def page(self) -> str:
        """The page that it stands on (file in pages/)."""
        return self.id.partition(".")[0]

    def asks(self, view: View, ask: Ask) -> Answers:
        """What `choices` gives; see `kept_answers`."""
        return kept_answers(view, ask, self.id, self.choices)

    def made(self, view: View, asked: Answers) -> Card | None:
        """The card of what `asks` gave."""
        if asked.chosen is None:
            return None
        if not asked.key:
            return self.build(view, asked.chosen)
        return kept_card(view, asked.key, lambda lent: self.build(lent, asked.chosen))


def kept_answers(view: View, ask: Ask, name: str, choices: Callable[[View, Ask], Any]) -> Answers:
    """What `choices` gives, made once for all readers who give the same answers: the steps that were noted for them are asked again, as far
    as they lead. `name` tells these choices from all others."""
    made, start = view.data.made, (name, view.language)
    key: tuple[object, ...] = start
    if not made.most:
        return Answers(choices(view, ask))
    while (step := made.get(("asks", *key))) is not None:
        if isinstance(step, Answers):
            return step
        key = (*key, step.take(ask))
    noted = _Noted(ask)
    chosen = choices(view.lent(), noted)
    key = start
    for step, answer in noted.steps:
        made.put(("asks", *key), step)
        key = (*key, answer)
    found = Answers(chosen, key)
    made.put(("asks", *key), found)
    return found


def kept_card(view: View, key: tuple[object, ...], build: Callable[[View], C]) -> C:
    """The card that `build` gives, made once for all readers; `key` (hashable) tells it from all others of the same figures."""
    key = ("card", view.language, *key)

    def make() -> C:
        built = build(view.lent())
        return built if built is None else cast("C", replace(built, kept_as=key))

    return view.data.made.made(key, make) if view.data.made.most else build(view)


def kept_part(view: View, card: Card, part: str, make: Callable[[], T]) -> T:
    """What is made of a card for the screen (HTML, a picture's JSON); once for all readers where the card is. `part` says what of it,
    colours included."""
    return view.data.made.made((part, *card.kept_as), make) if card.kept_as else make()


Built = Card | None
USUAL: Mapping[str, str] = MappingProxyType({})


@overload
def card_kind(choices: Callable[[View, Ask], T], build: Callable[[View, T], Built], fuller: Mapping[str, str] = ...) -> CardKind: ...
@overload
def card_kind(choices: Callable[[View, Ask], T | None], build: Callable[[View, T], Built], fuller: Mapping[str, str] = ...) -> CardKind: ...
def card_kind(choices: Callable[[View, Ask], Any], build: Callable[[View, Any], Built], fuller: Mapping[str, str] = USUAL) -> CardKind:
    """A kind whose two functions fit each other."""
    return CardKind(choices, build, fuller)
