"""One test for many things alike: it goes on after a fault and lists them all, and costs the run one test instead of thousands."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def each(name: str, values: Iterable[Any] | Callable[[], Iterable[Any]]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorator: the test is called with each of `values` as the argument `name`; fixtures it asks for are made once.

    Values that cost something to find are given as a function, which is called when the test is run rather than when it is collected.
    """

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def of_all(**fixtures: Any) -> None:
            tried, faults = 0, []
            for value in values() if callable(values) else values:
                tried += 1
                try:
                    test(**{name: value}, **fixtures)
                except Exception as fault:  # an error in one is no reason not to try the others
                    faults.append(f"{str(getattr(value, 'id', value))[:80]}: {type(fault).__name__}: {str(fault)[:400]}")
            assert tried, f"no {name} to try"
            assert not faults, f"{len(faults)} of {tried}:\n" + "\n".join(faults[:40])

        signature = inspect.signature(test)
        of_all.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[parameter for parameter in signature.parameters.values() if parameter.name != name]
        )
        del of_all.__wrapped__  # type: ignore[attr-defined]
        return of_all

    return decorate
