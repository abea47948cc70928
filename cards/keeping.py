"""What is made once for all readers: cards, what they ask, and their pictures as they are sent.

It is bounded by its weight in bytes, what was asked for longest ago goes first, and it lies in the figures that it was made of
(`cards.data.Data`), so that it goes when they go.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import is_dataclass
from functools import partial
from types import FunctionType, MethodType
from typing import Any, ClassVar, NamedTuple, TypeVar, cast
from weakref import WeakSet

import numpy as np
import pandas as pd
from pydantic import BaseModel

from charts.tokens import Palette
from texts import Texts

T = TypeVar("T")

MOST = 96_000_000  # bytes for one generation of figures
LARGEST = MOST // 20  # what is larger is made anew each time
SAMPLE = 32  # of what is in a long list, this many are weighed
_NOTHING = object()


class Kept(NamedTuple):
    """How much is kept, and how often it was asked for and was there."""

    parts: int
    bytes: int
    found: int
    made: int


class Keep:
    """A memory of at most `most` bytes, safe for threads; with `most` 0 nothing is kept. Nobody may change what lies in it."""

    _every: ClassVar[WeakSet[Keep]] = WeakSet()

    def __init__(self, most: int = 0) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._bytes = self._found = self._made = 0
        if most:
            self._every.add(self)

    def get(self, key: Hashable, default: Any = None) -> Any:
        """What is kept under a key, which is then asked for last."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return default
            self._kept.move_to_end(key)
            self._found += 1
            return found[0]

    def put(self, key: Hashable, value: Any) -> None:
        """Keep something, in place of what was kept under the key; what is too large is not kept."""
        size = weight(value) + weight(key)
        if size > min(LARGEST, self.most):
            return
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = (value, size)
            self._bytes += size - before
            while self._bytes > self.most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key, else what `make` makes: those who ask for it meanwhile wait for the one that makes it."""
        if not self.most:
            return make()
        found = self.get(key, _NOTHING)
        if found is not _NOTHING:
            return cast("T", found)
        with self._lock:
            turn = self._making.setdefault(key, threading.Lock())
        try:
            with turn:
                found = self.get(key, _NOTHING)
                if found is _NOTHING:
                    found = make()
                    self._made += 1
                    self.put(key, found)
        finally:
            with self._lock:
                self._making.pop(key, None)
        return cast("T", found)

    def kept(self) -> Kept:
        """How much there is."""
        with self._lock:
            return Kept(len(self._kept), self._bytes, self._found, self._made)


def kept_now() -> Kept:
    """How much is kept in this process, of all generations in use: for those who watch the server."""
    every = [keep.kept() for keep in list(Keep._every)]
    return Kept(*(sum(one[n] for one in every) for n in range(len(Kept._fields))))


def weight(value: object) -> int:
    """Bytes that a value holds in memory, roughly, with what it refers to; not what all cards share (words, colours, the catalogue).
    Of a long list a part is weighed, so that weighing takes little beside the making."""
    return _weight(value, set())


def _weight(one: object, seen: set[int]) -> int:
    if one is None or id(one) in seen or isinstance(one, type | bool | Texts | Palette | BaseModel):
        return 0
    if isinstance(one, str | int | float):  # of which many are alike, and few large
        return sys.getsizeof(one)
    seen.add(id(one))
    if isinstance(one, dict) and isinstance(next(iter(one.values()), None), BaseModel):
        return 0  # the catalogue's
    if isinstance(one, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        used = one.nbytes if isinstance(one, np.ndarray) else one.memory_usage()
        return int(used.sum() if isinstance(used, pd.Series) else used)
    inside = _inside(one)
    some = inside if len(inside) <= SAMPLE else inside[:: len(inside) // SAMPLE]
    return sys.getsizeof(one) + round(sum(_weight(each, seen) for each in some) * len(inside) / max(1, len(some)))


def _inside(one: object) -> Sequence[object]:
    """What a value refers to."""
    if isinstance(one, list | tuple):
        return one
    found: list[object] = []
    if isinstance(one, dict):
        found += [*one.keys(), *one.values()]
    elif isinstance(one, set | frozenset):
        found += one
    elif isinstance(one, partial):
        found += [*one.args, *one.keywords.values()]
    elif isinstance(one, MethodType):
        found.append(one.__self__)
    elif isinstance(one, FunctionType):
        found += [cell.cell_contents for cell in one.__closure__ or () if cell.cell_contents is not one]
    elif is_dataclass(one) and hasattr(one, "__dict__"):
        found += vars(one).values()
    return found
