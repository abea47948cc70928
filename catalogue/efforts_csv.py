"""Efforts kept in Excel and saved as CSV: the columns that there are, and their rows as entries, each wrong one with line and column."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError

from catalogue.efforts import Effort
from catalogue.entries import Fault, field_of, read_entries
from catalogue.models import Bilingual, Entry, NonEmpty
from catalogue.strategy import FocusArea

HERE = Path(__file__).parent
Known = Mapping[str, Mapping[str, object]]  # what an effort may name: see `catalogue.reading.known_to_efforts`
DELIMITERS = (";", ",", "\t")
BETWEEN = "|"  # between several actors or measures in one cell; a ";" there is read too
COMMENT = "#"  # a line that begins so is help for those who fill in the table
SEVERAL = ("actors", "measures")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class EffortColumn(Entry):
    """A column: where its cells go in an effort (`path`), its heading, what a cell may say, and the words for fixed values."""

    path: NonEmpty
    name: Bilingual
    rule: Bilingual
    required: bool = False
    values: dict[str, Bilingual] = Field(default_factory=dict)


@lru_cache(maxsize=1)
def effort_columns() -> Mapping[str, EffortColumn]:
    """The columns by their path, in the order of a table. Raises ValueError for a fault in the program's own file."""
    faults: list[str] = []
    found = read_entries(HERE / "efforts_columns.yaml", EffortColumn, faults)
    if faults:
        raise ValueError("\n".join(faults))
    return {column.path: column for _, column in found}


@dataclass(frozen=True)
class _Head:
    """The heading row: the column of each place ("" for one that there is none for), and what stands between the cells."""

    paths: tuple[str, ...]
    names: tuple[str, ...]
    delimiter: str
    line: int


def efforts_in_csv(content: bytes, name: str, known: Known) -> Iterator[tuple[int, Effort] | Fault]:
    """Every effort of a table with its line, and every fault, row by row: a wrong row is left out, and the others are kept.

    Delimiters are ; , or tab, headings Swedish or English, in any order; bytes are UTF-8, UTF-16 with its mark, or Windows-1252, which
    Excel writes in Swedish.
    """
    try:
        text = _decoded(content)
    except UnicodeDecodeError as error:
        yield Fault(name, content[: error.start].count(b"\n") + 1, "neither UTF-8 nor Windows-1252: save it as CSV UTF-8")
        return
    records = _records(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), name)
    head = None
    for record in records:
        if isinstance(record, Fault):
            yield record
        elif head is None:
            head = _head(*record)
            missing = [column.name.en for path, column in effort_columns().items() if column.required and path not in head.paths]
            if missing:
                yield Fault(name, head.line, f"columns are missing: {', '.join(missing)} (separate them by ; , or tab)")
                return
            yield from _head_faults(head, name)
        else:
            yield from _effort(*record, head, name, known)


def _decoded(content: bytes) -> str:
    coding = next((coding for mark, coding in MARKS if content.startswith(mark)), None)
    if coding is not None:
        return content.decode(coding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _records(lines: list[str], name: str) -> Iterator[tuple[int, str] | Fault]:
    """Each record with the line that it begins on. A cell may go over several lines within quotation marks; a mark that is never closed
    takes only its own line."""
    place = 0
    while place < len(lines):
        first, end = lines[place], place + 1
        if not first.strip() or first.lstrip(' "').startswith(COMMENT) or (place == 0 and first.lower().startswith("sep=")):
            place = end
            continue
        record = first
        while record.count('"') % 2 and end < len(lines):
            record, end = f"{record}\n{lines[end]}", end + 1
        if record.count('"') % 2:
            yield Fault(name, place + 1, "a quotation mark is not closed")
            end = place + 1
        else:
            yield place + 1, record
        place = end


def _cells(record: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([record.replace("\n", " ")], delimiter=delimiter), [])]


def _head(line: int, record: str) -> _Head:
    """The heading row under the delimiter that most of its columns are known by."""
    by_name = {text.casefold(): column.path for column in effort_columns().values() for text in (column.name.sv, column.name.en)}
    by_name |= {path: path for path in effort_columns()}
    tried = []
    for delimiter in DELIMITERS:
        names = _cells(record, delimiter)
        paths = tuple(by_name.get(" ".join(cell.casefold().split()), "") for cell in names)
        tried.append(_Head(paths, tuple(names), delimiter, line))
    return max(tried, key=lambda head: sum(map(bool, head.paths)))


def _head_faults(head: _Head, name: str) -> Iterator[Fault]:
    """Columns that nobody reads, and those that two headings name: their rows are read all the same."""
    for place, (path, heading) in enumerate(zip(head.paths, head.names, strict=True)):
        if heading and not path:
            yield Fault(name, head.line, "no such column: it is not read", heading[:60])
        elif path and path in head.paths[:place]:
            yield Fault(name, head.line, "the column is given twice: the first is read", heading[:60])


def _effort(line: int, record: str, head: _Head, name: str, known: Known) -> Iterator[tuple[int, Effort] | Fault]:
    cells = _cells(record, head.delimiter)
    if not any(cells):
        return
    if any(cells[len(head.paths) :]):
        reason = f"{len(cells)} cells in {len(head.paths)} columns: put a cell that has {head.delimiter!r} in it in quotation marks"
        yield Fault(name, line, reason)
        return
    given: dict[str, str] = {}
    for path, cell in zip(head.paths, cells, strict=False):
        if path and cell:
            given.setdefault(path, cell)
    try:
        yield line, Effort.model_validate(_nested(given, known), context=known)
    except ValidationError as error:
        yield from (Fault(name, line, item["msg"], field_of(item["loc"])) for item in error.errors())


def _nested(given: Mapping[str, str], known: Known) -> dict[str, object]:
    """The cells of a row as an entry has them."""
    found: dict[str, object] = {}
    for path, cell in given.items():
        outer, _, inner = path.partition(".")
        if inner:
            within = found.setdefault(outer, {})
            assert isinstance(within, dict)
            within[inner] = cell
        elif path in SEVERAL:
            found[path] = [part.strip() for part in cell.replace(";", BETWEEN).split(BETWEEN) if part.strip()]
        elif path == "focus":
            found[path] = _focus(cell, known.get("focus_areas", {}))
        else:
            said = {text.casefold(): value for value, words in effort_columns()[path].values.items() for text in (words.sv, words.en)}
            found[path] = said.get(cell.casefold(), cell)
    return found


def _focus(cell: str, areas: Mapping[str, object]) -> str:
    """The id of the focus area that goes by this number or name; the cell itself where there is none."""
    for name, area in areas.items():
        assert isinstance(area, FocusArea)
        words = (str(area.number), area.name.sv, area.name.en, area.short.sv, area.short.en)
        if cell.casefold() in {word.casefold() for word in words}:
            return name
    return cell
