"""Efforts: those of the strategy, those that a region adds as YAML or from Excel, and what is said of them beside the measures."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from api.files import card_of
from balance.direction import followed_gap, gap_direction
from cards.choices import Query
from cards.common.efforts import effort_notes, efforts_in, efforts_of, since_start
from cards.common.series import same_season
from cards.common.verdicts import direction_of
from cards.context import View
from cards.data import Data, get_data
from cards.registry import build
from cards.strategin import CARDS
from catalogue import __main__ as command
from catalogue import load_catalogue
from catalogue.efforts import Effort
from catalogue.efforts_csv import effort_columns, efforts_in_csv
from catalogue.efforts_folder import SETTING, efforts_with
from catalogue.efforts_template import effort_template
from catalogue.entries import Fault
from catalogue.reading import known_to_efforts
from catalogue.rules import load_rules
from catalogue.strategy import EffortsRead
from charts.table import html_table
from charts.tokens import LIGHT
from tests.api_client import api_client
from tests.exported import EN, SV
from texts import load_texts

CATALOGUE = load_catalogue()
KNOWN = known_to_efforts(CATALOGUE)
LONG = "tertiary_25_64"  # figures from 2000 on
YAML = """- id: {id}
  focus: skills
  title: {{sv: Insats {id}, en: Effort {id}}}
  source: Handlingsplan 2025, s. 4
"""
# Lines of an entry after its first four, and for a wrong one: the words of the line that is told, its field, and a part of the reason.
GOOD_YAML = [
    "", "  start: 2021\n", "  start: 2021-06\n  end: 2024-05-31\n", "  start: 2021-06-15\n  state: ongoing\n",
    "  state: ended\n  end: 2024\n",
    "  actors: [Huddinge kommun, {sv: Region Stockholm, en: Stockholm Region}]\n", "  url: https://exempel.se/plan?sida=4\n",
    "  measures: [employment_rate, business_climate]\n  coupling: source\n", "  note: {sv: Delvis., en: In part.}\n",
    "  start: 2021\n  end: 2021-03\n",
]  # fmt: skip
BAD_YAML = [
    ("  source: En annan plan\n", "annan", "source", "given twice"),
    ("  start: 1821\n", "1821", "start", "a year or a month"),
    ("  titel: x\n", "titel", "titel", "not permitted"),
    ("  start: hösten 2021\n", "hösten", "start", "a year or a month"),
    ("  start: 2024\n  end: 2023-12\n", "- id", "", "before it starts"),
    ("  state: klar\n", "klar", "state", "planned"),
    ("  url: www.exempel.se\n", "www", "url", "pattern"),
    ("  measures: [bicycles]\n", "measures", "measures", "unknown measure 'bicycles'"),
    ("  measures: [employment_rate\n", "", "", "expected"),
    ("  actors: Huddinge kommun\n", "actors", "actors", "list"),
    ("  note: {sv: Bara svenska.}\n", "note", "note.en", "required"),
]
HEAD = "id;område;rubrik;rubrik på engelska;aktörer;start;slut;läge;källa;länk;mått;koppling;anmärkning;anmärkning på engelska"
GOOD_CSV = [
    "{id};4;Å;O;;;;;Plan;;;;;", "{id};skills;Å;O;;2021;;;Plan;;;;;", "{id};Kompetens;Å;O;;2021-06;2022;;Plan;;;;;",
    "{id};strategisk kompetensförsörjning;Å;O;;2021-06-30;;Pågår;Plan;;;;;", "{id};4;Å;O;Huddinge | Botkyrka;;;planned;Plan;;;;;",
    '{id};4;"Å; och ""Ä""";O;;;;okänt;Plan;;;;;', '{id};4;"Å\nÄ";O;;;;;Plan;;;;;', "{id};4;Å;O;;;;;Plan;https://exempel.se;;;;",
    "{id};4;Å;O;;;;;Plan;;employment_rate | business_climate;källan;;", "{id};4;Å;O;;;;;Plan;;;;Delvis.;In part.",
]  # fmt: skip
BAD_CSV = [
    ("{id};4;Å;O;;;;;;;;;;", "source", "required"),
    ("{id};9;Å;O;;;;;Plan;;;;;", "focus", "unknown focus area '9'"),
    ("{id};4;Å;O;;jun-21;;;Plan;;;;;", "start", "a year or a month"),
    ("{id};4;Å;O;;2024;2023;;Plan;;;;;", "", "before it starts"),
    ("{id};4;Å;O;;;;klar;Plan;;;;;", "state", "planned"),
    ("{id};4;Å;O;;;;;Plan;ftp://exempel.se;;;;", "url", "pattern"),
    ("{id};4;Å;O;;;;;Plan;;bicycles;;;", "measures", "unknown measure 'bicycles'"),
    ("{id};4;Å;O;;;;;Plan;;;;Bara svenska.;", "note.en", "required"),
    ("{id};4;Å;O;;;;;Plan;;;;;;;en för mycket", "", "16 cells in 14 columns"),
    ('{id};4;"Å;O;;;;;Plan;;;;;', "", "quotation mark is not closed"),
    ("yaml_good_0;4;Å;O;;;;;Plan;;;;;", "id", "given twice"),
]


