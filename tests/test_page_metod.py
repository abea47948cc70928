"""Data och metod, and Tillgänglighet: everything in the catalogue is there, in both languages, and says what the store says."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from cards.context import View
from cards.data import Data, get_data
from cards.metod.citing import citation, cite_figure, cite_group
from cards.metod.coverage import coverage_rows, extent
from cards.metod.figures import areas_in, covered, days_text, periods_text, source_tables
from cards.metod.measures import entry_html
from cards.metod.rules import EXAMPLES, RULES, rules_parts, thresholds_in_words
from cards.metod.status import _changes, _failures, _lead
from catalogue import Level, load_catalogue
from catalogue.rules import load_rules, load_thresholds
from charts.tokens import LIGHT
from store.generations import write_generation
from store.snapshot import Snapshot
from tests.each import each
from tests.pages import html_of, open_page
from texts import format_number, load_texts

CATALOGUE = load_catalogue()
SV, EN = load_texts("sv"), load_texts("en")
PARTS = ("matt", "tackning", "uppdatering", "mal", "regler", "berakning", "citera")


def run(page="metod", **query):
    return open_page(page, **query)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_indicator_of_the_catalogue_is_listed(language):
    html = html_of(run(lang=language))
    for indicator in CATALOGUE.indicators.values():
        assert f">{escape(indicator.name[language])}<" in html, indicator.id
        assert escape(indicator.definition[language]) in html, indicator.id


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_in_both_languages(part, language):
    html = html_of(run(lang=language, visa=part))
    assert html.count("<h1") == 1
    assert html.count("<h2") == 1
    assert not re.search(r"\bnan\b", html, re.IGNORECASE)
    assert "{" not in re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.DOTALL)  # a placeholder that nothing filled in


@each("indicator", CATALOGUE.indicators.values)
def test_an_entry_tells_all_that_the_catalogue_knows(indicator):
    html = unescape(entry_html(get_data(), SV, indicator))
    assert indicator.explanation.sv in html
    for caveat in indicator.caveats:
        assert caveat.sv in html
    for key in get_data().catalogue.keys(indicator.id):
        assert key.partition(":")[2] in html
    for source in indicator.sources:
        assert not source.break_before or source.break_before.sv in html
        assert not source.note or source.note.sv in html
    if indicator.denominator:
        assert CATALOGUE.indicators[indicator.denominator].name.sv.lower() in html


def test_a_table_is_linked_to_its_publisher_while_it_is_fetched():
    html = entry_html(get_data(), SV, CATALOGUE.indicators["population"])
    assert 'href="https://statistikdatabasen.scb.se/api/v2/tables/TAB6574?lang=sv"' in html
    assert 'href="https://api.kolada.se/v3/kpi/N01951"' in html
    assert "/BE0101" not in html  # withdrawn
    assert "BE0101: RegSO 2020, 2020–2023, hämtas inte på nytt" in html


def test_a_derived_measure_says_what_it_is_worked_out_from():
    html = unescape(entry_html(get_data(), SV, CATALOGUE.indicators["net_commuting"]))
    assert "Inpendling, antal − Utpendling, antal" in html
    html = unescape(entry_html(get_data(), EN, CATALOGUE.indicators["share_0_19"]))
    assert "100 × (" in html


def test_one_measure_can_be_linked_to():
    html = html_of(run(matt="unemployment_rate"))
    assert '<h2 class="card-title">Arbetslöshet 20–64 år</h2>' in html
    assert SV("metod.chosen_kicker") in html


@pytest.mark.parametrize(
    ("asked", "name"), [("unemployment_rat", "Arbetslöshet 20–64 år"), ("<script>", "Eftergymnasial utbildning 25–64 år")]
)
def test_an_odd_measure_is_answered_with_the_nearest_and_a_line(asked, name):
    app = run(matt=asked)
    assert len(app.info) == 1
    assert f'<h2 class="card-title">{name}</h2>' in html_of(app)


def test_a_search_has_a_page_of_its_own_where_it_can_be_changed():
    """One field to a page: there the header has none. What was asked stays in the link."""
    app = run("sok", sok="huddige", lang="en")
    html = html_of(app)
    assert 'href="/kommun?omrade=0126&amp;lang=en"' in html
    assert html.count('role="search"') == 1
    assert 'value="huddige"' in html
    assert dict(app.query_params) == {"sok": "huddige", "lang": "en"}
    assert "<img" not in html_of(run("sok", sok="<img src=x>qq", lang="en"))


@pytest.mark.parametrize("level", list(Level))
def test_coverage_agrees_with_the_figures(level):
    data = get_data()
    themes, weights = coverage_rows(data, SV, level)
    rows = [row for _, theme in themes for row in theme] + weights
    by_name = {row.name: row for row in rows}
    codes = [area.code for area in CATALOGUE.areas.values() if area.level is level]
    first, last = extent(data)
    for indicator in CATALOGUE.indicators.values():
        values = data.values(indicator.id).reindex(codes)
        counts = values.notna().sum()
        years = {int(str(period)[:4]) for period in counts.index[counts > 0]}
        row = by_name.get(indicator.name.sv)
        assert (set(row.shares) if row else set()) == years, indicator.id
        assert all(first <= year <= last for year in years)
        if row is not None:
            assert bool(row.absent) is not bool(years)
            full = {int(str(period)[:4]) for period in counts.index[counts == len(codes)]}
            assert {year for year, share in row.shares.items() if share >= 1} == full


def test_periods_in_words():
    assert periods_text(SV, ["2015", "2016", "2018"]) == "2015–2016, 2018"
    assert periods_text(SV, ["2025M12", "2026M06"]) == "2 månader, december 2025 till juni 2026"
    assert periods_text(EN, ["2026M06"]) == "June 2026"


def test_days_of_retrieval_in_words():
    assert days_text(SV, ["2026-09-18", "2026-09-24"]) == "2026-09-18 till 2026-09-24"
    assert days_text(SV, ["2020", "2026-09-24"]) == "2020, 2026-09-24"
    assert days_text(SV, []) == "datum saknas"


def test_source_tables_count_every_published_figure_once():
    data = get_data()
    frame = data.snapshot.frame
    published = frame[frame["value"].notna() & ~frame["source"].str.startswith("calc:")]
    assert sum(table.figures for table in source_tables(data)) == len(published)


def test_the_citation_names_table_day_and_whose_calculation_it_is():
    data = get_data()
    whole = citation(data, SV, CATALOGUE.indicators["jobs_ratio"])
    for part in ("Kolada (RKA)", "N02277", "Arbetsplatskvot", "RKA står inte för beräkningen"):
        assert part in whole
    value = data.snapshot.value("employment_rate", "0126", "2024")
    published = cite_figure(data, SV, CATALOGUE.indicators["employment_rate"], "0126")
    assert published.startswith("SCB (TAB3200): Sysselsättningsgrad 20–64 år, Huddinge, 2024: " + format_number(value, 1, "sv"))
    assert "Egen beräkning" not in published
    own = cite_group(data, SV, CATALOGUE.indicators["employment_rate"], "south")
    assert "Södra kommunerna, 2024: 80,8 procent. Egen beräkning på data från SCB (TAB3200)." in own
    assert cite_figure(data, SV, CATALOGUE.indicators["grp_per_employed"], "0126") == ""
    assert cite_group(data, SV, CATALOGUE.indicators["gini_disposable_income"], "south") == ""


def test_goals_that_are_not_checked_show_no_number():
    html = html_of(run(visa="mal"))
    for goal in CATALOGUE.goals.values():
        row = next(row for row in html.split("<tr>") if f"<b>{escape(goal.name.sv)}</b>" in row and escape(goal.document["sv"]) in row)
        assert (f">{SV('metod.goals.hidden')}<" in row) is not goal.verified
        said = SV("metod.goals.no_document") if goal.status == "yardstick" else SV(f"mal.read.{goal.read}")
        assert f">{said}<" in row
    assert "26 av 28 mål är kontrollerade" in html  # the yardstick is ours and has no document


REPORT = {
    "started": "2026-11-24T06:00:00Z",
    "finished": "2026-11-24T06:03:00Z",
    "fetched": [{"indicator": "population", "key": "kolada:N01951", "rows": 3, "problems": []}],
    "failures": [{"indicator": "net_income", "key": "scb:TAB6683", "kind": "down", "detail": "<b>connection reset</b>"}],
    "rejected": {"count": 2, "first": []},
    "changes": {
        "counts": {"new": 1, "revised": 2, "withdrawn": 0, "suspicious": 1, "vanished": 0},
        "by_indicator": {"employment_rate": {"new": 1, "revised": 2, "suspicious": 1}},
        "revised": [
            {"indicator": "employment_rate", "area": "0126", "period": "2024", "sex": "T", "before": 79.94, "after": 80.05},
            {"indicator": "employment_rate", "area": "0127", "period": "2024", "sex": "T", "before": 70.0, "after": 90.0},
        ],
        "withdrawn": [],
        "suspicious": [{"indicator": "employment_rate", "area": "0127", "period": "2024", "sex": "T", "before": 70.0, "after": 90.0}],
        "vanished": [],
    },
}


def refreshed(report):
    base = get_data().snapshot
    return Data(CATALOGUE, Snapshot(base.frame, "20261124T060300Z", "2026-11-24T06:03:00Z", "refreshed", (), report))


def test_the_last_refresh_is_told_figure_by_figure():
    data = refreshed(REPORT)
    assert "1 av 2 källor gav uppgifter" in _lead(SV, data, REPORT)
    html = _changes(SV, data, REPORT)
    assert "1 nya uppgifter, 2 ändrade" in html
    assert "Ändringar att titta på: 2 av 2" in html
    assert html.index("Botkyrka") < html.index("Huddinge")  # larger than expected comes first, and once
    assert html.count("Botkyrka") == 1
    assert '<td class="num">79,9</td><td class="num">80,1</td>' in html  # half up, once: 80,05 is 80,1


def test_failures_are_told_in_words_and_escaped():
    html = _failures(SV, refreshed(REPORT), REPORT)
    assert "1 källa gav inga uppgifter" in html
    assert "utgivaren svarade inte" in html
    assert "2 uppgifter var orimliga" in html
    assert "<b>" not in html
    odd = {**REPORT, "failures": [{**REPORT["failures"][0], "kind": "something new"}]}
    assert "oväntat fel" in _failures(SV, refreshed(odd), odd)


def test_nothing_is_claimed_about_changes_when_there_are_none():
    assert _changes(SV, refreshed({}), {}) == ""
    none = {"changes": {"counts": dict.fromkeys(REPORT["changes"]["counts"], 0), "by_indicator": {}}}
    assert "ändrade ingen uppgift" in _changes(SV, refreshed(none), none)


def test_the_page_tells_about_a_generation_that_a_refresh_wrote(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    for _ in range(2):
        path = write_generation(get_data().snapshot.observations("population"), REPORT, tmp_path)
    html = html_of(run(visa="uppdatering"))
    assert path.stem in html
    assert "2 sparade versioner" in html
    assert "Vad som ändrades" in html


def test_the_embedded_figures_claim_no_refresh():
    html = html_of(run(visa="uppdatering", lang="en"))
    assert "No figures have been fetched where this page runs" in html
    assert "What changed" not in html


def test_areas_of_a_level_are_counted_exactly():
    data = get_data()
    assert areas_in(data)[Level.KOMMUN] == 26
    assert all(max(counts.values()) <= areas_in(data)[level] for (_, level), counts in covered(data).items())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_accessibility_statement(language):
    html = unescape(html_of(run("tillganglighet", lang=language)))
    t = load_texts(language)
    for key, text in t.words.items():
        if key.startswith("tillganglighet."):
            assert text in html, key
    assert "WCAG 2.1" in html
    assert "2018:1937" in html
    assert "@" not in html.replace(html[html.index("<style>") : html.index("</style>")], "")  # no address is made up


def test_every_page_has_the_search_above_and_the_statement_in_its_footer():
    html = [element.value for element in run("karta", lang="en").get("html")]
    footer = next(part for part in html if "site-footer" in part)
    assert 'action="/sok"' in next(part for part in html if 'role="search"' in part)
    assert 'href="/tillganglighet?lang=en"' in footer


@pytest.mark.parametrize("t", [SV, EN], ids=["sv", "en"])
def test_every_rule_is_printed_with_its_thresholds_and_todays_example(t):
    """No threshold is left out or printed twice, and the examples are the figures of the pages (employment: −1.196 of 2.593)."""
    view = View(t, get_data(), LIGHT)
    text = unescape(re.sub(r"<[^>]+>", " ", " ".join(rules_parts(view))))
    assert sorted(name for names in RULES.values() for name in names) == sorted(limit.id for limit in load_thresholds())
    for limit in load_thresholds():
        assert f" {limit.id} " in text
        assert limit.reason[t.language] in text
        assert not limit.source or limit.source.rstrip(".") in text
    for example in (find(view) for find in EXAMPLES.values()):
        assert example
        assert example in text
    minus, comma = "\N{MINUS SIGN}", "," if t is SV else "."
    for figure in (f"{minus}1{comma}196", f"2{comma}593", f"{minus}0{comma}46"):
        assert figure in text
    assert ("hänger på Södertälje" if t is SV else "depends on Södertälje") in text
    assert ("omkring 4\u202f800 personer" if t is SV else "about 4,800 people") in text


def test_the_words_of_a_rule_follow_its_thresholds():
    found = thresholds_in_words(SV, load_rules().changed(slight=0.2, confidence=0.9, divisions=500))
    assert (found["slight"], found["confidence"], found["divisions"], found["clear"]) == ("0,2", "90", "500", "0,5")
