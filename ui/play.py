"""A slider over years that plays: from the chosen year to the last, a step at a time, until it is there or is stopped.

Each step is the reader's choice as if the slider had been moved; stopping leaves the view where it is, and then the link follows.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cards.choices import Choice
from cards.context import View
from ui import state

STEP = 1.3  # seconds between years: a map is read in about one
_PLAYING, _FRESH = "playing", "playing-fresh"


def years(view: View, choice: Choice) -> None:
    """The slider of `choice` with a button that plays it, where there is more than one year; the button is left out on paper."""
    chosen = state.answer(choice)
    if len(choice.options) < 2:
        return
    playing = st.session_state.get(_PLAYING) == choice.name
    word = view.t("karta.stop" if playing else "karta.play")
    icon = ":material/stop:" if playing else ":material/play_arrow:"
    st.button(word, icon=icon, key=f"play-{choice.name}", on_click=_turn, args=(choice.name, choice.options, chosen, not playing))
    if playing:
        st.session_state[_FRESH] = True
        st.fragment(_step, run_every=STEP)(choice.name, choice.options, chosen)


def following(options: Sequence[str], chosen: str) -> str | None:
    """The option after the chosen one; None after the last.

    >>> following(["2022", "2023", "2024"], "2023"), following(["2022", "2023"], "2023")
    ('2024', None)
    """
    place = options.index(chosen) + 1
    return options[place] if place < len(options) else None


def _turn(name: str, options: Sequence[str], chosen: str, on: bool) -> None:
    """Begin at the chosen year, or from the first one where the last is shown; or stop."""
    st.session_state[_PLAYING] = name if on else None
    if on and following(options, chosen) is None:
        state.choose(name, options[0])


def _step(name: str, options: Sequence[str], chosen: str) -> None:
    """The next year, each time but the one that belongs to the page's own run."""
    if st.session_state.pop(_FRESH, False):
        return
    after = following(options, chosen)
    if after is None or following(options, after) is None:
        st.session_state[_PLAYING] = None
    if after is not None:
        state.choose(name, after)
    st.rerun()