def folder_of(tmp_path):
    """A folder of twenty good and over twenty bad entries, good and bad in turn, with what is wrong as (file, line, field, reason)."""
    text, wrong = "", []
    for n in range(len(BAD_YAML)):
        text += YAML.format(id=f"yaml_good_{n}") + GOOD_YAML[n] if n < len(GOOD_YAML) else ""
        more, words, field, reason = BAD_YAML[n]
        entry, start = YAML.format(id=f"yaml_bad_{n}") + more, text.count("\n") + 1
        line = next(k for k, each in reversed(list(enumerate(entry.splitlines()))) if words in each) if words else None
        wrong.append(("a.yaml", None if line is None else start + line, field, reason))
        text += entry
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    rows = [HEAD]
    for n in range(len(BAD_CSV)):
        rows += [GOOD_CSV[n].format(id=f"csv_good_{n}")] if n < len(GOOD_CSV) else []
        row, field, reason = BAD_CSV[n]
        wrong.append(("b.csv", "\n".join(rows).count("\n") + 2, field, reason))
        rows.append(row.format(id=f"csv_bad_{n}"))
    (tmp_path / "b.csv").write_bytes("\r\n".join(rows).replace("Å\nÄ", "Å\r\nÄ").encode("cp1252"))
    return tmp_path, wrong


def test_good_efforts_are_all_kept_and_each_bad_one_is_refused_with_file_line_field_and_reason(tmp_path):
    folder, wrong = folder_of(tmp_path)
    found = efforts_with(CATALOGUE, folder)
    good = [f"{kind}_good_{n}" for kind in ("yaml", "csv") for n in range(10)]
    assert list(found.efforts) == [*CATALOGUE.efforts, *good]
    told = [(fault.file, fault.line, fault.field) for fault in found.faults]
    assert len(wrong) >= 20
    assert len(told) == len(wrong), "\n".join(map(str, found.faults))
    for (file, line, field, reason), fault in zip(wrong, found.faults, strict=True):
        assert (fault.file, fault.field) == (file, field), fault
        assert line is None or fault.line == line, fault
        assert reason in fault.reason, fault
    assert found.efforts["csv_good_2"].start == "2021M06"
    assert found.efforts["csv_good_5"].title.sv == 'Å; och "Ä"'
    assert [actor.sv for actor in found.efforts["csv_good_4"].actors] == ["Huddinge", "Botkyrka"]
    assert found.efforts["csv_good_8"].coupling == found.efforts["yaml_good_7"].coupling == "source"


def test_a_table_is_read_in_every_way_that_excel_saves_it():
    """Bytes, delimiters and the language of the headings make no difference, nor the order of the columns."""
    cells = {"id": "a", "focus": "4", "title.sv": "Åtgärd, del 1", "title.en": "Action", "state": "pågår", "source": "Plan; bilaga"}
    wanted = Effort.model_validate(
        {"id": "a", "focus": "skills", "title": {"sv": "Åtgärd, del 1", "en": "Action"}, "state": "ongoing", "source": "Plan; bilaga"},
        context=KNOWN,
    )
    for coding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        for delimiter in ";,\t":
            for language, paths in (("sv", list(cells)), ("en", list(reversed(cells)))):
                out = io.StringIO()
                rows = csv.writer(out, delimiter=delimiter)
                rows.writerow([effort_columns()[path].name[language].upper() for path in paths])
                rows.writerow([cells[path] for path in paths])
                found = list(efforts_in_csv(out.getvalue().encode(coding), "a.csv", KNOWN))
                assert found == [(2, wanted)], (coding, delimiter, language)


