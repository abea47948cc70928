"""The whole country behind north and south: the middle half of Sweden's 290 kommuner, period by period."""

from __future__ import annotations

from balance.periods import as_years
from balance.ranks import Quartiles, quartiles
from cards.common.breaks import breaks_in
from cards.common.comparison import LEVEL, all_kommuner
from cards.context import View
from cards.data import Data, kept
from catalogue import Indicator
from charts.spec.lines import Band
from texts import format_number, format_period


@kept(256)
def middle_half(data: Data, indicator: str) -> dict[str, Quartiles]:
    """Quartiles of the country's kommuner by period, where at least 95 % of them have a figure; none of counts, which follow size."""
    if data.catalogue.indicators[indicator].counted:
        return {}
    found = {str(period): quartiles(column) for period, column in all_kommuner(data, indicator, LEVEL, country=True).items()}
    return {period: known for period, known in found.items() if known is not None}


def country_band(view: View, indicator: Indicator) -> Band | None:
    """The field behind the lines; None where fewer than two periods have figures of the country."""
    known = middle_half(view.data, indicator.id)
    if len(known) < 2:
        return None
    low, high = ({period: getattr(one, end) for period, one in known.items()} for end in ("low", "high"))
    return Band(low, high, breaks_in(view, indicator))


def country_note(view: View, indicator: Indicator) -> list[str]:
    """What the field is, and for which years."""
    known = sorted(middle_half(view.data, indicator.id), key=as_years)
    if len(known) < 2:
        return []
    first, last = (format_period(period, view.language) for period in (known[0], known[-1]))
    return [view.t("balans.note.country", first=first, last=last)]


def country_cell(view: View, indicator: Indicator, period: str) -> str:
    """The field in figures, for the table; empty where there is none."""
    known = middle_half(view.data, indicator.id).get(period)
    return "" if known is None else "–".join(format_number(end, indicator.decimals, view.language) for end in (known.low, known.high))
