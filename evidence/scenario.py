"""What if: more students, more research money, or the title. A transparent calculation with its uncertainty, no forecast.

Three levers are decided apart and are kept apart here: the title (status), research money, and student places. Every result is an
interval; a lone number is not to be had from this module. Jobs that move here from elsewhere in the county are counted, and taken off
again: they are no growth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.refusal import MetricRefused
from evidence.models import Lever, Parameter

Floats = npt.NDArray[np.float64]

DRAWS = 10_000
INTERVAL = (0.05, 0.5, 0.95)
OUTCOMES = (
    "students",  # full-time students
    "direct_jobs",  # at the institution
    "local_jobs",  # in local services around it
    "crowded_out_jobs",  # lost in traded industries, negative
    "gross_jobs",  # the three together
    "displaced_jobs",  # of the gross jobs: moved from elsewhere in the county
    "net_jobs_county",  # gross − displaced: growth in the county
    "net_jobs_south",  # gross − displaced from the south: what the south has more
    "graduates_staying",  # a year, in the south, who would not have studied in the county otherwise
    "fewer_out_commuters",  # residents of the south who need not leave it for work
    "dwellings_needed",
)


@dataclass(frozen=True)
class Interval:
    """Middle 90 % of the draws with the median: low and high are what must be shown, never the median alone."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Swing:
    """How far one parameter moves an outcome: its value with the parameter at low and at high, the others at their modes."""

    parameter: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """|at_high − at_low|."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Scenario:
    """Outcomes as intervals, the draws behind them (draws × outcomes), the levers that were pulled and the seed."""

    levers: frozenset[Lever]
    intervals: dict[str, Interval]
    draws: pd.DataFrame
    seed: int

    def chance(self, outcome: str, at_least: float) -> float:
        """Share of the draws in which the outcome is at least that large."""
        return float((self.draws[outcome] >= at_least).mean())


def calculate(p: Mapping[str, Floats | float], levers: Iterable[Lever]) -> dict[str, Floats]:
    """The whole model, parameter values in (numbers or draws), outcomes out (see OUTCOMES). Linear on purpose, so that it can be read.

    students = places + title; direct = students by places · staff/100 + grant · (1 + external) / cost + title's staff;
    local = direct · local jobs per job; crowded out = −direct · traded jobs lost per job; gross = the sum;
    displaced = gross · displaced share; county = gross − displaced; south = gross − displaced · share from the south;
    graduates staying = students · degrees · (1 − studied anyway) · stay; fewer out-commuters = south · held by residents;
    dwellings = students · need a home + direct · need a home. A lever that is not pulled contributes 0.

    Research alone, 100 million with 0.5 external per krona at 1.5 million a position: 100 · 1.5 / 1.5 = 100 direct jobs.
    """
    pulled = {lever: float(lever in set(levers)) for lever in Lever}
    places = np.asarray(p["extra_places"], dtype=float) * pulled[Lever.PLACES]
    students = places + np.asarray(p["status_students"]) * pulled[Lever.STATUS]
    research = p["research_grant"] * (1 + np.asarray(p["external_per_grant"])) / p["cost_per_researcher"] * pulled[Lever.RESEARCH]
    direct = places * p["staff_per_100_students"] / 100 + research + np.asarray(p["status_staff"]) * pulled[Lever.STATUS]
    local, crowded = direct * p["local_jobs_per_job"], -direct * p["traded_jobs_lost_per_job"]
    gross = direct + local + crowded
    displaced = gross * p["displaced_share"]
    south = gross - displaced * p["displaced_from_south"]
    staying = students * p["degrees_per_student_year"] * (1 - np.asarray(p["would_have_studied_anyway"])) * p["graduates_stay"]
    homes = students * p["students_need_home"] + direct * p["staff_need_home"]
    figures = (students, direct, local, crowded, gross, displaced, gross - displaced, south, staying, south * p["held_by_residents"], homes)
    return dict(zip(OUTCOMES, (np.asarray(figure, dtype=float) for figure in figures), strict=True))


def drawn(parameters: Mapping[str, Parameter], draws: int, seed: int) -> dict[str, Floats]:
    """`draws` values of each parameter from a triangle over low, mode and high; the same seed gives the same values.

    A parameter's values do not depend on which others there are: each has its own stream.
    """
    found = {}
    for name, parameter in parameters.items():
        random = np.random.default_rng([seed, *name.encode()])
        flat = parameter.low == parameter.high
        found[name] = np.full(draws, parameter.mode) if flat else random.triangular(parameter.low, parameter.mode, parameter.high, draws)
    return found


def simulate(parameters: Mapping[str, Parameter], levers: Iterable[Lever], *, draws: int = DRAWS, seed: int = 1) -> Scenario:
    """Monte Carlo of `calculate`. Raises MetricRefused (`empty`) without a lever: then nothing was decided and nothing follows."""
    pulled = frozenset(levers) - {Lever.NONE}
    if not pulled:
        raise MetricRefused("empty", "no lever is pulled: choose status, research or places")
    frame = pd.DataFrame(calculate(drawn(parameters, draws, seed), pulled))
    points = frame.quantile(list(INTERVAL))
    intervals = {name: Interval(*(float(value) for value in points[name])) for name in OUTCOMES}
    return Scenario(pulled, intervals, frame, seed)


def tornado(parameters: Mapping[str, Parameter], levers: Iterable[Lever], outcome: str) -> tuple[Swing, ...]:
    """What matters: each parameter moved from low to high with the others at their modes, the widest first.

    Parameters that do not move the outcome are left out. Raises KeyError for an unknown outcome.
    """
    pulled = frozenset(levers) - {Lever.NONE}
    middle: dict[str, Floats | float] = {name: parameter.mode for name, parameter in parameters.items()}
    swings = []
    for name, parameter in parameters.items():
        ends = [float(calculate({**middle, name: value}, pulled)[outcome]) for value in (parameter.low, parameter.high)]
        if ends[0] != ends[1]:
            swings.append(Swing(name, ends[0], ends[1]))
    return tuple(sorted(swings, key=lambda swing: -swing.width))
