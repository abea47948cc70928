"""The composite index as data: what is refused, where the fault stands, and goalposts that hold the figures they say they come from."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cards.data import get_data
from catalogue import CatalogueError, Theme, load_catalogue
from catalogue.composite import load_composite
from catalogue.reading import HERE

ENTRY = """
- indicator: {indicator}
  worst: {worst}
  best: {best}
  weight: {weight}
  reason: {{sv: Skäl, en: Reason}}
"""
SOUND = "".join(
    ENTRY.format(indicator=name, worst=worst, best=best, weight=1)
    for name, worst, best in (("tertiary_25_64", 25, 80), ("employment_rate", 70, 90), ("unemployment_rate", 12, 2))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(
        shutil.copytree(HERE, tmp_path_factory.mktemp("catalogue") / "catalogue", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


def read(folder: Path, text: str):
    (folder / "composite.yaml").write_text(text, encoding="utf-8")
    load_composite.cache_clear()
    return load_composite(folder)


def entry(**given) -> str:
    return ENTRY.format(**{"indicator": "low_economic_standard", "worst": 22, "best": 4, "weight": 1} | given)


def test_a_sound_file_is_read_in_its_order(folder: Path):
    assert [part.indicator for part in read(folder, SOUND)] == ["tertiary_25_64", "employment_rate", "unemployment_rate"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (entry(indicator="no_such_measure"), "unknown indicator"),
        (entry(worst=4, best=22), "lower is better"),
        (entry(worst=5, best=5), "must differ"),
        (entry(weight=5), "less than or equal to 4"),
        (entry(weight=-1), "greater than or equal to 0"),
        (entry(weight="yes"), "valid integer"),
        (entry(weight=1.5), "valid integer"),
        (entry(worst=900), "plausible"),
        (entry(indicator="population", worst=0, best=9), "rates or means"),
        (entry(indicator="median_economic_standard", worst=100, best=900), "rates or means"),
        (entry(indicator="manufacturing_residents_share", worst=1, best=9), "no direction"),
        (entry(indicator="employment_rate_rams", worst=70, best=90), "no measure of today"),
        (entry(indicator="employment_rate", worst=70, best=90), "given twice"),
        (entry() + "  log: true\n  worst: 3\n", "given twice in the same entry"),
        (entry(worst=22, best=0) + "  log: true\n", "logarithmic"),
        (entry() + "  colour: red\n", "Extra inputs"),
        ("\n- indicator: low_economic_standard\n  worst: 22\n  best: 4\n  weight: 1\n", "Field required"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(folder: Path, wrong: str, reason: str):
    with pytest.raises(CatalogueError, match=reason) as fault:
        read(folder, SOUND + wrong)
    assert "composite.yaml:" in str(fault.value)


def test_too_few_measures_are_no_index(folder: Path):
    with pytest.raises(CatalogueError, match="at least 3 measures"):
        read(folder, SOUND.replace("weight: 1", "weight: 0", 1))


def test_the_index_covers_the_subject_with_six_to_nine_measures():
    load_composite.cache_clear()
    parts, indicators = load_composite(), load_catalogue().indicators
    themes = {indicators[part.indicator].theme for part in parts}
    assert 6 <= len(parts) <= 9
    assert {Theme.EDUCATION, Theme.EMPLOYMENT, Theme.INCOME, Theme.HOUSING} <= themes


def test_goalposts_hold_every_figure_that_they_are_said_to_come_from():
    """Those taken from figures hold all of the years that their reason names; jobs by residents in work is capped at 1 by its own."""
    data = get_data()
    for part in load_composite():
        first, last = re.search(r"(\d{4})–(\d{4})", part.reason.sv + " 0000–9999").groups()
        wide = data.values(part.indicator).reindex(list(data.kommuner))
        wide = wide[[period for period in data.periods(part.indicator) if first <= period <= last]]
        low, high = sorted((part.worst, part.best))
        assert wide.min().min() >= low, part.indicator
        assert part.indicator == "jobs_ratio" or wide.max().max() <= high, part.indicator
