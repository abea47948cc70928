"""The need in its parts, the institution in figures and the counter-figures: each sentence is computed, and turns with its figures."""

import re
from dataclasses import replace

import pytest

from app import PAGES
from balance.counting import ConceptCount
from balance.direction import GapState
from balance.verdict import GapWord
from cards.common.standing_notes import split_sentences
from cards.common.verdict_words import hangs_on_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on
from cards.common.words import inner
from cards.registry import KINDS, build
from cards.universitet import motbilder
from cards.universitet.argument_parts import STRONGEST, argument_of
from cards.universitet.argument_research import RESEARCH
from cards.universitet.behov import concepts_here, leads_here
from cards.universitet.figures import Results, results_of
from cards.universitet.findings import need_lead, need_sentence, told_of
from cards.universitet.forskningsandel import share_card, share_sentence
from cards.universitet.hogskolan import institution_card
from cards.universitet.motbilder import (
    Growth,
    closing_sentence,
    counter_figures,
    growth_sentence,
    jobs_growth,
    observed,
    share_counter,
    surplus,
    surplus_sentence,
)
from cards.universitet.overgang import TRANSITION, transition_card
from cards.universitet.parts import PARTS
from evidence.facts import first_and_last
from evidence.models import ClaimKind
from tests.exchanged import exchanged


def with_evidence(results, **changed):
    return Results(results.data, replace(results.evidence, **changed))


def with_shares(results, *shares):
    """The institution's years with other shares of research, in order."""
    years = zip(results.evidence.institution.items(), shares, strict=False)
    return with_evidence(results, institution={name: one.model_copy(update={"research_share": share}) for (name, one), share in years})


def test_the_page_begins_with_the_card_that_is_sent_first():
    entry = next(page for page in PAGES if page.name == "universitet")
    assert entry.begins_with({}) == entry.first == f"universitet.{PARTS[0]}"
    asked = {part: entry.begins_with({"del": part}) for part in (*PARTS, "argumen", "x")}
    assert asked == {**{part: f"universitet.{part}" for part in PARTS}, "argumen": "universitet.argument", "x": entry.first}
    assert set(asked.values()) <= set(KINDS)


def test_the_need_is_told_by_concept_in_the_words_of_the_overview_and_says_what_its_headline_counts(view):
    for data in (view.data, exchanged()):
        mine = results_of(data)
        card = build(replace(view, data=data), "universitet.behov", {})
        words = [mine.gap(name).verdict.word for name in leads_here(mine)]
        shown = [row.status for section in card.chart.shows.sections for row in section.rows]
        assert sorted(shown) == sorted(words)
        assert len(shown) == 11
        begins = view.t("universitet.need.slightly_worse_in", names="").rstrip(" .")
        assert (begins in " ".join(card.body)) is (GapWord.SLIGHTLY_WORSE in words)
        rows = {row.name: row for section in card.chart.shows.sections for row in section.rows}
        for name in leads_here(mine):
            indicator = data.catalogue.indicators[name]
            found = hangs_on(data, name, mine.gap(name).period, "apart")
            assert rows[indicator.name[view.language]].hangs_on == hangs_on_words(view.t, data.catalogue, found)


def test_a_claim_of_need_is_told_in_words_and_never_as_a_vote(view, results):
    of = inner(view.t("universitet.of.some", k=1, n=2)).split("1")[-1].strip().split()[0]
    for each in results.needs:
        told = told_of(view.t, results, each)
        assert inner(verdict_words(view.t, GapWord.WORSE)) in told
        assert not [k for k in range(1, 7) if f"{k} {of} " in told]


def test_the_way_to_higher_education_names_what_is_missing_and_where_it_is(view, results):
    card = transition_card(view, (results, ""))
    assert card.title == need_sentence(view.t, view.data.catalogue.indicators[TRANSITION[2]], results.gap(TRANSITION[2])).rstrip(".")
    assert set(card.indicators) == set(TRANSITION[2:])  # N17473 and N17445
    assert all(table in card.notes[-1] for table in ("N17940", "N18605"))
    assert view.t("universitet.transition.students") in card.body


