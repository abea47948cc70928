"""What if: more research money, or more student places. A transparent calculation in three cases, no forecast.

Three decisions are taken apart and are kept apart here: the title, research money, and student places. The title has no number of its own:
research shows no effect of it that could be counted with, so alone it gives nothing here. Every result is a low, a middle and a high case,
never a lone number, and in each case all numbers lie at the same side at once: no chance is pretended, and none cancels another. What is
displaced is taken off once, by the published loss of jobs in traded industries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from balance.refusal import MetricRefused
from evidence.models import Lever, Parameter

OUTCOMES = (
    "students",  # full-time students
    "direct_jobs",  # at the institution
    "local_jobs",  # in local services around it
    "crowded_out_jobs",  # lost in traded industries, negative
    "net_jobs_south",  # the three together
    "graduates_staying",  # a year, in the south, who would not have studied in the county otherwise
    "fewer_out_commuters",  # residents of the south who need not leave it for work
    "dwellings_needed",
)
CASES = ("low", "middle", "high")
GUIDES = ("net_jobs_south", "graduates_staying", "fewer_out_commuters", "dwellings_needed")  # which end of a number is the low case


@dataclass(frozen=True)
class CaseSpan:
    """An outcome in the low, the middle and the high case."""

    low: float
    middle: float
    high: float

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most of the three, in that order: a loss is greatest in a high case too."""
        return min(self.low, self.middle, self.high), max(self.low, self.middle, self.high)


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
    """Every outcome in its three cases, and the levers that were pulled."""

    levers: frozenset[Lever]
    spans: dict[str, CaseSpan]


def calculate(p: Mapping[str, float], levers: Iterable[Lever]) -> dict[str, float]:
    """The whole model, parameter values in, outcomes out (see OUTCOMES). Linear on purpose, so that it can be read.

    students = places; direct = places · staff/100 + grant · (1 + external) / cost; local = direct · local jobs per job;
    crowded out = −direct · traded jobs lost per job; south = the three together; graduates staying = students · degrees ·
    (1 − studied anyway) · stay; fewer out-commuters = south · held by residents; dwellings = students · need a home + direct · need a
    home. A lever that is not pulled contributes 0, and so does the title.

    Research alone, 100 million with 0.5 external per krona at 1.5 million a position: 100 · 1.5 / 1.5 = 100 direct jobs.
    """
    pulled = frozenset(levers)
    places = p["extra_places"] if Lever.PLACES in pulled else 0.0
    research = p["research_grant"] * (1 + p["external_per_grant"]) / p["cost_per_researcher"] if Lever.RESEARCH in pulled else 0.0
    direct = places * p["staff_per_100_students"] / 100 + research
    local, crowded = direct * p["local_jobs_per_job"], -direct * p["traded_jobs_lost_per_job"]
    south = direct + local + crowded
    staying = places * p["degrees_per_student_year"] * (1 - p["would_have_studied_anyway"]) * p["graduates_stay"]
    homes = places * p["students_need_home"] + direct * p["staff_need_home"]
    figures = (places, direct, local, crowded, south, staying, south * p["held_by_residents"], homes)
    return dict(zip(OUTCOMES, figures, strict=True))


def values_of(parameters: Mapping[str, Parameter]) -> dict[str, dict[str, float]]:
    """The value of every parameter in each case. The low case takes the end that gives least of the first of GUIDES that the parameter
    moves, whatever the levers: a high cost is in the low case, a high share that stays in the high one."""
    middle = {name: one.mode for name, one in parameters.items()}
    found: dict[str, dict[str, float]] = {case: {} for case in CASES}
    for name, one in parameters.items():
        ends = sorted((one.low, one.high), key=lambda value: _guided(middle, name, value))
        found["low"][name], found["middle"][name], found["high"][name] = ends[0], one.mode, ends[1]
    return found


def _guided(middle: Mapping[str, float], name: str, value: float) -> tuple[float, ...]:
    outcomes = calculate({**middle, name: value}, Lever)
    return tuple(outcomes[guide] for guide in GUIDES)


def in_cases(parameters: Mapping[str, Parameter], levers: Iterable[Lever]) -> Scenario:
    """`calculate` in the low, the middle and the high case. Raises MetricRefused (`empty`) without money or places: then there is nothing
    to calculate, and the title alone is such a case."""
    pulled = frozenset(levers) - {Lever.NONE}
    if not pulled - {Lever.STATUS}:
        raise MetricRefused("empty", "neither money nor places: the title alone has no number")
    cases = {case: calculate(values, pulled) for case, values in values_of(parameters).items()}
    return Scenario(pulled, {name: CaseSpan(*(cases[case][name] for case in CASES)) for name in OUTCOMES})


def tornado(parameters: Mapping[str, Parameter], levers: Iterable[Lever], outcome: str) -> tuple[Swing, ...]:
    """What matters: each parameter moved from low to high with the others at their modes, the widest first.

    Parameters that do not move the outcome are left out. Raises KeyError for an unknown outcome.
    """
    pulled = frozenset(levers) - {Lever.NONE}
    middle = {name: parameter.mode for name, parameter in parameters.items()}
    swings = []
    for name, parameter in parameters.items():
        ends = [calculate({**middle, name: value}, pulled)[outcome] for value in (parameter.low, parameter.high)]
        if ends[0] != ends[1]:
            swings.append(Swing(name, ends[0], ends[1]))
    return tuple(sorted(swings, key=lambda swing: -swing.width))
