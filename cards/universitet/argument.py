"""A section of an argument as a card, so that a brief can be collected, downloaded and linked part by part."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from cards.context import View
from cards.model import Card, LazyTable, Provenance
from cards.universitet.argument_model import STANCES, Argument, ArgumentSection
from cards.universitet.choices import argument_word
from cards.universitet.figures import results_of, shown_at, weighted_by
from charts.spec.rows import Dots


def section_card(view: View, chosen: tuple[Argument, ArgumentSection]) -> Card:
    """The section with its paragraphs as the card's sentences and its table beside."""
    argument, section = chosen
    t, table, choices, results = view.t, section.table, argument.choices, results_of(view.data)
    stance, audience = argument_word(view, "hallning", choices["hallning"]), t(f"universitet.argument.to.{choices['publik']}")
    words = {"stance": stance.lower(), "audience": audience}
    return Card(
        id="universitet.argument",
        query={**choices, "pastaende": section.name},
        title=section.heading,
        kicker=section.part or t("universitet.argument.kicker", **words),
        body=section.paragraphs,
        heading=t("universitet.events.heading") if section.chart is not None and isinstance(section.chart.shows, Dots) else "",
        chart=section.chart,
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