def test_sodertorns_goal_is_followed_against_the_country(view):
    card = build(view, "universitet.utbildningsmal", {})
    newest, both = card.table().rows[0].cells, card.chart.shows.series
    assert newest[0] == "2022"
    assert [one.points[-1][1] for one in both] == pytest.approx([40.77, 46.23], abs=0.01)
    assert len(both[0].points) == 15  # every year from 2008
    assert newest[3].lstrip("−") in card.title


def test_the_institution_is_told_by_its_own_text_and_turns_with_its_figures(view, results):
    ends = first_and_last(list(results.evidence.institution.values()))
    assert [(one.year, one.research_share) for one in ends] == [(2013, 41), (2019, 34)]
    titles = [share_card(view, with_shares(results, *shares, 36)).title for shares in ((41, 36, 34), (34, 36, 41), (41, 36, 41))]
    ways = ("fell", "rose", "level")
    wanted = [{"was": a, "now": b, "first": 2013, "last": 2019} for a, b in ((41, 34), (34, 41), (41, 41))]
    assert titles == [view.t(f"universitet.institution.share.{way}", **words).rstrip(".") for way, words in zip(ways, wanted, strict=True)]
    second = view.t("universitet.institution.second_hand", year=2022, share=36)
    own = {name: one for name, one in results.evidence.institution.items() if one.verified}
    assert second in share_card(view, results).body[0]
    assert second not in share_card(view, with_evidence(results, institution=own)).body[0]
    assert institution_card(view, with_evidence(results, institution=dict(list(own.items())[:1]))) is None
    assert share_card(view, results).chart.shows.series[1].dashed


def test_the_institutions_headline_is_the_newest_year_and_says_whose_text_it_is(view, results):
    """The expectations are worked out by hand from catalogue/institution.yaml: 7351 / 6984 and 77 / 62, and in the picture
    13328 / 12578 and 946 / 828."""
    card, years = institution_card(view, results), results.evidence.institution
    assert re.findall(r"\d+", re.sub(r"(?<=\d)\D(?=\d{3})", "", card.title)) == ["2022", "7351", "77"]
    assert re.findall(r"\d+", card.body[0]) == ["2013", "5", "24"]
    assert "2022" in card.body[1]
    assert "2019" in card.body[1]
    assert card.heading.endswith("2022.")
    assert [[round(value) for _, value in one.points][-1] for one in card.chart.shows.series] == [106, 105, 114, 124]
    own = institution_card(view, with_evidence(results, institution={name: one for name, one in years.items() if one.verified}))
    assert "2019" in own.title
    assert len(own.body) == 1
    assert own.heading == "2013 = 100."


def test_growth_of_jobs_speaks_against_only_where_it_does(view, results, monkeypatch):
    t, found = view.t, jobs_growth(results)
    assert (found.first, found.last) == ("2020", "2022")
    assert (found.south, found.north) == pytest.approx((4.69, 5.44), abs=0.01)
    said = {growth_sentence(t, Growth("2020", "2022", south, north)) for south, north in ((4.7, 5.4), (5.4, 4.7), (5.0, 5.0))}
    assert len(said) == 3
    silent = with_evidence(results, observations={})
    assert not [one for one in counter_figures(view, silent) if growth_sentence(t, found) in one]
    monkeypatch.setattr(motbilder, "jobs_growth", lambda _: replace(found, south=found.north, north=found.south))
    assert growth_sentence(t, replace(found, south=found.north, north=found.south)) == counter_figures(view, silent)[0]
    seen = next(iter(results.evidence.observations.values()))
    told = counter_figures(view, results)[0]
    assert told.startswith(seen.text[view.language].rstrip("."))
    assert f"2026-11-30, {seen.url})." in told  # its page gives no year of its own
    assert observed(t, seen.model_copy(update={"year": 2025})).endswith(f"(2025, {seen.url}).")


