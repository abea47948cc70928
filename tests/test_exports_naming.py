"""Names of files and citations: plain, no path, no field more than meant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.model import Card, Provenance
from cards.registry import build
from exports import citation, permanent_link
from exports.naming import card_name, slug
from tests.exported import AT, EN, SV, level


@given(st.text(max_size=300))
def test_a_name_is_plain_whatever_it_is_made_from(text):
    name = slug(text)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?-?", name)
    assert len(name) <= 101


@pytest.mark.parametrize("text", ["../../etc/passwd", "..\\..\\boot.ini", "/abs", "CON", "a\0b", "\u202eexe.gnp"])
def test_a_name_is_no_path(text):
    assert not set(slug(text)) & set("/\\.\0: ")
    assert slug(text) not in {"con", ""}


def test_a_name_says_what_it_is():
    assert card_name(SV, build(SV, "karta.karta", {"matt": "tertiary_25_65"}), "2025") == "eftergymnasial-utbildning-25-65-ar-karta-2025"


def test_the_citation_names_publisher_table_retrieval_calculation_and_generation():
    text = citation(SV, level(), "text", AT)
    rows = SV.data.snapshot.observations("employment_rate")
    for part in (
        "SCB (TAB3200",
        "Egen beräkning",
        SV.data.snapshot.edition,
        str(rows["retrieved"].max()),
        permanent_link(SV, level(), AT.address),
    ):
        assert part in text
    assert "Own calculation" in citation(EN, level(EN), "text", AT)


def test_bibtex_and_ris_can_be_read():
    bib = citation(SV, level(), "bibtex", AT)
    assert bib.count("{") == bib.count("}")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", bib, re.MULTILINE))
    assert {"author", "title", "year", "note", "url", "urldate"} <= set(fields)
    assert fields["author"] == "{Regional balans i Stockholmsregionen}"  # it is what is cited; whose figures it shows stands in the note
    assert "SCB (TAB3200" in fields["note"]
    assert "TAB6680" not in bib  # a table that the measure has for other areas than those that are shown
    assert "\\%" in citation(SV, build(SV, "karta.karta", {"matt": "tertiary_25_65"}), "bibtex")
    ris = citation(SV, level(), "ris", AT)
    lines = ris.split("\r\n")
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("TY  - DATA", "AU  - Regional balans i Stockholmsregionen", "ER  - ", "")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


def test_a_line_break_makes_no_new_field():
    card = Card("balans.niva", {}, "a\r\nER  - \r\nTY  - EVIL", Provenance(["employment_rate"]))
    assert citation(SV, card, "ris").count("\r\nER  - ") == 1
