"""The figures that speak against a brief: measures of the same themes in which north and south stand the other way round, or alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from balance.refusal import MetricRefused
from balance.regional import Balance
from cards.common.verdict_words import verdict_words
from cards.common.words import figure_with_unit, inner, pair_decimals, period_words
from cards.context import View
from cards.model import Card
from catalogue import Indicator

MOST = 6
OTHER_WAY = {-1: (1, 0), 1: (-1, 0), 0: (-1, 1)}  # by side of the verdict (`balance.verdict.StandardisedGap`)


class CounterFigure(NamedTuple):
    """A measure against the brief: 0 for the other way round, 1 for alike; minus its gap in standard deviations; the sentence."""

    kind: int
    weakness: float
    sentence: str


def counter_figures(view: View, cards: Iterable[Card]) -> list[str]:
    """Sentences on the measures of the cards' themes whose newest verdict is another than that of most of the cards' own measures.

    Those the other way round come first, the greatest difference first, then those where both are alike; at most six. Empty where the
    cards say nothing of north and south, or no measure speaks against them.
    """
    catalogue = view.data.catalogue
    own = list(dict.fromkeys(name for card in cards for name in card.indicators if name in catalogue.indicators))
    sides = [found.verdict.side for name in own if (found := _newest(view, name)) is not None and found.verdict.counts]
    if not sides:
        return []
    said = max(OTHER_WAY, key=sides.count)
    themes = {catalogue.indicators[name].theme for name in own}
    figures: list[CounterFigure] = []
    for entry in view.data.with_figures:
        balance = _newest(view, entry.id) if entry.theme in themes and not entry.historical else None
        side = balance.verdict.side if balance is not None and balance.verdict.counts else None
        if balance is not None and side is not None and side in OTHER_WAY[said]:
            place = OTHER_WAY[said].index(side) if said else 0
            figures.append(CounterFigure(place, -abs(balance.verdict.d or 0), _sentence(view, entry, balance)))
    return [figure.sentence for figure in sorted(figures)][:MOST]


def _newest(view: View, indicator: str) -> Balance | None:
    periods = view.data.periods(indicator)
    if not periods:
        return None
    try:
        return view.data.judged_balance(indicator, periods[-1], "apart")
    except MetricRefused:
        return None


def _sentence(view: View, entry: Indicator, balance: Balance) -> str:
    t, places = view.t, pair_decimals(entry, balance.south, balance.north)
    return t(
        "exports.brief.counter_figure",
        name=entry.name[t.language],
        period=period_words(t, entry, balance.period),
        south=figure_with_unit(t, entry, balance.south, places),
        north=figure_with_unit(t, entry, balance.north, places),
        verdict=inner(verdict_words(t, balance.status)),
    )
