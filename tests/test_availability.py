"""Why there is no figure: one vocabulary, told by what is known of area, period and source, and said with where the figure may be."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from cards.availability import Absence, absence, absences, lacking, latest, marks, sentence, word
from cards.choices import with_todays_ids
from cards.common.groups_over_time import subject_of
from cards.context import View
from cards.data import Data, get_data
from cards.registry import build, build_exactly
from catalogue import Area, Level, load_catalogue
from catalogue.models import Derived
from charts.line_breaks import unbroken
from charts.tokens import LIGHT
from store.existence import without_false_zeros
from store.snapshot import Snapshot
from tests.api_client import api_client
from tests.drawn import figure_of
from tests.small_catalogue import catalogue, indicator, source
from tests.store_samples import frame, row
from texts import LANGUAGES, load_texts

SV, EN = (load_texts(language) for language in LANGUAGES)
DISTRICT = "sthlm:sodermalm"


@pytest.fixture(scope="module")
def data() -> Data:
    """Figures put together on 30 November 2026: yearly ones 2010–2024, a series that ended in 2021, one that has been withdrawn."""
    known = catalogue(
        indicator("yearly", source(table="TAB1", first="2010", levels=[Level.KOMMUN_ALL, Level.REGSO2025])),
        indicator("monthly", source(table="TAB2", first="2020M01")),
        indicator("ended", source("kolada", "N1", last="2021")),
        indicator("withdrawn", source("kolada", "N2", withdrawn=True)),
        indicator("share").model_copy(update={"sources": [], "derived": Derived(numerator={"yearly": 1}, denominator={"ended": 1})}),
    )
    areas = known.areas | {"0140": Area(code="0140", name="Nykvarn", level=Level.KOMMUN, within="01", since="1999")}
    rows = [row("yearly", area, str(year), 5.0) for area, year in product(("0126", "0127", "1480"), range(2010, 2025))]
    rows += [row("yearly", "0162", "2024", None, "suppressed"), row("yearly", "0180", "2024", None, "missing")]
    rows += [row("yearly", "0180", "2023", None, "not_published"), row("yearly", "0162", "2023", None, "not_applicable")]
    return Data(replace(known, areas=areas), Snapshot(frame(*rows), "embedded", "2026-11-30T00:00:00Z", "embedded"))


def test_why_there_is_no_figure(data):
    expected = {
        ("yearly", "0126", "2024"): None,
        ("yearly", "0162", "2024"): Absence.SUPPRESSED,
        ("yearly", "0180", "2024"): Absence.NOT_COLLECTED,  # the publisher's row says that there is none
        ("yearly", "0162", "2023"): Absence.NOT_COLLECTED,
        ("yearly", "0180", "2023"): Absence.NOT_PUBLISHED,
        ("yearly", "0140", "1997"): Absence.NOT_EXISTING,
        ("yearly", "0140", "2024"): Absence.NOT_IN_EDITION,  # no row at all: nothing is known of what the publisher has
        ("yearly", "0126", "2009"): Absence.NOT_COLLECTED,  # before the series begins
        ("yearly", "0126", "2025"): Absence.NOT_IN_EDITION,  # the year was over when the figures were put together
        ("yearly", "0126", "2026"): Absence.NOT_PUBLISHED,  # it was not
        ("monthly", "0126", "2026M10"): Absence.NOT_IN_EDITION,
        ("monthly", "0126", "2026M11"): Absence.NOT_PUBLISHED,
        ("yearly", DISTRICT, "2024"): Absence.NOT_COLLECTED,  # not published for that kind of area
        ("yearly", "0126R001_RegSO2025", "2024"): Absence.NOT_IN_EDITION,
        ("ended", "0126", "2021"): Absence.NOT_IN_EDITION,
        ("ended", "0126", "2022"): Absence.WITHDRAWN,
        ("withdrawn", "0126", "2020"): Absence.WITHDRAWN,
        ("share", "0126", "2015"): Absence.NOT_IN_EDITION,  # of a derived measure every part counts
        ("share", "0126", "2022"): Absence.WITHDRAWN,
        ("share", "0126", "2009"): Absence.NOT_COLLECTED,
    }
    assert {asked: absence(data, *asked) for asked in expected} == expected


def test_many_areas_at_once_are_told_as_one_by_one(data):
    codes = ["0126", "0140", "0162", "0180"]
    assert absences(data, "yearly", codes, "2024") == {code: why for code in codes if (why := absence(data, "yearly", code, "2024"))}
    assert marks(data, "yearly", codes, "2024") == {
        "0126": "ok", "0140": "not_in_edition", "0162": "suppressed", "0180": "not_collected",
    }  # fmt: skip


def test_a_measure_without_any_figure_is_not_in_the_edition_or_no_longer_published(data):
    entries = data.catalogue.indicators
    assert lacking(data, entries["monthly"]) is Absence.NOT_IN_EDITION
    assert lacking(data, entries["monthly"], [Level.REGSO2025]) is Absence.WITHDRAWN
    assert lacking(data, entries["withdrawn"]) is Absence.WITHDRAWN


@pytest.mark.parametrize("t", [SV, EN])
def test_each_reason_has_a_word_and_a_sentence_of_its_own_and_none_promises_an_update(data, t):
    entry = data.catalogue.indicators["yearly"]
    said = [word(t, why) for why in Absence] + [sentence(t, data, entry, why) for why in Absence]
    assert len(set(said)) == 2 * len(Absence)
    for key, text in t.words.items():
        promises = ("vid uppdatering", "nästa uppdatering", "on update", "next update")
        assert not any(words in str(text).lower() for words in promises), key


def test_the_reader_is_led_to_the_publishers_own_table(data):
    shown = get_data()
    entry = shown.catalogue.indicators["employment_rate"]
    url = "https://statistikdatabasen.scb.se/api/v2/tables/TAB3200?lang=sv"
    assert sentence(SV, shown, entry, Absence.NOT_IN_EDITION) == f"Finns inte i den här utgåvan. Senaste siffrorna: SCB TAB3200, {url}"
    assert f'<a href="{url}">statistikdatabasen.scb.se</a>' in unbroken(sentence(SV, shown, entry, Absence.NOT_IN_EDITION))
    assert sentence(SV, shown, entry, Absence.SUPPRESSED) == SV("common.absence.suppressed")
    assert latest(SV, data, data.catalogue.indicators["withdrawn"]) == ""


@pytest.mark.parametrize("name", ["balans.niva", "karta.karta", "jamfor.jamforelse"])
@pytest.mark.parametrize(("measure", "why"), [("day_population_2016", Absence.WITHDRAWN), ("new_firms", Absence.NOT_IN_EDITION)])
def test_a_measure_without_figures_says_why_and_draws_nothing(name, measure, why):
    base = get_data()
    rows = base.snapshot.frame
    lean = Snapshot(rows[~rows["indicator"].isin(["day_population_2016", "new_firms"])], "embedded", base.snapshot.created, "embedded")
    view = View(SV, Data(load_catalogue(), lean), LIGHT)
    made = build(view, name, {"matt": measure})
    assert figure_of(made) is None
    assert ("https://" in " ".join(made.body)) is (why is Absence.NOT_IN_EDITION)
    assert why is Absence.WITHDRAWN or SV("common.absence.not_in_edition") in " ".join(made.body)
    if name == "balans.niva":
        assert subject_of(view, measure, "apart").refused == ("ended" if why is Absence.WITHDRAWN else "to_come")


def test_zeros_from_before_an_area_was_formed_are_no_figures(data):
    """SCB has 0 for Nykvarn up to 1997, and 7 724 inhabitants at the end of 1998, the day before it was formed."""
    later = {"0126R001_RegSO2025": {"since": "2024"}, "0126R001": {"until": "2023"}}
    areas = {code: area.model_copy(update=later.get(code, {})) for code, area in data.catalogue.areas.items()}
    rows = frame(
        row("yearly", "0140", "1997", 0.0), row("yearly", "0140", "1998", 7724.0), row("yearly", "0140", "1999", 0.0),
        row("yearly", "0140", "1996", None, "not_applicable"), row("yearly", "0126", "1997", 0.0),
        row("yearly", "0126R001", "2023", 0.0), row("yearly", "0126R001", "2024", 0.0),
        row("yearly", "0126R001_RegSO2025", "2023", 0.0), row("yearly", "0126R001_RegSO2025", "2024", 0.0),
    )  # fmt: skip
    found = without_false_zeros(rows, replace(data.catalogue, areas=areas))
    gone = found[found["status"] == "not_existing"]
    assert list(zip(gone["area"], gone["period"], strict=True)) == [
        ("0126R001", "2024"), ("0126R001_RegSO2025", "2023"), ("0140", "1996"), ("0140", "1997"),
    ]  # fmt: skip
    assert gone["value"].isna().all()
    assert found.drop(index=gone.index).equals(rows.drop(index=gone.index))


# --- former ids --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def renamed(monkeypatch):
    monkeypatch.setitem(load_catalogue().renamed, "employment_once", "employment_rate")


def test_links_with_a_former_id_lead_to_the_measure(renamed):
    assert with_todays_ids({"matt": "employment_once", "x": "net_income.employment_once", "stad": "apart"}) == {
        "matt": "employment_rate", "x": "net_income.employment_rate", "stad": "apart",
    }  # fmt: skip
    view = View(SV, get_data(), LIGHT)
    made = build_exactly(view, "balans.niva", {"matt": "employment_once"})
    assert (made.indicators, made.query["matt"]) == (["employment_rate"], "employment_rate")


def test_the_interface_answers_for_a_former_id_as_for_todays(renamed):
    client = api_client()
    for path, query in (("/observations", {"area": "0126"}), ("/balance", {})):
        old, new = (client.get(path, params={"indicator": name, **query}).json() for name in ("employment_once", "employment_rate"))
        assert old["items"] == new["items"] != []
    assert client.get("/indicators/employment_once").json()["id"] == "employment_rate"
    rows = client.get("/observations", params={"indicator": "overcrowding", "per_page": "1000"}).json()["items"]
    assert {(item["status"], item["absence"]) for item in rows} <= {("ok", None), ("suppressed", "suppressed")}
