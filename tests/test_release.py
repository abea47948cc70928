"""One place says which release this is; the changelog, the catalogues and what readers see follow it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import yaml

from catalogue.release import version
from tests.api_client import api_client
from tests.pages import html_of, open_page
from texts import LANGUAGES, load_texts

ROOT = Path(__file__).parent.parent
SHORT, LONG = 150, (150, 10_000)  # characters: publiccode.yml 0.4


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_changelog_ends_with_the_release_and_the_catalogues_have_its_version_and_day():
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", read("CHANGELOG.md"), flags=re.M)
    assert released[0][0] == version()
    assert [day for _, day in released] == sorted((day for _, day in released), reverse=True)
    citation, public = yaml.safe_load(read("CITATION.cff")), yaml.safe_load(read("publiccode.yml"))
    assert (citation["version"], citation["date-released"]) == released[0]
    assert (public["softwareVersion"], public["releaseDate"]) == released[0]


def test_readers_and_programs_are_told_the_release():
    for language in LANGUAGES:
        assert escape(load_texts(language)("common.release", version=version())) in html_of(open_page("api", lang=language))
    client = api_client()
    assert client.get("/").json()["version"] == version()
    assert client.get("/openapi.json").json()["info"]["version"] == version()


def test_the_citation_and_the_catalogue_entry_have_what_their_standards_ask_for():
    """CFF 1.2.0 and publiccode.yml 0.4: the fields that must be there, the licence of LICENSE, and texts of the length asked for."""
    citation, public = yaml.safe_load(read("CITATION.cff")), yaml.safe_load(read("publiccode.yml"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert read("LICENSE").startswith("MIT License")
    assert citation["license"] == public["legal"]["license"] == "MIT"
    asked = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance"}
    assert {*asked, "localisation"} <= set(public)
    assert public["localisation"]["availableLanguages"] == list(public["description"]) == list(LANGUAGES)
    assert public["maintenance"]["type"] == "community"
    assert public["maintenance"]["contacts"]
    for words in public["description"].values():
        assert len(words["shortDescription"]) <= SHORT
        assert LONG[0] <= len(words["longDescription"]) <= LONG[1]
        assert words["features"]
