"""What the tests of files stand on: views of the embedded figures, a card, the cards of a whole document."""

from cards.context import View
from cards.data import get_data
from cards.registry import build
from cards.universitet.argument_parts import argument_of as argue
from cards.universitet.figures import results_of
from charts.tokens import LIGHT
from exports import Options
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
EN = View(load_texts("en"), get_data(), LIGHT)
AT = Options(base_url="https://balans.example/")
MARKUP = '<script>alert("x")</script>&</text>'


def level(view=SV, **query):
    return build(view, "balans.niva", {"matt": "employment_rate", **query})


def brief_items():
    """A brief's cards, as its link gives them."""
    built = build(SV, "universitet.argument", {"publik": "riksdag", "langd": "kort", "hallning": "emot"})
    argument = argue(SV, results_of(SV.data), "riksdag", "kort", "emot")
    assert built.document
    return [(build(SV, item.card, item.query), "") for item in argument.cards]
