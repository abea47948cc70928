"""The balance page in the app, on the figures that come with the program: every measure, both languages, every treatment of the city."""

from __future__ import annotations

import math
import re
from html import unescape
from itertools import cycle, product

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from balance.convergence import beta_convergence
from balance.indices import INDICES
from balance.refusal import MetricRefused
from cards.balans.delar import chosen_periods
from cards.balans.figures import converge, fitted
from cards.context import View
from cards.data import get_data
from cards.registry import UnknownCard, build
from catalogue import load_catalogue
from charts.html.part_bars import html as part_bars
from charts.spec.areas import Scatter, ScatterDot
from charts.spec.rows import Dots, PartBar, PartBars, Strip
from charts.tokens import LIGHT
from tests.drawn import drawn, figure_of
from tests.pages import follow, html_of, open_page, rerun
from texts import load_texts

MINUS = "\N{MINUS SIGN}"


def run(app: AppTest | None = None, **query: str) -> AppTest:
    return open_page("balans", **query) if app is None else follow(app, **query)


def text_of(app: AppTest) -> str:
    return unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html_of(app), flags=re.S))


def titles(app: AppTest) -> list[str]:
    return [unescape(title) for title in re.findall(r"<h[12] class=.(?:page|card)-title.>(.*?)</h[12]>", html_of(app))]


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


INEQUALITY = list(product(("williamson", "gini", "theil_t"), ("weighted", "unweighted")))
LOOKS = zip(
    cycle(("niva", "avstand", "kvot", "niva", "kvot")),
    cycle(INEQUALITY),
    cycle(("sv", "en", "en", "sv")),
    cycle(("apart", "excluded", "split")),
)


def test_measures_of_every_theme_have_their_page():
    """One measure of each kind and one of each theme; kind of picture, index, language and treatment of the city take turns."""
    app, names, faults = None, load_catalogue().indicators, []
    of_each = {part: i.id for i in load_catalogue().shown for part in (i.theme, (i.measure, i.several_years, i.polarity))}
    assert len(set(of_each.values())) >= 15
    for indicator, (kind, (index, weighting), language, city) in zip(dict.fromkeys(of_each.values()), LOOKS, strict=False):
        app = run(app, lang=language, matt=indicator, stad=city, visa=kind, index=index, vikt=weighting)
        text = text_of(app)
        right = (
            names[indicator].name[language] in titles(app)[0]
            and not re.search(r"\b(nan|None|inf|NaN)\b|[{}]", text)
            and not app.info
            and load_texts(language)("provenance.label") in text
        )
        faults += [] if right else [(indicator, language, city, kind)]
    assert not faults


def test_the_page_states_its_finding_and_shows_its_cards():
    app = run(matt="net_income")
    assert titles(app)[0] == "Nettoinkomst, medelvärde: söder låg 68 tusen kronor under norr (2024). Gapet står still (sedan 2014)"
    assert any(title.startswith("Nettoinkomst, medelvärde: något sämre i söder. Hänger på Nacka") for title in titles(app))
    assert len(titles(app)) == 6
    assert charts(app) == 5
    text = text_of(app)
    assert "en skillnad på −68 tusen kronor: något sämre i söder. Hänger på Nacka" in text
    table = "https://statistikdatabasen.scb.se/api/v2/tables/TAB6683?lang=sv"
    assert f'SCB (<a href="{table}" rel="noopener">TAB6683</a>)' in html_of(app)


def test_an_index_is_refused_in_words_and_shown_kommun_by_kommun():
    for language, words in (("sv", "Måttet är ett indextal."), ("en", "The measure is an index number.")):
        app = run(matt="gini_disposable_income", lang=language)
        assert words in text_of(app)
        assert charts(app) == 1
        assert ">Danderyd<" in html_of(app)
    assert re.search(r"de 15 norra kommunerna ligger mellan [\d,]+ och [\d,]+ och de 10 södra", text_of(run(matt="gini_disposable_income")))


def test_a_mean_of_medians_is_said_to_be_one():
    assert "Gruppernas värden är medel av kommunernas medianer." in text_of(run(matt="median_economic_standard"))


def test_a_measure_without_figures_is_said_not_to_be_there_and_not_drawn():
    app = run(matt="grp_per_employed")
    assert titles(app) == ["Bruttoregionprodukt per sysselsatt finns inte i den här utgåvan"]
    assert 'class="take"' not in html_of(app)  # there is nothing to take away
    assert charts(app) == 0
    assert titles(run(matt="foreign_background"))[0].endswith("finns bara för delområden")


def test_counts_have_no_inequality():
    app = run(matt="completed_dwellings")
    assert "Måttet är ett antal" in text_of(app)
    assert charts(app) == 1


def test_a_break_is_told_and_change_counted_after_it():
    app = run(matt="university_eligible_4_years")
    assert titles(app)[0].endswith("För få år för att säga om gapet ändras")
    assert "Serien bryts vid 2021" in text_of(app)


def test_months_and_preliminary_figures_are_marked():
    text = text_of(run(matt="unemployment_rate_monthly"))
    assert "juni 2026, preliminär" in text
    assert "Förändringar räknas mellan samma månad" in text
    assert "december 2020 – december 2025" in text


