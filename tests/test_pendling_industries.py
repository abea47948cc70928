"""Industries of those who live in a group and of the jobs there: quotients, dissimilarity, and titles that follow the figures."""

from __future__ import annotations

import pandas as pd
import pytest

from cards.common.industries import (
    EMPLOYED,
    INDUSTRIES,
    JOB_SHARES,
    Industries,
    industries,
    industry_periods,
    job_industries,
    members,
)
from cards.data import get_data
from cards.pendling.findings import (
    industries_sentence,
    industries_title,
)
from cards.registry import UnknownCard, build
from catalogue.region import GROUPS
from catalogue.selections import load_selections
from tests.drawn import figure_of
from tests.played_flows import EN, SV, Played, view_of
from texts import LANGUAGES, format_number, load_texts


class Changed(Played):
    """The figures that come with the program, some of them `given` (indicator, kommun, figure) or not there (`without`, by indicator)."""

    given: tuple[tuple[str, str, float], ...] = ()
    without: frozenset[str] = frozenset()

    def values(self, indicator: str) -> pd.DataFrame:
        table = super().values(indicator)
        if indicator in self.without:
            return table.iloc[:0, :0]
        for name, kommun, figure in self.given:
            if name == indicator:
                table = table.copy()
                table.loc[kommun, "2024"] = figure
        return table


def changed(*given: tuple[str, str, float], without: frozenset[str] = frozenset()) -> Changed:
    data = Changed(get_data().catalogue, get_data().snapshot)
    data.given, data.without = given, without
    return data


def made_up(**persons: tuple[float, float, float]) -> Industries:
    """Industries with so many persons in south, north and city; the county is their sum."""
    return Industries("2024", {name: {"south": s, "north": n, "city": c, "region": s + n + c} for name, (s, n, c) in persons.items()})


@pytest.mark.parametrize(
    ("industry", "south", "north", "city"),  # persons as SCB has them by RegSO, added up by hand
    [("bc", 26_708, 19_637, 19_704), ("j", 19_224, 35_290, 57_200)],
)
def test_the_quotients_of_2024_from_published_counts(industry, south, north, city):
    found = industries(get_data(), "2024")
    name = f"employed_residents_{industry}"
    whole = {"south": 344_998, "north": 408_757, "city": 538_297, "region": 1_292_052}
    assert found.whole == whole
    assert found.persons[name] == {"south": south, "north": north, "city": city, "region": south + north + city}
    expected = (south / 344_998) / ((south + north + city) / 1_292_052)
    assert found.quotient(name, "south") == pytest.approx(expected)
    assert expected == pytest.approx({"bc": 1.5144, "j": 0.6445}[industry], abs=5e-5)
    assert found.share(name, "south") == pytest.approx(100 * south / 344_998)


def test_the_dissimilarity_of_2024_from_published_counts():
    assert industries(get_data(), "2024").apart == pytest.approx(0.0802505, abs=5e-8)


