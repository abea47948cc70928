"""The follow-up for programs: every verdict with the numbers that it was taken on, the goals, the thresholds, the groups.

Two such sets, of two editions, can be laid side by side (`cards.uppfoljning.editions`): the numbers say by which rules a word follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from balance.regional import Balance
from cards.context import View
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import by_concept, goals_of, of_strategy
from catalogue.region import PAIR
from catalogue.rules import load_thresholds


def verdicts(view: View, years: Follow) -> pd.DataFrame:
    """A row for each measure: `year`, `against`, what it is, and of then and now the period, the groups, the gap, the spread, the word."""
    found = of_strategy(view.data, years.year, years.against)
    counted = {one.indicator.id for one in by_concept(found).values()}
    return pd.DataFrame(
        [
            {
                "edition": view.data.snapshot.edition,
                "year": years.year,
                "against": years.against,
                "indicator": one.indicator.id,
                "name": one.indicator.name[view.language],
                "focus": " ".join(one.indicator.focus),
                "concept": one.indicator.concept or "",
                "counted": one.indicator.id in counted,
                "polarity": one.indicator.polarity.value,
                "several_years": one.indicator.several_years,
                "comparable": one.comparable.value,
                "changed": one.changed,
                **_side("then", one.then),
                **_side("now", one.now),
            }
            for one in found
        ]
    )


def _side(name: str, balance: Balance | None) -> dict[str, object]:
    """Unrounded, in the measure's unit; what the areas are weighted by, and in which period."""
    judged = None if balance is None else balance.verdict
    found = {
        "period": balance and balance.period,
        **{group: balance and getattr(balance, group) for group in PAIR},
        "weights": balance and balance.weights,
        "weight_period": balance and balance.weight_period,
        "gap": judged and judged.gap,
        "spread": judged and judged.spread,
        "d": judged and judged.d,
        "word": judged.word.value if judged else "",
    }
    return {f"{name}_{key}": value for key, value in found.items()}


def goals(view: View, years: Follow) -> pd.DataFrame:
    """A row for each goal that figures are set against."""
    rows = []
    for one in goals_of(view.data, years.year, years.against):
        row: dict[str, object] = {"goal": one.now.goal.id, "name": one.now.goal.name[view.language], "comparable": one.comparable.value}
        for name, each in (("then", one.then), ("now", one.now)):
            own = each.own if each.measured else None
            row |= {f"{name}_period": own and own.period, f"{name}_value": own and own.latest, f"{name}_target": each.target}
            row[f"{name}_state"] = each.state if own else ""
        rows.append(row)
    return pd.DataFrame(rows)


def rules(view: View, years: Follow) -> pd.DataFrame:
    """The thresholds that the words follow from."""
    del view, years
    return pd.DataFrame([{"rule": one.id, "value": one.value} for one in load_thresholds()])


def groups(view: View, years: Follow) -> pd.DataFrame:
    """Which kommuner belong to which group."""
    del years
    return pd.DataFrame([{"group": name, "area": area} for name in PAIR for area in view.data.catalogue.members(name)])


RECORDS: Mapping[str, Callable[[View, Follow], pd.DataFrame]] = {"verdicts": verdicts, "goals": goals, "rules": rules, "groups": groups}