def test_the_city_apart_left_out_or_split():
    apart, left_out, split = (run(matt="tertiary_25_65", stad=stad) for stad in ("apart", "excluded", "split"))
    assert "Staden" in html_of(apart)
    assert "Stockholms stad är utelämnad." in text_of(left_out)
    assert "delad vid Saltsjö-Mälarsnittet" in text_of(split)
    assert len({titles(app)[0] for app in (apart, split)}) == 2
    assert titles(apart)[0] == titles(left_out)[0]
    assert "Delas samma kommuner in på måfå" in text_of(apart)
    assert "Delas samma kommuner in på måfå" not in text_of(split)  # half a city is no kommun that could lie elsewhere
    assert "staden kan inte delas" in text_of(run(matt="overcrowding", stad="split"))


def test_groups_that_cannot_be_given_say_who_is_missing():
    text = text_of(run(matt="tertiary_16_74"))
    assert "Inget värde för Norra kommunerna 2021" in text
    assert "Upplands Väsby" in text
    assert "Räknat utan Upplands Väsby" in text
    assert "Räknat utan" not in text_of(run(matt="tertiary_16_74", vikt="unweighted")).split("Mellan norr och söder")[0]


def test_controls_write_the_url_and_the_url_sets_the_controls():
    app = run()
    app.selectbox[0].set_value("overcrowding")
    rerun(app)
    assert app.query_params["matt"] == "overcrowding"
    app = run(matt="overcrowding", visa="kvot", index="gini", vikt="unweighted", stad="excluded")
    assert app.selectbox[0].value == "overcrowding"
    assert [control.value for control in app.get("button_group")] == ["kvot", "excluded", "gini", "unweighted"]


def test_impossible_choices_get_the_nearest_view_and_one_line():
    app = run(matt="overcrowdin", visa="xyz", index="ginny", vikt="0")
    assert "Trångboddhet" in titles(app)[0]
    assert len(app.info) == 1


def test_weighted_and_unweighted_differ_and_are_named():
    weighted, plain = (text_of(run(matt="net_income", vikt=way)) for way in ("weighted", "unweighted"))
    assert "Vägt: varje kommun räknas efter sin nämnare" in weighted
    assert "Ovägt: varje kommun räknas lika" in plain
    data = get_data()
    assert data.indices("net_income", "apart", True)["gini"].iloc[-1] != data.indices("net_income", "apart", False)["gini"].iloc[-1]


def test_convergence_by_hand():
    wide = pd.DataFrame({"2014": [100.0, 200.0, 400.0], "2024": [200.0, 300.0, 450.0]}, index=["a", "b", "c"])
    found = converge(wide, load_catalogue().indicators["net_income"])
    assert found.beta is not None
    assert found.beta.slope == pytest.approx(math.log(0.75) / (10 * math.log(2)))
    assert found.growth["a"] == pytest.approx(100 * (2**0.1 - 1))
    assert found.spread.start > found.spread.end
    line = fitted(found.beta, 100, 400)
    assert line[0] == pytest.approx((100, found.growth["a"]))
    assert line[-1] == pytest.approx((400, found.growth["c"]))


def test_convergence_without_logarithms():
    wide = pd.DataFrame({"2014": [0.0, 2.0, 4.0], "2024": [1.0, 3.0, 4.0]}, index=["a", "b", "c"])
    assert converge(wide, load_catalogue().indicators["employment_rate"]).beta is None
    with pytest.raises(MetricRefused):
        beta_convergence(wide["2014"], wide["2024"], 10)
    with pytest.raises(MetricRefused):
        converge(wide[["2014"]], load_catalogue().indicators["employment_rate"])


def test_what_the_verdict_hangs_on_as_dots():
    """The known facts: with all −1.20, −0.49 without Södertälje and −1.81 without Nacka; one in three random divisions gives as much."""
    view = View(load_texts("en"), get_data(), LIGHT)
    card = build(view, "balans.hanger", {"matt": "employment_rate"})
    assert card is not None
    assert (
        card.title == "Employment rate 20–64: slightly worse in the south. Depends on Södertälje, Botkyrka, Nacka and 6 more municipalities"
    )
    dots = card.chart.shows
    assert isinstance(dots, Dots)
    marks = {row.name: next(iter(row.marks.values())) for row in dots.rows}
    assert (len(marks), round(marks["Södertälje"], 2), round(marks["Nacka"], 2), round(dots.against.value, 2)) == (25, -0.49, -1.81, -1.2)
    bold = [row.name for row in dots.rows if row.group]
    assert {"Södertälje", "Botkyrka", "Nacka"} <= set(bold)
    assert not {"Danderyd", "Lidingö", "Norrtälje"} & set(bold)
    table = {row.cells[0]: row.cells for row in card.table().rows}
    assert table["(all included)"][2:] == [f"{MINUS}1.20", f"{MINUS}0.46", "Slightly worse in the south"]
    assert table["Södertälje"][2:] == [f"{MINUS}0.49", f"{MINUS}0.20", "About equal"]
    assert re.search(r"10,000 times, the gap is at least as large in 35\.\d per cent", " ".join(card.body))


