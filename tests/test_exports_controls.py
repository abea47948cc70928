"""Characters that a file cannot hold: every control, half a character and U+FFFE in notes, titles, tables, links and comments, through
every format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from functools import cache
from xml.parsers import expat

import pyarrow.parquet as pq
import pytest

from cards.context import View
from cards.data import Data
from cards.model import LazyTable, Table
from charts.spec import KeyItem
from charts.table import Column, Row
from exports import COLLECTION_FORMATS, FORMATS, browser, make, make_collection
from exports.drawn_by_reader import drawing_page
from store.snapshot import Snapshot
from tests.exported import SV, level

PICTURES = ("png", "svg", "pdf")
BAD = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF]
TEXT = "Styr" + "".join(map(chr, BAD)) + "tecken"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0\ufffe\uffff]")


@cache
def cards():
    """A card whose publisher's note, and cards whose own parts, hold every such character."""
    now = SV.data.snapshot
    report = {**now.report, "notes": {key: [TEXT] for key in SV.data.catalogue.keys("employment_rate")}}
    few = now.frame[now.frame["indicator"].isin(["employment_rate", "population_20_64", "population"]) & (now.frame["period"] >= "2020")]
    kept = Data(SV.data.catalogue, Snapshot(few, now.generation, now.created, now.origin, (), report, now.edition))
    view = View(SV.t, kept, SV.palette)  # few figures: it is the characters that are tried
    table = Table([Column(TEXT), Column("b", numeric=True)], [Row([TEXT, "1,5"])], TEXT)
    card = level(view)
    changed = {
        "title": replace(card, title=TEXT, heading=TEXT, chart=replace(card.chart, alt=TEXT), document=TEXT),
        "body": replace(card, body=[TEXT], notes=(TEXT,), chart=replace(card.chart, key=[KeyItem(TEXT)])),
        "table": replace(card, table=LazyTable(lambda: table)),
        "choices": replace(card, query={**card.query, "ar": TEXT}),
    }
    return [("note", view, card), *((name, view, each) for name, each in changed.items())]


def faults(content: bytes, fmt: str) -> list[str]:
    """What is wrong with a file: a part that its own kind of reader refuses, or a character that had no business there."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [wrong for name in archive.namelist() for wrong in faults(archive.read(name), name.rpartition(".")[2])]
    try:
        if fmt in ("xml", "rels", "svg"):
            expat.ParserCreate().Parse(content, True)
        elif fmt == "json":
            json.loads(content)
        elif fmt == "parquet":
            pq.read_table(io.BytesIO(content))
            return []
        elif fmt not in ("csv", "txt", "bib", "ris", "html"):
            return []
        found = FORBIDDEN.search(content.decode().partition("<script>")[0])  # plotly.js holds some of its own
    except (ValueError, expat.ExpatError) as error:
        return [f"{fmt}: {error}"]
    return [f"{fmt}: {found.group()!r}"] if found else []


def tried(formats, collections) -> list[str]:
    """Faults of every card in every format, and of all of them as one file."""
    wrong = []
    for name, view, card in cards():
        for fmt in formats:
            try:
                wrong += [f"{name}.{fault}" for fault in faults(make(view, card, fmt).content, fmt)]
            except (ValueError, TypeError) as error:
                wrong.append(f"{name}.{fmt}: {error}")
    for fmt in collections:
        try:
            wrong += faults(make_collection(view, [(card, TEXT) for _, _, card in cards()], fmt, title=TEXT).content, fmt)
        except (ValueError, TypeError) as error:
            wrong.append(f"collection.{fmt}: {error}")
    return wrong


def test_no_character_breaks_a_file(monkeypatch):
    for name in browser.CHROMIUM_SETTINGS:
        monkeypatch.setenv(name, "/nowhere/chromium")  # pictures have the test below
    browser.RENDERER.close()
    assert tried([fmt for fmt in FORMATS if fmt not in PICTURES], [fmt for fmt in COLLECTION_FORMATS if fmt != "pdf"]) == []
    assert [name for name, view, card in cards() if FORBIDDEN.search(drawing_page(view, card, "/picture.js", "/plotly.js"))] == []


@pytest.mark.browser
def test_no_character_breaks_a_picture():
    if browser.browser_path() is None:
        pytest.skip("no Chromium on this machine")
    assert tried(PICTURES, ["pdf"]) == []
    browser.RENDERER.close()
