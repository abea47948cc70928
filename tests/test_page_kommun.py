"""A kommun's profile: the rule for strengths and weaknesses, sentences from figures, every kommun built, and two pages of paper."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from balance.direction import GapDirection, GapState
from balance.verdict import AHEAD, BEHIND, GapWord, verdict
from cards.common.against import direction_against, stretches_against
from cards.context import View
from cards.data import Data, get_data
from cards.kommun import CARDS
from cards.kommun.figures import MeasureRank, count, counted, current_measures, places, strengths, weaknesses
from cards.kommun.findings import Beside, change_sentence, closing_sentence, index_title, level_title, tally, tally_sentence, title
from cards.registry import build
from catalogue import Theme, load_catalogue
from catalogue.rules import load_rules
from charts.plotly import has_picture
from charts.spec.ranges import Ranges
from charts.spec.words import TwoSides
from charts.tokens import LIGHT
from tests.drawn import figure_of, html_on_screen
from tests.each import each
from tests.looking import Visit
from tests.pages import follow, html_of, open_page, rerun
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()
CONCEPTS = {name: concept.name["sv"] for name, concept in CATALOGUE.concepts.items()}
KOMMUNER = get_data().kommuner
SODERTALJE, HUDDINGE, NYKVARN, DANDERYD = "0181", "0126", "0140", "0162"


def place(
    indicator: str = "employment_rate", value: float | None = 85.0, county: float | None = 80.0, spread: float = 2.5, **given: object
):
    """Employment 5.0 above the county where kommuner differ by 2.5 (d = 2: better), unless something else is said."""
    entry = CATALOGUE.indicators[indicator]
    found = verdict(None if value is None or county is None else value - county, spread, entry.polarity, load_rules())
    return replace(MeasureRank(entry, "2024", value, "ok", 1, 1, 1, 26, county, True, found), **given)


def changed(indicator: str, how) -> Data:
    """The embedded figures with those of one measure changed."""
    data = Data(CATALOGUE, get_data().snapshot)
    original = data.values
    data.values = lambda name: how(original(name)) if name == indicator else original(name)
    return data


def ids(found: list[MeasureRank]) -> set[str]:
    return {one.indicator.id for one in found}


# The rule


@pytest.mark.parametrize(
    ("value", "word"),  # beside a county at 80 where kommuner differ by 4: a quarter is 1, a half 2
    [(82.0, "better"), (81.99, "slightly_better"), (81.0, "slightly_better"), (80.99, "about_equal"), (80.0, "about_equal"),
     (79.01, "about_equal"), (79.0, "slightly_worse"), (78.0, "worse"), (None, "unknown")],
)  # fmt: skip
def test_the_rule_is_that_of_every_gap_whatever_the_rank(value: float | None, word: str):
    """Rank decides nothing: the place is the first of 26 throughout."""
    assert place(value=value, spread=4.0).verdict.word == word


def test_a_kommun_is_judged_by_its_gap_to_the_county_in_standard_deviations():
    """Worked apart from the code that is tested: employment, (own − county's weighted mean) / standard deviation between the kommuner."""
    data, period = get_data(), get_data().periods("employment_rate")[-1]
    own = data.values("employment_rate")[period].reindex(list(KOMMUNER))
    weight = data.values("population_20_64")["2025"].reindex(list(KOMMUNER))  # the nearest year that the store has
    county = (own * weight).sum() / weight.sum()
    spread = ((own - own.mean()) ** 2).mean() ** 0.5
    for code in KOMMUNER:
        found = next(one for one in places(data, code) if one.indicator.id == "employment_rate")
        assert found.verdict.d == pytest.approx((own[code] - county) / spread)


def test_a_share_and_its_complement_give_a_kommun_the_same_word():
    rules, limits = load_rules(), [one / 8 for one in range(-9, 10)]
    assert [verdict(d, 1.0, "higher", rules).word for d in limits] == [verdict(-d, 1.0, "lower", rules).word for d in limits]


def test_an_area_is_counted_once_and_goals_and_other_measures_never():
    """The county's goal for dwellings (8.9 per 1,000) is missed in most kommuner, some of which build more than the county does."""
    data = get_data()
    for code in KOMMUNER:
        leads = [one.indicator.concept for one in counted(places(data, code))]
        assert len(leads) == len(set(leads)) == count(places(data, code)).counted
        assert all(CATALOGUE.leads[name].id == one.indicator.id for name, one in zip(leads, counted(places(data, code)), strict=True))
    building = {code: next(p for p in places(data, code) if p.indicator.id == "completed_dwellings_per_1000") for code in KOMMUNER}
    goal = max(data.goal_value(g, "2024") or 0 for g in CATALOGUE.goals_for("completed_dwellings_per_1000"))
    missed = [p for p in building.values() if p.value is not None and p.other is not None and p.other < p.value < goal]
    assert missed
    assert not [p.code for p in missed if p.verdict.word in BEHIND]


def test_flipped_figures_flip_strengths_verdict_and_title():
    data = changed("employment_rate", lambda wide: 150 - wide)
    assert "employment_rate" in ids(strengths(places(get_data(), NYKVARN))) & ids(weaknesses(places(data, NYKVARN)))
    assert "employment_rate" in ids(weaknesses(places(get_data(), SODERTALJE))) & ids(strengths(places(data, SODERTALJE)))
    said = [build(View(SV, one, LIGHT), "kommun.sammanfattning", {"omrade": SODERTALJE}).body[0] for one in (get_data(), data)]
    assert re.fullmatch(r"Läget i Södertälje är sämre än i länet på 13 av 14 områden, .*; närmast en styrka: jobb per boende .*", said[0])
    assert re.match(r"Läget i Södertälje är bättre än i länet på 1 av 14 områden, sysselsättning, och sämre på 12, ", said[1])


def test_a_missing_figure_is_silent_and_says_so_in_the_table():
    view = View(SV, changed("employment_rate", lambda wide: wide.apply(lambda column: column.where(column.index != NYKVARN))), LIGHT)
    found = places(view.data, NYKVARN)
    assert "employment_rate" not in ids(counted(found))
    card = build(view, "kommun.sammanfattning", {"omrade": NYKVARN})
    assert "på 6 av 13 områden" in card.body[0]
    assert card.body[0].endswith(" Ett område saknar uppgift och räknas inte.")
    row = next(row.cells for row in card.table().rows if row.cells[0].startswith("Sysselsättningsgrad"))
    assert (row[2], row[3], row[6], row[7], row[9]) == ("", SV("common.status.not_in_edition"), "", "Jämförs inte", "–")
    chart = build(view, "kommun.arbete", {"omrade": NYKVARN})
    assert chart.title == "Sysselsättningsgrad: uppgift saknas för Nykvarn"
    assert [sentence for sentence in chart.body if sentence] == []


def test_only_current_yearly_measures_count_once_each():
    data = get_data()
    kept = {indicator.id for indicator in current_measures(data)}
    assert {"tertiary_25_64", "employment_rate", "jobs_ratio"} <= kept
    assert not kept & {"tertiary_25_65", "employment_rate_monthly", "unemployment_16_64_2018", "employment_rate_rams"}


def test_every_area_that_has_figures_is_in_the_profile_however_old_they_are():
    """Firms and life expectancy end in 2022: the overview counts them, and so does a profile."""
    found = {one.indicator.id for one in places(get_data(), HUDDINGE)}
    assert {lead.id for lead in CATALOGUE.leads.values() if get_data().periods(lead.id)} <= found
    assert {one.indicator.theme for one in places(get_data(), HUDDINGE)} == {i.theme for i in CATALOGUE.shown} >= {Theme.FIRMS}


# The sentences


WORSE = place("unemployment_rate", 8.0, 5.0, 2.0)  # d = 1.5


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([place(), WORSE], "Läget i X är bättre än i länet på 1 av 2 områden, sysselsättning, och sämre på 1, arbetslöshet"),
        ([place(), place("jobs_ratio", 1.2, 1.0, 0.5), WORSE],  # 0.4: slightly better counts, and is not named
         "Läget i X är bättre än i länet på 2 av 3 områden, främst sysselsättning, och sämre på 1, arbetslöshet"),
        ([place("jobs_ratio", 1.01, 1.0, 0.5), WORSE],
         "Läget i X är sämre än i länet på 1 av 2 områden, arbetslöshet; närmast en styrka: jobb per boende (ungefär som länet)"),
        ([place("jobs_ratio", 1.2, 1.0, 0.5), WORSE],
         "Läget i X är sämre än i länet på 1 av 2 områden, arbetslöshet; något bättre på 1, jobb per boende"),
        ([WORSE], "Läget i X är sämre än i länet på alla 1 områden, arbetslöshet"),
        ([place(), place("jobs_ratio", 1.0, 1.0)],
         "Läget i X är bättre än i länet på 1 av 2 områden, sysselsättning; närmast en svaghet: jobb per boende (ungefär som länet)"),
        ([place(value=80.1), place("jobs_ratio", 1.0, 1.0)],
         "Läget i X är inte tydligt bättre eller sämre än i länet på något av 2 områden; närmast en styrka: sysselsättning"
         " (ungefär som länet); närmast en svaghet: jobb per boende (ungefär som länet)"),
        ([place(value=None)], "X: inget område kan jämföras med länet"),
    ],
)  # fmt: skip
def test_the_title_is_a_sentence_in_every_case(found: list[MeasureRank], said: str):
    assert tally(SV, "X", found, CONCEPTS, "länet") == said