def test_the_industries_add_up_to_all_of_known_industry():
    found, (employed,) = industries(get_data(), "2024"), load_selections()[EMPLOYED]
    balance = get_data().balance(employed, "2024", "apart")
    assert found.whole == {area: getattr(balance, area) for area in (*GROUPS, "region")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_industries_card_says_what_its_table_and_picture_have(lang):
    card = build(view_of(lang), "pendling.branscher", {})
    high, low = ("1,5", "0,6") if lang == "sv" else ("1.5", "0.6")
    assert f" {high} " in card.title
    assert f" {low} " in card.title
    assert format_number(8.02505, 1, lang) in card.body[0]
    assert card.table is not None
    rows = card.table().rows
    assert len(rows) == 16
    first, last = rows[1].cells, rows[-1].cells
    assert (first[8], first[11], first[1]) == (
        format_number(26_708, 0, lang), format_number(66_049, 0, lang), format_number(1.5144, 2, lang),
    )  # fmt: skip
    assert last[0].lower() in card.title.lower()
    for shown in (figure_of(card), figure_of(card, "slide")):
        south = next(trace for trace in shown.data if trace.name == "south")
        assert list(south.x) == sorted(south.x, reverse=True)
        assert [format_number(value, 2, lang) for value in south.x] == [row.cells[1] for row in rows[1:]]
        assert shown.layout.xaxis.type == "log"
    assert view_of(lang).t("pendling.industries.where", period="2024") in card.notes


def test_the_industries_title_follows_the_figures():
    names = {"a": "alfa", "b": "beta", "c": "gamma"}

    def said(**persons: tuple[float, float, float]) -> str:
        return industries_title(SV, made_up(**persons), names)

    begins = "Bland sysselsatta som bor i de södra kommunerna är"
    assert said(a=(30, 10, 20), b=(10, 30, 20)) == f"{begins} alfa 1,5 gånger så vanligt som i länet, beta 0,5 gånger (2024)"
    assert said(a=(10, 30, 20), b=(30, 10, 20)) == f"{begins} beta 1,5 gånger så vanligt som i länet, alfa 0,5 gånger (2024)"
    # 1.04 and 0.96: with one decimal both would be 1,0
    assert said(a=(52, 48, 50), b=(48, 52, 50)) == f"{begins} alfa 1,04 gånger så vanligt som i länet, beta 0,96 gånger (2024)"
    # gamma is 2.8 times as common, but has 1.4 per cent of the county's
    small = said(a=(5_000, 5_000, 5_000), b=(4_700, 4_900, 5_000), c=(400, 10, 20))
    assert small == f"{begins} alfa 0,99 gånger så vanligt som i länet, beta 0,96 gånger (2024)"
    assert said(a=(50, 50, 50), b=(20, 20, 20)) == f"{begins} de större branscherna lika vanliga som i länet (2024)"
    assert said(a=(0, 50, 50), b=(60, 20, 20)).endswith("alfa 0,00 gånger (2024)")
    assert (
        said(a=(float("nan"), 50, 50), b=(60, 20, 20)) == "Branscher bland sysselsatta som bor i de södra kommunerna: uppgift saknas (2024)"
    )
    assert said(a=(2_000, 2_000, 3_000), b=(20, 0, 0)) == f"{begins} alfa 0,99 gånger så vanligt som i länet (2024)"
    english = industries_title(EN, made_up(a=(30, 10, 20), b=(10, 30, 20)), names)
    assert english.endswith("alfa is 1.5 times as common as in the county, beta 0.5 times (2024)")


def test_how_many_would_have_to_change_industry_follows_the_figures():
    said = industries_sentence(SV, made_up(a=(30, 10, 20), b=(10, 30, 20)))
    assert "de 2 branscherna skulle 50,0 procent i den ena gruppen behöva byta bransch" in said
    turned = industries_sentence(EN, made_up(a=(10, 40, 0), b=(30, 10, 0)))
    assert "over the 2 industries, 55.0 per cent of either group" in turned
    assert "samma fördelning på de 2 branscherna." in industries_sentence(SV, made_up(a=(30, 60, 1), b=(10, 20, 1)))
    assert industries_sentence(SV, made_up(a=(float("nan"), 60, 1), b=(10, 20, 1))) == ""
    assert industries_sentence(SV, made_up(a=(0, 60, 1), b=(0, 20, 1))) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_industry_without_a_kommun_has_no_sums_and_no_quotients(lang):
    name = load_selections()[INDUSTRIES][0]
    card = build(view_of(lang, changed((name, "0126", float("nan")))), "pendling.branscher", {})
    t = load_texts(lang)
    assert card.title == t("pendling.industries.unknown", period="2024")
    assert (figure_of(card), list(card.body)) == (None, [])
    assert card.table is not None
    row = next(row.cells for row in card.table().rows if row.cells[-1] == t("common.status.missing") and not row.chosen)
    assert (row[8], row[9], row[11], row[1]) == ("–", format_number(2_453, 0, lang), "–", "–")


def test_a_quotient_of_zero_stands_in_the_table_alone():
    name = load_selections()[INDUSTRIES][0]
    nobody = changed(*((name, kommun, 0.0) for kommun in members(get_data(), "south")))
    card = build(view_of("sv", nobody), "pendling.branscher", {})
    assert card.table is not None
    south = next(trace for trace in figure_of(card).data if trace.name == "south")
    assert len(south.x) == 14
    assert card.table().rows[-1].cells[1] == "0,00"
    assert SV("pendling.industries.zero") in card.notes


def test_the_jobs_by_industry_are_whole_numbers_of_the_published_jobs():
    """Huddinge 2022: 1.478475 per cent (N02224) of 48 293 jobs (N02201) are 714; the groups are sums of such numbers."""
    data, names = get_data(), load_selections()[JOB_SHARES]
    jobs = data.values("jobs").reindex(list(data.kommuner))
    for name in names:
        counts = data.values(name).reindex(list(data.kommuner)) * jobs / 100
        assert (counts - counts.round()).abs().max().max() < 0.004, name
    found, ict = job_industries(data, "2022"), "ict_jobs_share"
    assert round(float(data.values(ict).at["0126", "2022"] * jobs.at["0126", "2022"] / 100), 2) == 714.00
    by_hand = sum(round(float(data.values(ict).at[c, "2022"] * jobs.at[c, "2022"] / 100)) for c in members(data, "south"))
    assert found.persons[ict]["south"] == by_hand
    # what is of unknown industry is in none of the fifteen: 2 592 of the south's 240 728 jobs
    assert found.whole["south"] == 238_136


def test_the_two_cards_of_industries_differ_in_words_and_figures():
    residents, jobs = (build(view_of("sv"), f"pendling.{name}", {}) for name in ("branscher", "jobb"))
    assert residents.title.startswith("Bland sysselsatta som bor i de södra kommunerna är utvinning och tillverkning 1,5 gånger")
    assert jobs.title.startswith("Bland jobben i de södra kommunerna är tillverkning och utvinning 2,7 gånger")
    assert jobs.title.endswith("(2022)")
    assert len(jobs.table().rows) == len(residents.table().rows) == 16
    assert "jobben" in jobs.body[0]


def test_numbers_that_are_worked_back_are_printed_in_hundreds_and_say_so():
    """2022 is published to the person; 2024 is worked back from shares with two decimals."""
    published, worked_back = (build(view_of("sv"), "pendling.kvot", {"kvotar": year}) for year in ("2022", "2024"))
    assert published.table().rows[0].cells[2:4] == [format_number(number, 0, "sv") for number in (369_851, 403_534)]
    assert all(cell.endswith("00") for row in worked_back.table().rows for cell in row.cells[2:4])
    told = SV("pendling.ratio.worked_back", period="2024")
    assert (told in published.notes, told in worked_back.notes) == (False, True)


def test_there_is_no_card_where_an_industry_is_not_in_the_store():
    names = load_selections()[INDUSTRIES]
    for lacking in (frozenset(names), frozenset(names[3:4])):
        data = changed(without=lacking)
        assert industry_periods(data, INDUSTRIES) == ()
        with pytest.raises(UnknownCard):
            build(view_of("sv", data), "pendling.branscher", {})
