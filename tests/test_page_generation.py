"""The permanent link of a card: March's figures in October, with a line that says so; and a line when they are gone."""

from __future__ import annotations

import re

import pytest

from cards.data import get_data
from store.generations import write_generation
from tests.pages import html_of, open_page

CARD = {"kort": "balans.niva", "matt": "employment_rate"}


@pytest.fixture
def march(tmp_path, monkeypatch) -> str:
    """Edition of the figures before a refresh that lowered every employment rate by five."""
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    before, edition = get_data().snapshot.frame, get_data().snapshot.edition
    lower = before["value"].where(before["indicator"] != "employment_rate", before["value"] - 5)
    write_generation(before.assign(value=lower), {}, tmp_path)
    return edition


def figures(app) -> list[str]:
    return re.findall(r"<td[^>]*>([^<]*)</td>", html_of(app))


def test_the_link_gives_the_figures_it_was_about(march):
    now, then = open_page(**CARD), open_page(**CARD, generation=march)
    assert figures(now) != figures(then)
    assert [march in info.value for info in then.info] == [True]
    assert not now.info
    assert then.query_params["generation"] == march
    assert f"generation={march}" in html_of(then)  # its files are of the same figures
    assert f"generation={march}" not in html_of(now)


def test_today_s_own_edition_needs_no_line(march):
    app = open_page(**CARD, generation=get_data().snapshot.edition)
    assert not app.info
    assert not app.warning


@pytest.mark.parametrize("ram", [{}, {"ram": "1"}])
def test_a_generation_that_is_gone_is_told_and_which_is_shown(march, ram):
    app = open_page(**CARD, **ram, generation="20200101T000000Z-0a0b0c0d")
    assert [get_data().snapshot.edition in warning.value for warning in app.warning] == [True]


def test_a_generation_without_a_card_changes_nothing(march):
    assert get_data().snapshot.edition not in [info.value for info in open_page("balans", generation=march).info]
    assert figures(open_page("balans", matt="employment_rate", generation=march)) == figures(open_page("balans", matt="employment_rate"))