def test_the_title_says_of_education_jobs_firms_and_homes_what_their_rows_say():
    names = ("tertiary_25_64", "jobs_ratio", "new_firms_per_1000", "completed_dwellings_per_1000")
    better, turned = [place(name) for name in names], [place(name, value=75.0) for name in names[:2]]
    said = "Jämfört med länet är läget i X bättre i utbildningsnivå, jobb per boende, företagande och bostadsbyggande"
    assert title(SV, "X", better, CONCEPTS, "länet") == said
    assert title(SV, "X", [*turned, *better[2:]], CONCEPTS, "länet") == (
        "Jämfört med länet är läget i X bättre i företagande och bostadsbyggande och sämre i utbildningsnivå och jobb per boende"
    )
    assert title(SV, "X", [place("tertiary_25_64", None)], CONCEPTS, "länet") == "X: inget område kan jämföras med länet"


def test_what_has_no_figure_no_direction_or_does_not_lead_is_not_counted():
    found = [place(), place("jobs_ratio", None), place("share_65_plus"), place("net_income"), place("overcrowding", 30.0, 19.0)]
    assert tally_sentence(SV, "X", found, CONCEPTS, "länet").endswith("på 1, trångboddhet. Ett område saknar uppgift och räknas inte.")
    assert tally_sentence(EN, "X", found, CONCEPTS, "the county").endswith(
        "in 1, trångboddhet. One subject area has no figure and is not counted."
    )


