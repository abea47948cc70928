"""The yardstick: every current measure with its balance, and whether the gap between south and north closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from balance.direction import GapDirection
from balance.hangs_on import LeaveOneOut
from balance.verdict import GapWord
from cards.common.goals import GoalStanding
from cards.common.standing import Standing, standings
from cards.common.verdicts import direction_of, hangs_on
from cards.data import Data, kept
from catalogue import GoalStatus, Theme


@dataclass(frozen=True)
class MeasureBalance:
    """A measure against the yardstick: its newest balance, what its verdict hangs on, and whether the gap closes."""

    standing: Standing
    hangs_on: LeaveOneOut | None
    direction: GapDirection | None

    @property
    def status(self) -> GapWord:
        """South against north in the newest period."""
        return self.standing.balance.status


@kept()
def yardstick(data: Data) -> dict[Theme, list[Standing]]:
    """Newest balance of every current measure, the city apart, by theme."""
    return standings(data, "apart")


@kept()
def yardstick_over_time(data: Data) -> tuple[MeasureBalance, ...]:
    """Every measure with a direction, with the verdict on its gap."""
    return tuple(_measures(data))


def _measures(data: Data) -> Iterator[MeasureBalance]:
    for rows in yardstick(data).values():
        for standing in rows:
            if standing.balance.verdict.counts:
                name, period = standing.indicator.id, standing.balance.period
                yield MeasureBalance(standing, hangs_on(data, name, period, "apart"), direction_of(data, name, "apart"))


def judged_of(standing: GoalStanding) -> bool:
    """Whether figures are set against the goal, or it is the yardstick."""
    return standing.followed or standing.goal.status is GoalStatus.YARDSTICK
