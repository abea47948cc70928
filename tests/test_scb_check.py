"""Setting catalogue entries against SCB's metadata: from a local server, and as recorded from SCB itself."""

from pathlib import Path

import pytest

from catalogue.models import Level
from data_sources.jsonstat import read_metadata
from data_sources.protocol import SourceError
from data_sources.selection import resolve
from data_sources.settings import Settings
from tests.loader_bench import benches
from tests.recorded import recorded
from tests.scb_samples import SEXES, rate
from tests.small_catalogue import catalogue, indicator, source


@pytest.fixture
def bench():
    with benches("scb", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


def test_check_finds_nothing_wrong_with_a_good_entry(bench):
    found = bench()
    assert found.check() == []
    assert found.world.count("POST") == 1
    assert [len(part["valueCodes"]) for part in found.posts[0]["selection"]] == [1, 1, 1, 1, 1]


def test_check_says_what_does_not_fit_with_the_best_candidate(bench):
    found = bench(rate(), rate(contents="000002NN"), name="Tabellinnehåll 000002NN")
    (finding,) = found.check(rate(contents="GONE"))
    assert (finding.indicator, finding.key, finding.severity) == ("rate", "scb:TAB3200", "error")
    assert finding.message == "contents GONE is gone from the table"
    assert finding.candidate == "000002NN (tabellinnehåll 000002NN)"


def test_check_of_a_table_that_is_gone_searches_for_another(bench):
    found = bench(rate(), name="Sysselsättningsgrad")
    (finding,) = found.check(rate(table="TAB1"))
    assert finding.severity == "error"
    assert finding.message == "SCB has no table TAB1"
    assert finding.candidate == "TAB3200 (Sysselsättningsgrad efter region och tid)"


def test_check_of_codes_that_exist_and_are_empty(bench):
    found = bench()
    found.world.fault("empty", "/data")
    (finding,) = found.check()
    assert "every cell of the latest period is empty" in finding.message
    assert found.world.count("POST") == 2  # one cell, then all areas


def test_check_of_one_empty_cell_alone_is_no_finding(bench):
    found = bench()
    found.world.fault("empty", "/data", times=1)
    assert found.check() == []


def test_check_of_periods(bench):
    found = bench(rate(), rate(first="2019", last="2025"))
    found.world.fault("vanished", "TAB3200", variable="Tid", codes=["2019", "2020", "2025"])
    messages = [finding.message for finding in found.check(rate(first="2019", last="2025"))]
    assert messages == ["the table starts at 2021, not 2019", "the table ends at 2024, not 2025"]


def test_check_leaves_withdrawn_tables_alone(bench):
    found = bench()
    assert found.check(rate(table="BE0101", withdrawn=True)) == []
    assert found.world.count() == 0


def test_check_raises_when_the_publisher_is_down(bench):
    found = bench()
    found.world.fault("down", "metadata")
    with pytest.raises(SourceError):
        found.check()


def test_search_follows_pages(bench):
    found = bench(*(rate(table=f"TAB{number}") for number in range(1000, 1045)))
    assert len(found.loader.tables("region")) == 45
    assert found.world.count("GET /scb/tables\\?") == 3


# --- against SCB's own metadata --------------------------------------------------------------------------------------------------


def test_the_preliminary_table_as_recorded():
    entry = source(
        table="TAB6260",
        levels=[Level.SWEDEN, Level.COUNTY, Level.KOMMUN],
        contents="0000088N",
        select={"Alder": ["20-64"], "Fodelseregion": ["tot"]},
        sex=SEXES,
        periods="last_month_of_half_year",
    )
    metadata = read_metadata(recorded("scb/TAB6260_metadata_en_cut.json"))
    contents = metadata.dimensions["ContentsCode"].codes[0]
    fodelse = metadata.dimensions["Fodelseregion"].codes[-1]
    entry = entry.model_copy(update={"contents": contents, "select": {"Alder": ["20-64"], "Fodelseregion": [fodelse]}})
    question = resolve(metadata, indicator("x", entry), entry, catalogue())
    assert question.fatal == []
    assert question.axes["Tid"][-1] == "2026M06"
    assert question.axes["Region"] == ("00", "01", "0126", "0127", "0162", "0180")


def test_the_regso_table_as_recorded_has_no_kommuner():
    metadata = read_metadata(recorded("scb/TAB6680_metadata_en_cut.json"))
    entry = source(table="TAB6680", contents="0000089X", select={"Alder": ["20-64"]}, sex=SEXES, levels=[Level.KOMMUN])
    question = resolve(metadata, indicator("x", entry), entry, catalogue())
    assert [issue.message for issue in question.fatal] == ["no area of level kommun in Region"]


def test_settings_come_from_the_environment():
    given = {"SCB_API_URL": "http://127.0.0.1:8700/scb/", "BALANCE_DATA_DIR": "/somewhere"}
    settings = Settings.from_environment(given)
    assert settings.api_urls["scb"] == "http://127.0.0.1:8700/scb"
    assert settings.data_dir == Path("/somewhere")
    assert settings.api_urls["kolada"] == "https://api.kolada.se/v3"
    with pytest.raises(ValueError, match="SCB_API_URL='ftp://x'"):
        Settings.from_environment({"SCB_API_URL": "ftp://x"})
