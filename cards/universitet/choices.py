"""What the university page is asked: an event and an outcome, and the levers of the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cards.choices import Ask
from cards.context import View
from cards.universitet.figures import FIRST_EVENT, results_of
from catalogue import Indicator
from evidence.events import EventResult, OutcomeResult
from evidence.models import Event, Lever, Parameter
from evidence.reading import load_evidence
from texts import Texts, format_number

FIRST_OUTCOME = "open_unemployment_18_65"

LEVERS = {"titel": Lever.STATUS, "pengar": Lever.RESEARCH, "platser": Lever.PLACES}  # choice in the link → lever
AMOUNTS = {"pengar": "research_grant", "platser": "extra_places"}  # choice in the link → the parameter that it sets

NOTHING, UNSURE, YES = "0", "osakert", "ja"


@dataclass(frozen=True)
class EventChoice:
    """One outcome of one event, with its measure."""

    result: EventResult
    one: OutcomeResult
    indicator: Indicator

    @property
    def event(self) -> Event:
        """The event."""
        return self.result.event

    @property
    def query(self) -> dict[str, str]:
        """The choices that give this again."""
        return {"handelse": self.event.id, "utfall": self.indicator.id}


def asked_event(view: View, ask: Ask) -> EventChoice:
    """The reader's event and outcome; works the event out when it is not there yet."""
    results, t = results_of(view.data), view.t
    events, indicators = results.evidence.events, view.data.catalogue.indicators
    first = FIRST_EVENT if FIRST_EVENT in events else next(iter(events))
    event = ask.select("handelse", t("universitet.event.choice"), list(events), first, lambda name: events[name].name[t.language])
    outcomes = list(results.evidence.outcomes)
    usual = FIRST_OUTCOME if FIRST_OUTCOME in outcomes else outcomes[0]
    outcome = ask.select("utfall", t("universitet.event.outcome"), outcomes, usual, lambda name: indicators[name].name[t.language])
    result = results.event(event)
    return EventChoice(result, result.outcomes[outcome], indicators[outcome])


@dataclass(frozen=True)
class LeverChoice:
    """What the reader has pulled: each lever's choice, the parameters after it, and the levers that are pulled at all."""

    choices: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    levers: frozenset[Lever]


def options_of(name: str) -> list[str]:
    """What a lever can be set to: nothing, each of its parameter's three values, or the whole range."""
    if name == "titel":
        return [NOTHING, YES]
    parameter = load_evidence().parameters[AMOUNTS[name]]
    values = sorted({parameter.low, parameter.mode, parameter.high})
    return [NOTHING, *(f"{value:g}" for value in values), UNSURE]


def asked_levers(view: View, ask: Ask) -> LeverChoice:
    """The reader's three levers; all are pulled, with their whole ranges, until something else is chosen."""
    t, choices = view.t, {}
    for name in LEVERS:
        options = options_of(name)
        choices[name] = ask.segmented(
            name, t(f"universitet.lever.{name}"), options, options[-1], lambda value, name=name: _option(t, name, value)  # type: ignore[misc]
        )  # fmt: skip
    return levers_of(choices)


def _option(t: Texts, name: str, value: str) -> str:
    if name == "titel" or value == NOTHING:
        return t(f"universitet.lever_option.{'pulled' if value == YES else 'none'}")
    if value == UNSURE:
        parameter = load_evidence().parameters[AMOUNTS[name]]
        return t("universitet.lever_option.unsure", low=number_text(t, parameter.low), high=number_text(t, parameter.high))
    return number_text(t, float(value))


def number_text(t: Texts, value: float) -> str:
    """An assumption as text, without decimals where it is whole."""
    return format_number(value, 0 if value == int(value) else 2, t.language)


def levers_of(choices: Mapping[str, str]) -> LeverChoice:
    """Parameters with the chosen amounts fixed: an amount is a decision, what follows from it is what is uncertain."""
    parameters = dict(load_evidence().parameters)
    for name, parameter in AMOUNTS.items():
        if choices[name] not in (NOTHING, UNSURE):
            value = float(choices[name])
            parameters[parameter] = parameters[parameter].model_copy(update={"low": value, "mode": value, "high": value})
    pulled = frozenset(lever for name, lever in LEVERS.items() if choices[name] != NOTHING)
    return LeverChoice(MappingProxyType(dict(choices)), parameters, pulled)
