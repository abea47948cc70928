"""Sentences of the balance page: right way round, nothing about figures that are missing, no change where none is printed."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.gap import balance_status, gap, ratio
from cards.balans import findings as f
from cards.common.gap_words import city_sentence, gap_title, now_sentence
from catalogue import load_catalogue
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()
RATE = CATALOGUE.indicators["tertiary_25_64"]  # higher is better, 1 decimal
JOBLESS = CATALOGUE.indicators["unemployment_rate"]  # lower is better
NEUTRAL = CATALOGUE.indicators["pupils_with_tertiary_parents"]
NAN = math.nan


def over_time(pairs, indicator=RATE, city=None, segments=None):
    """A table as `balance.balance_over_time` gives it. pairs: {period: (north, south)}."""
    rows = []
    for place, (north, south) in enumerate(pairs.values()):
        distance, quotient = gap(north, south), ratio(north, south)
        rows.append(
            {
                "north": north,
                "south": south,
                "city": NAN if city is None else city[place],
                "gap": NAN if distance is None else distance,
                "ratio": NAN if quotient is None else quotient,
                "status": balance_status(north, south, indicator.polarity),
                "segment": 0 if segments is None else segments[place],
            }
        )
    return pd.DataFrame(rows, index=pd.Index(list(pairs), name="period"))


def series(values, column="gini", segments=None):
    return pd.DataFrame({column: list(values.values()), "segment": segments or [0] * len(values)}, index=list(values))


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (
            {"2015": (60.0, 50.0), "2024": (60.0, 53.0)},
            "avståndet mellan norr och söder minskade från 10,0 till 7,0 procentenheter 2015–2024",
        ),
        ({"2015": (60.0, 53.0), "2024": (60.0, 50.0)}, "avståndet mellan norr och söder ökade från 7,0 till 10,0 procentenheter 2015–2024"),
        (
            {"2015": (50.0, 60.0), "2024": (53.0, 60.0)},
            "avståndet mellan norr och söder minskade från 10,0 till 7,0 procentenheter 2015–2024",
        ),
        ({"2015": (60.0, 53.0), "2024": (67.04, 60.0)}, "avståndet mellan norr och söder var 7,0 procentenheter både 2015 och 2024"),
        ({"2015": (60.0, 57.0), "2024": (60.0, 62.0)}, "söder gick från 3,0 under norr till 2,0 procentenheter över norr 2015–2024"),
        ({"2015": (60.0, 62.0), "2024": (60.0, 57.0)}, "söder gick från 2,0 över norr till 3,0 procentenheter under norr 2015–2024"),
        ({"2024": (60.0, 57.0)}, "söder låg 3,0 procentenheter under norr 2024"),
        ({"2024": (57.0, 60.0)}, "söder låg 3,0 procentenheter över norr 2024"),
        ({"2024": (57.0, 57.01)}, "norr och söder låg lika 2024"),
        ({"2024": (57.0, NAN)}, "norr och söder kan inte jämföras"),
    ],
)
def test_the_title_says_which_way_the_gap_went(pairs, words):
    assert gap_title(SV, RATE, over_time(pairs)) == f"{RATE.name['sv']}: {words}"


def test_change_is_told_within_the_newest_unbroken_stretch():
    table = over_time({"2015": (60.0, 40.0), "2020": (60.0, 50.0), "2024": (60.0, 51.0)}, segments=[0, 1, 1])
    assert "från 10,0 till 9,0 procentenheter 2020–2024" in gap_title(SV, RATE, table)
    table = over_time({"2015": (60.0, 40.0), "2024": (60.0, 51.0)}, segments=[0, 1])
    assert gap_title(SV, RATE, table).endswith("söder låg 9,0 procentenheter under norr 2024")


def test_months_are_compared_with_the_same_month():
    pairs = {"2024M12": (60.0, 50.0), "2025M12": (60.0, 52.0), "2026M06": (60.0, 58.0)}
    assert "från 10,0 till 8,0 procentenheter december 2024 – december 2025" in gap_title(SV, RATE, over_time(pairs))
    pairs = {"2025M06": (60.0, 50.0), "2025M12": (60.0, 59.0), "2026M06": (60.0, 52.0)}
    assert "from 10.0 to 8.0 percentage points, June 2025 – June 2026" in gap_title(EN, RATE, over_time(pairs))
    assert now_sentence(SV, RATE, over_time(pairs)).startswith("Senast (juni 2026)")
    assert gap_title(SV, RATE, over_time({"2025M06": (60.0, 50.0), "2025M12": (60.0, 59.0)})).endswith("under norr december 2025")


@given(st.floats(1, 99), st.floats(1, 99), st.floats(1, 99), st.floats(1, 99))
def test_no_change_is_claimed_that_the_printed_figures_do_not_show(north0, south0, north1, south1):
    table = over_time({"2015": (north0, south0), "2024": (north1, south1)})
    for title in (gap_title(EN, RATE, table), f.ratio_title(EN, RATE, table)):
        told = re.search(r"from ([\d.]+) to ([\d.]+)", title)
        assert "nan" not in title
        if told:
            assert told[1] != told[2]
        if told and "shrank" in title:
            assert float(told[2]) < float(told[1])
        if told and "grew" in title:
            assert float(told[2]) > float(told[1])
        if told and "nearer" in title:
            assert abs(float(told[2]) - 1) < abs(float(told[1]) - 1)


@pytest.mark.parametrize(
    ("pair", "way"),
    [((50.0, 60.0), "närmade sig 1, från 0,83 till 0,91"), ((60.0, 50.0), "avlägsnade sig från 1, från 0,91 till 0,83")],
)
def test_the_ratio_nears_one_or_leaves_it(pair, way):
    pairs = {year: (60.0, 60.0 * value / 66.0 if value == 60.0 else 50.0) for year, value in zip(("2015", "2024"), pair, strict=True)}
    assert way in f.ratio_title(SV, RATE, over_time(pairs))


def test_the_ratio_passes_one_stays_or_is_not_given():
    assert "gick förbi 1, från 0,90 till 1,10" in f.ratio_title(SV, RATE, over_time({"2015": (50.0, 45.0), "2024": (50.0, 55.0)}))
    assert "var 0,90 både 2015 och 2024" in f.ratio_title(SV, RATE, over_time({"2015": (50.0, 45.0), "2024": (60.0, 54.0)}))
    assert f.ratio_title(SV, RATE, over_time({"2024": (0.0, 45.0)})).endswith("går inte att räkna")


@pytest.mark.parametrize(
    ("indicator", "pair", "words"),
    [
        (RATE, (60.0, 50.0), "sämre i söder"),
        (RATE, (50.0, 60.0), "bättre i söder"),
        (JOBLESS, (4.0, 6.0), "sämre i söder"),
        (JOBLESS, (6.0, 4.0), "bättre i söder"),
        (RATE, (60.0, 60.5), "ungefär lika: skillnaden är under 2 procent"),
        (NEUTRAL, (60.0, 50.0), "Måttet har ingen riktning"),
    ],
)
def test_the_verdict_follows_the_direction_of_the_measure(indicator, pair, words):
    assert words in now_sentence(SV, indicator, over_time({"2024": pair}, indicator))


def test_nothing_is_said_about_missing_figures():
    table = over_time({"2023": (60.0, 50.0), "2024": (NAN, 50.0)}, city=[70.0, 71.0])
    assert "Senast (2023)" in now_sentence(SV, RATE, table)
    assert city_sentence(SV, RATE, table) == ""
    nothing = over_time({"2024": (NAN, NAN)})
    assert now_sentence(SV, RATE, nothing) == city_sentence(SV, RATE, nothing) == ""
    assert f.share_sentence(SV, series({"2024": NAN}, "between_share"), "apart") == ""
    assert f.spread_sentence(SV, series({"2024": NAN}, "williamson")) == ""
    assert f.index_title(SV, series({"2024": NAN}), "gini") == SV("balans.inequality.none")


@pytest.mark.parametrize(
    ("city", "place"),
    [
        (70.0, "över både norr och söder"),
        (40.0, "under både norr och söder"),
        (55.0, "mellan norr och söder"),
        (60.04, "i nivå med norr"),
        (50.0, "i nivå med söder"),
    ],
)
def test_where_the_city_lies(city, place):
    found = city_sentence(SV, RATE, over_time({"2015": (50.0, 40.0), "2024": (60.0, 50.0)}, city=[45.0, city]))
    assert place in found
    assert "2015–2024" in found


def test_a_city_that_has_not_moved():
    found = city_sentence(SV, RATE, over_time({"2015": (50.0, 40.0), "2024": (60.0, 50.0)}, city=[55.0, 55.04]))
    assert "hade 55,0 procent både 2015 och 2024" in found


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"2015": 0.2, "2024": 0.15}, "skiljer sig mindre åt än förut (Gini från 0,20 till 0,15 2015–2024)"),
        ({"2015": 0.15, "2024": 0.2}, "skiljer sig mer åt än förut"),
        ({"2015": 0.2, "2024": 0.2002}, "lika mycket som förut (Gini 0,200 både 2015 och 2024)"),
        ({"2024": 0.2}, "Ojämlikhet mellan kommunerna 2024: Gini 0,200"),
    ],
)
def test_inequality_in_words(values, words):
    assert words in f.index_title(SV, series(values), "gini")


@pytest.mark.parametrize(
    ("share", "words"), [(0.2, "inom norr och söder, inte mellan"), (0.5, "Ungefär hälften"), (0.8, "ligger mellan norr och söder")]
)
def test_where_the_inequality_lies(share, words):
    assert words in f.share_title(SV, series({"2024": share}, "between_share"), "excluded")


def test_both_parts_add_up_in_print():
    found = f.share_sentence(SV, series({"2015": 0.304, "2024": 0.125}, "between_share"), "excluded")
    assert "13 procent av ojämlikheten mellan norr och söder och 87 procent" in found
    assert "har minskat från 30 procent 2015" in found
    assert "har ökat från 13 procent" in f.share_sentence(SV, series({"2015": 0.125, "2024": 0.304}, "between_share"), "excluded")
    assert "var 13 procent också 2015" in f.share_sentence(SV, series({"2015": 0.125, "2024": 0.13}, "between_share"), "excluded")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0.20, 0.15, "minskade från 20,0 till 15,0 procent"),
        (0.15, 0.20, "ökade från 15,0 till 20,0 procent"),
        (0.20, 0.195, "en förändring under 5 procent"),
        (0.0054, 0.0050, "minskade från 0,54 till 0,50 procent"),
    ],
)
def test_spread_in_words(start, end, words):
    assert words in f.sigma_sentence(SV, f.Span("2015", "2024", start, end), 26)


@pytest.mark.parametrize("sigma", ["less", "same", "more"])
@pytest.mark.parametrize("beta", ["catching_up", "unclear", "falling_behind", None])
@pytest.mark.parametrize("t", [SV, EN], ids=["sv", "en"])
def test_every_outcome_of_convergence_has_a_title(t, sigma, beta):
    title = f.convergence_title(t, sigma, beta)
    assert title
    if sigma == "more":
        assert ("ökat" if t is SV else "grown") in title
    if sigma == "less":
        assert ("minskat" if t is SV else "shrunk") in title
