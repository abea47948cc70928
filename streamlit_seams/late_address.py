"""A run can come with an address that is a step behind: a browser sends its query string with each message, as it was when the message
left, also one that was sent before it had heard of the address that the last run wrote (`st.query_params`). Streamlit does not say which
messages those are, so they are told by time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

LATE = 0.7  # seconds in which a message may still be under way that was sent before an address was changed
Left = tuple[float, Mapping[str, str]]  # when an address was left, and its query


def is_late(query: Mapping[str, str], left: Iterable[Left]) -> bool:
    """Whether a query is one that was left a moment ago. Going back takes a reader longer: what is to be left must have been seen."""
    now = time.monotonic()
    return any(now - when < LATE and query == one for when, one in left)


def leaving(query: Mapping[str, str], left: Iterable[Left]) -> list[Left]:
    """The last few addresses that were left, now that this one is."""
    return [*list(left)[-3:], (time.monotonic(), query)]