@pytest.mark.parametrize(
    ("indicator", "value", "county", "said"),
    [
        ("employment_rate", 79.9, 81.04, "Sysselsättningsgrad 2024: 79,9 procent, alltså 1,1 procentenheter under länet (81,0)"),
        ("employment_rate", 82.0, 81.0, "Sysselsättningsgrad 2024: 82,0 procent, alltså 1,0 procentenheter över länet (81,0)"),
        ("employment_rate", 81.0, 81.0, "Sysselsättningsgrad 2024: 81,0 procent (lika med länet)"),
        ("employment_rate", 81.04, 80.98, "Sysselsättningsgrad 2024: 81,04 procent, alltså 0,06 procentenheter över länet (80,98)"),
        ("employment_rate", 81.0, None, "Sysselsättningsgrad 2024: 81,0 procent"),
        ("employment_rate", None, 81.0, "Sysselsättningsgrad: uppgift saknas för X"),
        ("jobs_ratio", 0.82, 1.06, "Arbetsplatskvot 2024: 0,82, alltså 0,24 under länet (1,06)"),
    ],
)
def test_the_title_of_a_chart_follows_the_figures(indicator: str, value: float | None, county: float | None, said: str):
    assert level_title(SV, CATALOGUE.indicators[indicator], "X", Beside("2024", value, county, "länet")) == said


