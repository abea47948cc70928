"""Cells as dense arrays: put answers in their places, add and divide without ever taking a missing figure for 0, and make rows of them.

Beside each value stands its status as a rank (the place in `store.schema.STATUSES`, best to worst), so that the status of something
calculated is simply the largest rank of its parts. A cell that was asked for and did not come ranks below all of them: it is no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_sources.jsonstat import Cube, JsonStatError
from data_sources.selection import some
from store.schema import COLUMNS, HAS_VALUE, KEY, MISSING, NOT_APPLICABLE, NOT_PUBLISHED, OK, PRELIMINARY, STATUSES, SUPPRESSED

RANK = {status: rank for rank, status in enumerate(STATUSES)}
SILENT = len(STATUSES)  # null without a mark: missing, but no word that takes back a figure that there was
RANK["silent"] = SILENT
FIGURE = max(RANK[status] for status in HAS_VALUE)  # the worst of those that are figures
ABSENT = SILENT + 1  # asked for, but in no answer: nothing is known of it, so it can neither be kept nor be taken for withdrawn
PUBLISHED_STATUS = {
    "": OK,
    ".": NOT_APPLICABLE,
    "..": MISSING,
    "...": MISSING,
    "-": MISSING,  # "nothing to report": PxWeb gives it with null; with a 0 beside it, the 0 counts
    ":": SUPPRESSED,
    "x": SUPPRESSED,
    "s": SUPPRESSED,
    "p": PRELIMINARY,
}
"""What the marks of PxWeb's answers mean. An unknown mark beside a figure is ignored, without a figure it is missing."""
StatusOf = Callable[[str], str]  # what a publisher's mark means


def _of_pxweb(mark: str) -> str:
    return PUBLISHED_STATUS.get(mark, OK)


Values = NDArray[np.float64]
Ranks = NDArray[np.int8]


@dataclass
class Block:
    """Values and status ranks of the same shape; NaN exactly where the rank says that there is no figure."""

    value: Values
    rank: Ranks

    def total(self, axis: int) -> Block:
        """Sum along an axis; missing wherever a part is."""
        rank = self.rank.max(axis=axis)
        return Block(_blank(self.value.sum(axis=axis), rank), rank)

    def take(self, places: Sequence[int], axis: int) -> Block:
        """Only some places along an axis."""
        return Block(self.value.take(places, axis=axis), self.rank.take(places, axis=axis))

    def percent_of(self, whole: Block) -> Block:
        """100 · self / whole; not applicable where the whole is 0."""
        rank = np.maximum(self.rank, whole.rank)
        nothing = (whole.value == 0) & (rank < ABSENT)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = 100.0 * self.value / whole.value
        rank = np.where(nothing, RANK[NOT_APPLICABLE], rank).astype(np.int8)
        return Block(_blank(value, rank), rank)

    def hide(self, where: NDArray[np.bool_]) -> None:
        """Mark cells as not published, where they came at all."""
        where = where & (self.rank < ABSENT)
        self.rank[where] = RANK[NOT_PUBLISHED]
        self.value[where] = np.nan

    def preliminary(self) -> None:
        """Mark every figure as preliminary."""
        self.rank[self.rank == RANK[OK]] = RANK[PRELIMINARY]


def _blank(value: Values, rank: Ranks) -> Values:
    value = value.copy()
    value[rank > FIGURE] = np.nan
    return value


def place(cubes: Sequence[Cube], axes: Mapping[str, Sequence[str]], status_of: StatusOf = _of_pxweb) -> tuple[Block, Block | None]:
    """The cells of all answers in an array with one axis per entry of `axes`; what no answer held is ABSENT.

    Where two answers hold different figures for one cell, the first is in the first block and the other in a second one, which is the
    same elsewhere (None: they agree). `status_of` says what the publisher's marks mean. Raises JsonStatError when an answer has a dimension
    that was not asked for.
    """
    block = blank(*(len(codes) for codes in axes.values()))
    others: list[tuple[tuple[NDArray[np.int64], ...], Values, Ranks]] = []
    for cube in cubes:
        extra = [name for name, d in cube.metadata.dimensions.items() if name not in axes and len(d.codes) > 1]
        if extra:
            raise JsonStatError(f"the answer has a dimension that was not asked for: {', '.join(extra)}")
        rows, places = _places(cube, axes)
        value, rank = (given[rows] for given in _marked(cube, status_of))
        told = block.rank[places] < ABSENT
        differs = told & ((block.rank[places] != rank) | ~((block.value[places] == value) | np.isnan(value)))
        if differs.any():
            others.append((tuple(along[differs] for along in places), value[differs], rank[differs]))
        new = tuple(along[~told] for along in places)
        block.value[new], block.rank[new] = value[~told], rank[~told]
    return block, _with_others(block, others)


def blank(*shape: int) -> Block:
    """A block in which no cell has come yet."""
    return Block(np.full(shape, np.nan), np.full(shape, ABSENT, dtype=np.int8))


def _with_others(block: Block, others: Sequence[tuple[tuple[NDArray[np.int64], ...], Values, Ranks]]) -> Block | None:
    if not others:
        return None
    second = Block(block.value.copy(), block.rank.copy())
    for places, value, rank in others:
        second.value[places], second.rank[places] = value, rank
    return second


