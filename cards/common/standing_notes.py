"""What is said beside rows of standings: how to read them, the documents of their goals, which gaps close, what a split of the
city changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from balance.direction import GapState
from balance.regional import CityTreatment
from cards.common.standing import Standing
from cards.common.verdict_words import verdict_words
from cards.common.verdicts import direction_of, leads_of
from cards.common.words import figure, gap_text, inner
from cards.context import View
from cards.model import Caution
from catalogue import Goal, GoalStatus, Indicator
from catalogue.rules import load_rules
from texts import format_number

SHRUNK = 0.6  # a gap of which the split of the city leaves at most this share is told of


def names_of(view: View, concepts: Iterable[str]) -> str:
    """Concepts as they stand within a sentence: "utbildningsnivå och hälsa"."""
    return view.t.join([inner(view.data.catalogue.concepts[one].name[view.language]) for one in concepts])


def closing_sentence(view: View, leads: Mapping[str, Indicator], city: CityTreatment) -> str:
    """ "Gapet minskar i låga inkomster och ökar i hälsa; för övriga 9 går det inte att säga."; a gap that is about nothing counts too.

    `leads`: the concepts that are told of, each with the measure that it is counted by.
    """
    t = view.t
    states = {concept: direction_of(view.data, lead.id, city) for concept, lead in leads.items()}
    of: dict[GapState, tuple[str, ...]] = {
        state: tuple(concept for concept, one in states.items() if one is not None and one.state is state) for state in GapState
    }
    parts = [
        t(f"oversikt.closing.{state}", names=names_of(view, of[state])) for state in (GapState.CLOSING, GapState.WIDENING) if of[state]
    ]
    steady = len(of[GapState.STEADY])
    unknown = len(states) - sum(len(of[state]) for state in (GapState.CLOSING, GapState.WIDENING, GapState.STEADY))
    parts += [t.plural("oversikt.closing.steady", steady)] if steady else []
    if not parts:
        return t("oversikt.closing.none")
    rest = t.plural("oversikt.closing.rest", unknown) if unknown else ""
    return t("oversikt.closing.sentence", parts=t.join(parts), rest=rest)


def split_sentences(view: View, city: CityTreatment, concepts: Collection[str] | None = None) -> list[str]:
    """What changes when the city is split between the groups, for the concepts that can be: a gap that shrinks much, a verdict that
    turns. Empty where nothing does, and where the reader has left the city out. `concepts`: those that are told of, all unless given."""
    if city == "excluded" or "split" not in view.data.catalogue.region.treatments:
        return []
    t, data, changes = view.t, view.data, []
    for concept, lead in leads_of(data, "split").items():
        if concepts is not None and concept not in concepts:
            continue
        apart, split = (data.judged_balance(lead.id, data.periods(lead.id)[-1], one) for one in ("apart", "split"))
        own = lead is leads_of(data, "apart").get(concept)  # else a measure that the page has not told of, which is named itself
        name = inner((data.catalogue.concepts[concept] if own else lead).name[view.language])
        if apart.gap is None or split.gap is None:
            continue
        if apart.verdict.side != split.verdict.side:
            changes.append(t("oversikt.split_effect.turned", name=name, verdict=inner(verdict_words(t, split.status))))
        elif abs(split.gap) <= SHRUNK * abs(apart.gap):
            was, now = figure(t, lead, abs(apart.gap)), gap_text(t, lead, abs(split.gap)).lstrip("+")
            changes.append(t("oversikt.split_effect.smaller", name=name, was=was, now=now))
    return [t(f"oversikt.split_effect.{city}", changes=t.join(changes))] if changes else []


def reading_note(view: View, told: Sequence[Standing], city: CityTreatment) -> str:
    """How to read the chart, and how the city is treated."""
    t = view.t
    limits = {
        name: format_number(value, 2, t.language).rstrip("0")
        for name, value in (("slight", load_rules().slight), ("clear", load_rules().clear))
    }
    note = t("oversikt.how", **limits)
    if city != "split":
        return f"{note} {t(f'oversikt.how_city.{city}')}"
    split = [inner(s.indicator.name[t.language]) for s in told if s.balance.city_treatment == "split"]
    return f"{note} {t('oversikt.how_city.split', names=t.join(split)) if split else t('oversikt.how_city.split_none')}"


def goal_notes(view: View, told: Sequence[Standing]) -> list[str]:
    """The documents behind the goals that the chart shows."""
    return [_goal_note(view, goal, standing) for standing in told for goal in view.data.catalogue.goals_for(standing.indicator.id)]


def _goal_note(view: View, goal: Goal, standing: Standing) -> str:
    t = view.t
    words = {"name": goal.name[t.language], "document": goal.document[t.language]}
    if goal.status is GoalStatus.DRAFT:
        return Caution(t("oversikt.draft_note", **words))
    if goal.per_inhabitants is None:
        return t("oversikt.goal_note", **words)
    value = view.data.goal_value(goal, standing.balance.period)
    per = format_number(goal.per_inhabitants, 0, t.language)
    return t("oversikt.goal_note_restated", **words, value=figure(t, standing.indicator, value), per=per)
