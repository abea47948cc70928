"""The check sums that come with the compiled figures, against what the program works out from its own store.

A row a check, as it was published or worked out by hand beside the figures: groups by the balance with its weights, single areas as they
stand in the store. Each test lists every fault at once.
"""

from __future__ import annotations

import math

from cards.data import get_data

# measure, period, (north, south, Stockholm): rounded half up as written
GROUPS = [
    ("new_firms_per_1000", "2022", ("13.432", "12.234", "16.168")),  # weighted by the population 16-64 of 2021
    ("new_firms", "2022", ("6443", "5157", "10564")),
    ("firms_per_1000", "2021", ("57.130", "50.372", "76.797")),
    ("bankruptcies_per_1000", "2022", ("1.032", "1.095", "2.285")),
    ("jobs", "2022", ("369851", "240728", "748535")),
    ("employed_residents", "2022", ("403534", "343182", "538058")),
    ("jobs_ratio", "2022", ("0.917", "0.701", "1.391")),
]

# measure, area, period, value: rounded half up as written
AREAS: list[tuple[str, str, str, str]] = [
    ("tertiary_16_74_of_all", "0126", "1985", "14.82"),
    ("tertiary_16_74_of_all", "0126", "2000", "27.25"),
    ("tertiary_16_74_of_all", "0126", "2025", "45.03"),
    ("tertiary_16_74_of_all", "0162", "2025", "65.66"),
]


def unlike(value: float | None, told: str) -> bool:
    """Whether a figure is another than the one told, at the decimals it is told with."""
    decimals = len(told.partition(".")[2])
    return value is None or math.isnan(value) or abs(value - float(told)) > 0.5 * 10**-decimals + 1e-9


def test_north_south_and_the_city():
    data, faults = get_data(), []
    for measure, period, told in GROUPS:
        found = data.balance(measure, period, "apart")
        values = (found.north, found.south, found.city)
        if any(unlike(value, number) for value, number in zip(values, told, strict=True)):
            faults.append((measure, period, values, told))
    assert not faults


def test_single_areas():
    snapshot = get_data().snapshot
    found = [(measure, area, period, snapshot.value(measure, area, period), told) for measure, area, period, told in AREAS]
    assert not [row for row in found if unlike(row[3], row[4])]


def test_the_new_firms_of_the_26_kommuner_add_up():
    assert get_data().balance("new_firms", "2022", "apart").region == 22_164
