"""Text of publishers is washed where it enters: what XML cannot hold never reaches a file."""

from __future__ import annotations

import json
import sys
import unicodedata

import orjson
import pytest

from data_sources.washing import json_washed
from store.washing import washed
from tests.loader_bench import benches
from tests.scb_samples import rate
from tests.small_catalogue import indicator

KEPT_CONTROLS = "\t\n\r"


def test_every_character_that_xml_cannot_hold_goes_and_all_others_stay():
    wrong = []
    for number in range(sys.maxunicode + 1):
        letter = chr(number)
        kind = unicodedata.category(letter)
        bad = (kind == "Cc" and letter not in KEPT_CONTROLS) or kind == "Cs" or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
        bad = bad and (number <= 0xFFFF or kind == "Cs")  # beyond the first plane XML holds all
        found = washed(f"a{letter}b")
        if found not in (("ab", "a b") if bad or letter in "\u2028\u2029" else (f"a{letter}b",)):
            wrong.append((hex(number), found))
    assert wrong == []
    assert washed("Styrtecken\u000bi noten") == "Styrtecken i noten"


def test_json_is_washed_however_the_character_is_written():
    as_escape = rb'{"note": ["a\u000bb", "\ufffec", "\ud800d", "\b\f"], "na\u0001me": 1, "value": [1, null, 2.5]}'
    as_bytes = '{"note": ["a\u000bb", "\ufffec", "\ud800d", "\b\f"], "na\u0001me": 1, "value": [1, null, 2.5]}'
    assert json_washed(as_escape) == {"note": ["a b", "c", "d", " "], "name": 1, "value": [1, None, 2.5]}
    with pytest.raises(ValueError, match="control"):  # a bare control is no JSON at all
        json_washed(as_bytes.encode("utf-8", "surrogatepass"))
    half = '{"note": "\ufffec\uffff \ud800d"}'.encode("utf-8", "surrogatepass")
    assert json_washed(half) == {"note": "c d"}
    whole = {"note": "Årstakt 3–4 ‰ 😀", "text": 'a\\nb " / \t'}
    assert json_washed(json.dumps(whole).encode()) == whole == json_washed(orjson.dumps(whole))
    for wrong in (b'{"value": NaN}', b'{"a": "\\ud800", "value": NaN}', b'{"a": "\\u000b"', b"\xff\\u000b"):
        with pytest.raises(ValueError, match=r".+"):
            json_washed(wrong)


def test_notes_labels_and_titles_come_clean_through_the_loader():
    with benches("scb", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        found = make()
        note = ["Styr\u000btecken\u0000 i \ufffenoten"]
        found.world.fault("members", "/data", note=note, label="Ti\u000ctel", extension={"noteMandatory": {"0": True}})
        fetched = found.fetch()
    assert fetched.notes == ("Styr tecken i noten",)
    assert fetched.frame["value"].notna().all()
