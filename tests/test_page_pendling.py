"""The commuting page's cards: published sums, titles that follow the figures, registers that are never joined, the square of all pairs."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

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
    total,
)
from cards.context import View
from cards.data import Data, get_data
from cards.pendling import CARDS
from cards.pendling.choices import opens_with
from cards.pendling.figures import (
    ByKommun,
    border,
    flow_periods,
    flows,
    matrix,
    matrix_periods,
)
from cards.pendling.findings import (
    border_title,
    flows_sentences,
    flows_title,
    industries_sentence,
    industries_title,
    net_sentence,
    net_title,
    ratio_sentence,
    ratio_title,
)
from cards.pendling.matris import DIAGONAL, shade, shares
from cards.registry import UnknownCard, build
from catalogue.region import GROUPS
from catalogue.selections import load_selections
from charts.tokens import LIGHT
from tests.drawn import figure_of
from tests.pages import html_of, open_page
from texts import LANGUAGES, format_change, format_number, load_texts

SV, EN = load_texts("sv"), load_texts("en")
NAMES = {code: area.name for code, area in get_data().catalogue.areas.items()}


class Played(Data):
    """Figures other than those of the snapshot, whose periods are told from themselves."""

    def _periods(self, indicator: str) -> tuple[str, ...]:
        counts = self.values(indicator).reindex(list(self.kommuner)).notna().sum()
        return tuple(sorted(str(period) for period in counts.index[counts * 2 >= len(self.kommuner)]))


class Fetched(Played):
    """The figures that come with the program, and the pairs of kommuner of 2024 as after a refresh: row i and column j hold 100 i + j
    (a hundred times that on the diagonal), so that every sum can be worked out by hand. `holes` are pairs without a figure."""

    holes: tuple[tuple[str, str], ...] = ()

    def values(self, indicator: str) -> pd.DataFrame:
        if not indicator.startswith("works_in_"):
            return super().values(indicator)
        work = indicator.removeprefix("works_in_")
        column = self.kommuner.index(work)
        figures = {
            home: float("nan") if (home, work) in self.holes else (100.0 * row + column) * (100 if row == column else 1)
            for row, home in enumerate(self.kommuner)
        }
        return pd.DataFrame({"2024": figures})


def view_of(lang: str = "sv", data: Data | None = None) -> View:
    return View(load_texts(lang), data or get_data(), LIGHT)


def fetched(*holes: tuple[str, str]) -> Fetched:
    data = Fetched(get_data().catalogue, get_data().snapshot)
    data.holes = holes
    return data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_published_sums_of_2015_are_on_the_page(lang):
    found = flows(get_data(), "2015")
    published = {("north", "city"): 130_562, ("city", "north"): 70_515, ("south", "city"): 114_914, ("city", "south"): 41_215}
    assert found.amounts == published
    assert {group: found.residents[group] for group in ("north", "south")} == {"north": 347_596, "south": 296_206}
    card = build(view_of(lang), "pendling.floden", {})
    assert card.table is not None
    cells = {(row.cells[0], row.cells[1]): row.cells[2] for row in card.table().rows}
    t = load_texts(lang)
    for (lives, works), amount in published.items():
        text = format_number(amount, 0, lang)
        assert text in " ".join(card.body)
        assert cells[t(f"common.group.{lives}"), t(f"common.group.{works}")] == text
    assert format_change(130_562 - 70_515, 0, lang) in card.body[2]
    assert len(card.table().rows) == 4 + 2 * 25


@pytest.mark.parametrize(
    ("area", "ratio"), [("sthlm:inre-staden", 2.1833), ("sthlm:sodermalm", 1.2739), ("sthlm:vasterort", 0.8504), ("sthlm:soderort", 0.6684)]
)
def test_the_published_ratios_of_2016(area, ratio):
    found = border(get_data(), "2016")
    assert found.ratio([area]) == pytest.approx(ratio, abs=5e-5)
    card = build(view_of(), "pendling.snittet", {})
    assert card.table is not None
    row = next(row.cells for row in card.table().rows if row.cells[0] == NAMES[area])
    assert row[-1] == format_number(ratio, 2, "sv")
    assert f"{NAMES[area]} {row[-1]}" in card.body[0]


def test_the_sides_of_the_border_are_sums_of_their_districts():
    found = border(get_data(), "2016")
    inner = ["sthlm:kungsholmen", "sthlm:norrmalm", "sthlm:ostermalm"]
    north, south = (*inner, "sthlm:vasterort"), ("sthlm:sodermalm", "sthlm:soderort")
    assert found.by_side["north"] == pytest.approx(found.ratio(north))
    assert found.by_side["south"] == pytest.approx(found.ratio(south))
    assert found.by_side["south"] == pytest.approx((95_193 + 125_291) / (74_724 + 187_462))
    assert found.ratio([*inner, "sthlm:sodermalm"]) == pytest.approx(432_144 / 197_928)


def test_a_sum_with_a_hole_is_no_sum():
    assert total({"a": 1.0, "b": 2.0}, ["a", "b"]) == 3
    assert total({"a": 1.0, "b": float("nan")}, ["a", "b"]) is None
    assert total({"a": 1.0}, ["a", "b"]) is None
    assert total({"a": 1.0}, []) is None


def test_the_title_follows_the_flows():
    found = flows(get_data(), "2015")
    assert flows_title(SV, found).endswith("38 procent av de förvärvsarbetande i norra kommunerna, 39 procent i de södra (2015)")
    swapped = replace(found, residents={**found.residents, "south": 4 * 114_914})
    assert "38 per cent of people in work in the northern municipalities, 25 per cent in the southern" in flows_title(EN, swapped)
    same = replace(found, residents={**found.residents, "south": found.residents["north"] * 114_914 / 130_562})
    assert "38 procent av de förvärvsarbetande både i norra och i södra" in flows_title(SV, same)
    unknown = replace(found, residents={})
    assert "130\u202f562 från norra kommunerna, 114\u202f914 från de södra" in flows_title(SV, unknown)
    missing = replace(found, amounts={**found.amounts, ("north", "city"): None})
    assert flows_title(SV, missing) == "Pendling till Stockholms stad: uppgift saknas (2015)"
    assert len(flows_sentences(SV, found)) == 3
    assert len(flows_sentences(SV, missing)) == 1  # only what is known of the south


def test_a_net_outflow_from_the_city_has_its_sign():
    found = flows(get_data(), "2015")
    turned = replace(found, amounts={**found.amounts, ("city", "north"): 200_000.0})
    assert "\u221269\u202f438 mot norr och +73\u202f699 mot söder" in flows_sentences(SV, turned)[2]


def test_titles_of_kommuner_and_border_follow_the_figures():
    found = ByKommun("2024", {"a": 1.004, "b": 1.006, "c": 0.5, "d": 0.5}, {"north": 0.9, "south": 0.7, "city": None})
    assert ratio_title(SV, found) == "Jobb per sysselsatt boende: 0,90 i norra kommunerna och 0,70 i södra (2024)"
    said = ratio_sentence(SV, found, {code: code.upper() for code in "abcd"})
    assert said == "Fler jobb än sysselsatta boende har 1 av 4 kommuner: B. Lägst är kvoten i C och D, 0,50."
    assert ratio_sentence(EN, replace(found, kommuner={"c": 0.5}), {"c": "C"}).startswith("None of 1 municipalities")
    net = ByKommun("2024", {"a": -5.0, "b": 7.0}, {"north": -5.0, "south": 0.0, "city": 7.0})
    assert net_title(SV, net) == "Nettopendling: \u22125 i norra kommunerna, 0 i södra och +7 i Stockholms stad (2024)"
    assert net_sentence(SV, net) == "I 1 av 2 kommuner pendlar fler ut än in."
    assert net_sentence(SV, replace(net, kommuner={"b": 7.0})) == "I ingen av 1 kommuner pendlar fler ut än in."
    assert "saknas" in net_title(SV, replace(net, groups={"north": None, "south": 1.0, "city": 7.0}))
    found = border(get_data(), "2016")
    codes = [code for side in found.sides.values() for code in side]
    level = replace(found, districts={"day": dict.fromkeys(codes, 100.0), "night": dict.fromkeys(codes, 200.0)})
    assert "0,50 jobb per förvärvsarbetande boende på båda sidor" in border_title(SV, level)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pairs_of_kommuner_are_said_to_come_and_not_drawn(lang):
    t = load_texts(lang)
    assert matrix_periods(get_data()) == ()
    card = build(view_of(lang), "pendling.matris", {})
    assert (figure_of(card), card.table) == (None, None)
    assert t("common.status.not_in_edition") in card.title
    html = unescape(html_of(open_page("pendling", lang=lang)))
    assert card.title in html
    assert "TAB1830" in html
    assert t("pendling.note.break") in html
    assert html.count("<h1") == 1


def test_flows_of_bas_are_sums_of_pairs_of_kommuner():
    data = fetched()
    assert flow_periods(data) == ("2015", "2024")
    found = flows(data, "2024")
    assert (found.register, flows(data, "2015").register) == ("bas", "rams")
    place = {code: number for number, code in enumerate(data.kommuner)}
    for lives in GROUPS:
        for works in GROUPS:
            expected = sum(100 * place[a] + place[b] for a in members(data, lives) for b in members(data, works))
            assert found.amounts.get((lives, works)) == (None if lives == works else expected)
    said = " ".join(flows_sentences(SV, found))
    assert f"{format_number(found.amounts['north', 'south'], 0, 'sv')} från norr till söder" in said
    assert flows(data, "2015").amounts.keys() == {("north", "city"), ("city", "north"), ("south", "city"), ("city", "south")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_card_joins_the_two_registers(lang):
    view = view_of(lang, fetched())
    by_year = {year: build(view, "pendling.floden", {"pendlingsar": year}) for year in ("2015", "2024")}
    for year, register, other in (("2015", "RAMS", "BAS"), ("2024", "BAS", "RAMS")):
        card = by_year[year]
        assert card is not None
        assert card.table is not None
        assert register in card.heading
        assert other not in card.heading + card.table().caption
        assert view.t("pendling.note.break") in card.notes
        tables = {key for name in card.cited for key in view.data.catalogue.keys(name)}
        assert ("scb:RAMS" in tables) == (year == "2015")
    assert not any("TAB1830" in note for note in by_year["2015"].notes)


def test_a_pair_without_a_figure_leaves_its_sums_unknown():
    data = fetched(("0126", "0180"))
    found = flows(data, "2024")
    assert found.amounts["south", "city"] is None
    assert found.amounts["north", "city"] is not None
    assert "uppgift saknas" in flows_title(SV, found)
    parts = shares(matrix(data, "2024"))
    assert parts.loc["0126"].isna().all()
    assert parts.loc["0127"].sum() == pytest.approx(100)
    card = build(view_of("sv", data), "pendling.matris", {})
    row = list(figure_of(card).data[0].z)[list(figure_of(card).layout.yaxis.ticktext).index("Huddinge")]
    assert all(cell is None for cell in row)
    assert [item.label for item in card.chart.key if item.mark == "missing"] == ["saknas"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_square_of_all_kommuner(lang):
    view = view_of(lang, fetched())
    card = build(view, "pendling.matris", {})
    assert card.table is not None
    picture = figure_of(card).data[0]
    assert len(picture.z) == len(picture.z[0]) == 26
    assert [picture.z[i][i] for i in range(26)].count(DIAGONAL) == 26
    assert len(card.table().rows) == 26 * 26
    pairs = matrix(view.data, "2024")
    off = {(a, b): pairs.at[a, b] for a in pairs.index for b in pairs.columns if a != b}
    lives, works = max(off, key=lambda pair: off[pair])
    assert NAMES[lives] in card.title
    assert NAMES[works] in card.title
    assert format_number(off[lives, works], 0, lang) in card.title
    again = build(view, "pendling.matris", card.query)
    assert (again.title, again.query) == (card.title, card.query)


def test_shades_are_fixed_bounds():
    assert [shade(value) for value in (0.0, 0.99, 1.0, 3.0, 9.99, 10.0, 30.0, 100.0)] == [0, 0, 1, 2, 2, 3, 4, 4]


def test_figures_of_the_cards_are_the_stores():
    card = build(view_of(), "pendling.netto", {"nettoar": "2020"})
    assert card.table is not None
    values = get_data().values("net_commuting")["2020"]
    shown = {row.cells[0]: row.cells[-1] for row in card.table().rows}
    for code in get_data().kommuner:
        assert shown[NAMES[code]] == format_change(float(values[code]), 0, "sv")
    lanes = figure_of(card).select_traces({"type": "bar"})
    drawn = {name: value for bars in lanes for (name, _), value in zip(bars.customdata, bars.x, strict=True)}
    assert drawn["Huddinge"] == values["0126"]
    ratios = build(view_of(), "pendling.kvot", {})
    assert ratios.chart is not None
    lanes = figure_of(ratios).select_traces({"type": "bar"})
    drawn = {name: bars.base + value for bars in lanes for (name, _), value in zip(bars.customdata, bars.x, strict=True)}
    assert drawn["Solna"] == pytest.approx(get_data().values("jobs_ratio").at["0184", "2024"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_card_is_on_the_page_and_odd_links_are_answered(lang):
    html = unescape(html_of(open_page("pendling", lang=lang, snittar="1812", nettoar="<script>", pendlingsar="x" * 200)))
    for name in CARDS:
        made = build(view_of(lang), f"pendling.{name}", {"pendlingsar": "x" * 80, "snittar": "1812"})
        assert (f'data-card="pendling.{name}"' in html) == (not made.is_empty), name  # an empty card offers nothing to take
    card = build(view_of(lang), "pendling.snittet", {"snittar": "1812"})
    assert card is not None
    assert card.title in html
    assert "(2015)" in card.title
    assert "<script>" not in html


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


def test_the_page_opens_with_the_newest_year_there_is():
    assert opens_with(get_data()) == "kvot"  # jobs of 2024, flows of 2015
    assert opens_with(fetched()) == "floden"  # flows of 2024 too
    html = unescape(html_of(open_page("pendling")))
    heading = html.split("</h1>")[0].rsplit(">", 1)[-1]
    assert heading == build(view_of("sv"), "pendling.kvot", {}).title
    assert build(view_of("sv"), "pendling.floden", {}).title in html
