"""Inequality indices over a layout's units, for many periods at once, each given or refused with a reason."""

from __future__ import annotations

import numpy as np

from balance import formulas
from balance.formulas import Floats
from balance.group_values import COVERAGE, aggregate
from balance.groups import Layout
from balance.refusal import MetricRefused
from catalogue.models import Measure

INDICES = ("theil_t", "theil_l", "gini", "williamson", "hoover", "between", "within", "between_share")


def unit_values(layout: Layout, values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Values and weights (units, t) from rows that stand in the order of `layout.areas` (kommuner of all groups among them).

    The parts of a split city are put together first, by the same rule as any group; their weight is the sum of their members'.
    """
    rows = [layout.place[area] for area in layout.kommuner]
    ys, ws = [values[rows]], [weights[rows]]
    for members in layout.city_parts.values():
        inside = [layout.place[area] for area in members]
        ys.append(aggregate(values[inside], weights[inside], summed=False)[0][None, :])
        ws.append(np.nansum(weights[inside], axis=0)[None, :])
    return np.vstack(ys), np.vstack(ws)


def index_columns(y: Floats, weights: Floats, groups: tuple[str, ...]) -> tuple[dict[str, Floats], list[dict[str, str]]]:
    """All INDICES per period, (t,) each with NaN where refused, and per period the reasons by index.

    Areas without a figure (or weight) are left out; where those with figures carry less than 95 % of the weight everything is
    refused (`coverage`). Any negative value refuses everything (`negative`), a mean of 0 too (`zero`); a single 0 refuses Theil L.
    `between`/`within` are parts of Theil T over the groups; `between_share` = between / T (refused as `zero` where T is 0).
    """
    _, covered, ok = aggregate(y, weights, summed=False)
    ok &= np.nan_to_num(weights) > 0
    heavy = np.where(ok, weights, 0.0)
    filled = np.where(ok, y, 0.0)
    reasons: list[dict[str, str]] = []
    for period in range(y.shape[1]):
        present = filled[ok[:, period], period]
        whole = _refusal(present, float(covered[period]))
        some = {"theil_l": "zero"} if whole is None and np.any(present == 0) else {}
        reasons.append(dict.fromkeys(INDICES, whole) if whole else some)
    given = np.array([not set(INDICES) <= set(reason) for reason in reasons], dtype=bool)
    result = {name: np.full(y.shape[1], np.nan) for name in INDICES}
    if given.any():
        _fill(result, given, filled[:, given], heavy[:, given] / heavy[:, given].sum(axis=0), np.array(groups))
    for period, reason in enumerate(reasons):
        if given[period] and result["theil_t"][period] < 1e-15:
            reason["between_share"] = "zero"
        for name in reason:
            result[name][period] = np.nan
    return result, reasons


def _refusal(present: Floats, covered: float) -> str | None:
    if covered < COVERAGE:
        return "coverage" if present.size else "empty"
    if np.any(present < 0):
        return "negative"
    return None if np.any(present > 0) else "zero"


def _fill(result: dict[str, Floats], given: np.ndarray, y: Floats, p: Floats, groups: np.ndarray) -> None:
    for name in ("theil_t", "theil_l", "gini", "williamson", "hoover"):
        result[name][given] = getattr(formulas, name)(y, p)
    result["between"][given], result["within"][given] = formulas.theil_parts(y, p, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        result["between_share"][given] = result["between"][given] / result["theil_t"][given]


def refuse_indices(measure: Measure, have_weights: bool) -> None:
    """Raise MetricRefused for measures that the weighted indices say nothing about: counts (size, not level), medians, indices, classes.

    >>> refuse_indices(Measure.RATE, True)
    """
    if measure not in (Measure.RATE, Measure.MEAN):
        raise MetricRefused(measure.value, f"inequality of a {measure.value} over areas is not weighted by population")
    if not have_weights:
        raise MetricRefused("no_weights", "the indices are weighted by the denominator, which has no figures here")
