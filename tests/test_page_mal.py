"""The goals page on the figures that come with the program, in both languages."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from balance.goals import goal_progress
from cards.common.goals import goal_standings, standing_of
from cards.data import get_data
from cards.mal.tables import decimals_for
from catalogue import load_catalogue
from tests.pages import html_of, open_page, rerun
from texts import LANGUAGES, format_number, load_texts

GOALS = load_catalogue().goals
FOLLOWED = tuple(goal.id for goal in GOALS.values() if goal.indicator)
NUMBERED = ("rufs_dwellings", "draft_employment_rate", "draft_eligible_grade_9")
UNVERIFIED = tuple(goal.id for goal in GOALS.values() if not goal.verified)


def run(**query: str) -> AppTest:
    return open_page("mal", **query)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def tables_of(html: str) -> dict[str, list[list[str]]]:
    """Rows of cells of every table of figures, by caption."""
    found = {}
    for table in re.findall(r'<table class="figures">.*?</table>', html):
        caption = re.search(r"<caption>(.*?)</caption>", table)
        assert caption
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("<tbody>")[1])
        found[caption[1]] = [[words_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
    return found


def kommun_table(html: str) -> list[list[str]]:
    return next(rows for rows in tables_of(html).values() if len(rows) == 26)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("sv", "Det byggs 5,5 bostäder per 1 000 invånare (2024); målet är 8,9"),
        ("en", "5.5 dwellings are built per 1,000 residents (2024); the goal is 8.9"),
    ],
)
def test_the_title_is_the_finding(lang, title):
    assert f'<h1 class="page-title">{title}</h1>' in html_of(run(lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_goal_is_listed_with_its_document(lang):
    html = html_of(run(lang=lang))
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html)
    for goal in GOALS.values():
        row = next(row for row in rows if f"?mal={goal.id}&" in row or f'?mal={goal.id}"' in row)
        assert goal.name[lang] in row.replace("&#x27;", "'")
        assert goal.document[lang] in row.replace("&#x27;", "'")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NUMBERED)
def test_kommuner_stand_in_order_of_distance_with_figures_from_the_store(lang, name):
    data, goal = get_data(), GOALS[name]
    found = standing_of(data, goal)
    rows = kommun_table(html_of(run(lang=lang, mal=name)))
    names = {code: data.catalogue.areas[code].name for code in data.kommuner}
    values = data.values(goal.indicator)[found.period]
    in_order = sorted(data.kommuner, key=lambda code: (-values[code], code))
    assert [row[0].split(" ", 1)[1] for row in rows] == [names[code] for code in in_order]
    decimals, _ = decimals_for(data.catalogue.indicators[goal.indicator], [progress for _, progress in found.ranked()])
    assert [row[1] for row in rows] == [format_number(values[code], decimals, lang) for code in in_order]
    reached = load_texts(lang)("mal.state.reached")
    assert [reached in row[-1] for row in rows] == [values[code] >= found.target and not goal.more_than for code in in_order]
    assert all(re.match(r"[✓→✕~] \w", row[-1]) for row in rows)  # a sign and a word: never the one alone


def test_the_county_total_is_restated_per_inhabitant():
    found = goal_standings(get_data())["rufs_dwellings"]
    population = get_data().balance("population", "2024", "apart").region
    assert found.period == "2024"
    assert found.target == pytest.approx(22_000 / population * 1_000)
    assert "Omräknat till 8,9 per 1 000 invånare med länets folkmängd 2024." in words_of(html_of(run(mal="rufs_dwellings")))


def test_the_county_south_and_north_in_the_published_figures():
    found = goal_standings(get_data())["draft_employment_rate"]
    assert {group: round(p.latest, 3) for group, p in found.groups.items()} == {"region": 80.965, "north": 81.999, "south": 80.802}


def test_progress_starts_after_the_last_break():
    data = get_data()
    for found in goal_standings(data).values():
        if found.followed:
            marks = data.breaks(found.goal.indicator)
            for progress in (*found.groups.values(), *found.kommuner.values()):
                assert progress.pace_since is None or not marks or progress.pace_since >= marks[-1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", UNVERIFIED)
def test_an_unverified_number_is_never_shown(lang, name):
    t, goal = load_texts(lang), GOALS[name]
    html = html_of(run(lang=lang, mal=name))
    row = next(row for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html) if f"mal={name}" in row)
    facts = html.split('<dl class="goal-facts">')[1].split("</dl>")[0]
    number = format_number(goal.value, 1, lang)
    assert number not in row
    assert number not in facts
    assert t("mal.state.unverified") in row
    assert t(f"mal.read.{goal.read}") in facts
    assert goal_standings(get_data())[name].groups == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in GOALS if name not in FOLLOWED])
def test_a_goal_without_figures_is_shown_without_a_verdict(lang, name):
    app = run(lang=lang, mal=name)
    verdicts = [load_texts(lang)(f"mal.state.{state}") for state in ("reached", "on_the_way", "right_direction", "pace_uncertain")]
    row = next(row for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html_of(app)) if re.search(f'mal={name}["&]', row))
    status = words_of(row.split('<td class="status')[1].split("<span>")[1])
    assert status not in verdicts
    assert app.selectbox(key="select-mal").value == name


def test_the_yardstick_says_that_it_has_no_number_and_lists_every_measure():
    html = html_of(run(mal="south_equals_north"))
    assert "Balans: söder når norr: inget siffermål" in html
    rows = next(rows for caption, rows in tables_of(html).items() if "söder mot norr" in caption)
    counts = re.search(r"På (\d+) av (\d+) områden är läget sämre i söder och på (\d+) bättre; på (\d+) är det ungefär lika", html)
    assert counts
    worse, n, better, equal = map(int, counts.groups())
    counted = [row[5].lower() for row in rows if row[1]]
    assert (n, equal, better, worse) == (
        len(counted),
        sum("ungefär lika" in word for word in counted),
        sum("bättre" in word for word in counted),
        sum("sämre" in word for word in counted),
    )
    assert len(rows) > len(counted)


def test_the_rule_is_printed_with_its_numbers():
    text = words_of(html_of(run()))
    assert "inom 2 procent" in text
    assert "de senaste 10 åren" in text
    assert "färre än 6 jämförbara perioder" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chart_as_a_table_has_every_goal(lang):
    rows = tables_of(html_of(run(lang=lang)))[load_texts(lang)("mal.all_caption")]
    assert sorted(row[0] for row in rows) == sorted(goal.name[lang].replace("'", "&#x27;") for goal in GOALS.values())
    assert all(len(row) == 13 for row in rows)


def test_source_year_and_unit_stand_with_the_figures():
    html = html_of(run(mal="draft_employment_rate"))
    assert "Enhet: % av invånarna 20–64 år, 2024." in html
    assert html.count('<p class="source">') == 3  # all goals, one goal, its kommuner
    assert "TAB3200" in html.rsplit("<strong>Källa:</strong>", 1)[1]


@pytest.mark.parametrize("asked", ["", "x", "rufs", "../../etc/passwd", "<script>alert(1)</script>", "å" * 500, "2024"])
def test_an_odd_goal_in_the_address_gives_the_nearest_view_and_one_line(asked):
    app = run(mal=asked)
    assert app.selectbox(key="select-mal").value in GOALS
    assert "<script>alert" not in html_of(app)
    assert len(app.info) == 1
    assert "målet" in app.info[0].value


def test_a_misspelt_goal_gives_the_one_it_is_like():
    assert run(mal="draft_tertiary_educatoin").selectbox(key="select-mal").value == "draft_tertiary_education"


def test_choosing_a_goal_opens_it_and_puts_it_in_the_address():
    app = run()
    app.selectbox(key="select-mal").set_value("draft_employment_rate")
    rerun(app)
    assert app.query_params["mal"] in ("draft_employment_rate", ["draft_employment_rate"])
    assert "Sysselsättningsgrad 20–64 år: 81,0 procent; talet 80 är nått, men dokumentet säger mer än så" in html_of(app)


def test_the_choices_of_other_pages_follow_along_in_the_links():
    html = html_of(run(lang="en", omrade="0126"))
    assert 'href="/mal?mal=rufs_dwellings&amp;lang=en&amp;omrade=0126"' in html


def test_a_place_goal_is_not_set_against_the_county():
    data = get_data()
    found = standing_of(data, GOALS["sodertorn_education"])
    assert set(found.groups) == {"place"}
    assert sorted(found.kommuner) == sorted(data.catalogue.groups["sodertorn"].members)
    nobody = GOALS["sodertorn_education"].model_copy(update={"group": None})
    assert standing_of(data, nobody).state == "not_followed"
    assert standing_of(data, GOALS["rufs_dwellings"].model_copy(update={"read": "unread"})).state == "unverified"


def test_sodertorns_own_goals_in_the_published_counts():
    """Against Sweden: 33.9 and 38.4 % in 2018, 37.2 and 41.3 in 2022, of residents aged 16-74 with known education; 27 626 dwellings in ten
    years; 189 819 jobs in 2022."""
    data = get_data()
    found = standing_of(data, GOALS["sodertorn_education"])
    assert found.own.latest == pytest.approx(37.245, abs=5e-4)
    assert found.target == pytest.approx(41.289, abs=5e-4)
    assert found.series is not None
    assert found.series["2018"] == pytest.approx(33.939, abs=5e-4)
    assert data.level_of("tertiary_16_74_known", "00", "2018") == pytest.approx(38.365, abs=5e-4)
    dwellings = standing_of(data, GOALS["sodertorn_dwellings"])
    assert dwellings.series is not None
    assert dwellings.series["2015":"2024"].sum() == 27_626
    assert (dwellings.state, dwellings.kommuner) == ("pace_only", {})
    assert standing_of(data, GOALS["sodertorn_jobs"]).series["2022"] == 189_819


def test_a_target_is_a_share_of_the_first_figure_from_its_base_year_on():
    found = standing_of(get_data(), GOALS["rufs_greenhouse_gases"])
    assert found.base == "2015"  # 2014 is not published
    assert found.target == pytest.approx(2.32067563 / 2, abs=1e-4)
    assert "Räknat från 2015 är det 1,2 ton." in words_of(html_of(run(mal="rufs_greenhouse_gases")))


def test_at_least_thirteen_goals_can_be_followed():
    assert len([found for found in goal_standings(get_data()).values() if found.measured]) >= 13


def test_a_kommun_without_a_figure_is_last_and_not_judged():
    data = get_data()
    found = standing_of(data, GOALS["rufs_dwellings"])
    missing = goal_progress(data.values("completed_dwellings_per_1000").loc["0126"] * float("nan"), 8.9, "at_least", None)
    found.kommuner["0126"] = missing
    assert found.ranked()[-1] == ("0126", missing)
    assert (missing.verdict, missing.met) == ("no_number", False)
