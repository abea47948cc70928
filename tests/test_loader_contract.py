"""What holds of every publisher's loader: each fault has a kind, costs a bounded number of attempts, and never becomes a figure."""

from __future__ import annotations

import pytest

from catalogue.models import Level
from data_sources.protocol import SourceError
from tests.loader_bench import FAULTS, Bench, benches
from tests.scb_samples import rate
from tests.small_catalogue import indicator, source

SOURCES = {
    "scb": rate,
    "kolada": lambda **given: source("kolada", **{"table": "N01951", "first": "2020", "last": "2024"} | given),
    "eurostat": lambda **given: source(
        "eurostat",
        **{"table": "lfst_1", "first": "2020", "region": "geo", "select": {"unit": ["PC"], "age": ["Y20-64"]}} | given,
        levels=[Level.EUROPE],
        sex={"T": "T"},
        sex_variable="sex",
    ),
}
OTHER = {"scb": "TAB9999", "kolada": "N00914", "eurostat": "lfst_2"}
# Publisher, and the requests that a figure takes: each of them may fail.
PARTS = [("scb", "TAB3200/metadata"), ("scb", "TAB3200/data"), ("kolada", "/data/kpi/N01951"), ("eurostat", "/eurostat/lfst_1")]
WRONG = ["12,3", "n/a", True, [1], {"value": 1}]


@pytest.fixture
def bench(request):
    """A maker of benches for a publisher: its first source is the usual one."""
    publisher = request.param
    with benches(publisher, lambda *sources, **given: indicator("rate", *(sources or (SOURCES[publisher](),)), **given)) as make:
        yield make


def anew(found: Bench) -> Bench:
    """The same bench at the start of a run, without faults."""
    found.world.clear()
    found.naps.clear()
    found.loader = found.new_loader()
    return found


def parts(*names: str) -> pytest.MarkDecorator:
    """One run for each publisher and request."""
    return pytest.mark.parametrize(("bench", "part"), [part for part in PARTS if not names or part[0] in names], indirect=["bench"])


each_publisher = pytest.mark.parametrize("bench", list(SOURCES), indirect=True)


@parts()
def test_each_fault_has_its_kind_and_its_number_of_attempts(bench, part):
    found, seen = bench(), {}
    for fault, _, _ in FAULTS:
        anew(found).world.fault(fault, part, seconds=0.03 if fault == "dribble" else 5.0)
        found.loader = found.new_loader()  # as patient as the fault asks for
        error = found.failure()
        seen[fault] = (error.kind, found.world.count(part))
        assert sum(found.naps) <= 60.0, fault
    assert seen == {fault: (kind, attempts) for fault, kind, attempts in FAULTS}


@parts("kolada", "eurostat")
def test_a_passing_fault_is_survived(bench, part):
    found, seen = bench(), {}
    for fault in ("down", "reset", "slow", "html", "truncated", "429"):
        anew(found).world.fault(fault, part, times=1, seconds=5.0)
        found.loader = found.new_loader()
        assert found.fetch().frame["value"].notna().all(), fault
        seen[fault] = found.world.count(part)
    assert seen == dict.fromkeys(seen, 2)


@each_publisher
def test_another_table_still_comes_when_one_fails(bench):
    publisher = bench().publisher
    found = bench(SOURCES[publisher](), SOURCES[publisher](table=OTHER[publisher]))
    found.world.fault("html", next(part for name, part in PARTS if name == publisher))
    assert found.failure().kind == "malformed"
    assert found.fetch(found.entry.sources[1]).frame["value"].notna().all()


@each_publisher
def test_a_value_of_the_wrong_type_is_told(bench):
    found = bench()
    part = {"scb": "/data", "kolada": "/data", "eurostat": "/eurostat"}[found.publisher]
    for wrong in WRONG:
        anew(found).world.fault("wrong_type", part, value=wrong)
        error = found.failure()
        assert error.kind == "malformed", wrong
        assert repr(wrong) in error.detail, wrong


@each_publisher
def test_a_check_of_a_publisher_that_is_down_raises(bench):
    found = bench()
    found.world.fault("down")
    with pytest.raises(SourceError):
        found.check()
