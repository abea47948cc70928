"""Four ways to say what would have happened without an event, side by side: each answers the same question from the same panel.

Our own code is here for speed: every comparison plays each kommun that could have been chosen as if it had been, which is thousands of
fits. The tests hold it to the libraries (pysyncon, diff-diff) and to published results.

A panel is an array (years, kommuner) without gaps; the first `n_before` years are before the event. `unit` is the column looked at,
`donors` the columns that it is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from evidence.synthetic import Floats, simplex_weights

PENALTIES, LEAST_PENALTY = 20, 1e-8  # penalties tried by `augmented`, and the ratio of the smallest to the largest: those of augsynth
Columns = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fit:
    """`gap`: the place less its comparison by year (years,), 0 on average before where the method lets the level differ; `att`: its
    mean after the event; `weights` of the donors (sum 1)."""

    gap: Floats
    att: float
    weights: Floats


def _fit(gap: Floats, n_before: int, weights: Floats) -> Fit:
    return Fit(gap, float(gap[n_before:].mean()), weights)


def synthetic(panel: Floats, unit: int, donors: Columns, n_before: int) -> Fit:
    """Synthetic control on the outcome's own path: weights ≥ 0 that sum to 1 and fit the years before best, levels included.

    Source: Abadie, Diamond & Hainmueller 2010 (Journal of the American Statistical Association 105(490)).
    """
    weights = simplex_weights(panel[:n_before, unit], panel[:n_before, donors])
    return _fit(panel[:, unit] - panel[:, donors] @ weights, n_before, weights)


def augmented(panel: Floats, unit: int, donors: Columns, n_before: int, penalty: float | None = None) -> Fit:
    """Ridge-augmented synthetic control: the weights of `synthetic`, corrected for what they miss before the event.

    w + (x₁ − X₀w)ᵀ(X₀X₀ᵀ + λI)⁻¹X₀, X₀ (years before, donors) less the donors' mean of each year. λ by leaving out one year at a time,
    the largest within one standard error of the best, as augsynth and pysyncon choose it; `penalty` sets it.
    Source: Ben-Michael, Feller & Rothstein 2021 (Journal of the American Statistical Association 116(536)).
    """
    centred = panel - panel[:, donors].mean(axis=1, keepdims=True)
    target, others = centred[:n_before, unit], centred[:n_before, donors]
    weights = simplex_weights(target, others)
    chosen = penalty_of(target, others) if penalty is None else penalty
    weights = weights + ridge_correction(target, others, weights, np.array([chosen]))[0]
    return _fit(panel[:, unit] - panel[:, donors] @ weights, n_before, weights)


def ridge_correction(target: Floats, others: Floats, weights: Floats, penalties: Floats) -> Floats:
    """What is added to the weights of each penalty (penalties, donors); see `augmented`."""
    missed = target - others @ weights
    values, vectors = np.linalg.eigh(others @ others.T)
    turned = (vectors.T @ missed) / (np.maximum(values, 0.0) + penalties[:, None])
    return np.asarray(turned @ vectors.T @ others, dtype=float)


def penalty_of(target: Floats, others: Floats) -> float:
    """The ridge penalty of `augmented` by cross-validation over the years before (all but the last are left out in turn)."""
    largest = float(np.linalg.norm(others, 2)) ** 2
    penalties = largest * (LEAST_PENALTY ** (1 / PENALTIES)) ** (np.arange(PENALTIES + 1) - 1.0)
    errors = []
    for year in range(len(target) - 1):
        kept = np.arange(len(target)) != year
        weights = simplex_weights(target[kept], others[kept])
        tried = weights + ridge_correction(target[kept], others[kept], weights, penalties)
        errors.append((target[year] - tried @ others[year]) ** 2)
    means = np.mean(errors, axis=0)
    spread = np.std(errors, axis=0, ddof=1) / np.sqrt(len(errors))
    best = int(means.argmin())
    return float(penalties[means <= means[best] + spread[best]].max())


def synthetic_did(panel: Floats, unit: int, donors: Columns, n_before: int) -> Fit:
    """Synthetic difference in differences: donors weighted to move like the place before, years before to be like those after.

    Unit weights with an intercept and the ridge ζ = n_after^¼ · σ (σ: standard deviation of the donors' yearly changes before), time
    weights with an intercept and 10⁻⁶ σ; att = (y₁ − Y₀ω) after, less the same before by the time weights.
    Source: Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021 (American Economic Review 111(12)). Their Proposition 99: −15.6.
    """
    target, others = panel[:, unit], panel[:, donors]
    before, n_after = others[:n_before], len(panel) - n_before
    sigma = float(np.diff(before, axis=0).std(ddof=1))
    centred, aim = before - before.mean(axis=0), target[:n_before] - target[:n_before].mean()
    weights = simplex_weights(aim, centred, np.sqrt(n_before) * n_after**0.25 * sigma)
    after = others[n_before:].mean(axis=0)
    times = before - before.mean(axis=1, keepdims=True)
    years = simplex_weights(after - after.mean(), times.T, np.sqrt(len(donors)) * 1e-6 * sigma)
    gap = target - others @ weights
    return _fit(gap - float(years @ gap[:n_before]), n_before, weights)


def staggered(panel: Floats, unit: int, donors: Columns, n_before: int) -> Fit:
    """Callaway & Sant'Anna's effect of a group in each year, against places that are never treated: the change since the last year before.

    ATT(g, t) = (y₁ₜ − y₁,g₋₁) − the same of the donors' mean. Averaged over years and then over places, it is their "simple" estimate:
    −0.0400 on their minimum-wage panel. Source: Callaway & Sant'Anna 2021 (Journal of Econometrics 225(2)).
    """
    apart = panel[:, unit] - panel[:, donors].mean(axis=1)
    return _fit(apart - apart[n_before - 1], n_before, np.full(len(donors), 1 / len(donors)))


Method = Callable[[Floats, int, Columns, int], Fit]
LEAD = "synthetic_did"  # the method whose chance, interval and verdict are given: it hits places where nothing happened best
METHODS: Mapping[str, Method] = MappingProxyType(
    {LEAD: synthetic_did, "synthetic": synthetic, "augmented": augmented, "staggered": staggered}
)


def played(method: Method, panel: Floats, treated: int, n_before: int) -> list[Fit]:
    """The fit of every column: the first `treated` against all donors (the rest), each donor against the others.

    The treated are never donors, so that what happened there reaches no placebo.
    """
    donors = np.arange(treated, panel.shape[1])
    return [method(panel, unit, donors[donors != unit], n_before) for unit in range(panel.shape[1])]