def _places(cube: Cube, axes: Mapping[str, Sequence[str]]) -> tuple[NDArray[np.bool_], tuple[NDArray[np.int64], ...]]:
    """Which rows of an answer were asked for, and their places along each axis."""
    rows = np.ones(len(cube.frame), dtype=bool)
    along: list[NDArray[np.int64]] = []
    for name, codes in axes.items():
        if name not in cube.metadata.dimensions:
            if len(codes) > 1:
                raise JsonStatError(f"the answer lacks the dimension {name}")
            along.append(np.zeros(len(cube.frame), dtype=np.int64))
            continue
        given = cube.frame[name].array
        where = {code: number for number, code in enumerate(codes)}
        steps = np.array([where.get(code, -1) for code in given.categories], dtype=np.int64)
        places = steps[given.codes]
        rows &= places >= 0
        along.append(places)
    return rows, tuple(places[rows] for places in along)


def _marked(cube: Cube, status_of: StatusOf) -> tuple[Values, Ranks]:
    """Values and ranks from values and marks: a mark that says "no figure" wins over a number, save the nil mark beside a 0."""
    marks: Any = cube.frame["status"].array
    value = cube.frame["value"].to_numpy(dtype=np.float64, copy=True)
    ranks = np.array([RANK[status_of(mark)] for mark in marks.categories], dtype=np.int8)
    nil = np.array([mark == "-" for mark in marks.categories], dtype=bool)
    rank = ranks[marks.codes]
    rank = np.where(nil[marks.codes] & (value == 0), RANK[OK], rank).astype(np.int8)
    rank[np.isnan(value) & (rank <= FIGURE)] = SILENT
    return _blank(value, rank), rank


def unpublished(block: Block, levels: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Where a figure is 0 because it was never published: True for a level's areas in a period in which all of them are exactly 0.

    `block` has the axes area, period and sex, and perhaps more (parts of a sum: all must be 0). `levels` lists the places of the areas
    of each level; a level of one area cannot tell, and follows the others when they all agree. Shape of the answer: area, period, sex.
    """
    arrived: NDArray[np.bool_] = np.less(block.rank, ABSENT)
    shape = (*arrived.shape[:3], -1)
    zero = np.asarray((np.equal(block.value, 0) | ~arrived).reshape(shape).all(axis=3))
    came = np.asarray(arrived.reshape(shape).any(axis=3))
    hidden = np.zeros(zero.shape, dtype=bool)
    several = [list(places) for places in levels if len(places) > 1]
    for places in several:
        hidden[places] = zero[places].all(axis=0) & came[places].any(axis=0)
    if several:
        everywhere = np.logical_and.reduce([hidden[places].all(axis=0) for places in several])
        for places in (list(places) for places in levels if len(places) == 1):
            hidden[places] = zero[places] & everywhere
    return hidden


def observations(
    block: Block,
    names: tuple[Sequence[str], Sequence[str], Sequence[str]],
    *,
    indicator: str,
    source: str,
    updated: str,
    retrieved: str,
) -> pd.DataFrame:
    """Rows of the tidy table from an array with the axes area, period, sex (their codes in `names`), sorted by the key.

    What did not come is no row.
    """
    areas, periods, sexes = (np.asarray(codes, dtype=object) for codes in names)
    count = len(areas), len(periods), len(sexes)
    cells = count[0] * count[1] * count[2]
    frame = pd.DataFrame(
        {
            "indicator": np.full(cells, indicator, dtype=object),
            "area": np.repeat(areas, count[1] * count[2]),
            "period": np.tile(np.repeat(periods, count[2]), count[0]),
            "sex": np.tile(sexes, count[0] * count[1]),
            "value": block.value.reshape(-1),
            "status": np.asarray([*STATUSES, MISSING, ""], dtype=object)[block.rank.reshape(-1)],
            "source": np.full(cells, source, dtype=object),
            "updated": np.full(cells, updated, dtype=object),
            "retrieved": np.full(cells, retrieved, dtype=object),
        },
        columns=list(COLUMNS),
    )
    text = {name: "str" for name in COLUMNS if name != "value"}
    frame = frame[block.rank.reshape(-1) < ABSENT]
    return frame.astype(text).sort_values(["indicator", "area", "period", "sex"], kind="stable", ignore_index=True)


def contradictions(frame: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rows of `second` that say another thing than the row of the same key in `frame`: no one knows which of the two is right."""
    both = frame.merge(second, on=list(KEY), how="inner", suffixes=("", "_second"))
    same = (both["status"] == both["status_second"]) & ((both["value"] == both["value_second"]) | both["value"].isna())
    return second.merge(both.loc[~same, list(KEY)], on=list(KEY), how="inner")


def silent(block: Block, names: tuple[Sequence[str], Sequence[str], Sequence[str]]) -> pd.DataFrame:
    """Area, period and sex of the figures that came as null without a word."""
    places = np.nonzero(block.rank == SILENT)
    columns = zip(KEY[1:], names, places, strict=True)
    return pd.DataFrame({column: np.asarray(codes, dtype=object)[along] for column, codes, along in columns}, dtype="str")


def absent(block: Block, names: tuple[Sequence[str], Sequence[str], Sequence[str]]) -> tuple[int, list[str]]:
    """How many figures did not come though they were asked for, and that in words (none when all came)."""
    gone = block.rank == ABSENT
    count = int(gone.sum())
    if not count:
        return 0, []
    whole = []
    for axis, (word, codes) in enumerate(zip(("area", "period", "sex"), names, strict=True)):
        lacking = np.flatnonzero(gone.all(axis=tuple({0, 1, 2} - {axis})))
        whole += [f"{word} {some([codes[place] for place in lacking.tolist()])}"] if len(lacking) else []
    where = f" (nothing of {'; '.join(whole)})" if whole else ""
    return count, [f"{count} of {gone.size} figures asked for did not come{where}: what we had of them stays"]
