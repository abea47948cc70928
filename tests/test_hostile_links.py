"""Five hundred links with random and hostile parameters: no exception, nothing unescaped, a sensible view every time."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from catalogue import load_catalogue
from tests.pages import follow, html_of, open_page

PAGES = sorted({path.stem for path in (Path(__file__).parent.parent / "pages").glob("*.py")} - {"oversikt"} | {""})
LINKS = 240
NAMES = (
    *("lang", "stad", "matt", "omrade", "ar", "niva", "visa", "mal", "omraden", "a", "b", "sok", "kort", "index", "vikt", "x", "y"),
    *("vikter", "form", "korg", "ram", "fel", "generation"),
)
HOSTILE = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<b>x</b>", "&lt;", "javascript:alert(1)"),
    *("'; DROP TABLE observations;--", "../../etc/passwd", "%00", "\x00", "{0.__class__}", "{t}", "%s%s%s", '=HYPERLINK("x")'),
    *("NaN", "inf", "-1", "1e309", "9" * 400, "å" * 300, "\u202eabc", "", " ", ".", "..", "\n\r\t", "None", "true", "[]", "{}"),
    *("0126.0126.0126", "0126R001", "0126R001_RegSO2025", "2026M13", "0000", "99999", "²²²²"),
    *("https://evil.example", "www.evil.example", "x@evil.example", "` https://evil.example `` www.evil.example ``` :red[x]"),
)


def sensible() -> list[str]:
    """Values that are right in some parameter of some page."""
    catalogue = load_catalogue()
    return [
        *catalogue.indicators,
        *catalogue.areas,
        *catalogue.groups,
        *catalogue.goals,
        "2015",
        "2024",
        "kommun",
        "regso2025",
        "split",
        "en",
    ]


def links(page: str) -> list[dict[str, str]]:
    """The links tried on a page; the same every time."""
    chance, values = random.Random(f"links {page}"), sensible()
    share = -(-LINKS // len(PAGES))
    return [
        {
            name: chance.choice(HOSTILE) if chance.random() < 0.5 else chance.choice(values)
            for name in chance.sample(NAMES, chance.randint(1, 5))
        }
        for _ in range(share)
    ]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_is_answered_with_a_sensible_view(page: str):
    app = open_page(page)
    for query in links(page):
        html = html_of(follow(app, **query))
        assert len(re.findall(r"<h1[ >]", html)) == 1, query
        for poison in ("<script", "<img", "<b>x</b>", 'href="javascript'):
            assert poison not in html, query
        told = [element.value for kind in ("info", "warning", "error", "success", "markdown", "caption") for element in app.get(kind)]
        assert not [text for text in told if "evil.example" in outside_code(text)], query


CODE = re.compile(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", re.DOTALL)  # CommonMark §6.1


def outside_code(markdown: str) -> str:
    """A Markdown text without its code spans, in which nothing is made a link of."""
    return CODE.sub("", markdown)


@pytest.mark.parametrize(
    "asked", ["[här](http://example.org) **fet** <b>", "www.evil.example", "x@evil.example", "a`b``c", "`https://x.example"]
)
def test_a_notice_shows_what_was_asked_for_as_text_and_nothing_else(asked: str):
    for app in (open_page(lang=asked), open_page(kort="karta.karta", generation=asked)):
        (notice,) = [*app.info, *app.warning]
        assert [words.strip() for _, words in CODE.findall(notice.value)] == [asked]
        assert asked not in outside_code(notice.value)
