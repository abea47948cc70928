"""A slider that plays its years: from the chosen one to the last, and stopped."""

from __future__ import annotations

import pytest

from tests.pages import follow, open_page, rerun
from ui import play


def test_who_goes_back_or_elsewhere_is_not_taken_on():
    app = open_page("karta", ar="2020")
    app.button(key="play-ar").click()
    assert rerun(app).button(key="play-ar").label == "Stoppa"
    assert follow(app, ar="2022").button(key="play-ar").label == "Spela upp åren"
    assert app.select_slider(key="slider-ar").value == "2022"


def test_the_years_play_from_the_chosen_one_to_the_last_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch):
    """The steps come with time, which a test has none of: here each run of the step's own is asked for."""
    app = open_page("karta", ar="2024")
    app.button(key="play-ar").click()
    rerun(app)
    slider = app.select_slider(key="slider-ar")
    assert (slider.value, app.button(key="play-ar").label) == (slider.options[0], "Stoppa")
    assert app.query_params["ar"] == "2024", "no address for each year"
    app.button(key="play-ar").click()
    rerun(app)
    assert app.query_params["ar"] == slider.options[0]
    assert app.button(key="play-ar").label == "Spela upp åren"
    session: dict[str, object] = {"playing": "ar", "playing-fresh": True, "choices": {"ar": "2022"}, "from_url": set()}
    runs: list[str] = []
    monkeypatch.setattr(play.st, "session_state", session)
    monkeypatch.setattr(play.st, "rerun", lambda: runs.append(session["choices"]["ar"]))
    years = ["2022", "2023", "2024"]
    play._step("ar", years, "2022")
    play._step("ar", years, "2022")
    assert (runs, session["playing"]) == (["2023"], "ar")
    play._step("ar", years, "2023")
    assert (runs, session["playing"]) == (["2023", "2024"], None)
