"""How two measures go together across areas: a line that odd areas cannot tilt, and how often the order is the same in both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused

LEAST_AREAS = 10  # the interval rests on a normal approximation, which is poor for fewer (Gilbert 1987, Statistical Methods, 16.4)
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Relation:
    """Line and order over `n` areas, each counted once whatever its size.

    `slope` with the ends `low` and `high` of its interval, in units of y per unit of x; the line goes through (`x_middle`,
    `y_middle`), the medians. `tau` is Kendall's tau-b, `p_value` its two-sided test. `agreeing` is the share (0–1) of the pairs of
    areas that differ in both measures in which the area with the higher x has the higher y as well.
    """

    slope: float
    low: float
    high: float
    x_middle: float
    y_middle: float
    tau: float
    p_value: float
    agreeing: float
    n: int

    @property
    def clear(self) -> bool:
        """Whether the interval of the slope lies on one side of 0."""
        return self.low > 0 or self.high < 0


def relation(x: pd.Series, y: pd.Series, *, confidence: float = CONFIDENCE, least: int = LEAST_AREAS) -> Relation:
    """Theil–Sen line and Kendall's tau over the areas that have a figure in both (values by area).

    The slope is the median of the slopes of all pairs of areas that differ in x, its interval Sen's (Theil 1950; Sen 1968;
    scipy.stats.theilslopes). tau-b: (agreeing − disagreeing pairs) / √((pairs not tied in x)(pairs not tied in y)) (Kendall 1970;
    scipy.stats.kendalltau). Sen's own example: slope 4, 93 % interval 3.71 to 4.38.
    Raises MetricRefused: `coverage` (fewer than `least` areas), `zero` (all areas alike in x or in y: nothing can go together).

    >>> x = pd.Series([1.0, 2, 3, 4, 10, 12, 18])
    >>> found = relation(x, pd.Series([9.0, 15, 19, 20, 45, 55, 78]), confidence=0.93, least=7)
    >>> round(found.slope, 2), round(found.low, 2), round(found.high, 2), found.tau, found.agreeing
    (4.0, 3.71, 4.38, 1.0, 1.0)
    """
    both = pd.concat([x.rename("x"), y.rename("y")], axis=1, join="inner").dropna().astype(float)
    if len(both) < least:
        raise MetricRefused("coverage", f"a relation needs at least {least} areas with figures in both measures")
    across, upwards = both["x"].to_numpy(), both["y"].to_numpy()
    if np.ptp(across) == 0 or np.ptp(upwards) == 0:
        raise MetricRefused("zero", "all areas have the same figure in one of the measures")
    from scipy import stats  # noqa: PLC0415  a second to import: only when used

    slope, _, low, high = stats.theilslopes(upwards, across, alpha=confidence)
    tau, p_value = stats.kendalltau(across, upwards)
    return Relation(
        slope=float(slope),
        low=float(low),
        high=float(high),
        x_middle=float(np.median(across)),
        y_middle=float(np.median(upwards)),
        tau=float(tau),
        p_value=float(p_value),
        agreeing=agreeing_share(across, upwards),
        n=len(both),
    )


def agreeing_share(x: np.typing.NDArray[np.float64], y: np.typing.NDArray[np.float64]) -> float:
    """Share of the pairs that differ in both x and y in which they differ the same way; NaN where no pair does.

    Source: definition (Hollander & Wolfe 1973: 26 of 36 pairs of tuna agree).

    >>> agreeing_share(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    0.6666666666666666
    """
    ways = np.sign(x[:, None] - x[None, :]) * np.sign(y[:, None] - y[None, :])
    same, other = int((ways > 0).sum()), int((ways < 0).sum())
    return same / (same + other) if same + other else float("nan")
