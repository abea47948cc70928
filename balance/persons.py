"""How many people a gap in a share is: worked back from the share, and rounded so that it claims no more than it knows."""

from __future__ import annotations

from balance.gap import is_missing
from balance.rounding import round_half_up
from catalogue.models import Indicator, Measure, Unit
from catalogue.rules import Rules

PER = {Unit.PERCENT: 100, Unit.PER_1000: 1000}
FEW = 1000  # below this a tenth of the usual step


def persons_behind(gap: float | None, denominator: float | None, indicator: Indicator, rules: Rules) -> int | None:
    """People by whom the second group's number would be another without the gap: |gap| · denominator / 100, rounded.

    `gap` in the measure's unit, `denominator` the number of people (or other things) in the second group that the share is of. Rounded to
    `rules.persons_step`, below a thousand to a tenth of it. None where the measure is no share, its denominator is not its own
    (`denominator_exact`) or not known, or what is left rounds to 0. Source: definition.

    0.8 percentage points of 412,000 residents are 3,300 people:

    >>> from catalogue import load_catalogue
    >>> from catalogue.rules import load_rules
    >>> employment = load_catalogue().indicators["employment_rate"]
    >>> persons_behind(-0.8, 412_000, employment, load_rules()), persons_behind(-0.8, None, employment, load_rules())
    (3300, None)
    """
    per = PER.get(indicator.unit) if indicator.measure is Measure.RATE and indicator.denominator_exact else None
    if per is None or gap is None or denominator is None or is_missing(gap) or is_missing(denominator) or indicator.denominator is None:
        return None
    people = abs(gap) * denominator / per
    step = rules.persons_step if people >= FEW else max(1, rules.persons_step // 10)
    return int(step * (round_half_up(people / step, 0) or 0)) or None
