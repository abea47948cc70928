"""How far figures go, and whether their publisher may have newer ones: told from the figures and the days they were fetched."""

from __future__ import annotations

from copy import copy

from cards.currency import dated, newer_html
from cards.data import Data, get_data
from cards.provenance import source_line
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")


def of(created: str) -> Data:
    """The figures as they are, put together on another day."""
    data = get_data()
    made = Data(data.catalogue, data.snapshot)
    made.snapshot = copy(data.snapshot)
    made.snapshot.created = created
    return made


def test_old_figures_say_so_with_the_table_and_new_ones_say_nothing():
    data = get_data()
    found = newer_html(SV, data, ["new_firms_per_1000"])  # the country's figures in the store go on to 2025: there are newer ones
    assert found.startswith(
        "Nystartade företag per 1 000 invånare: till och med 2022 i den här utgåvan, hämtat 2024-08-30. Nyare siffror finns hos "
    )
    assert '<a href="https://api.kolada.se/v3/kpi/N00999" rel="noopener">Kolada (RKA) N00999</a>.' in found
    assert "There may be newer figures at " in newer_html(EN, data, ["new_workplaces_per_1000"])  # nothing but their age tells
    assert newer_html(SV, data, ["employment_rate", "population_16_64", "grp_per_inhabitant_2017"]) == ""  # new · a weight · ended
    assert "Nyare siffror finns hos" in source_line(SV, data, ["new_firms_per_1000"])


def test_many_old_measures_are_told_together():
    told = newer_html(SV, get_data(), ["new_firms_per_1000", "firms_per_1000", "new_workplaces_per_1000", "employment_rate"])
    assert told.startswith(
        "För 3 av måtten går siffrorna till 2021 och 2022 i den här utgåvan, hämtade 2024-08-30. Nyare kan finnas hos Kolada"
    )


def test_what_is_old_depends_on_the_day_the_edition_was_made():
    assert dated(of("2026-11-30"), "new_workplaces_per_1000") is not None
    assert dated(of("2025-08-30"), "new_workplaces_per_1000") is None  # fetched a year before to the day
    assert dated(of("2025-08-31"), "new_workplaces_per_1000") is not None
