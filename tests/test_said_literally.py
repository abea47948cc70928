"""Sentences that an opponent would check word by word: true of the figures also where few readers look."""

import io
from dataclasses import replace

import pytest
from docx import Document

from balance.ranks import quartiles
from cards.common.comparison import comparison
from cards.context import View
from cards.data import get_data
from cards.index.figures import index_of, parts_of
from cards.index.findings import ends_sentence
from cards.pendling.figures import border
from cards.registry import build
from cards.samband.findings import share_text
from cards.universitet.scenario import rounded
from charts.tokens import LIGHT
from evidence.reading import load_evidence
from exports.brief import card_brief
from texts import LANGUAGES, load_texts

SV, EN = (load_texts(language) for language in LANGUAGES)
DATA = get_data()


def card(name, query, t=SV):
    return build(View(t, DATA, LIGHT), name, query)


def test_a_month_begins_a_sentence_with_a_capital():
    said = card("balans.delar", {"matt": "unemployment_rate_monthly"}).body[0]
    assert said.startswith("December 2025 låg")
    assert said.endswith("December 2020 låg 13 procent mellan grupperna.")


@pytest.mark.parametrize(("view", "words"), [("niva", "personer, 2016"), ("avstand", "norr, personer, 2015"), ("kvot", "norr, 2015")])
def test_a_heading_names_the_newest_period_of_what_is_shown(view, words):
    """Only the city has a figure for 2016, so there is no gap and no ratio of that year."""
    assert words in card("balans.niva", {"matt": "night_population_2016", "visa": view}).heading


def test_a_heading_of_what_cannot_be_shown_names_no_period():
    assert card("balans.niva", {"matt": "tertiary_16_74", "visa": "kvot"}).heading.endswith("Söder delat med norr")


@pytest.mark.parametrize("t", [SV, EN], ids=LANGUAGES)
def test_small_areas_are_said_to_be_where_they_are(t):
    for measure, level in {"foreign_background": "regso2025", "wage_income_2023": "regso2020"}.items():
        assert card("balans.niva", {"matt": measure}, t).body == [t("balans.refused.small_areas")]
        assert card("karta.karta", {"matt": measure}, t).query["niva"] == level
    shown = [card("samband.samband", {"x": "wage_income_2023"}, t), card("flemingsberg.profil", {}, t)]
    assert all("wage_income_2023" in one.indicators for one in shown)


def test_kommuner_left_out_of_an_index_are_named_with_all_their_periods():
    weighted = card("balans.ojamlikhet", {"matt": "tertiary_16_74"}).notes
    assert SV("balans.inequality.left_out", names="Upplands Väsby", period="2001–2021") in weighted
    older = card("balans.ojamlikhet", {"matt": "unemployment_16_64_2018", "vikt": "unweighted"}).notes
    assert SV("balans.inequality.left_out", names="Nykvarn", period="2012") in older


@pytest.mark.parametrize("measure", ["low_economic_standard", "unemployment_rate", "net_income"])
def test_at_least_half_of_the_kommuner_lie_from_one_quartile_to_the_other(measure):
    """With ties it may be many more than half: 18 of 26 have from 6 to 12 per cent with a low economic standard."""
    values = DATA.values(measure).reindex(list(DATA.kommuner)).iloc[:, -1].dropna()
    ends = quartiles(values)
    assert values.between(ends.low, ends.high).mean() >= 0.5
    assert "minst hälften" in card("jamfor.plats", {"matt": measure}).body[1]
    assert "at least half" in card("jamfor.plats", {"matt": measure}, EN).body[1]


def test_pairs_are_counted_among_those_that_differ():
    """Many pairs of small areas are in the same of five classes, so "all pairs" would be false."""
    said = card("samband.samband", {"x": "socioeconomic_area_type", "y": "wage_income_2023"}).body[0]
    assert "I 94 procent av de par av delområden som skiljer sig åt i båda måtten" in said


@pytest.mark.parametrize(("share", "words"), [(0.84, "84"), (0.9951, "99,5"), (0.99996, "99,996"), (1.0, "100"), (0.994, "99")])
def test_nearly_all_pairs_are_not_all(share, words):
    assert share_text(SV, share) == words


