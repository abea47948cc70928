"""Thresholds and concepts as data: what the files hold, and that a wrong entry is refused with file, line and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from catalogue import CatalogueError, load_catalogue
from catalogue.models import Polarity
from catalogue.reading import HERE
from catalogue.rules import Rules, load_rules, load_thresholds


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE, tmp_path / "catalogue", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def test_every_threshold_says_why():
    assert {each.id for each in load_thresholds()} == set(Rules.model_fields)
    assert load_rules().changed(slight=0.1).slight == 0.1
    for wrong in ({"slight": 0.6}, {"least_points": 2}, {"slihgt": 0.1}):
        with pytest.raises(ValidationError):
            load_rules().changed(**wrong)


def test_each_concept_has_one_lead_and_every_counted_headline_a_concept():
    catalogue = load_catalogue()
    assert list(catalogue.leads) == list(catalogue.concepts)
    assert catalogue.leads["education_level"].id == "tertiary_25_64"
    assert [
        i.id for i in catalogue.shown if i.headline and i.polarity is not Polarity.NEITHER and i.concept not in catalogue.concepts
    ] == []
    assert {lead.id for lead in catalogue.leads.values() if lead.polarity is Polarity.NEITHER} == set()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "reason"),
    [
        ("rules.yaml", "- id: slight\n  value: 0.25", "- id: slight\n  value: -1", "rules.yaml:8: slight: Input should be greater than 0"),
        ("rules.yaml", "- id: slight\n", "- id: sligth\n", "slight: Field required"),
        ("rules.yaml", "- id: clear\n  value: 0.5", "- id: clear\n  value: 0.2", "clear must be above slight"),
        ("concepts.yaml", "- id: employment\n", "- id: work\n", "unknown concept 'employment'"),
        ("indicators/employment.yaml", "  lead: true\n", "", "concept employment: one lead measure is expected, not 0"),
        ("indicators/employment.yaml", "  concept: employment\n  lead: true\n", "", "a headline measure with a direction needs a concept"),
        ("indicators/employment.yaml", "  concept: employment\n  lead: true\n", "  lead: true\n", "a lead measure belongs to a concept"),
        ("indicators/education.yaml", "  concept: education_level\n\x20", "  concept: education_level\n  lead: true\n ", "given twice"),
        ("indicators/income.yaml", "  averaged_by: population\n", "  averaged_by: people\n", "unknown indicator 'people'"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused(copy, file, right, wrong, reason):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_rules(copy) if file == "rules.yaml" else load_catalogue(copy)
    assert reason in str(refused.value)
