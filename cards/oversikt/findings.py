"""What the overview says in words. Rules on figures only; the words are in texts/*/oversikt.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from balance.gap import TOLERANCE
from balance.regional import Balance, CityTreatment
from cards.common.standing import STATUSES, Standing, pair_sentence, tally
from cards.common.words import figure
from cards.context import View
from catalogue import Goal, GoalStatus, Theme
from texts import Texts, format_number


def title(t: Texts, by_theme: Mapping[Theme, list[Standing]]) -> str:
    """The page's finding: the themes in which the south is behind on most measures with a direction.

    Where the city is split between north and south, they are more than their kommuner, and are not called that.
    """
    split = any(one.balance.city_treatment == "split" for standings in by_theme.values() for one in standings)
    words, behind, ahead = "title_split" if split else "title", [], []
    for theme, standings in by_theme.items():
        counts = tally(standings)
        name = t(f"oversikt.theme_in_title.{theme}")
        if counts["directed"] and 2 * counts["worse_south"] > counts["directed"]:
            behind.append(name)
        elif counts["directed"] and 2 * counts["better_south"] > counts["directed"]:
            ahead.append(name)
    if behind and ahead:
        return t(f"oversikt.{words}.behind_and_ahead", behind=t.join(behind), ahead=t.join(ahead))
    if behind:
        return t(f"oversikt.{words}.behind", themes=t.join(behind))
    if ahead:
        return t(f"oversikt.{words}.ahead", themes=t.join(ahead))
    return t(f"oversikt.{words}.even")


def lead(t: Texts, by_theme: Mapping[Theme, list[Standing]]) -> str:
    """The sentences of `lead_sentences` as HTML, with the figures in the groups' colours."""
    return " ".join(lead_sentences(t, by_theme, html=True))


def lead_sentences(t: Texts, by_theme: Mapping[Theme, list[Standing]], *, html: bool = False) -> list[str]:
    """How many measures are worse in the south, and the first measure of the two first themes in figures."""
    counts = tally([s for standings in by_theme.values() for s in standings])
    if not counts["directed"]:
        return []
    states = [t(f"oversikt.lead_state.{status}", n=counts[status]) for status in STATUSES if counts[status]]
    parts = [t.plural("oversikt.lead", counts["directed"], states=t.join(states))]
    for theme in (Theme.EDUCATION, Theme.EMPLOYMENT):
        first = next((s for s in by_theme.get(theme, []) if s.balance.gap is not None), None)
        if first is not None:
            parts.append(pair_sentence(t, first, html=html))
    return parts


def reading_note(view: View, by_theme: Mapping[Theme, list[Standing]], city: CityTreatment) -> str:
    """How to read the chart, and how the city is treated."""
    t = view.t
    note = t("oversikt.how", tolerance=format_number(100 * TOLERANCE, 0, t.language))
    if city != "split":
        return f"{note} {t(f'oversikt.how_city.{city}')}"
    split = [s.indicator.name[t.language].lower() for rows in by_theme.values() for s in rows if _is_split(s.balance)]
    return f"{note} {t('oversikt.how_city.split', names=t.join(split)) if split else t('oversikt.how_city.split_none')}"


def _is_split(balance: Balance) -> bool:
    return balance.city_treatment == "split"


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
