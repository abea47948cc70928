"""Cards of the commuting page."""

from __future__ import annotations

from functools import partial

from cards.common.industries import industry_periods
from cards.kind import CardKind, card_kind
from cards.pendling.choices import in_register, matrix_year, year
from cards.pendling.figures import border_periods, flow_periods
from cards.pendling.floden import flows_card
from cards.pendling.industries import RESIDENTS, WORKPLACES, CountedAt, industries_card
from cards.pendling.kommuner import NET, RATIO, BarsKind, bars_card
from cards.pendling.matris import matrix_card
from cards.pendling.snittet import border_card


def _bars(bars: BarsKind) -> CardKind:
    return card_kind(year(bars.year, lambda data: data.periods(bars.indicator)), partial(bars_card, bars))


def _industries(side: CountedAt) -> CardKind:
    return card_kind(year(side.year, lambda data: industry_periods(data, side.selection)), partial(industries_card, side))


CARDS = {
    "floden": card_kind(year("pendlingsar", flow_periods, in_register), flows_card),
    "snittet": card_kind(year("snittar", border_periods), border_card),
    "kvot": _bars(RATIO),
    "netto": _bars(NET),
    "matris": card_kind(matrix_year, matrix_card),
    "branscher": _industries(RESIDENTS),
    "jobb": _industries(WORKPLACES),
}
