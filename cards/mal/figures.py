"""The yardstick: every current measure with its balance, and whether the gap between south and north closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from balance.gap import Status
from balance.trend import GapVerdict, gap_trend
from cards.common.goals import GoalStanding
from cards.common.series import same_season
from cards.common.standing import Standing, standings
from cards.data import Data, kept
from catalogue import GoalStatus, Theme


@dataclass(frozen=True)
class MeasureBalance:
    """A measure against the yardstick: its newest balance, and whether the gap between south and north closes."""

    standing: Standing
    verdict: GapVerdict

    @property
    def status(self) -> Status:
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


def gap_verdict(gaps: pd.Series, breaks: Iterable[str]) -> GapVerdict:
    """Whether a gap closes; of months only those of one month of the year are compared, as everywhere (see `same_season`)."""
    return gap_trend(same_season(gaps.dropna()), breaks).verdict


def _measures(data: Data) -> Iterator[MeasureBalance]:
    for rows in yardstick(data).values():
        for standing in rows:
            if standing.balance.status not in ("no_direction", "unknown"):
                name = standing.indicator.id
                gaps = data.over_time(name, "apart")["gap"].reindex(list(data.periods(name)))
                yield MeasureBalance(standing, gap_verdict(gaps, data.breaks(name)))


def judged_of(standing: GoalStanding) -> bool:
    """Whether figures are set against the goal, or it is the yardstick."""
    return standing.followed or standing.goal.status is GoalStatus.YARDSTICK
