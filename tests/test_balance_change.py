"""Change, trend and convergence: breaks are respected and small series are not over-read."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.convergence import beta_convergence, sigma_convergence
from balance.periods import as_years, breaks_of, crosses_break, segment_of, year_of
from balance.refusal import MetricRefused
from balance.trend import after_last_break, change, trend
from catalogue.models import Bilingual, Indicator, Level, Source

WORDS = Bilingual(sv="x", en="x")


def yearly(*values, first=2015):
    return pd.Series({str(first + i): value for i, value in enumerate(values)}, dtype=float)


def test_months_lie_evenly_around_their_year():
    assert np.mean([as_years(f"2024M{m:02}") for m in range(1, 13)]) == pytest.approx(2024)
    assert as_years("2025M06") - as_years("2024M12") == pytest.approx(0.5)
    assert year_of("2026M06") == 2026


def test_breaks_are_read_from_the_catalogue_by_level():
    def source(table, first, level, broken):
        return Source(publisher="scb", table=table, levels=[level], first=first, break_before=WORDS if broken else None)

    sources = [source("A", "1998", "kommun", False), source("B", "2020", "kommun", True), source("C", "2024", "regso2025", True)]
    entry = Indicator(
        id="x", theme="employment", name=WORDS, explanation=WORDS, unit="percent", decimals=1, polarity="higher", measure="rate",
        denominator="population", definition=WORDS, plausible=(0, 100), sources=sources,
    )  # fmt: skip
    assert breaks_of(entry.sources) == ("2020", "2024")
    assert breaks_of(entry.sources, Level.KOMMUN) == ("2020",)


@pytest.mark.parametrize(
    ("start", "end", "crossed"), [("2019", "2020", True), ("2020", "2019", True), ("2020", "2021", False), ("2018", "2019", False)]
)
def test_a_break_lies_before_its_first_period(start, end, crossed):
    assert crosses_break(start, end, ["2020"]) is crossed
    assert (segment_of(start, ["2020"]) != segment_of(end, ["2020"])) is crossed


def test_a_change_across_a_break_is_refused():
    series = yearly(70, 71, 72, 78, 79)
    with pytest.raises(MetricRefused) as refused:
        change(series, "2016", "2019", breaks=["2018"])
    assert refused.value.reason == "break"
    assert "2018" in str(refused.value)
    assert change(series, "2018", "2019", breaks=["2018"]).absolute == 1.0


def test_change_by_hand():
    found = change(pd.Series({"2024M12": 80.0, "2026M06": 83.0}), "2024M12", "2026M06")
    assert (found.absolute, found.relative) == (3.0, 0.0375)
    assert found.per_year == pytest.approx(2.0)
    assert change(yearly(0, 5), "2015", "2016").relative is None
    assert change(yearly(math.nan, 5), "2015", "2016") is None
    assert change(yearly(4, 5), "2015", "2031") is None
    with pytest.raises(ValueError, match="two different"):
        change(yearly(4, 5), "2015", "2015")


def test_trends_by_hand():
    assert trend(yearly(1, 3, 5, 7)).per_year == pytest.approx(2.0)
    assert trend(yearly(1, 3, 5, 70)).per_year == pytest.approx(12.5)  # slopes 2, 2, 2, 65, 33.5, 23 → median of all pairs
    assert trend(yearly(1, 2, 4), "ols").per_year == pytest.approx(1.5)
    assert trend(yearly(1, math.nan, 5)).per_year == pytest.approx(2.0)
    assert (trend(yearly(1, math.nan, 5)).n, trend(yearly(1, math.nan, 5)).last) == (2, "2017")
    assert trend(yearly(1)) is None
    assert trend(yearly(math.nan, math.nan, 3)) is None


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=12), st.floats(-50, 50))
def test_a_trend_does_not_depend_on_level_and_mirrors(values, shift):
    for method in ("theil_sen", "ols"):
        slope = trend(yearly(*values), method).per_year
        assert trend(yearly(*(v + shift for v in values)), method).per_year == pytest.approx(slope, abs=1e-6)
        assert trend(yearly(*(-v for v in values)), method).per_year == pytest.approx(-slope, abs=1e-6)


def test_what_comes_after_the_last_break():
    gaps = yearly(-9, -9, -9, -3, -4, -5)
    assert after_last_break(gaps, ["2018"]).index.tolist() == ["2018", "2019", "2020"]
    assert len(after_last_break(gaps, ["2030"])) == 6  # a break that is still to come


def test_sigma_of_mexico():
    from libpysal import examples  # takes seconds

    table = pd.read_csv(examples.get_path("mexico.csv")).set_index("State").filter(regex="^pcgdp").rename(columns=lambda c: c[5:])
    found = sigma_convergence(table, kind="cv")
    assert found.spread["1940"] == pytest.approx(0.70852055, abs=5e-9)
    assert found.spread["2000"] == pytest.approx(0.48480744, abs=5e-9)
    assert found.change == pytest.approx(0.48480744 - 0.70852055, abs=1e-8)
    assert found.converging
    assert found.per_year < 0


def test_sigma_uses_the_same_areas_throughout():
    wide = pd.DataFrame({"2020": [1.0, 2.0, 3.0], "2021": [1.0, 2.0, math.nan]}, index=["a", "b", "c"])
    found = sigma_convergence(wide)
    assert found.areas == ("a", "b")
    assert found.change == 0
    with pytest.raises(MetricRefused):
        sigma_convergence(wide[["2020"]])


def test_sigma_weighted_equals_replication():
    wide = pd.DataFrame({"2020": [1.0, 2.0], "2021": [1.0, 3.0]}, index=["a", "b"])
    twice = pd.DataFrame({"2020": [1.0, 1.0, 2.0], "2021": [1.0, 1.0, 3.0]}, index=["a", "a2", "b"])
    for kind in ("sd", "cv"):
        weighted = sigma_convergence(wide, pd.Series({"a": 2, "b": 1}), kind)
        assert weighted.spread.tolist() == pytest.approx(sigma_convergence(twice, kind=kind).spread.tolist())


def test_the_spread_of_a_share_is_that_of_its_complement():
    """In points both shrink alike; by the CV shares of 10 and 20 that rise to 52 and 60 would seem to grow more alike than they do."""
    wide = pd.DataFrame({"2020": [10.0, 20.0], "2024": [50.0, 60.0]}, index=["a", "b"])
    found, turned = sigma_convergence(wide), sigma_convergence(100 - wide)
    assert found.spread.tolist() == turned.spread.tolist() == [5.0, 5.0]
    assert (found.change, sigma_convergence(wide, kind="cv").converging) == (0, True)


def test_no_half_life_from_few_years():
    start, end = (pd.Series(v, index=list("abc")) for v in ([100.0, 200.0, 400.0], [200.0, 300.0, 450.0]))
    assert beta_convergence(start, end, 9, half_life_years=10).half_life is None
    assert beta_convergence(start, end, 10, half_life_years=10).half_life == pytest.approx(12.93, abs=0.005)


def test_beta_by_hand():
    """ln y₀ = 0, 1, 2 and growth 0.03, 0.02, 0.01 a year: slope −0.01 exactly."""
    start = pd.Series({"a": 1.0, "b": math.e, "c": math.e**2})
    end = start * np.exp(10 * np.array([0.03, 0.02, 0.01]))
    found = beta_convergence(start, end, 10)
    assert (found.slope, found.intercept, found.r_squared) == pytest.approx((-0.01, 0.03, 1.0))
    assert found.standard_error == pytest.approx(0, abs=1e-9)
    assert found.speed == pytest.approx(-math.log(0.9) / 10)
    assert found.half_life == pytest.approx(math.log(2) / found.speed)


def test_beta_has_no_half_life_when_areas_diverge():
    start = pd.Series({"a": 1.0, "b": 2.0, "c": 4.0, "gone": 3.0})
    found = beta_convergence(start, start[["a", "b", "c"]] ** 1.5, 5)
    assert (found.n, found.speed, found.half_life) == (3, None, None)
    assert found.slope > 0


@pytest.mark.parametrize(
    ("start", "end", "reason"), [([1, 2], [2, 3], "empty"), ([0, 1, 2], [1, 2, 3], "negative"), ([2, 2, 2], [1, 2, 3], "zero")]
)
def test_beta_refusals(start, end, reason):
    with pytest.raises(MetricRefused) as refused:
        beta_convergence(pd.Series(start, dtype=float), pd.Series(end, dtype=float), 1)
    assert refused.value.reason == reason
