"""Which figures are behind a follow-up: the periods that its verdicts are taken on, of measures and of what they are weighted by."""

from __future__ import annotations

from collections.abc import Iterable

from balance.periods import year_of
from balance.regional import Balance
from cards.data import Data
from cards.uppfoljning.figures import Followed
from catalogue.rules import load_rules


def shown_at(data: Data, found: Iterable[Followed]) -> dict[str, list[str]]:
    """Measure, or what it is weighted by → the periods whose figures are used, both then and now."""
    used: dict[str, set[str]] = {}
    for one in found:
        for balance in (one.then, one.now):
            if balance is not None:
                used.setdefault(one.indicator.id, set()).update(_years(data, one, balance.period))
                if balance.weights is not None and balance.weight_period is not None:
                    used.setdefault(balance.weights, set()).update(_weight_periods(data, one, balance))
    return {name: sorted(periods) for name, periods in used.items()}


def weights_of(found: Iterable[Followed]) -> list[str]:
    """Ids of what the measures are weighted by."""
    return list(dict.fromkeys(b.weights for one in found for b in (one.then, one.now) if b is not None and b.weights is not None))


def _years(data: Data, one: Followed, period: str) -> list[str]:
    """The period itself, or the years that a mean is of."""
    if not one.indicator.several_years:
        return [period]
    return [str(year_of(period) - back) for back in range(load_rules().mean_years)]


def _weight_periods(data: Data, one: Followed, balance: Balance) -> list[str]:
    elsewhere = [period for _, period in balance.weights_elsewhere]
    return [*_years(data, one, str(balance.weight_period)), *elsewhere]


def every_period(data: Data, measures: Iterable[str], year: int) -> dict[str, list[str]]:
    """Measure → all periods to the year in which a kommun or the county has a figure: what directions and paces are worked out from."""
    own = [*data.kommuner, data.catalogue.region.county]
    known = {name: data.values(name).reindex(own).dropna(axis="columns", how="all").columns for name in measures}
    return {name: [str(period) for period in periods if year_of(str(period)) <= year] for name, periods in known.items()}
