"""How to cite a card: plain text, BibTeX and RIS, with publisher, table, day of retrieval, whose calculation it is, and the link."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

from cards.context import View
from cards.model import Card
from exports.facts import Facts
from exports.model import DEFAULT, Options

Style = Literal["text", "bibtex", "ris"]
STYLES: tuple[Style, ...] = ("text", "bibtex", "ris")
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


def citation(view: View, card: Card, style: Style = "text", options: Options = DEFAULT) -> str:
    """The citation of a card. Raises ValueError for an unknown style.

    The text names every publisher with its tables, the periods, the days of retrieval, that the calculation is ours where it is, the
    generation of the figures and the permanent link. BibTeX is a `@misc` entry in UTF-8, RIS an entry of type DATA.
    """
    facts = Facts(view, card, options)
    if style == "text":
        return _text(facts)
    if style == "bibtex":
        return _bibtex(facts)
    if style == "ris":
        return _ris(facts)
    raise ValueError(f"no style {style!r}: there are {', '.join(STYLES)}")


def citations(view: View, cards: Sequence[Card], options: Options = DEFAULT) -> list[str]:
    """The citations of a document's cards as text, each once; of those with figures alone, where there are any."""
    with_figures = [card for card in cards if card.cited]
    return list(dict.fromkeys(citation(view, card, "text", options) for card in with_figures or cards))


def title_of(facts: Facts) -> str:
    """What is cited: the card's finding, and what its picture shows."""
    card = facts.card
    return f"{sentence(card.title)} {card.heading}" if card.heading else card.title


def sentence(text: str) -> str:
    """A text with a full stop at its end, unless it ends with one or with a question."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def authors(facts: Facts) -> list[str]:
    """Publishers with their tables: "SCB (TAB3200)"."""
    return [f"{origin.name} ({', '.join(origin.tables)})" for origin in facts.origins]


def own_part(facts: Facts) -> str:
    """Says that the calculation is ours, where any figure of the card is; else empty."""
    t, entries = facts.view.t, facts.view.data.catalogue.indicators
    own = facts.card.provenance.calculated or any(
        entries[name].derived or any(source.calculated for source in entries[name].sources) for name in facts.card.cited
    )
    return t("exports.cite.own", publishers=t.join([origin.name for origin in facts.origins])) if own and facts.origins else ""


def _retrieved(facts: Facts) -> str:
    days = facts.retrieved
    return facts.view.t("exports.cite.between", first=days[0], last=days[-1]) if len(days) > 1 else "".join(days)


def _text(facts: Facts) -> str:
    t = facts.view.t
    parts = [
        f"{'; '.join(authors(facts))}." if facts.origins else "",
        sentence(title_of(facts)),
        t("exports.cite.span", periods=facts.span) if facts.span else "",
        t("exports.cite.retrieved", days=_retrieved(facts)) if facts.retrieved else "",
        own_part(facts),
        t("exports.cite.version", app=t("common.app_title"), generation=facts.generation),
        facts.link,
    ]
    return " ".join(part for part in parts if part)


def _year(facts: Facts) -> str:
    """The year of publication: that in which the generation was put together."""
    return facts.view.data.snapshot.created[:4]


def _key(facts: Facts) -> str:
    """A BibTeX key that stays the same for the same card and figures."""
    digest = hashlib.sha256(facts.link.encode()).hexdigest()[:8]
    return f"regionalbalans-{re.sub(r'[^a-z0-9]+', '-', facts.card.id)}-{digest}"


def _bibtex(facts: Facts) -> str:
    t = facts.view.t
    note = " ".join(
        part
        for part in (
            t("exports.cite.figures", sources="; ".join(authors(facts))) if facts.origins else "",
            t("exports.cite.retrieved", days=_retrieved(facts)) if facts.retrieved else "",
            own_part(facts),
            t("exports.cite.version", app=t("common.app_title"), generation=facts.generation),
        )
        if part
    )
    fields = {
        "author": f"{{{_tex(t('common.app_title'))}}}",
        "title": f"{{{_tex(title_of(facts))}}}",
        "year": _year(facts),
        "note": _tex(note),
        "url": facts.link,
        **({"urldate": facts.retrieved[-1]} if facts.retrieved else {}),
        "language": "swedish" if t.language == "sv" else "english",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{_key(facts)},\n{lines}\n}}\n"


def _ris(facts: Facts) -> str:
    t = facts.view.t
    days = facts.retrieved
    lines = [
        ("TY", "DATA"),
        ("AU", _line(t("common.app_title"))),
        ("TI", _line(title_of(facts))),
        ("PY", _year(facts)),
    ]
    lines += [("DP", _line(t("common.app_title"))), ("ET", facts.generation), ("LA", t.language), ("UR", facts.link)]
    lines += [("Y2", days[-1].replace("-", "/"))] if days else []
    lines += [("N1", _line(t("exports.cite.figures", sources="; ".join(authors(facts)))))] if facts.origins else []
    lines += [("N1", _line(own_part(facts)))] if own_part(facts) else []
    return "".join(f"{tag}  - {value}\r\n" for tag, value in [*lines, ("ER", "")])


def _line(text: str) -> str:
    """One line: a break would begin a new field."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))
