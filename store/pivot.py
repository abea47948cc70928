"""From one indicator's rows to a table of areas × periods."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from store.parquet import Coded
from store.parts import Part


def pivoted(part: Part | None, sex: str, column: str) -> pd.DataFrame:
    """Values (float, NaN for none) or texts ("" for none) of one indicator and sex: index area, columns period, both sorted.

    The key is unique, so each cell is written once. Raises StoreError("corrupt") when the part cannot be read.
    """
    kind: Literal["float64", "str"] = "float64" if column == "value" else "str"
    if part is None:
        return _table(np.full((0, 0), np.nan), (), (), kind)
    coded, values = part.cells(["area", "period", "sex", *([column] if kind == "str" else [])])
    of_sex = coded["sex"].codes == next((n for n, name in enumerate(coded["sex"].names) if name == sex), -1)
    (rows, areas), (columns, periods) = (_ordered(coded[name], of_sex) for name in ("area", "period"))
    cells = np.full((len(areas), len(periods)), np.nan) if kind == "float64" else np.full((len(areas), len(periods)), "", dtype=object)
    cells[rows, columns] = values[of_sex] if kind == "float64" else coded[column].names[coded[column].codes[of_sex]]
    return _table(cells, areas, periods, kind)


def _ordered(coded: Coded, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """For the wanted rows their place among the texts that occur in them, and those texts, sorted."""
    codes = coded.codes[wanted]
    present = np.flatnonzero(np.bincount(codes, minlength=len(coded.names)))
    order = sorted(present.tolist(), key=coded.names.__getitem__)
    place = np.zeros(len(coded.names), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[codes], tuple(str(coded.names[code]) for code in order)


def _table(cells: NDArray[Any], areas: tuple[str, ...], periods: tuple[str, ...], kind: Literal["float64", "str"]) -> pd.DataFrame:
    return pd.DataFrame(cells, index=_index(areas, "area"), columns=_index(periods, "period"), dtype=kind)


@lru_cache(maxsize=512)
def _index(names: tuple[str, ...], name: str) -> pd.Index:
    """One index for all tables with the same areas (or periods): what pandas builds to look codes up in it is built once."""
    return pd.Index(names, name=name, dtype="str")
