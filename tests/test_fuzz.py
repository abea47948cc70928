"""A few of the cases that `python -m tests.fuzz` makes by the minute, and that it finds what is wrong when something is."""

from __future__ import annotations

import random
from collections import Counter

from data_sources import jsonstat, kolada
from tests import fuzz, fuzz_faults, fuzz_jsonstat, fuzz_kolada

CASES = 400


def test_documents_are_read_as_a_plain_reader_and_pyjstat_read_them_or_refused():
    seen: Counter[str] = Counter()
    wrong = {number: fuzz.document("kolada" if number % 4 == 3 else "jsonstat", number, fuzz.SEED, seen) for number in range(CASES)}
    assert {number: fault for number, fault in wrong.items() if fault} == {}
    assert seen["read by pyjstat too"] >= 3
    assert min(seen[f"json-stat2 {how}"] for how in ("grown", "mutated", "bent")) > CASES / 10
    assert min(seen[f"kolada {how}"] for how in ("grown", "mutated")) > CASES / 20


def test_a_refresh_under_random_faults_loses_nothing_and_stores_nothing_wrong():
    with fuzz_faults.healthy() as (server, folder):
        for number in range(3):
            faults = fuzz_faults.schedule(random.Random(f"{fuzz.SEED} suite {number}"))
            assert fuzz_faults.fault_of(server, folder, faults) == "", faults


def test_what_is_wrong_is_found_out(monkeypatch):
    """Readers that are wrong on purpose: cells in another order, a figure that nobody gave, an exception of another kind."""
    chance = random.Random(1)
    grown = [(fuzz_jsonstat.grown(chance), "grown") for _ in range(30)]
    real = jsonstat._values
    monkeypatch.setattr(jsonstat, "_values", lambda given, cells: real(given, cells)[::-1])
    assert any("other cells" in fuzz_jsonstat.fault_of(case) for case in grown)
    monkeypatch.setattr(jsonstat, "_values", lambda given, cells: 1 / 0)
    assert all("ZeroDivisionError outside the contract" in fuzz_jsonstat.fault_of(case) for case in grown)
    pages = [(fuzz_kolada.grown(chance), "grown") for _ in range(5)]
    assert [fuzz_kolada.fault_of(case) for case in pages] == [""] * 5
    value = kolada.KoladaLoader._value
    monkeypatch.setattr(kolada.KoladaLoader, "_value", lambda *given: (4711.0, "ok") if value(*given)[0] else value(*given))
    assert all("invented" in fuzz_kolada.fault_of(case) for case in pages)
