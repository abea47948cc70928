"""Commuting, segregation and spatial pattern against published figures."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from balance.commuting import jobs_ratio, location_quotient, net_commuting, self_containment
from balance.refusal import MetricRefused
from balance.segregation import dissimilarity
from balance.spatial import Moran, morans_i, neighbours_by_border
from cards.balans.findings import pattern_sentence, pattern_way
from cards.geometry import kommun_neighbours
from texts import load_texts

counts = st.lists(st.integers(0, 1000), min_size=3, max_size=12).filter(lambda c: sum(c) > 0)


def test_jobs_ratio_of_the_inner_city():
    assert jobs_ratio(432144, 197928) == pytest.approx(2.1833, abs=5e-5)


@pytest.mark.parametrize(("to_city", "from_city", "net"), [(130_562, 70_515, 60_047), (114_914, 41_215, 73_699)])
def test_net_commuting_to_stockholm_2015(to_city, from_city, net):
    """Published by Stockholms stad, 2015: north, south."""
    assert net_commuting(to_city, from_city) == net
    assert net_commuting(from_city, to_city) == -net


def test_location_quotient():
    assert location_quotient(1714, 879_213, 79_006, 15_593_224) == pytest.approx(0.3847623, abs=5e-8)


def test_by_area_and_without_a_denominator():
    found = jobs_ratio(pd.Series({"a": 10.0, "b": 5.0, "c": np.nan}), pd.Series({"a": 5.0, "b": 0.0, "c": 3.0}))
    assert found["a"] == 2.0
    assert found[["b", "c"]].isna().all()
    assert math.isnan(self_containment(5, 0))


def test_dissimilarity_of_duncan():
    assert dissimilarity([100, 60, 40, 0], [0, 40, 60, 100]) == pytest.approx(0.6)


@given(counts, st.data())
def test_dissimilarity_properties(a, data):
    b = data.draw(st.lists(st.integers(0, 1000), min_size=len(a), max_size=len(a)).filter(lambda c: sum(c) > 0))
    found = dissimilarity(a, b)
    assert 0 <= found <= 1 + 1e-12
    assert dissimilarity(b, a) == pytest.approx(found)
    assert dissimilarity([7 * v for v in a], b) == pytest.approx(found)
    assert dissimilarity(a, a) == 0


@pytest.mark.parametrize(
    ("a", "b", "reason"), [([0, 0], [1, 2], "zero"), ([1, -1], [1, 2], "negative"), ([1, math.nan], [1, 2], "missing")]
)
def test_dissimilarity_refusals(a, b, reason):
    with pytest.raises(MetricRefused) as refused:
        dissimilarity(a, b)
    assert refused.value.reason == reason


def st_louis():
    """Homicide rates 1988–93 in 78 counties around St. Louis and their neighbours, shipped with libpysal."""
    from libpysal import examples  # takes seconds
    from libpysal import io as libpysal_io

    weights = libpysal_io.open(examples.get_path("stl.gal")).read()
    rates = pd.read_csv(examples.get_path("stl_hom.csv")).HR8893
    return pd.Series(rates.to_numpy(), index=weights.id_order), weights


def test_moran_of_st_louis():
    values, weights = st_louis()
    found = morans_i(values, weights.neighbors)
    assert found.i == pytest.approx(0.24365583, abs=5e-9)
    assert found.p_norm == pytest.approx(0.00027148, abs=5e-9)
    assert (found.n, found.expected, found.islands, found.p_sim) == (78, pytest.approx(-1 / 77), (), None)


def test_moran_is_that_of_esda_for_any_figures():
    from esda.moran import Moran as EsdaMoran  # takes seconds

    _, weights = st_louis()
    for seed in range(5):
        values = pd.Series(np.random.default_rng(seed).lognormal(size=78), index=weights.id_order)
        found, theirs = morans_i(values, weights.neighbors), EsdaMoran(values.to_numpy(), weights, permutations=0)
        assert (found.i, found.expected, found.p_norm) == pytest.approx((theirs.I, theirs.EI, theirs.p_norm), abs=1e-12)


def test_moran_by_permutation_is_reproducible_and_leaves_the_global_generator_alone():
    values, weights = st_louis()
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    first, second = (morans_i(values, weights.neighbors, permutations=499, seed=7).p_sim for _ in range(2))
    assert first == second < 0.02
    assert (np.random.get_state()[1] == before).all()


def test_moran_of_a_chessboard_is_negative():
    ring = {i: [(i - 1) % 8, (i + 1) % 8] for i in range(8)}
    assert morans_i(pd.Series([1.0, 0.0] * 4), ring).i == pytest.approx(-1.0)


def test_moran_by_permutation_tells_a_pattern_from_none_on_either_side():
    ring = {i: [(i - 1) % 12, (i + 1) % 12] for i in range(12)}
    chessboard, halves, mixed = [1.0, 0.0] * 6, [1.0] * 6 + [0.0] * 6, [1.0, 1.0, 0.0] * 4
    p = [morans_i(pd.Series(values), ring, permutations=999).p_sim for values in (chessboard, halves, mixed)]
    assert p[0] < 0.02  # neighbours differ more than chance would have it
    assert p[1] < 0.05  # neighbours resemble each other
    assert p[2] == pytest.approx(2 * 105 / 495, abs=0.08)  # no two zeros of four side by side in a ring of twelve: all of those are alike


def test_moran_leaves_out_what_is_missing_and_names_islands():
    line = {i: [j for j in (i - 1, i + 1) if 0 <= j < 8] for i in range(8)}
    values = pd.Series([1.0, np.nan, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    found = morans_i(values, line)
    assert (found.n, found.islands) == (6, ("0",))


def test_neighbours_share_a_border_and_not_a_corner():
    squares = {f"{x}{y}": box(x, y, x + 1, y + 1) for x in range(3) for y in range(3)} | {"island": box(5, 5, 6, 6)}
    found = neighbours_by_border(squares)
    assert found["11"] == ("01", "10", "12", "21")
    assert found["00"] == ("01", "10")
    assert found["island"] == ()
    assert all(one in found[other] for one, others in found.items() for other in others)


def test_neighbours_of_the_kommuner_are_those_of_the_map():
    found = kommun_neighbours()
    assert len(found) == 26
    assert found["0126"] == ("0127", "0136", "0138", "0180")  # Huddinge: Botkyrka, Haninge, Tyresö, Stockholm
    assert found["0140"] == ("0181",)  # Nykvarn: Södertälje alone in the county
    assert [code for code, others in found.items() if not others] == ["0125", "0186"]  # Ekerö and Lidingö


def test_what_is_said_of_neighbours_follows_the_figures():
    ring = {i: [(i - 1) % 12, (i + 1) % 12] for i in range(12)}
    ways = [pattern_way(morans_i(pd.Series(y), ring, 999)) for y in ([1.0] * 6 + [0.0] * 6, [1.0, 0.0] * 6, [1.0, 1.0, 0.0] * 4)]
    assert ways == ["alike", "unlike", "none"]
    sv, en = load_texts("sv"), load_texts("en")
    found = Moran(0.607, -1 / 23, 0.0, 0.002, 24, ())
    assert pattern_sentence(sv, found, "2024") == (
        "Lika kommuner ligger oftare bredvid varandra än slumpen skulle ge: Morans I 0,61 (2024, p\u00a0=\u00a00,002)."
    )
    assert "differ more than chance" in pattern_sentence(en, replace(found, i=-0.607), "2024")
    assert "On the border" in pattern_sentence(en, replace(found, p_sim=0.05), "2024")
    assert "may be chance" in pattern_sentence(en, replace(found, p_sim=0.2), "2024")
    assert pattern_sentence(sv, None, "2024") == ""


def test_moran_refusals():
    line = {i: [j for j in (i - 1, i + 1) if 0 <= j < 4] for i in range(4)}
    for values, reason in ([2.0] * 4, "zero"), ([1.0, 2.0, 3.0, np.nan], "empty"):
        with pytest.raises(MetricRefused) as refused:
            morans_i(pd.Series(values), line)
        assert refused.value.reason == reason