def test_whether_the_gap_to_the_county_closes_is_told_by_all_years_and_flips_with_them():
    """A kommun whose share of the elderly moves towards the county's by half of what is left each year, and away when time is turned."""

    def towards(wide):
        county = float(get_data().region("share_65_plus").iloc[-1])
        wide = wide.copy()
        wide.loc[HUDDINGE] = [county + 8 * 0.9**year for year in range(wide.shape[1])]
        return wide

    def away(wide):
        wide = towards(wide)
        wide.loc[HUDDINGE] = wide.loc[HUDDINGE].to_numpy()[::-1]
        return wide

    found = [direction_against(changed("share_65_plus", how), "share_65_plus", HUDDINGE) for how in (towards, away)]
    assert [one.state for one in found if one is not None] == [GapState.CLOSING, GapState.WIDENING]
    assert closing_sentence(SV, found[0], "länet") == f"Mot länet: gapet minskar (sedan {found[0].first})."
    few = GapDirection(GapState.TOO_FEW, None, None, None, 5, "2020", "2024")
    assert closing_sentence(EN, few, "the county") == "Against the county: too few years to determine whether the gap is changing."
    assert closing_sentence(SV, None, "länet") == ""
    assert direction_against(get_data(), "population", HUDDINGE) is None
    assert len(stretches_against(get_data(), "jobs_ratio", HUDDINGE)) == 1 + len(get_data().breaks("jobs_ratio"))


def test_changes_have_their_direction_and_none_is_no_rise_of_0():
    entry = CATALOGUE.indicators["employment_rate"]
    assert change_sentence(SV, entry, [("2020", 78.0), ("2024", 79.9)]) == "Från 2020 till 2024 steg värdet med 1,9 procentenheter."
    assert change_sentence(SV, entry, [("2020", 79.9), ("2024", 78.0)]) == "Från 2020 till 2024 sjönk värdet med 1,9 procentenheter."
    assert change_sentence(SV, entry, [("2020", 78.01), ("2024", 78.04)]) == "Värdet var lika 2024 som 2020."
    assert change_sentence(SV, entry, [("2024", 78.0)]) == ""
    assert (
        index_title(SV, "X", ("1998", "2024"), (136.0, 97.0), "länet")
        == "Folkmängden ökade med 36 procent från 1998 till 2024, i länet minskade den med 3"
    )
    assert index_title(EN, "X", ("1998", "2024"), (100.2, None), "the county") == "The population was as large in 2024 as in 1998"


# The cards and the page


@each("code", KOMMUNER)
def test_every_kommun_has_all_its_cards(code: str):
    view = View(SV, get_data(), LIGHT)
    made = [build(view, f"kommun.{name}", {"omrade": code}) for name in CARDS]
    assert [card.query for card in made] == [{"omrade": code, "jamfor": "region"}] * len(made)
    assert sum(card.chart is not None and has_picture(card.chart.shows) for card in made) == 8
    assert not any(re.search(r"\bnan\b", " ".join([card.title, *card.body, html_on_screen(card)])) for card in made)
    lines = figure_of(made[list(CARDS).index("arbete")]).data
    group = {"Södra"} if code in CATALOGUE.groups["south"].members else {"Norra"} if code in CATALOGUE.groups["north"].members else set()
    named = {line.name.removesuffix(", äldre register") for line in lines if line.name}
    assert named == {CATALOGUE.areas[code].name, "Länet", "Medianen", *group}


def number(text: str, language: str) -> Decimal:
    """The figure that a printed text begins with."""
    found = re.match(r"[+−]?\d[\d\s,.]*", text)
    assert found, text
    plain = re.sub(r"\s", "", found.group()).replace("−", "-").rstrip(",")
    return Decimal(plain.replace(",", ".") if language == "sv" else plain.replace(",", ""))


