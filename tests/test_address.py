"""The address and the session's choices: a run whose address is a step behind undoes nothing, and going back goes back."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import follow, open_page, rerun

FIRST, SECOND = "tertiary_25_64", "overcrowding"


def chosen(app: AppTest) -> tuple[str, str]:
    """The measure in the address and in the control."""
    return str(app.query_params["matt"]), str(app.selectbox[0].value)


def late(app: AppTest, **query: str) -> AppTest:
    """A run that was asked for before the browser had heard of the last change of address."""
    app.query_params.clear()
    app.query_params.update(query)
    return rerun(app)


@pytest.fixture
def app() -> AppTest:
    """The page of balance, with another measure than it was opened with."""
    app = open_page("balans", matt=FIRST)
    app.selectbox[0].set_value(SECOND)
    rerun(app)
    assert chosen(app) == (SECOND, SECOND)
    return app


def test_a_choice_that_comes_with_an_address_from_before_keeps_the_one_before_it(app: AppTest):
    app.session_state["left"] = []  # on a slow line it was left long ago
    app.get("button_group")[1].set_value("excluded")
    late(app, matt=FIRST)
    assert chosen(app) == (SECOND, SECOND)
    assert app.query_params["stad"] in ("excluded", ["excluded"])


def test_a_run_without_a_choice_that_comes_with_an_address_from_before_undoes_nothing(app: AppTest):
    """Two quick choices are answered as one, in which the widget is where it was: nothing tells that it was used."""
    late(app, matt=FIRST)
    assert app.selectbox[0].value == SECOND


def test_going_back_goes_back(app: AppTest):
    follow(app, matt=FIRST)
    assert chosen(app) == (FIRST, FIRST)


def test_an_address_that_was_never_left_is_followed_at_once(app: AppTest):
    late(app, matt="unemployment_rate")
    assert chosen(app) == ("unemployment_rate", "unemployment_rate")