def test_a_surplus_of_jobs_is_told_where_there_is_one(view, results):
    assert [code for code, _ in surplus(results)] == ["0181"]
    assert view.data.catalogue.areas["0181"].name in surplus_sentence(view, results)
    turned = results_of(exchanged())  # whose southern kommuner are the northern ones
    assert {code for code, _ in surplus(turned)} == {"0162", "0184", "0191"}
    southern = view.data.catalogue.areas["0181"].name
    assert southern not in surplus_sentence(replace(view, data=turned.data), turned)


def test_research_that_grew_is_no_counter_figure(view, results):
    (said,) = share_counter(view, results)
    assert (
        said == f"{share_sentence(view.t, first_and_last(list(results.evidence.institution.values())))} {share_card(view, results).body[0]}"
    )
    assert share_counter(view, with_shares(results, 34, 36, 41, 36)) == []


def test_a_gap_that_closes_is_told_against_the_need(view, results):
    closing = {name for name in leads_here(results) if direction_of(view.data, name, "apart").state is GapState.CLOSING}
    assert closing
    assert closing_sentence(view, [name for name in leads_here(results) if name not in closing]) == ""
    names = [inner(view.data.catalogue.indicators[name].name[view.language]) for name in leads_here(results) if name in closing]
    assert closing_sentence(view, leads_here(results)) == view.t("universitet.counter.closing.leads", names=view.t.join(names))
    assert counter_figures(view, results)[-1] == closing_sentence(view, leads_here(results))


def test_what_a_split_of_the_city_changes_is_told_with_the_need_and_against_it(view, results):
    """The rule of counting: known, the gap in education halves. Of what the claims are not about nothing is told."""
    (said,) = split_sentences(view, "apart", concepts_here(results))
    assert said in build(view, "universitet.behov", {}).body
    assert said in counter_figures(view, results)
    assert re.search(r"9[.,]3 (till|to) 4[.,]8", said)
    assert split_sentences(view, "apart", []) == []


def test_what_speaks_against_stands_first_and_both_headings_stand_in_every_argument(view, results):
    t = view.t
    headings = {t("universitet.argument.part.need_shown"), t("universitet.argument.part.effect_not_shown")}
    research = t("universitet.argument.part.research")
    for stance in ("for", "emot", "bada"):
        argued = argument_of(view, results, "namnd", "kort", stance)
        parts = list(dict.fromkeys(section.part for section in argued.sections if section.part))
        assert set(parts) == {*headings, research}
        assert {section.part for section in argued.sections if section.name == RESEARCH} == {research}
        assert (parts[0] == t("universitet.argument.part.effect_not_shown")) is (stance == "emot")
        key = "for" if stance == "emot" else "against"
        word = t(f"universitet.counter.{key}", said="").strip()
        first = argued.sections[0]
        assert sum(line.startswith(word) for line in first.paragraphs) == STRONGEST  # in the short text itself: it has no notes in files
        longer = argument_of(view, results, "namnd", "lang", stance).sections[0]
        assert longer.caveats[0].startswith(word)
    needs = [section for section in argued.sections if section.name in results.evidence.claims and section.figures]
    assert all(section.chart is not None for section in needs)
    kinds = {results.evidence.claims[section.name].kind: section.chart.kind for section in needs}
    assert kinds == {ClaimKind.NEED: "ranges", ClaimKind.EFFECT: "dots"}


def test_the_lead_of_the_need_names_what_its_headline_does_not_tell(view, results):
    name = inner(view.data.catalogue.concepts["employment"].name[view.language])
    said = view.t("universitet.need.slightly_worse_in", names=name)
    assert need_lead(view, results, ConceptCount(("employment", "education_level"), (), (), ())) == said
    assert need_lead(view, results, ConceptCount(("education_level",), (), (), ())) == ""
