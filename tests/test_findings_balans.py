"""Sentences of the balance page: right way round, nothing about figures that are missing, no change told from two end points."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from balance.direction import GapDirection, GapState
from balance.gap import gap, ratio
from balance.verdict import verdict
from cards.balans import findings as f
from cards.balans.figures import converge
from cards.common.gap_words import city_sentence, gap_title, now_sentence
from cards.common.standing import Standing
from cards.context import View
from cards.data import get_data
from catalogue import load_catalogue
from catalogue.rules import load_rules
from charts.tokens import LIGHT
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()
RATE = CATALOGUE.indicators["tertiary_25_64"]  # higher is better, 1 decimal
JOBLESS = CATALOGUE.indicators["unemployment_rate"]  # lower is better
NEUTRAL = CATALOGUE.indicators["pupils_with_tertiary_parents"]
NAN = math.nan
CLOSING = GapDirection(GapState.CLOSING, -0.5, -0.8, -0.2, 9, "2016", "2024")


def over_time(pairs, city=None, segments=None):
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
                "segment": 0 if segments is None else segments[place],
            }
        )
    return pd.DataFrame(rows, index=pd.Index(list(pairs), name="period"))


def now(north, south, indicator=RATE, spread=10.0):
    """The newest comparison with made-up figures: kommuner differ by `spread`."""
    found = get_data().balance(RATE.id, "2024", "apart")
    judged = verdict(gap(north, south), spread, indicator.polarity, load_rules())
    return Standing(indicator, replace(found, indicator=indicator.id, north=north, south=south, gap=gap(north, south), verdict=judged))


def series(values, column="gini", segments=None):
    return pd.DataFrame({column: list(values.values()), "segment": segments or [0] * len(values)}, index=list(values))


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((60.0, 53.0), "söder låg 7,0 procentenheter under norr (2024)"),
        ((53.0, 60.0), "söder låg 7,0 procentenheter över norr (2024)"),
        ((57.0, 57.01), "norr och söder låg lika (2024)"),
        ((46.06, 55.44), "söder låg 9,4 procentenheter över norr (2024)"),
        ((55.44, 46.06), "söder låg 9,38 procentenheter under norr (2024)"),
    ],
)
def test_the_title_says_where_the_second_group_lies(pair, words):
    """With as many decimals as make the figures subtract: 46.1 − 55.4 is not −9.4."""
    expected = words.replace("9,4 ", "9,38 ")
    assert gap_title(SV, RATE, now(*pair), None) == f"{RATE.name['sv']}: {expected}"


@pytest.mark.parametrize(
    ("becomes", "words"),
    [
        (CLOSING, "Gapet minskar (sedan 2016)"),
        (replace(CLOSING, state=GapState.WIDENING), "Gapet ökar (sedan 2016)"),
        (replace(CLOSING, slow=True), "Gapet minskar långsamt (sedan 2016)"),
        (replace(CLOSING, state=GapState.STEADY), "Gapet står still (sedan 2016)"),
        (replace(CLOSING, state=GapState.UNCERTAIN), "Osäkert om gapet ändras (sedan 2016)"),
        (replace(CLOSING, state=GapState.TOO_FEW), "För få år för att säga om gapet ändras"),
    ],
)
def test_the_title_says_what_becomes_of_the_gap_by_the_rule(becomes, words):
    assert gap_title(SV, RATE, now(60.0, 53.0), becomes).endswith(f"under norr (2024). {words}")


def test_a_gap_that_is_not_known_has_no_direction():
    assert gap_title(SV, RATE, None, CLOSING) == f"{RATE.name['sv']}: norr och söder kan inte jämföras"
    assert gap_title(EN, RATE, now(60.0, None), CLOSING).endswith("north and south cannot be compared")


@pytest.mark.parametrize(
    ("indicator", "pair", "words"),
    [
        (RATE, (60.0, 50.0), ": sämre i söder."),
        (RATE, (50.0, 60.0), ": bättre i söder."),
        (RATE, (60.0, 57.0), ": något sämre i söder."),
        (JOBLESS, (4.0, 14.0), ": sämre i söder."),
        (JOBLESS, (14.0, 4.0), ": bättre i söder."),
        (RATE, (60.0, 62.4), ": ungefär lika."),
        (NEUTRAL, (60.0, 50.0), ": lägre i söder."),
    ],
)
def test_the_verdict_follows_the_direction_of_the_measure(indicator, pair, words):
    """Kommuner differ by 10: from 2.5 slightly, from 5 without it."""
    view = View(SV, get_data(), LIGHT)
    assert now_sentence(view, now(*pair, indicator)).endswith(words)


def test_a_gap_without_a_verdict_is_told_without_one():
    view = View(SV, get_data(), LIGHT)
    told = now_sentence(view, now(60.0, 50.0, spread=None))
    assert "50,0 procent i söder och 60,0 i norr" in told
    assert "jämförs" not in told.lower()
    assert now_sentence(view, None) == now_sentence(view, now(None, 50.0)) == ""


def test_nothing_is_said_about_missing_figures():
    table = over_time({"2023": (60.0, 50.0), "2024": (NAN, 50.0)}, city=[70.0, 71.0])
    assert city_sentence(SV, RATE, table) == ""
    assert city_sentence(SV, RATE, over_time({"2024": (NAN, NAN)})) == ""
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


def yearly(*values, first=2015):
    return {str(first + place): value for place, value in enumerate(values)}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (yearly(0.20, 0.19, 0.18, 0.17, 0.16, 0.15), "minskar skillnaderna mellan kommunerna (Gini 2020: 0,150, följt sedan 2015)"),
        (yearly(0.15, 0.16, 0.17, 0.18, 0.19, 0.20), "ökar skillnaderna mellan kommunerna (Gini 2020: 0,200, följt sedan 2015)"),
        (yearly(0.20, 0.15, 0.21, 0.16, 0.20, 0.15), "Det är osäkert om skillnaderna mellan kommunerna ändras"),
        (yearly(0.20, 0.10), "För få år för att säga om skillnaderna mellan kommunerna ändras (Gini 2016: 0,100)"),
    ],
)
def test_inequality_in_words(values, words):
    """From 0.20 to 0.15 is less at both ends, and is called so only where the years between agree."""
    assert words in f.index_title(SV, series(values), "gini")
    broken = series({**yearly(0.9, first=2005), **values}, segments=[0, *[1] * len(values)])
    assert words in f.index_title(SV, broken, "gini")


@pytest.mark.parametrize(
    ("share", "words"), [(0.2, "inom norr och söder, inte mellan"), (0.5, "Ungefär hälften"), (0.8, "ligger mellan norr och söder")]
)
def test_where_the_inequality_lies(share, words):
    assert words in f.share_title(SV, series({"2024": share}, "between_share"), "excluded")


def test_both_parts_add_up_in_print():
    found = f.share_sentence(SV, series({"2015": 0.304, "2024": 0.125}, "between_share"), "excluded")
    assert "13 procent av ojämlikheten mellan norr och söder och 87 procent" in found
    assert found.endswith("2015 låg 30 procent mellan grupperna.")


def spread_over(*factors):
    """Three kommuner around 50, 1 apart times each factor: areas × years from 2015."""
    return pd.DataFrame({str(2015 + n): {"a": 50 - k, "b": 50.0, "c": 50 + k} for n, k in enumerate(factors)})


@pytest.mark.parametrize(
    ("factors", "state", "title"),
    [
        ((9, 8, 7, 6, 5, 4), "closing", "Spridningen mellan kommunerna minskar"),
        ((4, 5, 6, 7, 8, 9), "widening", "Spridningen mellan kommunerna ökar"),
        ((9, 4, 8, 5, 9, 4), "uncertain", "Det är osäkert om spridningen mellan kommunerna ändras"),
        ((9, 8, 4), "too_few", "För få år för att säga om spridningen"),
    ],
)
def test_convergence_is_told_by_all_years_in_the_unit_of_the_measure(factors, state, title):
    """The standard deviation of 50 − k, 50 and 50 + k is k·√(2/3): 9 gives 7.35 and 4 gives 3.27. A complement gets the same words."""
    wide = spread_over(*factors)
    found, turned = converge(wide, RATE), converge(100 - wide, RATE)
    assert (found.kind, found.becomes.state) == ("sd", state)
    assert turned.spread == found.spread
    assert turned.becomes == found.becomes
    assert f.convergence_title(SV, found.becomes.state, None).startswith(title)
    if factors[0] == 9 and factors[-1] == 4:
        assert "var 7,35 2015 och 3,27 procentenheter" in f.sigma_sentence(SV, found, RATE)


def test_every_outcome_of_convergence_has_a_title():
    betas = ("catching_up", "unclear", "falling_behind", None)
    assert all(f.convergence_title(t, state, beta) for t in (SV, EN) for state in GapState for beta in betas)