def compared_with(place_: int) -> tuple[str, str]:
    """What a kommun in that place of the list is set against: the county, and in turn both groups, kommuner like it, and another."""
    return "region", ("north", "south", "similar", KOMMUNER[place_ - 1])[place_ % 4]


NAMES = {
    "sv": {"region": "länet", "north": "de norra kommunerna", "south": "de södra kommunerna", "similar": "liknande kommuner"},
    "en": {"region": "the county", "north": "the northern municipalities", "south": "the southern municipalities",
           "similar": "similar municipalities"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
def test_in_every_profile_headline_lists_and_rows_agree_and_figures_subtract(language: str):
    """Whatever a kommun is set against, everything that is said names that, the counts of the headline are those of the listed areas and of
    the rows that say so, and what is printed subtracts."""
    t, faults = load_texts(language), []
    view = View(t, get_data(), LIGHT)
    for place_, code in list(enumerate(KOMMUNER))[:: 1 if language == "sv" else 5]:  # five and four: each kind comes in English too
        for against in compared_with(place_):
            other = NAMES[language].get(against) or CATALOGUE.areas[against].name
            faults += [(code, against, *fault) for fault in faults_of(view, {"omrade": code, "jamfor": against}, other)]
    assert faults == []


def faults_of(view: View, query: dict[str, str], other: str) -> list[tuple[object, ...]]:
    """Where headline, lists, table and picture of a profile do not agree."""
    t, faults = view.t, []
    word = {one: t(f"kommun.verdict.{one}", other=other) for one in GapWord}
    card, lists = (build(view, f"kommun.{name}", query) for name in ("sammanfattning", "styrkor"))
    assert isinstance(card.chart.shows, Ranges)
    assert isinstance(lists.chart.shows, TwoSides)
    faults += [("not named", text) for text in (card.title, card.body[0], lists.title) if other not in text]
    rows = [row.cells for row in card.table().rows]
    verdicts = [cells[7].split(" ", 1)[1] for cells in rows if cells[2]]
    ahead, behind = (sum(v in {word[one] for one in words} for v in verdicts) for words in (AHEAD, BEHIND))
    pattern = r"(bättre|sämre|better|worse)(?: off)?(?: (?:än i|than) " + re.escape(other) + r")? (?:på|in) (?:alla |all )?(\d+)"
    told = {w[0]: int(n) for w, n in re.findall(pattern, card.body[0].split(";")[0])}
    if told != {side: n for side, n in zip("bs" if t.language == "sv" else "bw", (ahead, behind), strict=True) if side in told}:
        faults.append((card.body[0], ahead, behind))
    if [len(side.items) for side in lists.chart.shows.sides] != [ahead, behind]:
        faults.append(("lists", ahead, behind))
    if str(len(verdicts)) not in re.findall(r"\d+", card.body[0]):
        faults.append((card.body[0], len(verdicts)))
    shown = {row.name: row for row in card.chart.shows.rows}
    for cells in rows:
        rounded = cells[6].endswith(("(avrundat)", "(rounded)"))
        if cells[6] and (number(cells[3], t.language) - number(cells[5], t.language) == number(cells[6], t.language)) == rounded:
            faults.append(tuple(cells[:7]))
        row = shown[cells[0]]
        if (row.texts["set-a"], row.note, row.status_text) != (cells[3], cells[6], cells[7].lstrip("▲△=▽▼ ")):
            faults.append(("picture", cells[0]))
    return faults


def test_kommuner_taken_together_are_worked_out_as_a_group_is():
    """The same areas as a group of the catalogue and as a list: every current measure, figure and verdict alike, and over time."""
    data, south = get_data(), CATALOGUE.members("south")
    for one, several in zip(places(data, HUDDINGE, "south"), places(data, HUDDINGE, tuple(south)), strict=True):
        assert several.other == pytest.approx(one.other), one.indicator.id
        assert several.verdict.word is one.verdict.word, one.indicator.id
    ends = [direction_against(data, "employment_rate", HUDDINGE, other) for other in ("south", tuple(south))]
    assert ends[0] == ends[1]


def test_the_words_turn_with_the_kommun_that_it_is_set_against():
    """Two kommuner against each other: what one is better in, the other is worse in, and neither is when they are swapped."""
    view, mirrored = View(SV, get_data(), LIGHT), {"strength": "weakness", "weakness": "strength"}
    ours, theirs = (
        build(view, "kommun.styrkor", {"omrade": one, "jamfor": other}).chart.shows.sides
        for one, other in ((HUDDINGE, DANDERYD), (DANDERYD, HUDDINGE))
    )
    found = [{side.name: {what.split(":")[0] for what, _ in side.items} for side in sides} for sides in (ours, theirs)]
    assert found[0] == {mirrored[name]: areas for name, areas in found[1].items()}
    assert found[0]["weakness"]


def test_who_is_like_a_kommun_is_said_with_the_reason():
    card = build(View(SV, get_data(), LIGHT), "kommun.sammanfattning", {"omrade": HUDDINGE, "jamfor": "similar"})
    said = next(sentence for sentence in card.body if sentence.startswith("Liknande kommuner är"))
    assert "mest lika Huddinge i folkmängd, nettoinkomst och eftergymnasial utbildning: Järfälla, " in said
    lines = figure_of(build(View(SV, get_data(), LIGHT), "kommun.arbete", card.query)).data
    assert {line.name.removesuffix(", äldre register") for line in lines if line.name} == {"Huddinge", "Länet", "Medianen", "Liknande"}


def words_of(app) -> str:
    return unescape(html_of(app))


@pytest.mark.parametrize(
    ("language", "starts"),
    [("sv", "Jämfört med länet är läget i Danderyd bättre i "), ("en", "Compared with the county, Danderyd is better off in ")],
)
def test_the_page_has_finding_lists_rule_and_seven_charts(language: str, starts: str):
    app = open_page("kommun", omrade=DANDERYD, lang=language)
    html = words_of(app)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html)[0].startswith(starts)
    assert len(app.get("plotly_chart")) == 7
    assert html.count('<section class="strength">') == html.count('<section class="weakness">') == 1
    comma = load_texts(language)("kommun.note.rule", other="länet" if language == "sv" else "the county", slight="0,25", clear="0,5")
    assert (comma if language == "sv" else comma.replace("0,", "0.")) in html
    assert "kommuner" not in re.sub(r"<script.*?</script>", "", html) or language == "sv"


def test_a_small_area_becomes_its_kommun_and_an_odd_one_the_first():
    app = open_page("kommun", omrade="9999R001_RegSO2025")
    assert "Områden där läget i Huddinge är bättre och sämre" in words_of(app)
    app = follow(app, omrade="0126R002_RegSO2025")
    assert app.selectbox(key="select-omrade").value == HUDDINGE
    app.selectbox(key="select-omrade").set_value(SODERTALJE)
    rerun(app)
    assert "Områden där läget i Södertälje är bättre och sämre" in words_of(app)
    assert app.query_params["omrade"] in (SODERTALJE, [SODERTALJE])


@pytest.mark.browser
@pytest.mark.parametrize(("code", "language"), [(SODERTALJE, "sv")])
def test_a_profile_is_few_pages_of_paper(browser, app_url: str, code: str, language: str):
    look = Visit(browser, app_url)
    page = look.open(f"/kommun?omrade={code}&lang={language}")
    for margin in ("0", "10mm"):
        paper = PdfReader(
            BytesIO(page.pdf(format="A4", print_background=True, margin=dict.fromkeys(("top", "right", "bottom", "left"), margin)))
        )
        assert len(paper.pages) <= 3
    words = [sheet.extract_text() for sheet in paper.pages]
    assert CATALOGUE.areas[code].name in words[0]
    assert load_texts(language)("kommun.table.measure") in words[0]
    assert load_texts(language)("kommun.over_time") in " ".join(words[1:])
    look.close()
