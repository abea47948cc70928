"""json-stat2 by grammar and by mutation, read by the program, by a slow and plain reader, and by pyjstat where that can read it.

What must hold: a document is read by the program as the plain reader reads it, cell by cell, or refused with `JsonStatError`; nothing else
is raised, whatever the document is.
"""

from __future__ import annotations

import copy
import json
import math
import random
import warnings
from itertools import product
from typing import Any

import orjson

from data_sources.jsonstat import STATUS, VALUE, JsonStatError, read

NAMES = ("Region", "Tid", "ContentsCode", "Kön", "Alder", "value", "status", "Ålder och kön", "SNI2007", "x y")
CODES = ("0126", "00", "1+2", "TOT1", "A-U+US", "2024", "2024M06", "..", "", " ", "åäö", "0126R001_RegSO2025", "-4", "80-", '"', "0")
STATUSES = ("..", ".", "-", "p", "c", "e", "", None)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**63, 2**200, 1.5, -0.0, 1e308, "", "1", "abc", "..", "\x00", [], {}, [None], [[]], {"0": 1}),
    *({"a": {"b": 1}}, [1, "1"], {"index": None}, float("inf"), [0] * 50),
)
Cells = dict[tuple[str, ...], tuple[float | None, str]]
Case = tuple[Any, str]  # a parsed document, and how it was made


def grown(chance: random.Random) -> Any:
    """A document by the grammar of json-stat2, with the corners that the standard allows."""
    names = chance.sample(NAMES, chance.randint(1, 4))
    sizes = [chance.choice((1, 1, 2, 3, 5)) for _ in names]
    dimensions = {name: _dimension(chance, name, size) for name, size in zip(names, sizes, strict=True)}
    cells = math.prod(sizes)
    numbers = [_number(chance) for _ in range(cells)]
    document: dict[str, Any] = {"class": "dataset", "version": "2.0", "id": names, "size": sizes, "dimension": dimensions}
    document["value"] = chance.choice((lambda: numbers, lambda: {str(n): value for n, value in enumerate(numbers) if value is not None}))()
    said = [chance.choice(STATUSES) for _ in range(cells)]
    forms: tuple[Any, ...] = (None, "p", said, {str(n): text for n, text in enumerate(said) if chance.random() < 0.5}, ["e"])
    status = chance.choice(forms)
    if status is not None:
        document["status"] = status
    if chance.random() < 0.3:
        document |= {"label": "x", "source": "SCB", "updated": "2026-01-01T00:00:00Z", "note": ["one", "two"]}
        document["extension"] = {"noteMandatory": {"0": True}, "discontinued": chance.choice((True, None))}
    if chance.random() < 0.3:
        document["role"] = {"time": [names[0]], "metric": names[1:2]}
    entries = list(document.items())
    chance.shuffle(entries)
    return dict(entries)


def _dimension(chance: random.Random, name: str, size: int) -> dict[str, Any]:
    codes = chance.sample(CODES, size)
    labels = {code: f"{code} {name}" for code in codes}
    form = chance.choice(("list", "object", "shuffled")) if size > 1 or chance.random() < 0.7 else "absent"
    category: dict[str, Any] = {}
    if form == "list":
        category["index"] = codes
    elif form != "absent":
        pairs = list(enumerate(codes))
        if form == "shuffled":
            chance.shuffle(pairs)
        category["index"] = {code: place for place, code in pairs}
    if form == "absent" or chance.random() < 0.8:
        category["label"] = labels
    if chance.random() < 0.2:
        category["note"] = {codes[0]: ["a note"]}
    found: dict[str, Any] = {"label": name, "category": category}
    if chance.random() < 0.2:
        found["extension"] = {"elimination": True, "codelists": [{"id": "vs_x"}], "noteMandatory": {"0": True}}
    return found


def _number(chance: random.Random) -> Any:
    return chance.choice((None, 0, 1, -3, 12.5, 0.1, 1e-9, 123456789.25, 2**53, chance.randint(-(10**6), 10**6), chance.random() * 100))


def mutated(chance: random.Random, document: Any) -> Any:
    """The document with one to three of its parts removed, doubled, swapped or replaced by something odd."""
    changed = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(changed))
        if not places:
            break
        holder, key = chance.choice(places)
        how = chance.randrange(5)
        if how == 0:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        elif how == 1:
            del holder[key]
        elif how == 2 and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        elif how == 3:
            other, place = chance.choice(places)
            if _is_there(other, place) and other is not holder[key]:
                holder[key] = copy.deepcopy(other[place])
        elif isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
    return changed


