"""One comparison in full: what happened to one outcome after one event, by every method, with everything that shows whether to trust it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evidence.chance import p_value, sets_of
from evidence.events import LEAST_BEFORE, LEAST_DONORS, DonorPool, Window
from evidence.methods import LEAD, METHODS, Fit, played, synthetic_did
from evidence.synthetic import Floats

LEFT_OUT = 0.02  # donors with at least this weight are left out one by one
YEARS_EARLIER = 3  # how long before the event the placebo in time is laid
LEAST_EARLIER = LEAST_BEFORE - YEARS_EARLIER
MIDDLE = (2.5, 97.5)
PATHS = 400  # sets whose paths the band of chance is drawn from


@dataclass(frozen=True)
class InTime:
    """The event played `YEARS_EARLIER` periods too early, on the periods before the real one: it should show nothing."""

    first_period: str
    att: float
    p_value: float


@dataclass(frozen=True)
class Honest:
    """How much the trends may part without the answer changing (Rambachan & Roth 2023, relative magnitudes with M = 1).

    `low` and `high`: the mean effect if the trends after parted at most as fast a year as they did most before; `breakdown`: the M at
    which 0 comes within. On the estimate of `staggered`, without its chance.
    """

    low: float
    high: float
    breakdown: float


@dataclass(frozen=True)
class Estimate:
    """What happened to the treated places (their mean), in the unit of the panel.

    `units`: kommuner × methods, the att of each treated place and of each donor played as if it had been treated; `atts`: the treated's
    mean by method. `actual`, `gap` (by the lead method), `low` and `high` (the middle 95 % of sets of donors) by period.
    `leave_one_out`: att without each donor of weight; `let_in`: att with the kommuner of each exclusion let in again.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    treated: tuple[str, ...]
    atts: dict[str, float]
    units: pd.DataFrame
    actual: pd.Series
    gap: pd.Series
    low: pd.Series
    high: pd.Series
    weights: pd.Series
    leave_one_out: pd.Series
    let_in: pd.Series
    in_time: InTime | None
    honest: Honest
    rmspe_before: float

    @property
    def att(self) -> float:
        """By the lead method."""
        return self.atts[LEAD]

    @property
    def donors(self) -> tuple[str, ...]:
        """Codes of the donors."""
        return tuple(str(code) for code in self.units.index[len(self.treated) :])

    @property
    def sets(self) -> npt.NDArray[np.int64]:
        """Sets of as many kommuner as were treated, by their rows in `units`, without the treated set itself."""
        found = sets_of(len(self.units), len(self.treated))
        return np.asarray(found[(found >= len(self.treated)).any(axis=1)])

    @property
    def chance(self) -> Floats:
        """Estimates of `sets` (sets, methods), the lead method first."""
        return np.asarray(self.units.to_numpy(dtype=float)[self.sets].mean(axis=1), dtype=float)

    @property
    def own(self) -> Floats:
        """The share of each of `sets` that was treated."""
        return np.asarray((self.sets < len(self.treated)).mean(axis=1), dtype=float)


