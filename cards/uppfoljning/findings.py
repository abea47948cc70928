"""What the yearly follow-up says in words. Rules on figures only; the words are in texts/*/uppfoljning.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from balance.periods import crosses_break
from cards.common.goal_words import state_word
from cards.common.goals import GoalStanding
from cards.common.verdict_words import hangs_on_words
from cards.common.verdicts import hangs_on
from cards.common.words import inner, period_words
from cards.context import View
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import (
    Comparable,
    Count,
    Followed,
    FollowedGoal,
    by_concept,
    count,
    followable,
    goals_of,
    measures_by_year,
    of_area,
    of_strategy,
)  # fmt: skip
from cards.uppfoljning.sides import side
from catalogue import GoalStatus
from catalogue.strategy import FocusArea
from texts import Texts, format_period

MOST_TOLD = 5  # changes that are told in sentences; the table has all of them


class Unset(NamedTuple):
    """A measure or a goal, as it is called within a sentence, that is not set against the earlier year: its newest period, and why."""

    name: str
    period: str
    reason: Comparable


def document_title(t: Texts, years: Follow) -> str:
    """The title of the whole: "Tillväxtstrategin: uppföljning 2024 mot 2023"."""
    return t("uppfoljning.document", **years.words)


def title(view: View, years: Follow) -> str:
    """The finding of the whole: on how many subject areas the verdict is another."""
    found = count(of_strategy(view.data, years.year, years.against))
    return view.t(f"uppfoljning.title.{_kind(found)}", **_counts(found, years))


def area_title(view: View, area: FocusArea, years: Follow) -> str:
    """The finding of a focus area: its name, and on how many subject areas the verdict is another."""
    found = count(of_area(view.data, area.id, years.year, years.against))
    return view.t(f"uppfoljning.area_title.{_kind(found)}", name=area.short[view.language], **_counts(found, years))


def areas_sentence(view: View, years: Follow) -> str:
    """Each focus area with on how many subject areas the verdict is another: "Ändrade bedömningar: Kompetens 1 av 4, …"."""
    t, parts = view.t, []
    for area in view.data.catalogue.focus_areas.values():
        found = count(of_area(view.data, area.id, years.year, years.against))
        words = {"name": area.short[t.language], "k": len(found.changed), "n": found.compared}
        parts.append(t("uppfoljning.area_part" if found.compared else "uppfoljning.area_part_none", **words))
    return t("uppfoljning.areas", parts="; ".join(parts))


def year_sentence(view: View, years: Follow) -> str:
    """How many of the strategy's measures have figures of the year that is followed up, and of the newest: why it is that year."""
    known = measures_by_year(view.data)
    newest = max(followable(view.data))
    words = {"n": len(of_strategy(view.data, years.year, years.against)), "k": known.get(str(years.year), 0)}
    if int(newest) > years.year:
        return view.t("uppfoljning.known_newer", **years.words, **words, newest=newest, m=known[newest])
    return view.t("uppfoljning.known", **years.words, **words)


def measure_counts(t: Texts, found: Sequence[Followed]) -> str:
    """How many of an area's measures have another verdict, the same, or cannot be compared."""
    changed, compared = sum(one.changed for one in found), sum(one.compared for one in found)
    return t("uppfoljning.measures", n=len(found), changed=changed, same=compared - changed, rest=len(found) - compared)


def _kind(found: Count) -> str:
    """Which sentence fits: nothing can be compared; one, or several, of which none, some or all have changed."""
    if not found.compared:
        return "none"
    many = "one" if found.compared == 1 else "many"
    return f"{many}_{'changed' if len(found.changed) == found.compared else 'some' if found.changed else 'same'}"


def _counts(found: Count, years: Follow) -> dict[str, object]:
    return {"k": len(found.changed), "n": found.compared, **years.words}


def area_sentences(view: View, area: FocusArea, years: Follow) -> list[str]:
    """The changes of a focus area one by one, then which measures nothing can be said of, and why."""
    found = of_area(view.data, area.id, years.year, years.against)
    return [
        part
        for part in (
            measure_counts(view.t, found),
            *changes(view, found),
            no_better_end(view.t, found),
            *reasons(view.t, unset(view.t, found), years),
        )
        if part
    ]


def changes(view: View, found: Iterable[Followed]) -> list[str]:
    """A sentence for each measure whose verdict has changed, those that are counted first; the last says how many more there are."""
    changed = sorted((one for one in found if one.changed), key=lambda one: not one.indicator.lead)
    told = [change_sentence(view, one) for one in changed[:MOST_TOLD]]
    more = len(changed) - len(told)
    return [*told, *([view.t.plural("uppfoljning.more_changes", more)] if more else [])]


def change_sentence(view: View, one: Followed) -> str:
    """ "Sysselsättningsgrad, 20–64 år: ungefär lika 2023 (−0,6 procentenheter), något sämre i söder 2024 (−1,2 …). Hänger på Nacka." """
    if one.now is None or one.then is None:
        return ""
    told = view.t(
        "uppfoljning.change", name=one.indicator.name[view.language], then=side(view, one, one.then), now=side(view, one, one.now)
    )
    return " ".join(part for part in (told, depends(view, one)) if part)