def test_no_card_says_what_a_verdict_hangs_on_where_there_is_none():
    view = View(load_texts("sv"), get_data(), LIGHT)
    for matt in ("completed_dwellings", "gini_disposable_income"):
        with pytest.raises(UnknownCard):
            build(view, "balans.hanger", {"matt": matt})


def test_the_kommuner_within_each_group():
    view = View(load_texts("en"), get_data(), LIGHT)
    strip = build(view, "balans.inom", {"matt": "employment_rate"}).chart.shows
    assert isinstance(strip, Strip)
    assert [len(lane.dots) for lane in strip.lanes] == [15, 10, 1]
    assert strip.lanes[0].together == pytest.approx(81.999, abs=5e-4)
    low, median, high = strip.middle  # of the whole country
    assert low < median < high


def test_scatter_marks_groups_by_shape_and_names_the_outermost():
    dots = [
        ScatterDot("Låg", "south", 10, 2.0),
        ScatterDot("Mitt", "city", 20, -4.0),
        ScatterDot("Mellan", "north", 25, 1.0),
        ScatterDot("Hög", "north", 30, 0.5),
    ]
    figure = drawn(Scatter(dots, [(10, 1.0), (30, 0.5)], 1, "Värde 2014", {"north": "N", "south": "S", "city": "C"}))
    assert {a.text for a in figure.layout.annotations} == {"Låg", "Hög", "Mitt"}
    assert {trace.name: trace.marker.symbol for trace in figure.data if trace.name} == {"N": "circle", "S": "diamond", "C": "circle"}
    low, high = figure.layout.yaxis.range
    assert low <= -4
    assert high >= 2
    assert figure.layout.xaxis.range[0] > 0
    assert f"{MINUS}4,00" in str(figure.data[-1].customdata) + str(figure.data[2].customdata) + str(figure.data[1].customdata)


def test_parts_are_read_aloud_and_escaped():
    html = part_bars(PartBars([PartBar("2024", 0.12, "12 %", "88 %")], "Mellan <b>", "Inom"))
    assert "2024: Mellan &lt;b&gt; 12 %, Inom 88 %" in html
    assert "width:12.0%" in html


def test_periods_for_bars_keep_both_ends():
    years = [str(year) for year in range(2000, 2021)]
    assert chosen_periods(years)[0] == "2000"
    assert chosen_periods(years)[-1] == "2020"
    assert len(chosen_periods(years)) == 5
    assert chosen_periods(years[:3]) == years[:3]


def test_a_kommun_that_an_older_group_value_lacks_is_named():
    """Nykvarn has no figure in 2012: the value for the south is given on the nine others, and that is told."""
    for language, words in (
        ("sv", "I värdet för Södra kommunerna 2012 saknas Nykvarn"),
        ("en", "Nykvarn is not in the value for Southern municipalities 2012"),
    ):
        view = View(load_texts(language), get_data(), LIGHT)
        card = build(view, "balans.niva", {"matt": "unemployment_16_64_2018"})
        assert words in " ".join(card.notes)
        assert next(row.cells[2] for row in card.table().rows if row.cells[0] == "2012") in {"7,9", "7.9"}


def test_indices_that_only_the_weighted_kommuner_allow_say_so_when_all_count_the_same(monkeypatch):
    """Two small kommuner without a figure are little of the weight, but too many of twenty-six."""
    data = get_data()
    given = data.indices

    def refused(indicator, city, weighted):
        table = given(indicator, city, weighted)
        return table if weighted else table.assign(**dict.fromkeys(INDICES, math.nan))

    monkeypatch.setattr(data, "indices", refused)
    view = View(load_texts("sv"), data, LIGHT)
    card = build(view, "balans.ojamlikhet", {"matt": "employment_rate", "vikt": "unweighted"})
    assert card.title == load_texts("sv")("balans.inequality.none")
    assert figure_of(card) is None
    assert card.table().rows == []
    assert not any("Moran" in sentence for sentence in [*card.body, *card.notes])


def test_one_period_is_a_strip_of_dots_and_several_are_lines():
    view = View(load_texts("sv"), get_data(), LIGHT)
    one = build(view, "balans.niva", {"matt": "knowledge_services_share", "visa": "avstand"})
    assert isinstance(one.chart.shows, Dots)
    (row,) = one.chart.shows.rows
    assert set(row.marks) == {"north", "south", "city"} == {item.mark for item in one.chart.key}
    assert row.text == "\N{MINUS SIGN}5,5"
    assert "2024" in one.heading
    assert build(view, "balans.niva", {"matt": "employment_rate"}).chart.kind == "lines"


def test_the_statistics_are_folded_away_until_asked_for():
    app = open_page("balans", matt="employment_rate")
    (further,) = [box for box in app.expander if box.label == "För den som räknar vidare"]
    assert not further.proto.expanded
    assert "card-balans-hanger" in "".join(each.value for each in further.get("html"))
