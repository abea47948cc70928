"""What happened when a högskola became a university: every outcome of one event, from the kommun panels.

The donors are chosen by a rule that is the same for all events and printed with the result (`donor_pool`); nothing is chosen by how
the answer comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused
from catalogue import load_catalogue
from evidence.did import EventStudy, event_study
from evidence.models import Event, Outcome
from evidence.placebo import Estimate, adjusted, estimate
from evidence.verdict import Judgement, Reason, Verdict, judge

LEAST_POPULATION = 30_000  # of a donor, the year before the event: small places swing too much to be compared with university cities
LONGEST_BEFORE = 12  # years used before the event
LONGEST_AFTER = 10  # later events and other changes make later years hard to read


class WhyNot(StrEnum):
    """Why a kommun is no donor."""

    TREATED = "treated"  # became a university town in one of the events
    LISTED = "listed"  # named with its reason in events.yaml
    CAPITAL = "capital_region"
    SMALL = "small"
    GAPS = "gaps"


@dataclass(frozen=True)
class DonorPool:
    """Codes of the donors, and of every kommun that is none with the reason."""

    donors: tuple[str, ...]
    excluded: dict[str, WhyNot]


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome after one event. `adjusted_p` accounts for all outcomes of the event; estimate and study are None where refused."""

    outcome: Outcome
    estimate: Estimate | None
    study: EventStudy | None
    adjusted_p: float
    judgement: Judgement
    refused: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What may be said."""
        return self.judgement.verdict


@dataclass(frozen=True)
class EventResult:
    """All outcomes of an event, by indicator, with the donors they share."""

    event: Event
    pool: DonorPool
    outcomes: dict[str, OutcomeResult]

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Indicator → what may be said."""
        return {name: result.verdict for name, result in self.outcomes.items()}


def donor_pool(event: Event, events: Iterable[Event], population: pd.Series) -> DonorPool:
    """Kommuner (the index of `population`, inhabitants the year before) that may stand in for the treated of `event`.

    Left out, in this order: treated in any event; listed for this event (neighbours, places where something else happened);
    our own county; fewer than LEAST_POPULATION inhabitants or no figure.
    """
    treated = {code for each in events for code in each.treated} | set(event.treated)
    listed = {code for exclusion in event.excluded for code in exclusion.codes}
    own = load_catalogue().region.county  # the place the question is about, and a labour market of its own
    donors, excluded = [], {}
    for code, inhabitants in population.items():
        name = str(code)
        if name in treated:
            excluded[name] = WhyNot.TREATED
        elif name in listed:
            excluded[name] = WhyNot.LISTED
        elif name.startswith(own):
            excluded[name] = WhyNot.CAPITAL
        elif not inhabitants >= LEAST_POPULATION:  # a missing figure is not enough
            excluded[name] = WhyNot.SMALL
        else:
            donors.append(name)
    return DonorPool(tuple(donors), excluded)


