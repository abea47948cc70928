"""Industries in words, and location quotients as text and on an axis."""

from __future__ import annotations

from collections.abc import Sequence

from balance.rounding import round_half_up
from cards.context import View
from charts.spec.rows import DotScale
from texts import Texts, format_number

QUOTIENT_DECIMALS = 2  # in the picture and the table
LEAST_SHARE = 2.0  # per cent of all residents in work or jobs: a smaller industry says little of a place
TICKS, FEWER, MOST = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0), (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0), 7
ROOM = 1.08  # between the outermost marks and the ends of the axis, as a ratio


def industry_name(view: View, industry: str) -> str:
    """The industry's name in running text: what the catalogue says after "Employed residents: " or "Jobs in "."""
    name = view.data.catalogue.indicators[industry].name[view.language]
    return name.partition(": ")[2] or name.removeprefix(view.t("pendling.jobs.in"))


def times(t: Texts, *quotients: float) -> list[str]:
    """Quotients with a decimal less than in the picture, unless that would make one of them 0 or 1, or different ones the same."""
    short = [round_half_up(value, QUOTIENT_DECIMALS - 1) for value in quotients]
    blurred = not {0.0, 1.0}.isdisjoint(short) or len(set(short)) < len(set(quotients))
    return [format_number(value, QUOTIENT_DECIMALS - (not blurred), t.language) for value in quotients]


def quotient_scale(t: Texts, values: Sequence[float]) -> DotScale:
    """The axis of quotients above 0; 1 is always on it. A phone has room for `MOST` ticks: a wider axis has `FEWER`."""
    low, high = min(1.0, *values) / ROOM, max(1.0, *values) * ROOM
    all_of, few = ([tick for tick in ticks if low <= tick <= high] for ticks in (TICKS, FEWER))
    shown = all_of if len(all_of) <= MOST else few
    return DotScale(low, high, [(tick, format_number(tick, 0 if tick.is_integer() else 1, t.language)) for tick in shown], log=True)
