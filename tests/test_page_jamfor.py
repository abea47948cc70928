"""The compare page on the figures that come with the program, in both languages, with honest and odd links."""

from __future__ import annotations

import re
from html import unescape
from itertools import cycle

import pytest
from streamlit.testing.v1 import AppTest

from balance.ranks import rank_intervals
from balance.rounding import round_half_up
from cards.common.comparison import CHANGE, INDEX, LEVEL, PER_INHABITANT, comparison
from cards.common.peers import peers
from cards.context import View
from cards.data import get_data
from cards.jamfor.figures import measures
from cards.jamfor.findings import Placed, title
from cards.registry import build
from catalogue import load_catalogue
from charts.spec.lines import Break, Series
from charts.tokens import DARK, LIGHT
from tests.drawn import figure_of, small_lines
from tests.pages import html_of, open_page, rerun
from texts import LANGUAGES, format_number, load_texts

SV, EN = load_texts("sv"), load_texts("en")
INDICATORS = load_catalogue().indicators
FOUR = "0126.0127.0184.0180"  # Huddinge, Botkyrka, Solna, Stockholm


def run(**query: str) -> AppTest:
    return open_page("jamfor", **query)


def link_of(app: AppTest) -> str:
    """The chosen areas as the link has them."""
    return str(app.query_params["omraden"])


def title_of(html: str) -> str:
    found = re.search(r'<h1 class="page-title">(.*?)</h1>', html)
    assert found
    return found[1]


