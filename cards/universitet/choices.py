"""What the university page is asked: measures, an event and an outcome, the levers of the scenario, and an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from urllib.parse import urlencode

from cards.choices import Ask, Choice, shared_query
from cards.context import View
from cards.defaults import home
from cards.universitet.argument_model import AUDIENCES, LENGTHS, STANCES, SUMMARY, Argument, ArgumentSection
from cards.universitet.argument_parts import argument_of
from cards.universitet.behov import measures
from cards.universitet.figures import Results, results_of
from cards.universitet.uppdelning import BY_AREA, BY_EDUCATION, NOT
from catalogue import Indicator
from evidence.compare import EventResult, OutcomeResult
from evidence.models import Event, Lever, Parameter
from evidence.reading import load_evidence
from evidence.scenario import OUTCOMES
from texts import Texts, format_number

FIRST_NEED = "tertiary_25_64"  # the lead measure of education, here as on every page

LEVERS = {"titel": Lever.STATUS, "pengar": Lever.RESEARCH, "platser": Lever.PLACES}  # choice in the link → lever
AMOUNTS = {"pengar": "research_grant", "platser": "extra_places"}  # choice in the link → the parameter that it sets

NOTHING, UNSURE, YES = "0", "osakert", "ja"


def along(view: View, ask: Ask) -> tuple[Results, str]:
    """Nothing is asked, but what has been chosen follows along in the card's links."""
    return results_of(view.data), urlencode(shared_query(ask))


def need_measure(view: View, ask: Ask) -> tuple[str, str]:
    """A measure of the need, and a kommun to show beside the groups."""
    results, t = results_of(view.data), view.t
    indicators, areas = view.data.catalogue.indicators, view.data.catalogue.areas
    options = [name for name in measures(results) if results.gap(name) is not None]
    first = FIRST_NEED if FIRST_NEED in options else options[0]
    need = Choice("behov", options, first, t("balans.measure"), lambda name: indicators[name].name[t.language], "select")
    kommuner = sorted(view.data.kommuner, key=lambda code: areas[code].name)
    beside = Choice("kommun", kommuner, home(view.data), t("universitet.need.kommun"), lambda code: areas[code].name, "select")
    return ask.answer(need), ask.answer(beside)


def gap_measure(view: View, ask: Ask) -> str:
    """A measure whose gap is taken apart, or cannot be."""
    indicators, label = view.data.catalogue.indicators, view.t("universitet.parts.choice")
    options = [name for name in (*BY_AREA, *BY_EDUCATION, *NOT) if name in indicators]
    return ask.answer(Choice("uppdelat", options, options[0], label, lambda name: indicators[name].name[view.language], "select"))


@dataclass(frozen=True)
class EventChoice:
    """One outcome of one event, with its measure; worked out when it is first looked at."""

    results: Results
    event: Event
    indicator: Indicator

    @property
    def result(self) -> EventResult:
        """Every outcome of the event."""
        return self.results.event(self.event.id)

    @property
    def one(self) -> OutcomeResult:
        """The outcome."""
        return self.result.outcomes[self.indicator.id]

    @property
    def query(self) -> dict[str, str]:
        """The choices that give this again."""
        return {"handelse": self.event.id, "utfall": self.indicator.id}


def asked_event(view: View, ask: Ask) -> EventChoice:
    """The reader's event and outcome."""
    results, t = results_of(view.data), view.t
    events, indicators = results.evidence.events, view.data.catalogue.indicators
    first = results.furthest
    event = Choice("handelse", list(events), first[0], t("universitet.event.choice"), lambda name: events[name].name[t.language], "select")
    outcomes = list(results.evidence.outcomes)
    asked = ask.answer(event)
    usual = first[1] if asked == first[0] else results.furthest_of(asked)
    label, words = t("universitet.event.outcome"), lambda name: indicators[name].name[t.language]
    outcome = Choice("utfall", outcomes, usual, label, words, "select", varies=True, among=outcomes)
    return EventChoice(results, events[asked], indicators[ask.answer(outcome)])