def test_a_table_without_the_columns_it_needs_is_refused_and_one_with_more_is_told():
    refused = list(efforts_in_csv(b"id;rubrik\na;b\n", "a.csv", KNOWN))
    assert [(fault.line, "focus area" in fault.reason) for fault in refused] == [(1, True)]
    more = f"{HEAD};Budget\r\n" + GOOD_CSV[0].format(id="a") + ";5 mkr\r\n"
    fault, (line, effort) = efforts_in_csv(more.encode(), "a.csv", KNOWN)
    assert (fault.field, fault.line, line, effort.id) == ("Budget", 1, 2, "a")
    assert next(iter(efforts_in_csv(b"id\n\x81\x8d", "a.csv", KNOWN))).line == 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_is_read_back_as_an_empty_table_and_can_be_filled_in(language):
    empty = effort_template(CATALOGUE, language)
    assert empty == effort_template(CATALOGUE, language)
    assert list(efforts_in_csv(empty, "a.csv", KNOWN)) == []
    delimiter, text = (";" if language == "sv" else ","), empty.decode("utf-8-sig")
    assert all(area.name[language] in text for area in CATALOGUE.focus_areas.values())
    values = {"id": "a", "focus": "1", "title.sv": "Å", "title.en": "A", "source": "Plan"}
    row = delimiter.join(values.get(path, "") for path in effort_columns())
    [(_, effort)] = efforts_in_csv(empty + f"{row}\r\n".encode(), "a.csv", KNOWN)
    assert effort.focus == "research"


def test_the_programs_own_efforts_are_of_the_areas_that_have_been_read_and_say_nothing_that_was_not():
    for area in CATALOGUE.focus_areas.values():
        own = [effort for effort in CATALOGUE.efforts.values() if effort.focus == area.id]
        assert len(own) == (3 if area.efforts_read is EffortsRead.READ else 0)
        assert own or area.note
    assert all((e.start, e.end, e.actors, e.state.value) == (None, None, [], "unknown") for e in CATALOGUE.efforts.values())
    assert {m for e in CATALOGUE.efforts.values() for m in e.measures if e.coupling == "own"} == {"business_climate"}


# --- what the pages say --------------------------------------------------------------------------------------------------------------


def view_with(folder, monkeypatch, view=SV):
    """A view of the same figures with the efforts of a folder."""
    monkeypatch.setenv(SETTING, str(folder))
    return replace(view, data=Data(view.data.catalogue, view.data.snapshot))


def card_in(view, area):
    kind = replace(CARDS["insatser"], id="strategin.insatser")
    return kind.made(view, kind.asks(view, Query({"inriktning": area})))


@pytest.mark.parametrize("view", [SV, EN], ids=["sv", "en"])
def test_each_area_shows_its_efforts_or_says_why_there_are_none(view):
    for area in view.data.catalogue.focus_areas.values():
        card, efforts = card_in(view, area.id), efforts_in(view.data, area.id)
        assert area.short[view.language] in card.title
        if not efforts:
            assert card.table is None
            assert area.note is not None
            assert list(card.body) == [area.note[view.language]]
            continue
        table = card.table()
        assert [row.cells[0] for row in table.rows] == [effort.title[view.language] for effort in efforts]
        assert all(row.cells[-1] == effort.source for row, effort in zip(table.rows, efforts, strict=True))
        html = html_table(table.columns, table.rows, table.caption)
        for name in {name for effort in efforts for name in effort.measures}:
            assert f'href="/balans?matt={name}&amp;lang={view.language}"' in html
        assert card_of(view, card)["table"]["rows"]


def test_a_broken_folder_stops_nothing_and_is_told_in_the_log_and_on_the_card(tmp_path, monkeypatch, caplog):
    folder, wrong = folder_of(tmp_path)
    for view, words in ((SV, "b.csv, rad 3, källa: Var det står"), (EN, "b.csv, line 3, source: Where it says so")):
        caplog.clear()
        monkeypatch.setattr("cards.common.efforts.MOST_TOLD", 100)
        given = view_with(folder, monkeypatch, view)
        card = card_in(given, "skills")
        assert len(card.table().rows) == 20
        assert any(note.startswith(words) for note in card.notes), card.notes
        assert sum("event=entry_refused" in record.getMessage() for record in caplog.records) == len(wrong)
        assert not any("hösten" in record.getMessage() for record in caplog.records)  # what somebody wrote is not for the log
    for path in (tmp_path / "nothing", tmp_path / "a.yaml"):
        given = view_with(path, monkeypatch)
        assert list(efforts_of(given.data).efforts) == list(CATALOGUE.efforts)
        assert len(efforts_of(given.data).faults) == 1
        assert len(card_in(given, "research").table().rows) == 3


