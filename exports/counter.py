"""The figures that speak against a brief: measures of the same themes in which north and south stand the other way round, or alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from balance.gap import Status
from balance.refusal import MetricRefused
from balance.regional import Balance
from cards.common.words import figure_with_unit
from cards.context import View
from cards.model import Card
from catalogue import Indicator
from texts import format_period

MOST = 6
OTHER_WAY: dict[Status, tuple[Status, ...]] = {
    "worse_south": ("better_south", "equal"),
    "better_south": ("worse_south", "equal"),
    "equal": ("worse_south", "better_south"),
}


class CounterFigure(NamedTuple):
    """A measure against the brief: 0 for the other way round, 1 for alike; minus the groups' difference |S/N − 1|; the sentence."""

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
    verdicts = [found.status for name in own if (found := _newest(view, name)) is not None and found.status in OTHER_WAY]
    if not verdicts:
        return []
    said = max(OTHER_WAY, key=[*verdicts].count)
    themes = {catalogue.indicators[name].theme for name in own}
    figures: list[CounterFigure] = []
    for entry in view.data.with_figures:
        balance = _newest(view, entry.id) if entry.theme in themes and not entry.historical else None
        if balance is not None and balance.status in OTHER_WAY[said] and balance.north and balance.south is not None:
            place = OTHER_WAY[said].index(balance.status) if said != "equal" else 0
            figures.append(CounterFigure(place, -abs(balance.south / balance.north - 1), _sentence(view, entry, balance)))
    return [figure.sentence for figure in sorted(figures)][:MOST]


def _newest(view: View, indicator: str) -> Balance | None:
    periods = view.data.periods(indicator)
    if not periods:
        return None
    try:
        return view.data.balance(indicator, periods[-1], "apart")
    except MetricRefused:
        return None


def _sentence(view: View, entry: Indicator, balance: Balance) -> str:
    t = view.t
    return t(
        "exports.brief.counter_figure",
        name=entry.name[t.language],
        period=format_period(balance.period, t.language),
        south=figure_with_unit(t, entry, balance.south),
        north=figure_with_unit(t, entry, balance.north),
        verdict=t(f"common.status_south.{balance.status}").lower(),
    )
