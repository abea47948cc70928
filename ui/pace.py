"""How fast a reader may have pages made anew: each open page a little faster than anybody clicks, all pages of a client four times that.

Who asks faster waits, and costs nothing meanwhile: what is asked for while a run waits is answered by the last of it. So nobody who holds a
key down, or plays a hundred readers, takes the time of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from api.limits import LOOPBACK, Buckets, ClientLimits, shared
from texts import Texts

BURST = 4  # seconds' worth that may come at once
MOST_WAITS = 10
TOLD = 0.5  # seconds of waiting that are told: a shorter wait is not noticed


class TooMany(Exception):
    """A client asks for more than it is given, however long the run waits."""


def wait_for_turn(sleep: Callable[[float], None] = time.sleep) -> float:
    """Wait until the page that is open may run; gives the seconds. Call first in a run. Raises TooMany."""
    limits = shared()
    own = st.session_state.setdefault("pace", Buckets(BURST * limits.runs_of_a_page, limits.runs_of_a_page))
    return _taken(own, "", sleep) + _taken(limits.runs, _client(limits), sleep)


def _taken(buckets: Buckets, whose: str, sleep: Callable[[float], None]) -> float:
    waited = 0.0
    for _ in range(MOST_WAITS):
        wait = buckets.take(whose, 1)
        if not wait:
            return waited
        sleep(wait)
        waited += wait
    raise TooMany


def say_waited(t: Texts, seconds: float) -> None:
    """Tell a reader who was made to wait, beside the page."""
    if seconds >= TOLD:
        st.toast(t("common.hasty.waited"))


def say_too_many(t: Texts) -> None:
    """Tell why there is no page."""
    st.warning(t("common.hasty.refused"))


def _client(limits: ClientLimits) -> str:
    return limits.client(st.context.ip_address or LOOPBACK, st.context.headers.get_all("X-Forwarded-For"))