def rows_of(html: str, caption: str) -> list[list[str]]:
    table = next(t for t in re.findall(r'<table class="figures">.*?</table>', unescape(html)) if caption in t)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("<tbody>")[1])
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("sv", "Eftergymnasial utbildning 25–65 år: högst i Solna, {0} procent, och lägst i Botkyrka, {1} (2025)"),
        ("en", "Tertiary education 25–65: highest in Solna, {0} per cent, and lowest in Botkyrka, {1} (2025)"),
    ],
)
def test_the_title_is_the_finding(lang, expected):
    html = html_of(run(lang=lang, matt="tertiary_25_65", omraden=FOUR))
    figures = get_data().values("tertiary_25_65")["2025"]
    assert title_of(html) == expected.format(*(format_number(figures[code], 1, lang) for code in ("0184", "0127")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_stands_in_the_table_with_its_status(lang):
    data, t = get_data(), load_texts(lang)
    rows = rows_of(
        html_of(run(lang=lang, matt="open_unemployment_18_65", omraden="0126.1280.00.north")),
        t("jamfor.table.caption", name="", unit="")[-20:],
    )
    periods = data.snapshot.periods("open_unemployment_18_65")
    assert len(rows) == 4 * len(periods)
    wide, north = data.values("open_unemployment_18_65"), data.over_time("open_unemployment_18_65", "apart")["north"]
    for period, area, value, status in rows:
        if area in ("Huddinge", "Malmö"):
            code = "0126" if area == "Huddinge" else "1280"
            assert (value, status) == (format_number(wide.at[code, period], 1, lang), t("common.status.ok"))
        elif area == t("jamfor.area.north"):
            assert (value, status) == (format_number(north[period], 1, lang), t("common.status.calculated"))
        else:
            assert (area, value, status) == (t("jamfor.area.sweden"), "–", t("common.status.not_in_edition"))


def test_preliminary_figures_say_so():
    html = html_of(run(matt="employment_rate_monthly", omraden="0126.south"))
    rows = rows_of(html, "Varje valt område och period.")
    assert {status for *_, status in rows} == {"preliminär", "egen beräkning, preliminär"}
    assert "Preliminär uppgift:" in html


def test_an_index_never_crosses_a_break():
    html = html_of(run(matt="university_eligible_4_years", visa="index", omraden=FOUR))
    rows = rows_of(html, "Varje valt område och period.")
    assert {period: index for period, area, _, index, _ in rows if area == "Huddinge"}["2021"] == "100,0"
    assert {index for period, _, _, index, _ in rows if period < "2021"} == {"–"}
    assert "Räknat på 2021–2024" in html
    assert "International Baccalaureate" in html


def test_the_population_index_stops_before_the_noise():
    found = comparison(get_data(), INDICATORS["population"], ["0126", "0180"])
    assert found.comparable[0] == "1994"
    assert found.comparable[-1] == "2024"
    values = get_data().values("population").loc["0126"]
    assert found.shown(INDEX).at["0126", "2024"] == pytest.approx(100 * values["2024"] / values["1994"])


def test_counts_can_be_shown_per_inhabitant_and_nothing_else_can():
    data = get_data()
    for indicator in measures(data):
        if data.periods(indicator.id):
            views = comparison(data, indicator, ["0126", "0127"]).views
            assert (PER_INHABITANT in views) == (indicator.counted and indicator.id != "population")
    rows = rows_of(html_of(run(matt="completed_dwellings", visa="per_invanare", omraden="0126")), "Varje valt område och period.")
    built, people = (data.values(name).at["0126", "2024"] for name in ("completed_dwellings", "population"))
    assert rows[0][:4] == ["2024", "Huddinge", format_number(built, 0, "sv"), format_number(1000 * built / people, 1, "sv")]


def test_negative_figures_have_no_index():
    found = comparison(get_data(), INDICATORS["net_migration_domestic"], ["0126", "0180"])
    assert INDEX not in found.views
    assert CHANGE in found.views
    app = run(matt="net_migration_domestic", visa="index")
    assert len(app.info) == 1
    assert "Index visas inte" in html_of(app)


def test_an_index_has_no_value_for_groups_and_the_page_says_so():
    html = html_of(run(matt="gini_disposable_income", omraden="north.0126.01"))
    assert "Uppgift saknas för norra kommunerna" in html
    assert "Måttet får inte vägas ihop" in html
    assert "lägst i Huddinge, 0,288" in title_of(html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ranks_are_intervals_where_figures_are_equal(lang):
    html = html_of(run(lang=lang, matt="low_economic_standard", omraden=FOUR))
    values = get_data().values("low_economic_standard")["2024"].reindex(list(get_data().kommuner))
    own = rank_intervals(values, 0, lowest_first=True).loc["0126"]
    assert own["low"] < own["high"]
    assert f"{own['low']}–{own['high']}" in html
    rank = load_texts(lang)("jamfor.rank.caption", name="", period="2024")[-15:]
    rows = rows_of(html, rank)
    assert ["Huddinge", "11", f"{own['low']}–{own['high']}", "Stockholm"] in rows
    assert len(rows) == len(get_data().kommuner)
    assert f"Huddinge {own['low']}–{own['high']}" in html  # in the sentence above the picture


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_charts_are_one_figure_in_a_file(lang):
    view = View(load_texts(lang), get_data(), LIGHT)
    card = build(view, "jamfor.jamforelse", {"matt": "net_commuting", "omraden": FOUR, "diagram": "flera", "visa": "niva"})
    assert len(card.chart.shows.series) == 4
    assert figure_of(card) is not None
    own = {LIGHT.colour(one.role) for one in card.chart.shows.series}
    assert own <= {trace.line.color for trace in figure_of(card).data}
    boxes = [(figure_of(card).layout[f"xaxis{n}"].domain, figure_of(card).layout[f"yaxis{n}"].domain) for n in range(1, 5)]
    assert len(set(boxes)) == 4
    assert all(0 <= low < high <= 1 for box in boxes for low, high in box)


def test_sweden_is_set_beside_the_county_only_where_its_kommuner_have_figures():
    assert "För Sveriges 290 kommuner med uppgift" in html_of(run(matt="open_unemployment_18_65"))
    html = html_of(run(matt="net_income"))
    assert "Sveriges 290 kommuner med uppgift" not in html
    assert "Jämförelse med Sveriges 290 kommuner visas inte" in html


def test_figures_with_noise_say_so():
    assert "Cell Key Method) vars storlek" in html_of(run(matt="population"))
    assert "vars storlek" not in html_of(run(matt="employment_rate"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_likeness_is_printed_with_its_method_and_distance(lang):
    html = html_of(run(lang=lang))
    t = load_texts(lang)
    assert t("jamfor.peers.method") in unescape(html)
    rows = rows_of(html, t("jamfor.peers.caption", name="Huddinge", n=10))
    assert [row[0] for row in rows[:4]] == ["Huddinge", "Järfälla", "Tyresö", "Södertälje"]
    alike = peers(get_data(), "0126")
    assert [row[1] for row in rows[:2]] == ["–", format_number(alike.distance["0123"], 2, lang)]
    assert rows[0][2] == format_number(114686, 0, lang)


def test_one_click_chooses_those_most_alike():
    app = run(omraden="0127.0180")
    app.button(key="jamfor-alike-button").click()
    rerun(app)
    alike = peers(get_data(), "0127")
    assert alike is not None
    assert link_of(app) == ".".join(["0127", *alike.nearest(5)])


def test_the_kommun_of_another_page_follows_along_into_the_link():
    app = run(omrade="0127")
    assert link_of(app).startswith("0127.")
    assert "omrade" not in app.query_params


def test_a_seventh_area_is_not_taken():
    app = run(omraden="0126.0127.0184.0180.0120.0136")
    app.multiselect(key="several-omraden").select("0160")
    rerun(app)
    assert link_of(app) == "0126.0127.0184.0180.0120.0136"
    assert "Högst 6 områden" in html_of(app)
    rerun(app)
    assert "Högst 6 områden" not in html_of(app)


def test_an_emptied_choice_keeps_its_first_area():
    app = run(omraden=FOUR)
    app.multiselect(key="several-omraden").set_value([])
    rerun(app)
    assert link_of(app) == "0126"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"omraden": "<script>alert(1)</script>"},
        {"omraden": "0126." * 20},
        {"omraden": "0126.0127.0128.0136.0138.0140.0160"},
        {"omraden": "0126R001.sthlm:farsta"},
        {"omraden": "0126..zzzz.1280"},
        {"visa": "per_invanare"},
        {"visa": "x" * 500, "diagram": "tre", "matt": "../../etc"},
    ],
)
def test_odd_links_get_a_sensible_view_and_one_line(lang, query):
    app = run(lang=lang, **query)
    html = html_of(app)
    assert len(app.info) == 1
    assert html.count("<h1") == 1
    assert "<script>alert" not in html
    assert 1 <= len(str(app.query_params.get("omraden", "0126")).split(".")) <= 6


def test_too_many_areas_leave_the_first_six():
    app = run(omraden="0126.0127.0128.0136.0138.0140.0160")
    assert link_of(app) == "0126.0127.0128.0136.0138.0140"


VIEWS = ("niva", "index", "forandring", "per_invanare")
EVERY_MEASURE = [indicator.id for indicator in measures(get_data())]


@pytest.mark.parametrize(("measure", "shown"), list(zip(EVERY_MEASURE[::9], cycle(VIEWS), strict=False)))
def test_some_measures_of_every_theme_as_pages(measure, shown):
    html = html_of(run(lang="en", matt=measure, visa=shown, diagram="flera", omraden="0126.north.01.1280.0117"))
    assert html.count("<h1") == 1
    assert not re.search(r"\bnan\b|\bNone\b", html)
    if not get_data().periods(measure):
        assert '<table class="figures">' not in html  # the table of several measures has its own


def test_every_measure_in_a_view():
    """The cards without their pages; the views take turns, so that each theme has its measures in all of them."""
    for measure, shown in zip(EVERY_MEASURE, cycle(VIEWS), strict=False):
        if get_data().periods(measure):
            query = {"matt": measure, "visa": shown, "diagram": "flera", "omraden": "0126.north.01.1280.0117"}
            made = build(View(load_texts("en"), get_data(), LIGHT), "jamfor.jamforelse", query)
            said = " ".join([made.title, *made.body, *made.notes, *(cell for row in made.table().rows for cell in row.cells)])
            assert not re.search(r"\bnan\b|\bNone\b", said), measure


def level(*pairs: tuple[str, float]) -> list[Placed]:
    return [Placed(name, value) for name, value in pairs]


def test_titles_follow_the_figures():
    rate = INDICATORS["employment_rate"]

    def said(kind, *pairs):
        return title(SV, rate, kind, level(*pairs), ("2020", "2024")).removeprefix("Sysselsättningsgrad 20–64 år: ")

    assert said(LEVEL, ("A", 80.04), ("B", 80.0)) == "80,0 procent i alla de valda områdena (2024)"
    assert said(LEVEL, ("A", 80.0)) == "80,0 procent i A (2024)"
    assert said(LEVEL, ("A", 81), ("B", 81), ("C", 70)) == "högst i A och B, 81,0 procent, och lägst i C, 70,0 (2024)"
    assert said(LEVEL) == "uppgift saknas för de valda områdena"
    assert said(CHANGE, ("A", 2.0), ("B", 1.0)).startswith("ökade mest i A, +2,0 procentenheter, och minst i B, +1,0")
    assert said(CHANGE, ("A", -2.0), ("B", -1.0)).startswith("minskade mest i A, −2,0 procentenheter, och minst i B, −1,0")
    assert said(CHANGE, ("A", 2.0), ("B", 0.01)).startswith("från 0,0 procentenheter i B till +2,0")
    assert said(INDEX, ("A", 110.0), ("B", 104.0)) == "ökade mest i A, index 110,0, och minst i B, index 104,0, 2020–2024"
    assert said(INDEX, ("A", 100.0), ("B", 100.01)) == "lika stor förändring i de valda områdena, index 100,0, 2020–2024"


def test_small_charts_share_their_axes_and_stop_at_breaks():
    years = [str(year) for year in range(2018, 2025)]
    series = [
        Series(name, "other", {year: base + i for i, year in enumerate(years)}, colour)
        for name, base, colour in (("A", 10.0, "ink"), ("B", 50.0, "goal"))
    ]
    figures = [panel.figure for panel in small_lines(series, palette=LIGHT, language="sv", decimals=1, breaks=[Break("2021", "ny källa")])]
    assert len(figures) == 2
    assert figures[0].layout.yaxis.range == figures[1].layout.yaxis.range
    own = [trace for trace in figures[0].data if trace.line.color == LIGHT.ink]
    assert [len(trace.x) for trace in own] == [3, 4]
    assert small_lines([Series("A", "other", {})], palette=LIGHT, language="sv", decimals=1) == []


def test_every_line_colour_can_be_read_as_text():
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for palette in (LIGHT, DARK):
        for colour in palette.areas:
            low, high = sorted((luminance(colour), luminance(palette.ground)))
            assert (high + 0.05) / (low + 0.05) >= 4.5


def test_distances_shown_are_rounded_once():
    alike = peers(get_data(), "0126")
    assert alike is not None
    html = html_of(run())
    for distance in alike.distance.head(10):
        assert f">{format_number(round_half_up(distance, 2), 2, 'sv')}<" in html


@pytest.mark.parametrize("kind", ["", INDEX, CHANGE])
def test_an_area_without_any_figure_is_said_to_have_none(kind):
    """A kommun far away, for a measure that only the county's kommuner have: no period is left to say anything about."""
    app = run(matt="employment_rate", omraden="1233", **({"visa": kind} if kind else {}))
    assert len(re.findall(r"<h1[ >]", html_of(app))) == 1
    assert "Vellinge" in html_of(app)


def test_what_is_seldom_chosen_is_in_a_fold_so_that_the_picture_comes_sooner():
    app = open_page("jamfor")
    (fold,) = [one for one in app.expander if one.label == SV("card.further")]
    assert {one.key for one in fold.selectbox} == {"select-fran", "select-till"}
    assert {one.key for one in app.selectbox} - {one.key for one in fold.selectbox} == {"select-matt"}
    app.selectbox(key="select-fran").select("2020")
    rerun(app)
    assert app.query_params["fran"] == "2020"
