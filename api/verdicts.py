"""What may be said of a gap, for programs: its word and size, what it hangs on, how it moves, how many people it is."""

from __future__ import annotations

from typing import Any

from balance.direction import AMOUNTS
from balance.regional import DECIMALS, CityTreatment
from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.verdicts import chance_of, direction_of, hangs_on, persons_of
from cards.data import Data
from catalogue.rules import load_rules

FINER = DECIMALS + 3  # of a slope a year, and of a share of divisions


def balance_of(data: Data, name: str, period: str, city: CityTreatment) -> dict[str, Any]:
    """The balance of a measure in a period (`balance.Balance.as_dict`), with all that is said beside its verdict.

    `hangs_on` and `divisions_share` are null where there is no verdict, `divisions_share` also where the city is split, `persons` where
    the measure's own denominator is not known.
    """
    found = data.balance(name, period, city)
    treatment = found.city_treatment
    judged = found.status is not GapWord.UNKNOWN
    return {
        **found.as_dict(),
        "verdict_years": load_rules().mean_years if data.catalogue.indicators[name].several_years else 1,
        "hangs_on": _hangs_on(data, name, period, treatment) if judged else None,
        "divisions_share": round_half_up(chance_of(data, name, period, treatment), FINER) if judged else None,
        "persons": persons_of(data, name, period, treatment),
    }


def _hangs_on(data: Data, name: str, period: str, city: CityTreatment) -> dict[str, Any] | None:
    """Whether the word holds without any one kommun, the codes of those without which it is another (those that matter most first), and
    the smallest and the largest gap without one; None where the groups have no members to leave out."""
    found = hangs_on(data, name, period, city)
    if found is None or not found.without:
        return None
    low, high = (round_half_up(end, DECIMALS) for end in found.range)
    return {"holds": found.holds, "changing": list(found.changing), "low": low, "high": high}


def direction_in(data: Data, name: str, city: CityTreatment) -> dict[str, Any] | None:
    """What becomes of a measure's gap (`balance.direction.GapDirection`); None for one whose groups cannot be compared.

    `relative`: the slope is of the gap as a share of the first group's figure, as of amounts in kronor.
    """
    found = direction_of(data, name, city)
    if found is None:
        return None
    slopes = {key: round_half_up(getattr(found, key), FINER) for key in ("per_year", "low", "high")}
    relative = data.catalogue.indicators[name].unit in AMOUNTS
    return {
        "state": found.state.value, **slopes, "n": found.n, "first": found.first, "last": found.last, "crossed": found.crossed,
        "slow": found.slow, "relative": relative,
    }  # fmt: skip
