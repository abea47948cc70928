"""Each measure of the strategy in a year and in an earlier one, by the same rule, and what may be said of the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from balance.periods import crosses_break, year_of
from balance.regional import Balance
from balance.verdict import GapWord
from cards.common.goals import GoalStanding, standing_of
from cards.common.standing import Standing
from cards.data import Data, kept
from catalogue import Indicator


class Comparable(StrEnum):
    """Whether a measure's verdict can be set against the earlier one, or why not; texts are looked up by these."""

    COMPARED = "compared"
    BROKEN = "broken"  # a new series begins between the two
    OLDER = "older"  # no figure newer than the year compared with: nothing is known of what has happened since
    FIRST = "first"  # no figure so early
    UNJUDGED = "unjudged"  # the groups cannot be compared
    NONE = "none"  # no figure yet


@dataclass(frozen=True)
class Followed:
    """A measure with its newest balance by the year followed up and by the year compared with; None where there is no figure so early."""

    indicator: Indicator
    now: Balance | None
    then: Balance | None
    comparable: Comparable

    @property
    def changed(self) -> bool:
        """Whether the verdict is another than it was. False too where the two cannot be set against each other: see `comparable`."""
        return self.compared and self.now is not None and self.then is not None and self.now.status is not self.then.status

    @property
    def compared(self) -> bool:
        """Whether the two verdicts can be set against each other."""
        return self.comparable is Comparable.COMPARED

    @property
    def standing(self) -> Standing | None:
        """The newer of the two as other pages show it; None where a group has no value."""
        if self.now is None or self.now.north is None or self.now.south is None:
            return None
        return Standing(self.indicator, self.now)


@kept(1024)
def followed(data: Data, indicator: str, year: int, against: int) -> Followed:
    """A measure followed up: the newest period by `year`, set against the newest by `against` (of months the same month of the year).

    What single years say little of is judged by the mean of several, as everywhere.
    """
    entry, known = data.catalogue.indicators[indicator], judged_periods(data, indicator)
    last = next((period for period in reversed(known) if year_of(period) <= year), None)
    if last is None:
        return Followed(entry, None, None, Comparable.NONE)
    first = next((period for period in reversed(known) if year_of(period) <= against and period[4:] == last[4:]), None)
    now = data.judged_balance(indicator, last, "apart")
    then = None if first is None else data.judged_balance(indicator, first, "apart")
    return Followed(entry, now, then, _comparable(data, now, then, against))


def _comparable(data: Data, now: Balance, then: Balance | None, against: int) -> Comparable:
    if now.status is GapWord.UNKNOWN:
        return Comparable.UNJUDGED
    if year_of(now.period) <= against:
        return Comparable.OLDER
    if then is None:
        return Comparable.FIRST
    if crosses_break(then.period, now.period, data.breaks(now.indicator)):
        return Comparable.BROKEN
    return Comparable.UNJUDGED if then.status is GapWord.UNKNOWN else Comparable.COMPARED


def judged_periods(data: Data, indicator: str) -> list[str]:
    """Periods that a verdict can be taken on, oldest first."""
    judged = data.judged(indicator)[0].columns if data.catalogue.indicators[indicator].several_years else None
    return [period for period in data.periods(indicator) if judged is None or period in judged]


def of_area(data: Data, area: str, year: int, against: int) -> list[Followed]:
    """The measures that follow a focus area, in the catalogue's order."""
    return [followed(data, entry.id, year, against) for entry in data.catalogue.of_focus(area) if not entry.historical]


def of_strategy(data: Data, year: int, against: int) -> list[Followed]:
    """The measures of all focus areas, each once, area by area."""
    found = {one.indicator.id: one for area in data.catalogue.focus_areas for one in of_area(data, area, year, against)}
    return list(found.values())


def by_concept(found: Iterable[Followed]) -> dict[str, Followed]:
    """What is counted: a measure for each concept, its lead, or where that is not among them the first of the concept."""
    counted: dict[str, Followed] = {}
    for one in found:
        concept = one.indicator.concept
        if concept is not None and one.indicator.polarity != "neither" and (concept not in counted or one.indicator.lead):
            counted[concept] = one
    return counted


@dataclass(frozen=True)
class Count:
    """Concepts, each by the measure that it is counted by: those whose verdict has changed, those where it is the same, and the rest."""

    changed: Mapping[str, Followed]
    same: Mapping[str, Followed]
    rest: Mapping[str, Followed]

    @property
    def compared(self) -> int:
        """How many can be compared: the number that a headline is "of"."""
        return len(self.changed) + len(self.same)


def count(found: Iterable[Followed]) -> Count:
    """How many concepts have another verdict than they had."""
    counted = by_concept(found)
    parts: tuple[dict[str, Followed], dict[str, Followed], dict[str, Followed]] = ({}, {}, {})
    for concept, one in counted.items():
        parts[0 if one.changed else 1 if one.compared else 2][concept] = one
    return Count(*parts)


@dataclass(frozen=True)
class FollowedGoal:
    """A goal by the year followed up, and by the year compared with."""

    now: GoalStanding
    then: GoalStanding
    comparable: Comparable

    @property
    def changed(self) -> bool:
        """Whether its state is another than it was, and the two can be set against each other."""
        return self.comparable is Comparable.COMPARED and self.now.state != self.then.state


@kept(16)
def goals_of(data: Data, year: int, against: int) -> tuple[FollowedGoal, ...]:
    """Every goal that figures are set against, now and then."""
    both = [(standing_of(data, goal, year), standing_of(data, goal, against)) for goal in data.catalogue.goals.values() if goal.indicator]
    return tuple(FollowedGoal(now, then, _goal_comparable(data, now, then, against)) for now, then in both)


def _goal_comparable(data: Data, now: GoalStanding, then: GoalStanding, against: int) -> Comparable:
    if not now.measured or now.own.period is None:
        return Comparable.NONE
    if year_of(now.own.period) <= against:
        return Comparable.OLDER
    if not then.measured or then.own.period is None:
        return Comparable.FIRST
    if now.indicator is not None and crosses_break(then.own.period, now.own.period, data.breaks(now.indicator.id)):
        return Comparable.BROKEN
    return Comparable.UNJUDGED if now.goal.pace_only else Comparable.COMPARED


@kept()
def followable(data: Data) -> tuple[str, ...]:
    """Years that can be followed up, oldest first: those in which a measure of the strategy has figures, but the first."""
    return tuple(sorted(measures_by_year(data)))[1:]


@kept()
def usual_year(data: Data) -> str:
    """The newest year in which at least half as many measures have figures as in the fullest; empty where none can be followed up."""
    known = measures_by_year(data)
    full = max(known.values(), default=0)
    return max((year for year in followable(data) if known[year] * 2 >= full), default="")


def measures_by_year(data: Data) -> dict[str, int]:
    """How many of the strategy's measures, historical ones aside, have figures of each year."""
    found: dict[str, int] = {}
    for entry in {entry.id: entry for area in data.catalogue.focus_areas for entry in data.catalogue.of_focus(area)}.values():
        for year in set() if entry.historical else {period[:4] for period in judged_periods(data, entry.id)}:
            found[year] = found.get(year, 0) + 1
    return found
