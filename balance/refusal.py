"""One exception for every figure that must not be calculated."""

from __future__ import annotations


class MetricRefused(ValueError):
    """A figure that would mislead, so it is not given. `reason` is a short code that texts can be looked up by.

    Codes: `no_weights`, `median`, `index`, `class`, `overlap`, `count`, `sum` (what may not be averaged); `negative`, `zero`, `missing`,
    `empty`, `weights` (values a formula is not defined for); `break` (a change across a break in the series); `coverage` (too few
    areas have figures).

    >>> MetricRefused("median", "a median is not averaged").reason
    'median'
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
