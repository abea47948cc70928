"""A county-wide target restated so that a part of the county can be set against it."""

from __future__ import annotations


def restated(total: float, population: float, per: int) -> float:
    """A yearly total for the whole county as a rate: per · total / population. Raises ValueError for a population of 0 or less.

    Source: definition. RUFS 2050's 22 000 dwellings a year with the county's 2 473 000 inhabitants: 8.9 per 1 000.

    >>> round(restated(22_000, 2_473_000, 1_000), 2)
    8.9
    """
    if population <= 0:
        raise ValueError("a population is needed to restate a total")
    return per * total / population