def test_kommuner_without_a_figure_are_not_among_all():
    some = card("samband.samband", {"x": "postgraduate_16_74", "y": "commuting_to_city_share_2015"}).notes
    every = card("samband.samband", {"x": "employment_rate", "y": "net_income"}).notes
    assert SV("samband.note.everyone_known") in some
    assert SV("samband.note.everyone") in every


def test_kommuner_that_share_the_first_place_are_all_named():
    said = card("index.ordning", {"vikter": "0.0.0.0.0.0.0.3"}).notes
    assert "Högst index (1,00) har Danderyd, Stockholm, Södertälje, Solna och Sigtuna, lägst (0,03) har Salem." in said
    names = {code: DATA.catalogue.areas[code].name for code in DATA.kommuner}
    alike = index_of(DATA, (1,) * len(parts_of(DATA)), "arithmetic")
    assert ends_sentence(EN, alike, names).startswith("The highest index (0.")


def test_the_longest_move_is_not_one_kommuns_when_several_move_as_far():
    assert card("index.flytt", {"vikter": "3.0.0.0.0.0.0.3"}).title.startswith("Längst flyttar 2 kommuner, bland dem Södertälje")


def test_jobs_that_lie_in_no_district_are_told():
    """SCB's districts add up to the city's 640 831 jobs in 2015, but in 2016 to 654 393 of 675 539."""
    assert border(DATA, "2015").not_placed == 0
    assert border(DATA, "2016").not_placed == 675_539 - 654_393
    newest, older = (card("pendling.snittet", {"snittar": year}, EN).notes for year in ("2016", "2015"))
    assert any("21,146 of 675,539" in note for note in newest)
    assert len(older) == len(newest) - 1


def test_ranks_are_among_those_with_a_figure():
    made = card("karta.profil", {"matt": "postgraduate_16_74", "omrade": "0184"})
    assert "plats 2 av 25" in made.title
    assert "av de kommuner som har uppgift, högst 26" in made.notes[0]


def test_a_group_that_cannot_be_calculated_is_not_laid_on_the_publisher():
    statuses = comparison(DATA, DATA.catalogue.indicators["gini_disposable_income"], ("0126", "north")).statuses
    assert set(statuses.loc["north"]) == {"not_calculated"}
    rows = card("jamfor.jamforelse", {"matt": "gini_disposable_income", "omraden": "0126.north"}).table().rows
    assert {row.cells[-1] for row in rows if "Norra" in row.cells[1]} == {"går inte att räkna"}


@pytest.mark.parametrize("claim", ["effect_education", "effect_housing", "effect_firms", "need_educatio"])
def test_a_claim_that_is_not_in_the_argument_is_not_answered_with_another(claim):
    """The claim on effects is spelled much like the one on needs, which the figures do support."""
    assert card("universitet.argument", {"pastaende": claim}).query["pastaende"] == "sammanfattning"
    assert card("universitet.argument", {"pastaende": "need_education"}).query["pastaende"] == "need_education"


@pytest.mark.parametrize(("value", "words"), [(385.0, "390"), (-385.0, "−390"), (2450.0, "2\u202f500"), (0.5, "1"), (-0.4, "0")])
def test_numbers_of_the_what_if_are_rounded_half_up(value, words):
    assert rounded(SV, value) == words


@pytest.mark.parametrize("t", [SV, EN], ids=LANGUAGES)
def test_the_what_if_names_the_sources_of_its_published_numbers(t):
    made = card("universitet.scenario", {"pengar": "98"}, t)
    published = [one for one in load_evidence().parameters.values() if one.verified]
    assert published
    assert all(one.source[t.language] in made.notes[-1] for one in published)


@pytest.mark.parametrize("t", [SV, EN], ids=LANGUAGES)
def test_a_brief_without_measures_says_nothing_about_groups_and_has_its_caveats_beside(t):
    """Of a what-if with 13 assumptions it was said that no caveats are known, and that the groups' values rest on published figures."""
    view = View(t, DATA, LIGHT)
    made = make_brief(view, card("universitet.scenario", {"pengar": "98"}, t))
    assert t("exports.brief.method_none") in made
    assert t("exports.brief.no_caveats") not in made
    assert t("exports.brief.method_lead") in make_brief(view, card("balans.niva", {"matt": "employment_rate"}, t))


def make_brief(view, made):
    return [paragraph.text for paragraph in Document(io.BytesIO(card_brief(view, replace(made, chart=None)))).paragraphs]
