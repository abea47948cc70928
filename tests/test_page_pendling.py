"""The commuting page's cards: published sums, titles that follow the figures, registers that are never joined, the square of all pairs."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from cards.common.industries import (
    members,
    total,
)
from cards.data import get_data
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
    net_sentence,
    net_title,
    ratio_sentence,
    ratio_title,
)
from cards.pendling.matris import DIAGONAL, shade, shares
from cards.registry import build
from catalogue.region import GROUPS
from tests.drawn import figure_of
from tests.pages import html_of, open_page
from tests.played_flows import EN, SV, Played, view_of
from texts import LANGUAGES, format_change, format_number, load_texts

NAMES = {code: area.name for code, area in get_data().catalogue.areas.items()}


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


def test_the_page_opens_with_the_newest_year_there_is():
    assert opens_with(get_data()) == "kvot"  # jobs of 2024, flows of 2015
    assert opens_with(fetched()) == "floden"  # flows of 2024 too
    html = unescape(html_of(open_page("pendling")))
    heading = html.split("</h1>")[0].rsplit(">", 1)[-1]
    assert heading == build(view_of("sv"), "pendling.kvot", {}).title
    assert build(view_of("sv"), "pendling.floden", {}).title in html
