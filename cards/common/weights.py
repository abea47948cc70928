"""What the values of groups are weighted by, in words, and where a weight is of another year than it should be."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from balance.weights import Elsewhere, right_period
from cards.common.words import inner
from cards.context import View
from catalogue import Indicator
from texts import format_period, format_periods


def other_weights(view: View, indicator: Indicator, table: pd.DataFrame) -> list[str]:
    """That the weights are of the year before where the measure is defined so; periods whose weights are of another year than they should
    be, and of which; and kommuner whose own weight had to be taken from another year than the others'."""
    t = view.t
    used = {str(period): str(weight) for period, weight in table["weight_period"].items() if isinstance(weight, str)}
    other: dict[str, list[str]] = {}
    for period, weight in used.items():
        if weight[:4] != right_period(period, indicator.denominator_lag)[:4]:
            other.setdefault(weight, []).append(period)
    lines = [t.plural("balans.note.weights_lag", indicator.denominator_lag)] if used and indicator.denominator_lag else []
    lines += [
        t("balans.note.weights_other", periods=format_periods(periods, t.language), used=format_period(weight, t.language))
        for weight, periods in sorted(other.items())
    ]
    return lines + weights_elsewhere(view, {str(period): pairs for period, pairs in table["weights_elsewhere"].items()})


def weights_elsewhere(view: View, by_period: Mapping[str, Elsewhere]) -> list[str]:
    """Kommuner whose weight is of another year than the others', in which periods, and of which years."""
    found: dict[str, dict[str, str]] = {}
    for period, pairs in by_period.items():
        for code, used in pairs:
            found.setdefault(code, {})[period] = used
    return [
        view.t(
            "balans.note.weights_elsewhere",
            name=view.data.catalogue.areas[code].name,
            periods=format_periods(list(used), view.language),
            used=format_periods(sorted(set(used.values())), view.language),
        )
        for code, used in found.items()
    ]


def weight_name(view: View, indicator: Indicator) -> str:
    """Name of the denominator, as it stands in running text."""
    assert indicator.denominator is not None
    name = view.data.catalogue.indicators[indicator.denominator].name[view.language]
    return inner(name)
