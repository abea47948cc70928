"""json-stat2 to a tidy frame, all cells at once, with codes, status, labels and notes kept.

Standard: https://json-stat.org/full/ (version 2.0, class "dataset"). Cells are in row-major order: the last dimension varies fastest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

VALUE, STATUS = "value", "status"
NUMBER_TYPES = frozenset({int, float, type(None)})


class JsonStatError(ValueError):
    """The document is not readable json-stat2; the message says where and why."""


@dataclass(frozen=True)
class Dimension:
    """One variable of the cube: codes in order, and what is said about them."""

    id: str
    label: str
    codes: tuple[str, ...]
    labels: dict[str, str]
    units: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    mandatory_notes: tuple[str, ...] = ()
    elimination: bool = False  # True: may be left out of a selection
    codelists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metadata:
    """All of a document but its cells."""

    label: str
    source: str
    updated: str
    dimensions: dict[str, Dimension]
    roles: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]
    mandatory_notes: tuple[str, ...]  # of the table, its dimensions and its categories
    discontinued: bool = False

    def role(self, name: str, default: str) -> str:
        """The dimension with a role ("time", "metric", "geo"), else the one called `default`."""
        return next((d for d in self.roles.get(name, ()) if d in self.dimensions), default)


@dataclass(frozen=True)
class Cube:
    """The cells: one row each in `frame`, with one categorical column of codes per dimension, then `value` (float64, NaN when there is
    none) and `status` (categorical; "" when nothing is said). A dimension that is itself called value or status gets the column name
    `dimension:value` or `dimension:status`.
    """

    frame: pd.DataFrame
    metadata: Metadata


def read(document: Any) -> Cube:
    """Read a json-stat2 dataset (parsed JSON). Raises JsonStatError."""
    metadata = read_metadata(document)
    sizes = _sizes(document, metadata)
    cells = math.prod(sizes)
    value = _values(document.get("value"), cells)
    columns: dict[str, Any] = {}
    for place, dimension in enumerate(metadata.dimensions.values()):
        name = f"dimension:{dimension.id}" if dimension.id in (VALUE, STATUS) else dimension.id
        columns[name] = _column(dimension.codes, math.prod(sizes[:place]), math.prod(sizes[place + 1 :]))
    columns[VALUE] = value
    columns[STATUS] = _statuses(document.get("status"), cells)
    return Cube(pd.DataFrame(columns, copy=False), metadata)


def read_metadata(document: Any) -> Metadata:
    """Read everything but the cells; a metadata answer (no cells, perhaps a size that says more than the codes) will do.

    Raises JsonStatError with what is wrong.
    """
    if not isinstance(document, dict):
        raise JsonStatError(f"an object is expected, not {_kind(document)}")
    if document.get("class") not in ("dataset", None):
        raise JsonStatError(f"class {document.get('class')!r}: only a dataset can be read")
    if not isinstance(document.get("dimension"), dict):
        raise JsonStatError("no object `dimension`: not json-stat2")
    given = document["dimension"]
    order = document.get("id", list(given) if document.get("class") is None else None)
    if not (isinstance(order, list) and all(isinstance(name, str) for name in order)):
        raise JsonStatError("`id`, the list of dimensions, is missing")
    if len(set(order)) != len(order):
        raise JsonStatError("a dimension is named twice in `id`")
    dimensions = {name: _dimension(name, given.get(name)) for name in order}
    extension = _mapping(document.get("extension"))
    notes = _notes(document.get("note"))
    mandatory = [*_mandatory(notes, extension.get("noteMandatory"))]
    for dimension in dimensions.values():
        mandatory.extend(dimension.mandatory_notes)
    return Metadata(
        label=str(document.get("label") or ""),
        source=str(document.get("source") or ""),
        updated=str(document.get("updated") or ""),
        dimensions=dimensions,
        roles={role: tuple(names) for role, names in _mapping(document.get("role")).items() if isinstance(names, list)},
        notes=notes,
        mandatory_notes=tuple(dict.fromkeys(mandatory)),
        discontinued=bool(extension.get("discontinued")),
    )


# --- cells -----------------------------------------------------------------------------------------------------------------------


def _sizes(document: Mapping[str, Any], metadata: Metadata) -> list[int]:
    """Number of codes per dimension, which must be what `size` says."""
    actual = [len(dimension.codes) for dimension in metadata.dimensions.values()]
    said = document.get("size")
    if said != actual:
        raise JsonStatError(f"`size` says {said}, but the categories are {dict(zip(metadata.dimensions, actual, strict=True))}")
    return actual


def _column(codes: tuple[str, ...], outer: int, inner: int) -> pd.Categorical[Any]:
    """Codes of one dimension for every cell: each repeated `inner` times, and all of that `outer` times."""
    count = len(codes)
    dtype = np.int8 if count < 128 else np.int16 if count < 32768 else np.int32
    # Broadcasting writes each cell once; repeat and tile would do so twice.
    block: Any = np.broadcast_to(np.arange(count, dtype=dtype)[None, :, None], (outer, count, inner)).reshape(-1)
    return pd.Categorical.from_codes(block, dtype=_category_type(codes), validate=False)


def _category_type(codes: tuple[str, ...]) -> Any:
    return pd.CategoricalDtype(pd.Index(codes, dtype=object), ordered=False)


def _values(given: Any, cells: int) -> NDArray[np.float64]:
    """Values as floats. A list in cell order, or an object from cell number to value that leaves out what is missing."""
    if isinstance(given, dict):
        places = _places(given, cells, "value")
        array = np.full(cells, np.nan)
        array[places] = _floats(list(given.values()))
        return array
    if not isinstance(given, list):
        raise JsonStatError(f"`value` is {_kind(given)}; a list or an object is expected")
    if len(given) != cells:
        raise JsonStatError(f"`value` holds {len(given)} values; the dimensions make {cells} cells")
    return _floats(given)


def _floats(values: list[Any]) -> NDArray[np.float64]:
    # numpy would take "12" and True for numbers: the types are looked at first.
    wrong = set(map(type, values)) - NUMBER_TYPES
    if wrong:
        place = next(i for i, value in enumerate(values) if type(value) in wrong)
        raise JsonStatError(f"`value` number {place} is {values[place]!r}, {_kind(values[place])}: a number or null is expected")
    array = np.array(values, dtype=np.float64)
    if np.isinf(array).any():
        raise JsonStatError("`value` holds an infinite number")
    return array


def _statuses(given: Any, cells: int) -> pd.Categorical[Any]:
    """Status per cell: one text for all, a list in cell order, or an object from cell number to status."""
    if given is None or isinstance(given, str):
        return pd.Categorical.from_codes(np.zeros(cells, dtype=np.int8), dtype=_category_type((given or "",)), validate=False)
    if isinstance(given, list) and len(given) == 1 and cells != 1:
        return _statuses("" if given[0] is None else str(given[0]), cells)
    if isinstance(given, list):
        if len(given) != cells:
            raise JsonStatError(f"`status` holds {len(given)} entries; the dimensions make {cells} cells")
        places: Any = slice(None)
        texts = given
    elif isinstance(given, dict):
        places, texts = _places(given, cells, "status"), list(given.values())
    else:
        raise JsonStatError(f"`status` is {_kind(given)}; text, a list or an object is expected")
    if {dict, list} & set(map(type, texts)):
        raise JsonStatError("`status` holds an object or a list; text is expected")
    seen = list(dict.fromkeys(texts))
    names = ("", *dict.fromkeys(str(text) for text in seen if text not in (None, "")))
    number = {text: 0 if text in (None, "") else names.index(str(text)) for text in seen}
    codes = np.zeros(cells, dtype=np.int16)
    codes[places] = [number[text] for text in texts]
    return pd.Categorical.from_codes(codes, dtype=_category_type(names), validate=False)


def _places(given: Mapping[str, Any], cells: int, name: str) -> NDArray[np.int64]:
    try:
        numbers = [int(place) for place in given]
        if list(map(str, numbers)) != list(given):  # "09" and "9 " are 9 to int(), and would overwrite what "9" says
            raise ValueError
        places = np.array(numbers, dtype=np.int64)
    except (ValueError, OverflowError):
        raise JsonStatError(f"`{name}`: cell numbers are expected as keys") from None
    if places.size and (places.min() < 0 or places.max() >= cells):
        raise JsonStatError(f"`{name}` names a cell outside 0–{cells - 1}")
    return places


# --- dimensions and words --------------------------------------------------------------------------------------------------------


def _dimension(name: str, given: Any) -> Dimension:
    if not (isinstance(given, dict) and isinstance(given.get("category"), dict)):
        raise JsonStatError(f"dimension {name!r} has no categories")
    category, extension = given["category"], _mapping(given.get("extension"))
    labels = {str(code): str(label) for code, label in _mapping(category.get("label")).items()}
    codes = _codes(name, category.get("index"), labels)
    notes = _notes(given.get("note"))
    mandatory = [*_mandatory(notes, extension.get("noteMandatory"))]
    category_mandatory = _mapping(extension.get("categoryNoteMandatory"))
    for code, texts in _mapping(category.get("note")).items():
        mandatory.extend(_mandatory(_notes(texts), category_mandatory.get(code)))
    lists = extension.get("codelists")
    return Dimension(
        id=name,
        label=str(given.get("label") or name),
        codes=codes,
        labels={code: labels.get(code, code) for code in codes},
        units={str(code): str(_mapping(unit).get("base") or "") for code, unit in _mapping(category.get("unit")).items()},
        notes=notes,
        mandatory_notes=tuple(mandatory),
        elimination=extension.get("elimination") is True,
        codelists=tuple(str(c["id"]) for c in (lists if isinstance(lists, list) else ()) if isinstance(c, dict) and "id" in c),
    )


def _codes(name: str, index: Any, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Codes in order. `index`: a list, an object from code to place, or absent when there is one category."""
    if index is None:
        if len(labels) > 1:
            raise JsonStatError(f"dimension {name!r}: several categories, but no `index` that orders them")
        codes = tuple(labels) or (name,)
    elif isinstance(index, list):
        codes = tuple(index)
    elif isinstance(index, dict):
        if not all(type(place) is int for place in index.values()) or len(set(index.values())) != len(index):
            raise JsonStatError(f"dimension {name!r}: `index` must give each code a place of its own")
        codes = tuple(sorted(index, key=index.__getitem__))
    else:
        raise JsonStatError(f"dimension {name!r}: `index` is {_kind(index)}")
    if not all(isinstance(code, str) for code in codes):
        raise JsonStatError(f"dimension {name!r}: codes must be text")
    if len(set(codes)) != len(codes):
        raise JsonStatError(f"dimension {name!r}: a code is given twice")
    return codes


def _notes(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given.strip(),)
    return tuple(str(note).strip() for note in given) if isinstance(given, list) else ()


def _mandatory(notes: tuple[str, ...], flags: Any) -> list[str]:
    marked = _mapping(flags)
    return [note for number, note in enumerate(notes) if marked.get(str(number)) is True]


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _kind(value: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "missing",
    }
    return names.get(type(value), type(value).__name__)
