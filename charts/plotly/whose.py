"""Whose marks a trace has: by that an area is lit in every chart of a page when it is pointed at in one (static/page.js)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def of_areas(codes: Iterable[str]) -> dict[str, Any]:
    """The trace's `meta`: the code of each point's area, or one code for all of them; nothing where no area is known.

    >>> of_areas(["0126", "0127"]), of_areas([""])
    ({'meta': ['0126', '0127']}, {})
    """
    known = list(codes)
    return {"meta": known} if any(known) else {}