def test_nothing_is_said_since_an_effort_began_but_by_the_rule_and_the_figures_from_then_on():
    data, rules = get_data(), load_rules()
    name, whole = LONG, direction_of(data, LONG, "apart")
    effort = next(iter(CATALOGUE.efforts.values()))
    assert since_start(data, effort, name, "apart") is None  # nobody knows when it began
    began = replace_start(effort, whole.first)
    assert since_start(data, began, name, "apart") == whole
    later = str(int(whole.first[:4]) + 2)
    table, entry = data.over_time(name, "apart"), data.catalogue.indicators[name]
    gaps = same_season(followed_gap(table["north"], table["south"], entry).dropna())
    by_hand = gap_direction(gaps[gaps.index >= later], None, data.breaks(name), rules)
    found = since_start(data, replace_start(effort, later), name, "apart")
    assert found is not None
    assert (found.first[:4], found.per_year, found.n) == (later, by_hand.per_year, by_hand.n)
    assert since_start(data, replace_start(effort, str(int(whole.last[:4]) - 2)), name, "apart") is None  # too few years
    assert since_start(data, replace_start(effort, str(int(whole.first[:4]) - 5)), name, "apart") is None  # no figures from when it began


def replace_start(effort, start):
    return effort.model_copy(update={"start": start})


def test_an_effort_stands_beside_its_measure_and_never_as_a_cause(tmp_path, monkeypatch):
    first = direction_of(SV.data, LONG, "apart").first[:4]
    text = YAML.format(id="own") + f"  measures: [{LONG}]\n  coupling: source\n  start: {first}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    given = view_with(tmp_path, monkeypatch)
    [note] = effort_notes(given, LONG, "apart")
    assert note in build(given, "balans.niva", {"matt": LONG}).notes
    assert f"Sedan insatsen började ({first}): " in note
    assert "Siffrorna visar inte vad som orsakat det." in note
    assert card_in(given, "skills").provenance.indicators == [LONG]
    assert "Kopplingen är vår egen" in effort_notes(given, "business_climate", "apart")[0]
    assert "Sedan" not in effort_notes(given, "business_climate", "apart")[0]  # its start is not known
    assert effort_notes(given, "employment_rate", "apart") == []
    for language in ("sv", "en"):
        said = " ".join(text for key, text in load_texts(language).words.items() if key.startswith("insatser."))
        assert not re.search(r"ledde till|tack vare|bidrog|effekt av|led to|thanks to|contributed|effect of", said)


def test_the_command_tells_every_fault_and_how_many_are_good(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv(SETTING, raising=False)
    assert command.main(["check"]) == 0
    assert "6 efforts, all good" in capsys.readouterr().out
    folder, wrong = folder_of(tmp_path)
    monkeypatch.setenv(SETTING, str(folder))
    assert command.main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(re.match(r"[ab]\.(yaml|csv):\d+: ", line) is not None for line in lines) == len(wrong)
    assert f"20 good, {len(wrong)} faults" in lines[-1]
    assert str(Fault("b.csv", 3, "Field required", "source")) in lines
    assert command.main(["template", str(tmp_path / "mall.csv"), "--lang", "en"]) == 0
    assert (tmp_path / "mall.csv").read_bytes() == effort_template(CATALOGUE, "en")


def test_programs_read_the_efforts_and_fetch_the_template():
    client = api_client()
    answer = client.get("/efforts?lang=en").json()
    assert [item["id"] for item in answer["items"]] == list(efforts_of(get_data()).efforts)
    assert answer["items"][3]["measures"] == ["business_climate"]
    template = client.get("/efforts/template.csv?lang=sv")
    assert template.content == effort_template(CATALOGUE, "sv")
    assert "mall-insatser.csv" in template.headers["content-disposition"]


def test_a_view_of_a_catalogue_without_a_strategy_has_no_such_card():
    data = Data(replace(CATALOGUE, focus_areas={}, efforts={}), get_data().snapshot)
    assert CARDS["insatser"].choices(View(load_texts("sv"), data, LIGHT), Query()) is None
