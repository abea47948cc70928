"""Which kommuner and which years an event is judged on. The rules are the same for all events and printed with the result; nothing is
chosen by how the answer comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from balance.refusal import MetricRefused
from catalogue import load_catalogue
from evidence.models import Barred, Event, Outcome

LEAST_POPULATION = 20_000  # of a donor, the year before the event: small places swing too much to be compared with university cities
LEAST_BEFORE = 8  # years before the event without a break: with fewer, a comparison can fit by chance
LEAST_AFTER = 2
LONGEST_BEFORE = 12  # years used before the event
LONGEST_AFTER = 10  # later events and other changes make later years hard to read
LEAST_DONORS = 19  # with fewer, not even the most extreme place of all can have p = 1/20


class WhyNot(StrEnum):
    """Why a kommun is no donor."""

    TREATED = "treated"  # became a university town in one of the events
    LISTED = "listed"  # named with its reason for this event
    BARRED = "barred"  # named with its reason for every event
    CAPITAL = "capital_region"
    SMALL = "small"
    GAPS = "gaps"


@dataclass(frozen=True)
class DonorPool:
    """Codes of the donors, and of every kommun that is none with the reason."""

    donors: tuple[str, ...]
    excluded: dict[str, WhyNot]


@dataclass(frozen=True)
class Window:
    """The years of one comparison: `panel` (years × kommuner) in the outcome's unit, `before` and `after` the event was announced."""

    panel: pd.DataFrame
    before: tuple[str, ...]
    after: tuple[str, ...]


def donor_pool(event: Event, events: Iterable[Event], barred: Iterable[Barred], population: pd.Series) -> DonorPool:
    """Kommuner (the index of `population`, inhabitants the year before) that may stand in for the treated of `event`.

    Left out, in this order: treated in any event; listed for this event (neighbours); barred from all events (other university towns,
    known shocks); our own county; fewer than LEAST_POPULATION inhabitants or no figure.
    """
    reasons = [
        ({code for each in events for code in each.treated} | set(event.treated), WhyNot.TREATED),
        ({code for exclusion in event.excluded for code in exclusion.codes}, WhyNot.LISTED),
        ({code for each in barred for code in each.codes}, WhyNot.BARRED),
    ]
    own = load_catalogue().region.county  # the place the question is about, and a labour market of its own
    donors, excluded = [], {}
    for code, inhabitants in population.items():
        name = str(code)
        why = next((why for codes, why in reasons if name in codes), None)
        if why is None and name.startswith(own):
            why = WhyNot.CAPITAL
        if why is None and not inhabitants >= LEAST_POPULATION:  # a missing figure is not enough
            why = WhyNot.SMALL
        if why is None:
            donors.append(name)
        else:
            excluded[name] = why
    return DonorPool(tuple(donors), excluded)


def without_gaps(pool: DonorPool, windows: Iterable[Window]) -> DonorPool:
    """The pool without kommuner that lack a figure in any outcome: all share their donors, so that chance can be counted jointly."""
    gaps = {name for each in windows for name in pool.donors if name not in each.panel.columns or bool(each.panel[name].isna().any())}
    return DonorPool(tuple(name for name in pool.donors if name not in gaps), {**pool.excluded, **dict.fromkeys(sorted(gaps), WhyNot.GAPS)})


def window(wide: pd.DataFrame, event: Event, outcome: Outcome, breaks: Iterable[str] = ()) -> Window:
    """The longest stretch of years around the event that no break in the series cuts; `wide`: kommuner × years.

    Years in which every treated kommun has a figure, at most LONGEST_BEFORE before the announcement and LONGEST_AFTER from it on. A break
    (the first period of a new series) at or before the announcement begins the stretch, a later one ends it. index: 100 · y / y(last
    year before). Raises MetricRefused (`coverage`) with fewer than LEAST_BEFORE years before or LEAST_AFTER after.
    """
    cuts = sorted(int(each[:4]) for each in breaks)
    first = max((cut for cut in cuts if cut <= event.begins), default=0)
    end = min((cut for cut in cuts if cut > event.begins), default=9999)
    known = wide.reindex(list(event.treated))
    years = [str(year) for year in wide.columns if first <= int(str(year)[:4]) < end and bool(known[year].notna().all())]
    before = [year for year in years if int(year[:4]) < event.begins][-LONGEST_BEFORE:]
    after = [year for year in years if int(year[:4]) >= event.begins][:LONGEST_AFTER]
    if len(before) < LEAST_BEFORE or len(after) < LEAST_AFTER:
        raise MetricRefused("coverage", f"{outcome.indicator}: {len(before)} years before {event.begins} and {len(after)} from it on")
    panel = wide[[*before, *after]].T
    panel = 100 * panel / panel.loc[before[-1]] if outcome.transform == "index" else panel
    return Window(panel, tuple(before), tuple(after))


def windows_of(
    event: Event, outcomes: Iterable[Outcome], panels: Mapping[str, pd.DataFrame], breaks: Mapping[str, tuple[str, ...]]
) -> dict[str, Window]:
    """The outcomes (by indicator) of `event` that have years enough. `panels`: indicator → kommuner × years; `breaks`: its breaks."""
    found = {}
    for outcome in outcomes:
        try:
            name = outcome.indicator
            found[name] = window(panels.get(name, pd.DataFrame()), event, outcome, breaks.get(name, ()))
        except MetricRefused:
            continue
    return found
