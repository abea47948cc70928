"""Selections of measures as data: what is refused and where, and that a view begins with what the data says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cards.defaults import first_measure
from catalogue import CatalogueError
from catalogue.reading import HERE
from catalogue.selections import load_selections


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(
        shutil.copytree(HERE, tmp_path_factory.mktemp("catalogue") / "catalogue", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


def read(folder: Path, text: str):
    (folder / "selections.yaml").write_text(text, encoding="utf-8")
    load_selections.cache_clear()
    return load_selections(folder)


def test_a_selection_keeps_its_order(folder: Path):
    text = "- id: karta.first\n  indicators: [net_income, employment_rate]\n"
    assert read(folder, text) == {"karta.first": ("net_income", "employment_rate")}


def test_a_selection_of_counts_may_name_what_no_page_shows(folder: Path):
    text = "- id: pendling.branscher\n  counts: true\n  indicators: [population_25_64, population]\n"
    assert read(folder, text) == {"pendling.branscher": ("population_25_64", "population")}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("- id: karta.first\n  indicators: [no_such_measure]\n", "'no_such_measure' is no measure that pages show"),
        ("- id: karta.first\n  indicators: [population_25_64]\n", "'population_25_64' is no measure that pages show"),
        ("- id: karta.first\n  indicators: [net_income, net_income]\n", "named twice"),
        ("- id: karta.first\n  indicators: []\n", "at least 1 item"),
        ("- id: pendling.branscher\n  counts: true\n  indicators: [net_income]\n", "'net_income' is no count"),
        ("- id: karta\n  indicators: [net_income]\n", "match pattern"),
    ],
)
def test_a_wrong_selection_is_refused_with_its_line(folder: Path, wrong: str, reason: str):
    sound = "- id: balans.first\n  indicators: [net_income]\n"
    with pytest.raises(CatalogueError, match=reason) as refused:
        read(folder, sound + wrong)
    assert str(refused.value).startswith(("selections.yaml:3: ", "selections.yaml:4: "))


def test_a_view_begins_with_the_first_of_its_measures_that_it_offers():
    assert first_measure("karta", ["population", "tertiary_25_64"]) == "tertiary_25_64"
    assert first_measure("karta", ["population", "net_income"]) == "population"
