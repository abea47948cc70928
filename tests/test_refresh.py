"""A refresh with scripted publishers: what is kept, what is listed, and what the exit code says."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pandas as pd
import pytest

from data_sources.check import check_catalogue
from data_sources.protocol import Fetched, Misfit, SourceError
from data_sources.refresh import plan, refresh
from data_sources.refresh_report import NOTHING_FETCHED, PARTLY_FETCHED
from store.editions import open_snapshot
from store.generations import lock, manifest_paths, read_manifest, write_files
from store.schema import StoreError, empty
from tests.store_samples import catalogue, frame, indicator, row, some_figures

CATALOGUE = catalogue()


class Scripted:
    """A loader that gives what it is told to: a frame, or an exception."""

    def __init__(self, publisher, answers, notes=(), problems=()):
        self.publisher = publisher
        self.answers = answers
        self.notes, self.problems = tuple(notes), tuple(problems)
        self.asked = []

    def fetch(self, indicator, source, catalogue):
        self.asked.append(source.key)
        answer = self.answers[source.key]
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer, self.notes, self.problems)

    def check(self, indicator, source, catalogue):
        answer = self.answers[source.key]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        pass


PEOPLE = frame(row("people", "0126", "2024", 1010.0, retrieved="2026-11-23"), row("people", "0126", "2025", 1020.0, retrieved="2026-11-23"))
HOMES = frame(row("homes", "0126", "2024", 10.0, retrieved="2026-11-23"), row("homes", "0126", "2025", 11.0, retrieved="2026-11-23"))


@pytest.fixture
def places(tmp_path):
    """(data folder, embedded folder)"""
    created = datetime(2026, 4, 1, tzinfo=UTC)
    write_files(
        some_figures(),
        {"notes": {"scb:OLD": ["kept"]}},
        tmp_path / "embedded",
        stem="observations",
        generation="embedded",
        created=created,
        origin="embedded",
        manifest_name="manifest.json",
    )
    return tmp_path / "data", tmp_path / "embedded"


def run(places, people=PEOPLE, homes=HOMES, **more):
    loaders = {"kolada": Scripted("kolada", {"kolada:N1": people}), "scb": Scripted("scb", {"scb:TAB1": homes})}
    more = {"loaders": loaders, "known": CATALOGUE} | more
    return refresh(more.pop("known"), more.pop("loaders"), places[0], embedded=places[1], **more)


def down(key="scb:TAB1", kind="down"):
    publisher, table = key.split(":")
    return SourceError(publisher, table, kind, "no connection")


def test_everything_fetched(places):
    steps = []
    report = run(places, progress=lambda *step: steps.append(step))
    assert report.exit_code == 0
    assert report.failures == []
    snapshot = open_snapshot(*places)
    assert snapshot.generation == report.generation
    assert snapshot.wide("people").loc["0126"].tolist() == [1000.0, 1010.0, 1020.0]
    assert snapshot.wide("people").loc["0180", "2024"] == 3000.0
    assert snapshot.value("homes_per_1000", "0126", "2025") == pytest.approx(11 / 1020 * 1000)
    assert report.changes.counts["new"] == 2 + 7, "people and homes 2025, and the derived indicator that was not there before"
    assert report.changes.counts["revised"] == 1
    assert [step[:2] for step in steps] == [(1, 2), (2, 2)]


def test_the_report_is_kept_with_the_figures_and_can_be_read(places):
    report = run(places, homes=down())
    kept = read_manifest(manifest_paths(places[0])[0]).report
    assert kept["failures"] == [{"indicator": "homes", "key": "scb:TAB1", "kind": "down", "detail": "no connection"}]
    assert kept["changes"]["counts"]["revised"] == 1
    text = report.as_text()
    assert "Fetched 1 of 2 sources." in text
    assert "homes (scb:TAB1): down: no connection" in text
    assert report.generation in text


@pytest.mark.parametrize("kind", ["down", "slow", "refused", "not_found", "too_large", "malformed", "empty", "changed"])
def test_one_failure_of_any_kind_stops_nothing_and_the_last_good_stay(places, kind):
    report = run(places, homes=down(kind=kind))
    assert report.exit_code == PARTLY_FETCHED
    assert [(f.indicator, f.kind) for f in report.failures] == [("homes", kind)]
    snapshot = open_snapshot(*places)
    assert snapshot.value("people", "0126", "2025") == 1020.0
    assert snapshot.value("homes", "0126", "2024") == 10.0


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (ZeroDivisionError("a bug in a loader"), "unexpected"),
        (empty(), "empty"),
        (pd.DataFrame({"strange": [1]}), "malformed"),
        (HOMES.assign(value="many"), "malformed"),
        (frame(row("homes", "0126", "2025", -5.0)), "refused_figures"),
        (frame(row("homes", "0126", "2025", None)), "empty"),
        (frame(row("homes", "0126", "2025", 0.0), row("homes", "0127", "2025", 0.0)), "empty"),
    ],
)
def test_whatever_a_loader_does_the_others_are_kept(places, answer, kind):
    report = run(places, homes=answer)
    assert [(f.indicator, f.kind) for f in report.failures] == [("homes", kind)]
    assert open_snapshot(*places).value("people", "0126", "2025") == 1020.0
    assert open_snapshot(*places).wide("homes").columns.tolist() == ["2023", "2024"]


def test_no_such_figures_by_the_publishers_own_register_is_no_failure(places):
    loaders = {
        "kolada": Scripted("kolada", {"kolada:N1": PEOPLE}),
        "scb": Scripted("scb", {"scb:TAB1": empty()}, problems=["not at this level"]),
    }
    report = run(places, loaders=loaders)
    assert report.exit_code == 0
    assert "homes (scb:TAB1): not at this level" in report.as_text()
    assert run(places, loaders=loaders, publisher="scb").exit_code == NOTHING_FETCHED


def test_nothing_fetched_writes_nothing(places):
    report = run(places, people=down("kolada:N1"), homes=down())
    assert report.exit_code == NOTHING_FETCHED
    assert report.generation is None
    assert manifest_paths(places[0]) == []
    assert "Nothing was written" in report.as_text()


def test_a_damaged_generation_is_named_in_the_report(places):
    run(places)
    newest = manifest_paths(places[0])[0]
    newest.with_suffix(".parquet").write_bytes(b"")
    assert f"corrupt:{newest.stem}" in run(places).as_text()


def test_implausible_figures_are_refused_one_by_one(places):
    report = run(places, homes=frame(row("homes", "0126", "2024", 5e9), row("homes", "0127", "2024", 21.0)), publisher="scb")
    snapshot = open_snapshot(*places)
    assert report.exit_code == 0
    assert report.rejected_count == 1
    assert report.changes.vanished.query("area == '0126'")["period"].tolist() == ["2023"], "a refused figure has not vanished"
    assert "homes 0126 2024 T = 5e+09" in report.rejected[0]
    assert (snapshot.value("homes", "0126", "2024"), snapshot.value("homes", "0127", "2024")) == (10.0, 21.0)
    assert "Refused 1 figures" in report.as_text()


def test_a_calculated_figure_out_of_range_is_refused_and_the_earlier_one_stays(places):
    known = catalogue(
        indicator("people", "kolada:N1"),
        indicator("homes", "scb:TAB1"),
        indicator("homes_per_1000", plausible=[0, 100], derived={"numerator": {"homes": 1}, "denominator": {"people": 1}, "scale": 1000}),
    )
    run(places, known=known)
    before = open_snapshot(*places).value("homes_per_1000", "0126", "2025")
    report = run(places, known=known, homes=frame(row("homes", "0126", "2025", 500.0)))
    assert report.rejected_count == 1
    assert open_snapshot(*places).value("homes_per_1000", "0126", "2025") == before


def test_a_leap_is_listed_and_kept(places):
    report = run(places, people=frame(row("people", "0126", "2024", 9000.0)))
    assert report.changes.counts["suspicious"] >= 1
    assert "people 0126 2024 T: 1000 → 9000 (+800.0 %, kolada:N1)" in report.as_text()
    assert open_snapshot(*places).value("people", "0126", "2024") == 9000.0


def test_a_period_of_zeros_leaves_the_last_good_and_says_so(places):
    zeros = [row("homes", area, "2024", 0.0) for area in ("0126", "0127")]
    report = run(places, homes=frame(*zeros, row("homes", "0126", "2025", 11.0)))
    assert open_snapshot(*places).value("homes", "0126", "2024") == 10.0
    assert report.fetched[1].problems == ("2024: every kommun is 0, taken as not published",)


def test_a_withdrawn_and_a_vanished_figure(places):
    report = run(
        places, publisher="kolada", people=frame(row("people", "0126", "2023", None, "suppressed"), row("people", "0126", "2024", 1000.0))
    )
    snapshot = open_snapshot(*places)
    assert snapshot.statuses("people").loc["0126", "2023"] == "suppressed"
    assert snapshot.value("people", "0180", "2024") == 3000.0
    assert report.changes.withdrawn[["area", "period"]].to_numpy().tolist() == [["0126", "2023"]]
    assert set(report.changes.vanished["area"]) == {"0127", "0180"}
    assert "Withdrawn by the publisher: 1" in report.as_text()
    assert "No longer in the publisher's table (kept): 4" in report.as_text()


def test_one_publisher_or_one_indicator_only(places):
    assert [s.key for s in run(places, publisher="scb").fetched] == ["scb:TAB1"]
    assert [s.key for s in run(places, indicators=["people"]).fetched] == ["kolada:N1"]
    assert [s.key for s in run(places, indicators=["homes_per_1000"]).fetched] == ["kolada:N1", "scb:TAB1"]
    with pytest.raises(KeyError):
        run(places, indicators=["nothing"])


def test_withdrawn_tables_are_never_asked_for(places):
    ended = indicator("people", "kolada:N1")
    ended = ended.model_copy(update={"sources": [ended.sources[0].model_copy(update={"withdrawn": True})]})
    assert plan(catalogue(ended)) == []


def test_notes_are_kept_and_earlier_ones_stay(places):
    loaders = {"kolada": Scripted("kolada", {"kolada:N1": PEOPLE}, notes=["read me"]), "scb": Scripted("scb", {"scb:TAB1": down()})}
    run(places, loaders=loaders)
    snapshot = open_snapshot(*places)
    assert snapshot.notes("kolada:N1") == ("read me",)
    assert snapshot.notes("scb:OLD") == ("kept",)
    assert snapshot.notes("scb:TAB1") == ()


def test_an_indicator_that_left_the_catalogue_is_left_out_and_listed(places):
    report = run(places, known=catalogue(indicator("people", "kolada:N1")))
    assert report.retired == {"homes": 6}
    assert "Left out 6 rows of homes" in report.as_text()


def test_boundaries_are_fetched_beside_and_their_failure_is_only_listed(places):
    def broken():
        raise SourceError("scb", "stat:RegSO_2025", "slow", "no whole answer")

    assert run(places, geometry=lambda: "RegSO boundaries: 3 areas").geometry == "RegSO boundaries: 3 areas"
    report = run(places, geometry=broken)
    assert report.exit_code == 0
    assert "could not be fetched" in report.as_text()


def test_two_refreshes_at_once_the_second_is_refused_and_the_next_one_works(places):
    refused = []

    def second():
        try:
            run(places)
        except StoreError as error:
            refused.append(error.kind)

    class Meanwhile(Scripted):
        def fetch(self, *what):
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
            return super().fetch(*what)

    report = run(places, loaders={"kolada": Meanwhile("kolada", {"kolada:N1": PEOPLE}), "scb": Scripted("scb", {"scb:TAB1": HOMES})})
    assert refused == ["locked"]
    assert report.exit_code == 0
    assert run(places).exit_code == 0


def test_a_refresh_that_waited_builds_on_the_one_before(places):
    """Both count: the second opens the figures only once it holds the lock."""
    with lock(places[0]):
        outcome = []
        thread = threading.Thread(target=lambda: outcome.append(run(places, publisher="scb", patience=5)))
        thread.start()
        run(places, publisher="kolada")
    thread.join()
    snapshot = open_snapshot(*places)
    assert outcome[0].exit_code == 0
    assert (snapshot.value("people", "0126", "2025"), snapshot.value("homes", "0126", "2025")) == (1020.0, 11.0)


def test_the_order_of_answers_does_not_matter(places):
    """Two tables overlap; the later in the catalogue wins, even when it answers first."""
    gate = threading.Event()
    known = catalogue(indicator("people", "kolada:N1", "scb:TAB1"))

    class Late(Scripted):
        def fetch(self, *what):
            gate.wait(5)
            return super().fetch(*what)

    class Early(Scripted):
        def fetch(self, *what):
            gate.set()
            return super().fetch(*what)

    later = frame(row("people", "0126", "2024", 7.0, source="scb:TAB1"))
    loaders = {"kolada": Late("kolada", {"kolada:N1": PEOPLE}), "scb": Early("scb", {"scb:TAB1": later})}
    run(places, known=known, loaders=loaders)
    assert open_snapshot(*places).value("people", "0126", "2024") == 7.0


# --- check -----------------------------------------------------------------------------------------------------------------------


def test_check_prints_each_entry_that_does_not_fit_with_its_candidate():
    findings = [Misfit("homes", "scb:TAB1", "warning", "a note.", None), Misfit("homes", "scb:TAB1", "error", "no such code", "000007ME")]
    loaders = {"kolada": Scripted("kolada", {"kolada:N1": []}), "scb": Scripted("scb", {"scb:TAB1": findings})}
    report = check_catalogue(CATALOGUE, loaders)
    assert report.as_text().splitlines() == [
        "error: homes (scb:TAB1): no such code. Best candidate: 000007ME.",
        "warning: homes (scb:TAB1): a note.",
        "2 entries checked: 1 errors, 1 warnings.",
    ]


@pytest.mark.parametrize("answer", [down(), ValueError("a bug")])
def test_an_entry_that_could_not_be_asked_about_is_an_error(answer):
    loaders = {"kolada": Scripted("kolada", {"kolada:N1": []}), "scb": Scripted("scb", {"scb:TAB1": answer})}
    report = check_catalogue(CATALOGUE, loaders)
    assert len(report.errors) == 1
    assert "could not be checked" in report.as_text()
    assert check_catalogue(CATALOGUE, loaders, publisher="kolada").errors == ()