def estimate(panel: Window, treated: Sequence[str], pool: DonorPool, let_in: Mapping[str, Iterable[str]] | None = None) -> Estimate | None:
    """The comparison of the `treated` columns with the donors of `pool`; None with fewer than LEAST_DONORS of them.

    `let_in`: reason → kommuner that were excluded for it, for the answer with them.
    """
    if len(pool.donors) < LEAST_DONORS:
        return None
    n, before = len(treated), len(panel.before)
    values = panel.panel[[*treated, *pool.donors]].to_numpy(dtype=float)
    fits = {name: played(method, values, n, before) for name, method in METHODS.items()}
    lead = fits[LEAD]
    gaps = np.array([fit.gap for fit in lead]).T
    periods = pd.Index([*panel.before, *panel.after])
    chosen = sets_of(len(pool.donors), n)
    chosen = chosen[:: max(len(chosen) // PATHS, 1)]
    low, high = np.percentile(gaps[:, n:][:, chosen].mean(axis=2), MIDDLE, axis=1)
    gap, weights = gaps[:, :n].mean(axis=1), np.mean([fit.weights for fit in lead[:n]], axis=0)
    return Estimate(
        before=panel.before,
        after=panel.after,
        treated=tuple(treated),
        atts={name: float(np.mean([fit.att for fit in each[:n]])) for name, each in fits.items()},
        units=pd.DataFrame({name: [fit.att for fit in each] for name, each in fits.items()}, index=[*treated, *pool.donors]),
        actual=pd.Series(values[:, :n].mean(axis=1), index=periods),
        gap=pd.Series(gap, index=periods),
        low=pd.Series(low, index=periods),
        high=pd.Series(high, index=periods),
        weights=pd.Series(weights, index=list(pool.donors)).sort_values(ascending=False, kind="stable"),
        leave_one_out=_leave_one_out(values, n, before, lead, pool.donors),
        let_in=_let_in(panel, treated, pool, let_in or {}),
        in_time=_in_time(panel, values, n),
        honest=honest(np.mean([fit.gap for fit in fits["staggered"][:n]], axis=0), before),
        rmspe_before=float(np.sqrt(np.mean(gap[:before] ** 2))),
    )


def _mean_att(values: Floats, n: int, before: int, donors: Sequence[int]) -> float:
    return float(np.mean([synthetic_did(values, unit, np.asarray(donors), before).att for unit in range(n)]))


def _leave_one_out(values: Floats, n: int, before: int, lead: Sequence[Fit], donors: Sequence[str]) -> pd.Series:
    """att without each donor that has weight for any treated place (Abadie, Diamond & Hainmueller 2015)."""
    heavy = np.max([fit.weights for fit in lead[:n]], axis=0) >= LEFT_OUT
    everyone = range(n, values.shape[1])
    found = {
        donors[place]: _mean_att(values, n, before, [c for c in everyone if c != n + place]) for place in np.flatnonzero(heavy).tolist()
    }
    return pd.Series(found, dtype=float)


def _let_in(panel: Window, treated: Sequence[str], pool: DonorPool, let_in: Mapping[str, Iterable[str]]) -> pd.Series:
    found, frame = {}, panel.panel
    for reason, codes in let_in.items():
        back = [code for code in codes if code in frame.columns and code not in pool.donors and not bool(frame[code].isna().any())]
        if back:
            values = frame[[*treated, *pool.donors, *back]].to_numpy(dtype=float)
            found[reason] = _mean_att(values, len(treated), len(panel.before), range(len(treated), values.shape[1]))
    return pd.Series(found, dtype=float)


def _in_time(panel: Window, values: Floats, n: int) -> InTime | None:
    """The same estimate with the event laid too early; None where too few periods are left before that."""
    cut = len(panel.before) - YEARS_EARLIER
    if cut < LEAST_EARLIER:
        return None
    atts = np.array([fit.att for fit in played(synthetic_did, values[: len(panel.before)], n, cut)])
    sets = sets_of(len(atts), n)
    att, chance = float(atts[:n].mean()), atts[sets[(sets >= n).any(axis=1)]].mean(axis=1)
    return InTime(panel.before[cut], att, p_value(att, chance))


def honest(path: Floats, n_before: int) -> Honest:
    """Bounds on the mean effect from an event study's `path` (0 in the last year before, at n_before − 1); see `Honest`.

    Steps before of at most 1 a year and three years after at 5, 5, 5: with M = 1 the trends may have parted by 1, 2 and 3.

    >>> honest(np.array([1.0, 0.0, 1.0, 0.0, 5.0, 5.0, 5.0]), 4)
    Honest(low=3.0, high=7.0, breakdown=2.5)
    """
    largest = float(np.abs(np.diff(path[:n_before])).max())
    after = path[n_before:]
    effect, apart = float(after.mean()), largest * (len(after) + 1) / 2
    return Honest(effect - apart, effect + apart, abs(effect) / apart if apart > 0 else float("inf"))