def depends(view: View, one: Followed) -> str:
    """What the newer verdict hangs on; empty where there is none."""
    if one.now is None:
        return ""
    return hangs_on_words(view.t, view.data.catalogue, hangs_on(view.data, one.indicator.id, one.now.period, "apart"))


def other_changes(view: View, years: Follow) -> str:
    """Which measures that are not counted have another verdict; empty where none has."""
    found = of_strategy(view.data, years.year, years.against)
    counted = {one.indicator.id for one in by_concept(found).values()}
    names = [inner(one.indicator.name[view.language]) for one in found if one.changed and one.indicator.id not in counted]
    return view.t.plural("uppfoljning.other_changes", len(names), names=view.t.join(names)) if names else ""


def no_better_end(t: Texts, found: Iterable[Followed]) -> str:
    """How many of the measures that can be compared have no better end, and so are not counted; empty where all have one."""
    n = sum(one.compared and one.indicator.polarity == "neither" for one in found)
    return t.plural("uppfoljning.no_better_end", n) if n else ""


def reasons(t: Texts, found: Sequence[Unset], years: Follow) -> list[str]:
    """A sentence for each reason why something is not set against the earlier year, with the names."""
    said = []
    for reason in (Comparable.OLDER, Comparable.BROKEN, Comparable.FIRST, Comparable.UNJUDGED, Comparable.NONE):
        here = [one for one in found if one.reason is reason]
        if here and reason is Comparable.OLDER:
            periods = dict.fromkeys(one.period for one in here)
            groups = {period: [one.name for one in here if one.period == period] for period in periods}
            parts = [t("uppfoljning.from_period", period=period, names=t.join(names)) for period, names in groups.items()]
            said.append(t("uppfoljning.reason.older", parts="; ".join(parts), **years.words))
        elif here:
            said.append(t(f"uppfoljning.reason.{reason}", names=t.join([one.name for one in here]), **years.words))
    return said


def unset(t: Texts, found: Iterable[Followed]) -> list[Unset]:
    """The measures that are not set against the earlier year."""
    apart = [one for one in found if not one.compared]
    periods = ["" if one.now is None else period_words(t, one.indicator, one.now.period) for one in apart]
    return [Unset(inner(one.indicator.name[t.language]), when, one.comparable) for one, when in zip(apart, periods, strict=True)]


def why_not(view: View, one: Followed, years: Follow) -> str:
    """Why a measure has no earlier verdict to be set against, in a few words; empty where it has."""
    if one.compared:
        return ""
    t, since = view.t, ""
    if one.comparable is Comparable.BROKEN and one.now is not None and one.then is not None:
        ends = one.then.period, one.now.period
        since = format_period([mark for mark in view.data.breaks(one.indicator.id) if crosses_break(*ends, [mark])][-1], t.language)
    period = "" if one.now is None else period_words(t, one.indicator, one.now.period)
    return t(f"uppfoljning.why.{one.comparable}", since=since, period=period, **years.words)


def goals_title(view: View, years: Follow) -> str:
    """The finding of the goals: how many have another state."""
    found = goals_of(view.data, years.year, years.against)
    n = sum(one.comparable is Comparable.COMPARED for one in found)
    k = sum(one.changed for one in found)
    if not n:
        return view.t("uppfoljning.goals_title.none", **years.words)
    return view.t.plural(f"uppfoljning.goals_title.{'changed' if k else 'same'}", k if k else n, k=k, of=n, **years.words)


def goal_sentences(view: View, years: Follow) -> list[str]:
    """The goals whose state is another, one by one; those that are not compared, and why; and how many no figure follows."""
    t, found = view.t, goals_of(view.data, years.year, years.against)
    rest = sum(goal.indicator is None and goal.status is not GoalStatus.YARDSTICK for goal in view.data.catalogue.goals.values())
    apart = [
        Unset(inner(one.now.goal.name[t.language]), _goal_period(t, one.now), one.comparable)
        for one in found
        if one.comparable not in (Comparable.COMPARED, Comparable.UNJUDGED)
    ]
    paces = [inner(one.now.goal.name[t.language]) for one in found if one.comparable is Comparable.UNJUDGED]
    said = [_goal_change(t, one) for one in found if one.changed] + reasons(t, apart, years)
    said += [t("uppfoljning.goals_pace", names=t.join(paces))] if paces else []
    return [*said, *([t.plural("uppfoljning.goals_not_followed", rest)] if rest else [])]


def _goal_change(t: Texts, one: FollowedGoal) -> str:
    goal = one.now.goal
    words = {name: inner(state_word(t, goal, each.state)) for name, each in (("then", one.then), ("now", one.now))}
    periods = {"then_period": _goal_period(t, one.then), "now_period": _goal_period(t, one.now)}
    return t("uppfoljning.goal_change", name=goal.name[t.language], **words, **periods)


def _goal_period(t: Texts, standing: GoalStanding) -> str:
    return "" if not standing.measured or standing.own.period is None else format_period(standing.own.period, t.language)
