"""What the overview says in words. Headlines count concepts, each by its lead measure; the words are in texts/*/oversikt.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from balance.counting import ConceptCount
from balance.direction import GapState
from balance.regional import CityTreatment
from cards.common.standing import Standing, pair_sentence, standings
from cards.common.verdict_words import verdict_words
from cards.common.verdicts import chance_of_as_many, concepts_counted, direction_of, leads_of
from cards.common.words import figure, gap_text, inner
from cards.context import View
from catalogue import Goal, GoalStatus, Theme
from catalogue.rules import load_rules
from texts import format_number

SHRUNK = 0.6  # a gap of which the split of the city leaves at most this share is told of
TOLD = ("education_level",)  # concepts whose figures stand in the lead


def title(view: View, city: CityTreatment) -> str:
    """The page's finding: on how many of the concepts that can be compared the second group is behind, or ahead where that is more."""
    t, found = view.t, concepts_counted(view.data, city)
    behind, ahead, n = len(found.worse), len(found.better), found.counted
    split = "_split" if city == "split" else ""
    if not n:
        return t("oversikt.title.none")
    if behind == ahead:
        return t(f"oversikt.title.{'mixed' if behind else 'even'}{split}", worse=behind, better=ahead, n=n)
    way, k = ("behind", behind) if behind > ahead else ("ahead", ahead)
    return t(f"oversikt.title.{way}{'_all' if k == n else ''}{split}", k=k, n=n)


def lead(view: View, city: CityTreatment) -> str:
    """What the title leaves out and the concept in figures, as HTML with the figures in the groups' colours: the rest of `lead_sentences`
    stands where the page asks about it."""
    found = concepts_counted(view.data, city)
    return " ".join([*map(escape, _others(view, found, city)), *(pair_sentence(view.t, one, html=True) for one in _told(view, city))])


def lead_sentences(view: View, city: CityTreatment) -> list[str]:
    """Which concepts are otherwise, which gaps close, what the split of the city changes, and the two first concepts in figures."""
    return [*_sentences(view, city), *(pair_sentence(view.t, one) for one in _told(view, city))]


def _sentences(view: View, city: CityTreatment) -> list[str]:
    found = concepts_counted(view.data, city)
    return [*_others(view, found, city), closing_sentence(view, found, city), *split_sentences(view, city)] if found.counted else []


def _told(view: View, city: CityTreatment) -> list[Standing]:
    """The concepts whose figures stand in the lead, where they have any."""
    leads = {lead.id for concept, lead in leads_of(view.data, city).items() if concept in TOLD}
    return [one for rows in standings(view.data, city).values() for one in rows if one.indicator.id in leads]


def names_of(view: View, concepts: tuple[str, ...]) -> str:
    """Concepts as they stand within a sentence: "utbildningsnivå och hälsa"."""
    return view.t.join([inner(view.data.catalogue.concepts[one].name[view.language]) for one in concepts])


def _others(view: View, found: ConceptCount, city: CityTreatment) -> list[str]:
    """The concepts that the title does not count, by name: about equal, the other way round, not comparable."""
    behind = len(found.worse) >= len(found.better)
    other = found.better if behind else found.worse
    left_out = "not_split" if city == "split" else "missing"
    told = {"equal": found.about_equal, "better" if behind else "worse": other, left_out: found.not_comparable}
    return [view.t.plural(f"oversikt.others.{key}", len(one), names=names_of(view, one)) for key, one in told.items() if one]


def closing_sentence(view: View, found: ConceptCount, city: CityTreatment) -> str:
    """ "Gapet minskar i låga inkomster och ökar i hälsa; för övriga 9 går det inte att säga."; a gap that is about nothing counts too."""
    t, data = view.t, view.data
    leads = leads_of(data, city)
    states = {concept: direction_of(data, leads[concept].id, city) for concept in _counted(found)}
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


def _counted(found: ConceptCount) -> list[str]:
    return [*found.worse, *found.about_equal, *found.better]


def split_sentences(view: View, city: CityTreatment) -> list[str]:
    """What changes when the city is split between the groups, for the concepts that can be: a gap that shrinks much, a verdict that
    turns. Empty where nothing does, and where the reader has left the city out."""
    if city == "excluded" or "split" not in view.data.catalogue.region.treatments:
        return []
    t, data, changes = view.t, view.data, []
    for concept, lead in leads_of(data, "split").items():
        apart, split = (data.judged_balance(lead.id, data.periods(lead.id)[-1], one) for one in ("apart", "split"))
        name = inner(data.catalogue.concepts[concept].name[view.language])
        if apart.gap is None or split.gap is None:
            continue
        if apart.verdict.side != split.verdict.side:
            changes.append(t("oversikt.split_effect.turned", name=name, verdict=inner(verdict_words(t, split.status))))
        elif abs(split.gap) <= SHRUNK * abs(apart.gap):
            was, now = figure(t, lead, abs(apart.gap)), gap_text(t, lead, abs(split.gap)).lstrip("+")
            changes.append(t("oversikt.split_effect.smaller", name=name, was=was, now=now))
    return [t(f"oversikt.split_effect.{city}", changes=t.join(changes))] if changes else []


def chance_note(view: View, city: CityTreatment) -> str:
    """How often random divisions of the kommuner would give a headline as large as the page's; empty where that cannot be told."""
    joint, found = chance_of_as_many(view.data, city), concepts_counted(view.data, city)
    if joint is None:
        return ""
    n, percent = format_number(load_rules().divisions, 0, view.language), format_number(100 * joint.share, 1, view.language)
    way = "ahead" if len(found.better) > len(found.worse) else "behind"
    return view.t(f"oversikt.chance.{way}", k=joint.count, of=joint.of, n=n, percent=percent)


def reading_note(view: View, by_theme: Mapping[Theme, list[Standing]], city: CityTreatment) -> str:
    """How to read the chart, and how the city is treated."""
    t = view.t
    limits = {
        name: format_number(value, 2, t.language).rstrip("0")
        for name, value in (("slight", load_rules().slight), ("clear", load_rules().clear))
    }
    note = t("oversikt.how", **limits)
    if city != "split":
        return f"{note} {t(f'oversikt.how_city.{city}')}"
    split = [inner(s.indicator.name[t.language]) for rows in by_theme.values() for s in rows if s.balance.city_treatment == "split"]
    return f"{note} {t('oversikt.how_city.split', names=t.join(split)) if split else t('oversikt.how_city.split_none')}"


def goal_notes(view: View, by_theme: Mapping[Theme, list[Standing]]) -> list[str]:
    """The documents behind the goals that the chart shows."""
    return [
        _goal_note(view, goal, standing)
        for rows in by_theme.values()
        for standing in rows
        for goal in view.data.catalogue.goals_for(standing.indicator.id)
    ]


def _goal_note(view: View, goal: Goal, standing: Standing) -> str:
    t = view.t
    words = {"name": goal.name[t.language], "document": goal.document[t.language]}
    if goal.status is GoalStatus.DRAFT:
        return t("oversikt.draft_note", **words)
    if goal.per_inhabitants is None:
        return t("oversikt.goal_note", **words)
    value = view.data.goal_value(goal, standing.balance.period)
    per = format_number(goal.per_inhabitants, 0, t.language)
    return t("oversikt.goal_note_restated", **words, value=figure(t, standing.indicator, value), per=per)
