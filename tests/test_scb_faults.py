"""The SCB loader when SCB fails or has changed: each fault has a kind, and never becomes a figure."""

import threading
from functools import partial

import pandas as pd
import pytest

from catalogue.models import Level, Share
from store.schema import split_valid
from tests.loader_bench import benches, value
from tests.recorded import recorded
from tests.scb_samples import EDUCATION, SEXES, counts, rate
from tests.small_catalogue import KOMMUNER, indicator


@pytest.fixture
def bench():
    with benches("scb", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


def test_a_failed_metadata_call_is_not_repeated_for_the_same_table(bench):
    found = bench()
    found.world.fault("404", "metadata")
    found.failure()
    found.failure()
    assert found.world.count("metadata") == 1


def test_a_passing_429_is_survived(bench):
    found = bench()
    found.world.fault("429_wait", "/data", times=1, seconds=9)
    assert found.fetch().frame["value"].notna().all()
    assert sum(found.naps) >= 9.0


def test_an_answer_without_a_figure(bench):
    found = bench()
    found.world.fault("empty", "/data")
    error = found.failure()
    assert error.kind == "empty"
    assert "none of 60 cells" in error.detail


def test_metadata_that_is_no_metadata(bench):
    found = bench()
    found.world.fault("truncated", "metadata", keep=0)
    assert found.failure().kind == "malformed"


def test_vanished_areas_are_a_problem_and_the_others_come(bench):
    found = bench()
    found.world.fault("vanished", "TAB3200", variable="Region", codes=["0127"])
    fetched = found.fetch()
    assert "0127" not in set(fetched.frame["area"])
    assert any("0127" in problem for problem in fetched.problems)


def test_all_areas_vanished(bench):
    found = bench()
    found.world.fault("vanished", "TAB3200", variable="Region", codes=[*KOMMUNER])
    error = found.failure()
    assert error.kind == "changed"
    assert "no area of level kommun" in error.detail


def test_a_vanished_sex_is_a_problem_and_the_others_come(bench):
    found = bench()
    found.world.fault("vanished", "TAB3200", variable="Kon", codes=["2"])
    fetched = found.fetch()
    assert set(fetched.frame["sex"]) == {"T", "M"}
    assert any("code 2 of Kon vanished" in problem for problem in fetched.problems)


@pytest.mark.parametrize(
    ("variable", "codes", "says"),
    [
        ("Alder", ["20-64"], "code 20-64 of Alder vanished (perhaps 20-65"),
        ("ContentsCode", ["000002NS"], "contents 000002NS is gone"),
        ("Tid", [str(year) for year in range(2020, 2025)], "no period from 2020 to 2024"),
        ("Kon", ["1", "2", "1+2"], "codes 1+2, 2, 1 of Kon vanished"),
    ],
)
def test_a_vanished_code_that_cannot_be_done_without(bench, variable, codes, says):
    found = bench(rate(), rate(table="TAB3200", contents="000002NN", select={"Alder": ["20-65"]}, sex=SEXES))
    found.world.fault("vanished", "TAB3200", variable=variable, codes=codes)
    error = found.failure()
    assert error.kind == "changed"
    assert says in error.detail
    assert found.world.count("POST") == 0


def test_a_vanished_part_of_a_share_is_no_smaller_share(bench):
    found = bench(counts(share=Share(**EDUCATION)))
    found.world.fault("vanished", "TAB6534", variable="UtbildningsNiva", codes=["6"])
    assert found.failure().kind == "changed"


def test_an_added_mandatory_dimension_is_named_with_a_candidate(bench):
    found = bench()
    found.world.fault("added", "TAB3200", variable="Fodelseregion", codes=["in", "tot", "ut"])
    error = found.failure()
    assert error.kind == "changed"
    assert "a dimension Fodelseregion (fodelseregion) was added" in error.detail
    assert "perhaps tot" in error.detail


def test_an_added_dimension_that_may_be_left_out_is_left_out(bench):
    found = bench()
    found.world.fault("added", "TAB3200", elimination=True)
    assert found.fetch().frame["value"].notna().all()
    assert all(part["variableCode"] != "Tillagd" for part in found.posts[0]["selection"])


def test_an_added_dimension_with_one_code_is_taken_and_told(bench):
    found = bench()
    found.world.fault("added", "TAB3200", codes=["TOT"])
    assert found.fetch().problems == ("a dimension Tillagd with the one code TOT was added",)


def test_a_table_that_changed_after_its_metadata_was_read(bench):
    found = bench()
    found.fetch()
    found.world.fault("added", "TAB3200/data")
    error = found.failure()
    assert error.kind == "changed"
    assert "Missing selection" in error.detail


def test_an_all_zero_period_was_not_published(bench):
    found = bench(rate(levels=[Level.SWEDEN, Level.KOMMUN]))
    found.world.fault("zeros", "/data", period="2021")
    frame = found.fetch().frame
    hit = frame["period"] == "2021"
    assert set(frame.loc[hit, "status"]) == {"not_published"}
    assert frame.loc[hit, "value"].isna().all()
    assert set(frame.loc[~hit, "status"]) == {"ok"}


def test_one_area_with_zero_is_zero(bench):
    found = bench(rate(sex={}))
    found.world.fault("marks", "/data", marks={"0": ""}, value=0)
    assert value(found.fetch().frame, "0126", "2020") == 0.0


def test_zero_everywhere_says_nothing_when_there_is_one_area(bench):
    found = bench(rate(levels=[Level.COUNTY], sex={}))
    found.world.fault("zeros", "/data", period="2021")
    assert value(found.fetch().frame, "01", "2021") == 0.0


def test_parts_of_an_answer_that_contradict_each_other(bench, monkeypatch):
    """A cell that two parts hold is one figure where they agree; where they do not, both come out, for whoever keeps them to refuse."""
    for entry in ({}, {"share": Share(**EDUCATION)}):
        found = bench(*([counts(**entry)] if entry else []), plausible=(0, 10**6))
        once = found.fetch().frame

        def twice(table, axes, ask=found.loader._answer, by=0.0):
            first, second = ask(table, axes), ask(table, axes)
            second.frame.loc[0, "value"] += by  # of the first area, period, and sex or level
            return [first, second]

        monkeypatch.setattr(found.loader, "_answers", twice)
        pd.testing.assert_frame_equal(found.fetch().frame.drop(columns="retrieved"), once.drop(columns="retrieved"))
        monkeypatch.setattr(found.loader, "_answers", partial(twice, by=7.0))
        frame = found.fetch().frame
        good, refused = split_valid(frame, found.world.catalogue)
        assert refused["area"].tolist() == ["0126", "0126"]
        assert refused["value"].nunique() == 2
        assert len(good) == len(once) - 1


def test_entries_that_contradict_themselves(bench):
    found = bench(rate(select={"Alder": ["20-64", "16-64"]}))
    assert "neither sum_over nor share" in found.failure().detail
    found = bench(rate(sum_over=["Utbildning"]))
    assert "sum_over names Utbildning" in found.failure().detail


def test_tables_are_asked_for_once_when_several_threads_want_them(bench):
    found = bench()
    found.world.latency = 0.05
    threads = [threading.Thread(target=found.loader.metadata, args=("TAB3200",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.world.count("metadata") == 1
    assert found.world.count("config") == 1


def test_refusals_as_recorded_get_the_right_kind(bench):
    """Every error body that SCB's server can give: the table is gone, or has changed, or the part was too large, or SCB just refuses."""
    kinds = {}
    for refusal in recorded("scb/errors.json")["bodies"]:
        found = bench()
        found.world.fault("said", "/data", status=refusal["http"], body=refusal["body"])
        kinds[refusal["body"]["title"]] = found.failure().kind
    assert kinds == {
        "Missing selection for mandantory variable": "changed",
        "Non-existent variable": "changed",
        "Non-existent codelist": "changed",
        "Non-existent value": "changed",
        "Illegal selection for mandantory variable": "changed",
        "Illegal selection expression": "changed",
        "Illegal placment": "refused",
        "Too many cells selected": "too_large",
        "Non-existent table": "not_found",
        "Non-existent page": "not_found",
        "Unsupported output format": "refused",
    }
