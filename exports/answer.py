"""Cards as a Word draft of an answer to a consultation (remissvar), in the parts that a kommun's answer has.

What is written in it is what the cards say, and where their figures come from. What only the one who answers can say (the decision, what
the consultation is about, opinions, consequences) is left open, with a mark that says so; a comment of the reader stands as theirs.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document as Draft
from docx.enum.text import WD_COLOR_INDEX

from cards.context import View
from cards.model import Card
from exports.archive import steady
from exports.brief import Tables, card_part, counter_part, table_part
from exports.brief_parts import new_brief
from exports.citation import citations, sentence
from exports.facts import Facts
from exports.model import DEFAULT, Options
from exports.slides import without_times

PARTS = ("decision", "summary", "matter", "opinion", "consequences", "sources")


def answer(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, title: str) -> bytes:
    """The draft of cards, each with the reader's comment ("" for none)."""
    t, tables = view.t, Tables()
    made = new_brief(view, title)
    made.add_paragraph(t("exports.answer.kicker"), style="Subtitle")
    made.add_paragraph(title, style="Title")
    _open(made, t("exports.answer.open.head"))
    made.add_paragraph(t("exports.overview.dated", app=t("common.app_title"), day=view.data.snapshot.created[:10]))
    for part in PARTS:
        made.add_heading(t(f"exports.answer.{part}"), 1)
        if part == "summary":
            _summary(made, items)
        elif part == "matter":
            _matter(made, view, items, options, tables)
        elif part == "opinion":
            _opinion(made, view, items)
        elif part == "sources":
            for cite in citations(view, [card for card, _ in items], options):
                made.add_paragraph(cite, style="List Number")
            for number, table in tables:
                table_part(made, view, table, number)
        else:
            _open(made, t(f"exports.answer.open.{part}"))
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), without_times)


def _summary(made: Draft, items: Sequence[tuple[Card, str]]) -> None:
    """The findings, each once."""
    for title in dict.fromkeys(sentence(card.title) for card, _ in items):
        made.add_paragraph(title, style="List Bullet")


def _matter(made: Draft, view: View, items: Sequence[tuple[Card, str]], options: Options, tables: Tables) -> None:
    """What the consultation is about is left open; then every card with its sentences, picture, notes and source. The tables behind the
    pictures are put into `tables`, for the appendix; a card without a picture has its table here."""
    _open(made, view.t("exports.answer.open.matter"))
    for number, (card, _) in enumerate(items, 1):
        card_part(made, Facts(view, card, options), "", number, level=2, later=tables)


def _opinion(made: Draft, view: View, items: Sequence[tuple[Card, str]]) -> None:
    """The reader's comment on each finding, or a place for one; and the figures that point the other way, which an answer has to meet."""
    for card, comment in items:
        made.add_heading(card.title, 2)
        if comment:
            made.add_paragraph(comment)
        else:
            _open(made, view.t("exports.answer.open.opinion"))
    cards = [card for card, _ in items]
    if not all(card.document for card in cards):  # a document has counter-arguments of its own
        counter_part(made, view, cards, len(cards) + 1, level=2)


def _open(made: Draft, words: str) -> None:
    """A place that the one who answers fills in."""
    made.add_paragraph().add_run(words).font.highlight_color = WD_COLOR_INDEX.YELLOW
