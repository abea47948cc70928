"""A section of an argument as a card, so that a brief can be collected, downloaded and linked part by part."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

from cards.choices import Ask
from cards.context import View
from cards.model import Card, LazyTable, Provenance
from cards.universitet.argument_model import AUDIENCES, LENGTHS, STANCES, SUMMARY, Argument, ArgumentSection
from cards.universitet.argument_parts import argument_of
from cards.universitet.figures import results_of, shown_at, weighted_by


def asked_argument(view: View, ask: Ask) -> Argument:
    """The argument with the reader's audience, length and stance."""
    t = view.t
    chosen = []
    for name, options in (("hallning", STANCES), ("publik", AUDIENCES), ("langd", LENGTHS)):
        label = t(f"universitet.argument.choice.{name}")
        chosen.append(ask.segmented(name, label, options, options[0], partial(_word, view, name)))
    stance, audience, length = chosen
    return argument_of(view, results_of(view.data), audience, length, stance)


def _word(view: View, name: str, value: str) -> str:
    return view.t(f"universitet.argument.{name}.{value}")


def build(view: View, ask: Ask) -> Card:
    """One section of the argument (the choice `pastaende`; the summary where it is not in this argument)."""
    argument = asked_argument(view, ask)
    names = [section.name for section in argument.sections]
    if ask.asked("pastaende") not in names:
        ask.choose("pastaende", SUMMARY)  # never the claim that is spelled most alike: it is another claim
    name = ask.choice("pastaende", names, SUMMARY)
    return section_card(view, argument, argument.section(name) or argument.sections[0])


def section_card(view: View, argument: Argument, section: ArgumentSection) -> Card:
    """The section with its paragraphs as the card's sentences and its table beside."""
    t, table, choices, results = view.t, section.table, argument.choices, results_of(view.data)
    words = {"stance": _word(view, "hallning", choices["hallning"]).lower(), "audience": t(f"universitet.argument.to.{choices['publik']}")}
    return Card(
        id="universitet.argument",
        query={**choices, "pastaende": section.name},
        title=section.heading,
        kicker=t("universitet.argument.kicker", **words),
        body=section.paragraphs,
        table=LazyTable(lambda: table) if table is not None else None,
        notes=section.caveats,
        document=t("universitet.argument.document", **words),
        provenance=Provenance(
            indicators=section.indicators, sources=weighted_by(results, section.figures), shown_at=shown_at(results, section.figures)
        ),
    )


def files_html(view: View, argument: Argument) -> str:
    """The whole argument as files, and the way to the same with another stance."""
    t, language = view.t, view.language
    query = escape(urlencode({"korg": argument.basket, "lang": language}))
    word, slides = (
        f'<a href="/api/v1/basket.{form}?{query}" download="">{escape(t(f"universitet.argument.{name}"))}</a>'
        for form, name in (("docx", "word"), ("pptx", "slides"))
    )
    others = [
        f'<a href="?{escape(urlencode({**argument.choices, "del": "argument", "hallning": other, "lang": language}))}" target="_self">'
        f"{escape(t(f'universitet.argument.hallning.{other}').lower())}</a>"
        for other in STANCES
        if other != argument.choices["hallning"]
    ]
    return (
        f'<p class="body">{t("universitet.argument.files", word=word, slides=slides)} '
        f"{t('universitet.argument.both_briefs', other=t.join(others))}</p>"
        f'<p class="note">{escape(t("universitet.argument.sources_note"))}</p>'
    )
