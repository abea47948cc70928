"""What a card asks, as a program reads it: names, options, defaults and labels in both languages; and what is wrong with a link."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from api.cache import Made, json_of
from api.parameters import COMMON, FILE_PARAMETERS, unknown_parameter
from api.problems import Problem
from api.service import Call
from cards.basket import LONGEST_VALUE
from cards.choices import BETWEEN, Choice
from cards.context import View
from cards.data import Data, kept
from cards.registry import ALONG, KINDS, UnknownCard, WrongChoice, all_choices, choices_of, exactly
from charts.tokens import LIGHT
from texts import LANGUAGES, Texts, load_texts

MOST_LISTED = 50  # options in the description; those of a longer list stand in the answer of the card's own choices
NEAR = 3  # options that a misspelt value may have meant
ANY_TEXT = {"type": "string", "maxLength": LONGEST_VALUE, "pattern": "^[^\\x00-\\x1f\\x7f]*$"}
Labels = dict[str, str]
Schema = dict[str, Any]


def choices(call: Call) -> Made:
    """What a card asks under the choices of the link, which decide what can be chosen after them."""
    name, views = call.place["id"], _views(call.data)
    try:
        asked = {language: exactly(name, choices_of(view, name, given(call))) for language, view in views.items()}
    except (UnknownCard, WrongChoice) as error:
        raise problem_of(error, name, call.data) from error
    used = asked[call.language].used
    items = [_said(value, {language: asked[language].choices[choice] for language in asked}) for choice, value in used.items()]
    return json_of({"id": name, "query": used, "choices": items, "generation": call.data.snapshot.edition})


def _views(data: Data) -> dict[str, View]:
    return {language: View(load_texts(language), data, LIGHT) for language in LANGUAGES}


def _in_both(choices: Mapping[str, Choice], words: Callable[[Choice], str]) -> Labels:
    return {language: words(choice) for language, choice in choices.items()}


def _said(value: str, choices: Mapping[str, Choice]) -> dict[str, Any]:
    """One choice, given in every language, with how it is answered."""
    one = next(iter(choices.values()))
    return {
        "name": one.name,
        "label": _in_both(choices, lambda choice: choice.label),
        "value": value,
        "default": one.default,
        "most": one.most,
        "parts": [_in_both(choices, lambda choice, place=place: choice.parts[place]) for place in range(len(one.parts))],  # type: ignore[misc]
        "form": f"^{one.form}$" if one.form else None,
        "options": [
            {"value": option, "label": _in_both(choices, lambda choice, option=option: choice.words(option))}  # type: ignore[misc]
            for option in one.options
        ],
    }


def given(call: Call) -> Mapping[str, str]:
    """The choices of the link. Raises Problem("bad_value") for one that is longer than any choice can be."""
    for choice, value in call.asked.choices.items():
        if len(value) > LONGEST_VALUE:
            raise Problem("bad_value", more={"parameter": choice}, name=choice, value=value, expected=f"≤ {LONGEST_VALUE}")
    return call.asked.choices


def problem_of(error: UnknownCard | WrongChoice, card: str, data: Data) -> Problem:
    """The problem of a card that there is not, or of a choice that it cannot have, with what may have been meant."""
    if isinstance(error, UnknownCard):
        if card in KINDS:
            return Problem("no_card", name=card)
        return Problem("unknown_name", more={"what": "card", "known": list(KINDS)}, what="card", name=card)
    name, known = error.name, list(error.asked.used)
    if error.nearest is not None:
        near = get_close_matches(error.value[:80], error.asked.choices[name].options, n=NEAR, cutoff=0.6)
        more = {"parameter": name, "nearest": error.nearest, "near": near}
        return Problem("bad_choice", more=more, name=name, value=error.value, nearest=error.nearest)
    if name in choice_names(data):
        return Problem("no_choice", more={"parameter": name, "known": known}, name=name, card=card, known=", ".join(known))
    return unknown_parameter(name, [*known, *(parameter.name for parameter in (*FILE_PARAMETERS, *COMMON))])


@kept()
def choice_names(data: Data) -> tuple[str, ...]:
    """Names of all choices that any card has."""
    return tuple(_everything(View(load_texts("sv"), data, LIGHT)))


def _everything(view: View) -> dict[str, dict[str, Choice]]:
    """Every choice by its name: each card that has it, with what can be chosen there."""
    found: dict[str, dict[str, Choice]] = {}
    for card in KINDS:
        try:
            for name, choice in all_choices(view, card).items():
                found.setdefault(name, {})[card] = choice
        except UnknownCard:
            continue
    return found


def choice_parameters(data: Data, t: Texts) -> dict[str, Schema]:
    """Every choice as a parameter of OpenAPI, by its name. What it can be differs from card to card: each form says which cards have it."""
    sv, en = (_everything(view) for view in _views(data).values())
    found = {}
    for name, cards in sv.items():
        forms: dict[str, Schema] = {}
        for card, choice in cards.items():
            form = _form(choice, en[name][card], t)
            forms.setdefault(json.dumps(form), {**form, "x-cards": []})["x-cards"].append(card)
        schemas = [*forms.values(), *([{**ANY_TEXT, "description": t("api.parameter.along")}] if name in ALONG else [])]
        found[name] = {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {"anyOf": schemas},
            "description": t("api.parameter.choices"),
        }
    return found


def _form(sv: Choice, en: Choice, t: Texts) -> Schema:
    """What a choice can be on a card: a list where it is short, and known whatever else is chosen."""
    options = list(sv.among or sv.options)
    form: Schema = {"title": f"{sv.label} / {en.label}"} if sv.varies else {"title": f"{sv.label} / {en.label}", "default": sv.default}
    if sv.parts:
        step = f"({'|'.join(map(re.escape, options))})"
        pattern = re.escape(BETWEEN).join([step] * len(sv.parts))
        words = "; ".join(f"{swedish} / {english}" for swedish, english in zip(sv.parts, en.parts, strict=True))
        return {**form, "type": "string", "pattern": f"^{pattern}$", "description": words}
    if (sv.varies and not sv.among) or sv.most > 1 or len(options) > MOST_LISTED:
        return {**form, **ANY_TEXT, "description": t("api.parameter.listed")}
    form["description"] = "; ".join(f"{option} = {sv.words(option)} / {en.words(option)}" for option in options)
    if sv.form:
        return {**form, "anyOf": [{"type": "string", "enum": options}, {"type": "string", "pattern": f"^{sv.form}$"}]}
    return {**form, "type": "string", "enum": options}
