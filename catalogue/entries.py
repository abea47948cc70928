"""Entries of a YAML file, each as a typed model; what is wrong with one is told with file, line and field, and the others are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
Places = dict[tuple[type[BaseModel], str], str]  # where each entry stands: "file:line"
TEXT = "tag:yaml.org,2002:str"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: `field` ("title.en") is empty where it is the whole entry or file."""

    file: str
    line: int
    reason: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}{': ' if self.field else ''}{self.reason}"


def read_entries(path: Path, model: type[M], faults: list[str], known: Mapping[str, object] | None = None) -> list[tuple[str, M]]:
    """Entries of one YAML file, each as ("file:line", model), in the file's order. `known`: what a model looks names up in.

    What is wrong with an entry, or with the whole file, is added to `faults` as "file:line: reason", and the entry is left out: a reader
    sees every fault at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(str(Fault(path.name, 1, str(error))))
        return []
    found = list(entries_of(text, path.name, model, known))
    faults.extend(str(each) for each in found if isinstance(each, Fault))
    return [(f"{path.name}:{line}", entry) for line, entry in (each for each in found if not isinstance(each, Fault))]


def entries_of(text: str, name: str, model: type[M], known: Mapping[str, object] | None = None) -> Iterator[tuple[int, M] | Fault]:
    """Every entry of a YAML list with its line, and every fault, in the file's order."""
    loader = _Loader("")
    for node in _nodes(text, name):
        if isinstance(node, Fault):
            yield node
            continue
        repeated = list[tuple[str, int]]()
        line = node.start_mark.line + 1
        try:
            plain = _plain(node, loader, repeated)
            entry = model.model_validate(plain, context=known)
        except ValidationError as error:
            yield from (Fault(name, _line(node, item["loc"]), item["msg"], field_of(item["loc"])) for item in error.errors())
        except (yaml.YAMLError, TypeError, ValueError) as error:  # a value that YAML has no meaning for: a list as a key, an impossible day
            yield Fault(name, line, str(getattr(error, "problem", None) or error))
        else:
            if not repeated:
                yield line, entry
        yield from (Fault(name, line, "given twice in the same entry", key) for key, line in repeated)
    loader.dispose()


def _nodes(text: str, name: str) -> Iterator[yaml.Node | Fault]:
    """The entries of a list. In a file that is no YAML as a whole each entry is read by itself, so that one that is not written right
    does not take the others with it."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        starts = [match.start() for match in re.finditer(r"^- ", text, re.MULTILINE)]
        if len(starts) > 1:
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
                yield from _nodes("\n" * text.count("\n", 0, start) + text[start:end], name)
            return
        mark = getattr(error, "problem_mark", None)
        yield Fault(name, mark.line + 1 if mark else 1, str(getattr(error, "problem", None) or error))
        return
    if isinstance(root, yaml.SequenceNode):
        yield from root.value
    else:
        yield Fault(name, 1, "a list of entries is expected")


def _plain(node: yaml.Node, loader: yaml.SafeLoader, repeated: list[tuple[str, int]]) -> object:
    """A node as plain values. Keys given twice in one mapping, of which YAML would silently keep the last, are added to `repeated` with
    their lines. Texts do not take the way through the loader: every start of the program reads thousands of them."""
    if isinstance(node, yaml.MappingNode):
        found: dict[object, object] = {}
        for key_node, value in node.value:
            key = _plain(key_node, loader, repeated)
            if key in found:
                repeated.append((str(key), key_node.start_mark.line + 1))
            found[key] = _plain(value, loader, repeated)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, loader, repeated) for item in node.value]
    return node.value if node.tag == TEXT else loader.construct_object(node, deep=True)


def _line(node: yaml.Node, loc: tuple[int | str, ...]) -> int:
    """Line of the innermost node on the way to `loc`; a missing field is reported where its entry starts."""
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
        else:
            found = None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1


def field_of(loc: tuple[int | str, ...]) -> str:
    """The way to a field as it is told: "title.en"."""
    return ".".join(str(step) for step in loc)


def by_key(entries: Iterable[tuple[str, M]], key: str, faults: list[str], places: Places) -> dict[str, M]:
    """The entries by their field `key`, in their order. Where each stands is kept in `places`; one given twice is added to `faults`."""
    found: dict[str, M] = {}
    for place, entry in entries:
        name = getattr(entry, key)
        places[type(entry), name] = place
        if name in found:
            faults.append(f"{place}: {key} {name!r} is given twice")
        found[name] = entry
    return found