def _places(node: Any) -> Any:
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _is_there(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def bent(chance: random.Random, document: Any) -> Any:
    """The document as bytes with some of them cut or changed, parsed again as the client parses; None where that is no JSON any more."""
    raw = bytearray(orjson.dumps(document, default=str))
    for _ in range(chance.randint(1, 4)):
        raw[chance.randrange(len(raw))] = chance.choice(b'0123456789"{}[]:,.-enula ')
    try:
        return orjson.loads(bytes(raw))
    except orjson.JSONDecodeError:
        return None


class Plain(ValueError):
    """The plain reader does not read it."""


def plain(document: Any) -> Cells:
    """Every cell by the tuple of its codes, one at a time: the standard in a few lines, without care for speed."""
    if document.get("class") != "dataset":
        raise Plain("class")
    names, sizes = document["id"], document["size"]
    codes = [_codes(name, document["dimension"][name]["category"], size) for name, size in zip(names, sizes, strict=True)]
    values, status = document["value"], document.get("status")
    count = math.prod(sizes)
    if isinstance(values, list) and len(values) != count:
        raise Plain("value")
    found: Cells = {}
    for number, place in enumerate(product(*codes)):
        value = values.get(str(number)) if isinstance(values, dict) else values[number]
        said = status
        if isinstance(status, dict):
            said = status.get(str(number))
        elif isinstance(status, list):
            said = status[0] if len(status) == 1 else status[number]
        found[place] = (None if value is None else float(value), "" if said is None else str(said))
    return found


def _codes(name: str, category: Any, size: int) -> list[str]:
    index = category.get("index")
    if index is None:
        codes = list(category.get("label", {name: name}).keys())
    else:
        codes = list(index) if isinstance(index, list) else sorted(index, key=index.get)
    if len(codes) != size or len(set(codes)) != size:
        raise Plain("codes")
    return codes


def cells_of(document: Any) -> Cells:
    """The same as the program reads it."""
    cube = read(document)
    names = [f"dimension:{name}" if name in (VALUE, STATUS) else name for name in cube.metadata.dimensions]
    rows = zip(*(cube.frame[name].astype(object) for name in (*names, VALUE, STATUS)), strict=True)
    return {tuple(row[:-2]): (None if math.isnan(row[-2]) else float(row[-2]), str(row[-1])) for row in rows}


def fault_of(case: Case) -> str:
    """What is wrong with how the program reads a document; "" when nothing is."""
    document, how = case
    try:
        ours: Cells | None = cells_of(document)
    except JsonStatError:
        ours = None
    except Exception as error:  # the very thing that is looked for
        return f"{type(error).__name__} outside the contract: {error}"
    try:
        theirs: Cells | None = plain(document)
    except Exception:  # it makes no promises
        theirs = None
    if how == "grown" and (ours is None or theirs is None):
        return "a right document is refused"
    if ours is not None and theirs is not None and ours != theirs:
        wrong = [f"{key}: {ours.get(key)} for {theirs[key]}" for key in theirs if ours.get(key) != theirs[key]]
        return f"other cells: {wrong[:3] or sorted(set(ours) - set(theirs))[:3]}"
    return ""


def fault_beside_pyjstat(document: Any) -> str | None:
    """What differs from pyjstat's reading, which knows values in their order and no status; None where pyjstat cannot read it."""
    from pyjstat import pyjstat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pyjstat.Dataset.read(json.dumps(document)).write("dataframe", naming="id")
        theirs = [None if value is None or value != value else float(value) for value in frame["value"]]
    except Exception:  # it stops at much that the standard allows
        return None
    ours = [value for value, _ in cells_of(document).values()]
    return "" if ours == theirs else f"other values than pyjstat: {ours[:5]} for {theirs[:5]}"


def made(chance: random.Random) -> Case:
    """A case: a third each by grammar, by mutation and by bytes that are bent."""
    document = grown(chance)
    how = chance.choice(("grown", "mutated", "bent"))
    if how == "grown":
        return document, how
    return (mutated(chance, document), how) if how == "mutated" else (bent(chance, document), how)