@dataclass(frozen=True)
class LeverChoice:
    """What the reader has pulled: each lever's choice, the parameters after it, and the levers that are pulled at all."""

    choices: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    levers: frozenset[Lever]

    @property
    def counted(self) -> frozenset[Lever]:
        """The levers that there is something to calculate of: the title has no number."""
        return self.levers - {Lever.STATUS}


def options_of(name: str) -> list[str]:
    """What a lever can be set to: nothing, each of its parameter's three values, or the whole range."""
    if name == "titel":
        return [NOTHING, YES]
    parameter = load_evidence().parameters[AMOUNTS[name]]
    values = sorted({parameter.low, parameter.mode, parameter.high})
    return [NOTHING, *(f"{value:g}" for value in values), UNSURE]


def asked_levers(view: View, ask: Ask) -> LeverChoice:
    """The reader's three levers; the title alone is pulled until something else is chosen: money and places are decisions of their own."""
    t, choices = view.t, {}
    for name in LEVERS:
        options, words = options_of(name), partial(_option, t, name)
        usual = YES if name == "titel" else NOTHING
        choices[name] = ask.answer(Choice(name, options, usual, t(f"universitet.lever.{name}"), words, "segmented"))
    return levers_of(choices)


def asked_result(view: View, ask: Ask) -> tuple[LeverChoice, str]:
    """The levers, and an outcome of the scenario."""
    t, levers = view.t, asked_levers(view, ask)
    label, words = t("universitet.tornado.choice"), {name: t(f"universitet.outcome.{name}") for name in OUTCOMES}
    return levers, ask.answer(Choice("resultat", list(OUTCOMES), "net_jobs_south", label, words.__getitem__, "select"))


def _option(t: Texts, name: str, value: str) -> str:
    if name == "titel" or value == NOTHING:
        return t(f"universitet.lever_option.{'pulled' if value == YES else 'none'}")
    if value == UNSURE:
        parameter = load_evidence().parameters[AMOUNTS[name]]
        return t("universitet.lever_option.unsure", low=number_text(t, parameter.low), high=number_text(t, parameter.high))
    return number_text(t, float(value))


def number_text(t: Texts, value: float) -> str:
    """An assumption as text, with as few decimals as it has (at most three)."""
    return format_number(value, next(places for places in range(4) if places == 3 or round(value, places) == value), t.language)


def levers_of(choices: Mapping[str, str]) -> LeverChoice:
    """Parameters with the chosen amounts fixed: an amount is a decision, what follows from it is what is uncertain."""
    parameters = dict(load_evidence().parameters)
    for name, parameter in AMOUNTS.items():
        if choices[name] not in (NOTHING, UNSURE):
            value = float(choices[name])
            parameters[parameter] = parameters[parameter].model_copy(update={"low": value, "mode": value, "high": value})
    pulled = frozenset(lever for name, lever in LEVERS.items() if choices[name] != NOTHING)
    return LeverChoice(MappingProxyType(dict(choices)), parameters, pulled)


def asked_argument(view: View, ask: Ask) -> Argument:
    """The argument with the reader's audience, length and stance."""
    t, chosen = view.t, []
    for name, options in (("hallning", STANCES), ("publik", AUDIENCES), ("langd", LENGTHS)):
        label, words = t(f"universitet.argument.choice.{name}"), partial(argument_word, view, name)
        chosen.append(ask.answer(Choice(name, options, options[0], label, words, "segmented")))
    stance, audience, length = chosen
    return argument_of(view, results_of(view.data), audience, length, stance)


def argument_word(view: View, name: str, value: str) -> str:
    """An option of one of an argument's choices."""
    return view.t(f"universitet.argument.{name}.{value}")


def asked_section(view: View, ask: Ask) -> tuple[Argument, ArgumentSection]:
    """The argument, and one section of it (`pastaende`; the summary where it is not in this argument)."""
    argument = asked_argument(view, ask)
    headings = {section.name: section.heading for section in argument.sections}
    if ask.asked("pastaende") not in headings:
        ask.choose("pastaende", SUMMARY)  # never the claim that is spelled most alike: it is another claim
    label = view.t("universitet.argument.choice.pastaende")
    name = ask.answer(Choice("pastaende", list(headings), SUMMARY, label, headings.__getitem__, varies=True))
    return argument, argument.section(name) or argument.sections[0]