def window(wide: pd.DataFrame, event: Event, outcome: Outcome) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Panel (years × kommuner) in the outcome's unit, with the years before and after that are used.

    Years: those in which every treated kommun has a figure, at most LONGEST_BEFORE before the event and LONGEST_AFTER from it on.
    index: 100 · y / y(last year before). Raises MetricRefused (`coverage`) without a year on either side.
    """
    years = [str(year) for year in wide.columns if bool(wide.reindex(event.treated)[year].notna().all())]
    before = [year for year in years if int(year[:4]) < event.year][-LONGEST_BEFORE:]
    after = [year for year in years if int(year[:4]) >= event.year][:LONGEST_AFTER]
    if not before or not after:
        raise MetricRefused("coverage", f"{outcome.indicator} has no figures on both sides of {event.year}")
    panel = wide[[*before, *after]].T
    return (100 * panel / panel.loc[before[-1]] if outcome.transform == "index" else panel), before, after


def run_event(
    event: Event,
    events: Iterable[Event],
    outcomes: Iterable[Outcome],
    panels: Mapping[str, pd.DataFrame],
    population: pd.DataFrame,
) -> EventResult:
    """Every outcome of `event`. `panels`: indicator → areas × years; `population`: areas × years, for the donor rule; kommuner only.

    An outcome that cannot be estimated is kept with the reason in `refused`; it is a "cannot tell", not an error.
    """
    last_before = max((str(year) for year in population.columns if int(str(year)[:4]) < event.year), default=str(population.columns[0]))
    pool = donor_pool(event, events, population[last_before])
    windows: dict[str, tuple[pd.DataFrame, list[str], list[str]] | str] = {}
    wanted = {outcome.indicator: outcome for outcome in outcomes}
    for name, outcome in wanted.items():
        try:
            windows[name] = window(panels.get(name, pd.DataFrame()), event, outcome)
        except (MetricRefused, KeyError) as refused:
            windows[name] = getattr(refused, "reason", "coverage")
    pool = _without_gaps(pool, [panel for panel in windows.values() if not isinstance(panel, str)])
    found = {name: _estimated(event, pool, windows[name]) for name in wanted}
    estimates = {name: parts[0] for name, parts in found.items() if parts[0] is not None}
    p_values = dict(zip(estimates, adjusted(list(estimates.values())), strict=True))
    return EventResult(event, pool, {name: _judged(wanted[name], *found[name], p_values.get(name, 1.0)) for name in wanted})


def _without_gaps(pool: DonorPool, windows: list[tuple[pd.DataFrame, list[str], list[str]]]) -> DonorPool:
    """The pool without kommuner that lack a figure in any outcome: all share their donors, so that chance can be counted jointly."""
    gaps = {name for panel, _, _ in windows for name in pool.donors if name not in panel.columns or bool(panel[name].isna().any())}
    return DonorPool(tuple(name for name in pool.donors if name not in gaps), {**pool.excluded, **dict.fromkeys(sorted(gaps), WhyNot.GAPS)})


def _estimated(
    event: Event, pool: DonorPool, panel: tuple[pd.DataFrame, list[str], list[str]] | str
) -> tuple[Estimate | None, EventStudy | None, str | None]:
    if isinstance(panel, str):
        return None, None, panel
    frame, before, after = panel
    try:
        found = estimate(frame[[*event.treated, *pool.donors]], event.treated, before, after)
    except MetricRefused as refused:
        return None, None, refused.reason
    mean = frame[list(event.treated)].mean(axis=1).rename("treated")
    return found, event_study(pd.concat([mean, frame[list(pool.donors)]], axis=1), "treated", before, after), None


def _judged(outcome: Outcome, found: Estimate | None, study: EventStudy | None, refused: str | None, p_value: float) -> OutcomeResult:
    return OutcomeResult(outcome, found, study, p_value, judge(found, study, p_value, outcome.matters), refused)


def summary(results: Iterable[EventResult]) -> pd.DataFrame:
    """One row per event and outcome with the figures a table shows; NaN where nothing was estimated."""
    rows = []
    for result in results:
        for name, one in result.outcomes.items():
            e = one.estimate
            figures = (
                "att",
                "low",
                "high",
                "p_value",
                "ratio_p",
                "detectable",
                "rmspe_before",
                "rmspe_after",
                "n_before",
                "n_after",
                "n_donors",
            )
            rows.append(
                {"event": result.event.id, "indicator": name, "verdict": one.verdict.value, "reason": one.judgement.reason.value}
                | {figure: np.nan if e is None else getattr(e, figure) for figure in figures}
                | {"adjusted_p": one.adjusted_p if e is not None else np.nan, "did": np.nan if one.study is None else one.study.estimate}
                | {
                    "did_p": np.nan if one.study is None else one.study.p_value,
                    "pre_trend_p": np.nan if one.study is None else one.study.trend_p,
                }
                | {"matters": one.outcome.matters}
            )
    return pd.DataFrame(rows)


__all__ = ["DonorPool", "EventResult", "OutcomeResult", "Reason", "WhyNot", "donor_pool", "run_event", "summary", "window"]
