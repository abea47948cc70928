"""Reading an extract: tidy facts of official statistics in folders, put together so that every fact stands once.

A folder holds `observations.csv` or `observations.csv.gz` (series, area, period, sex, value, status) and `series.csv` (one row per series:
publisher, source, retrieved). A series may stand in several folders; each fact keeps the retrieval date of the folder it was read in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pandas as pd

from store.schema import MISSING, NOT_APPLICABLE, OK, REMARKS, SUPPRESSED, remarked

STATUS = {"": OK, "Privacy": SUPPRESSED, "Missing": MISSING, "Not applicable": NOT_APPLICABLE, "register-quality": OK} | {
    "".join(letters): remarked("".join(letters)) for n in range(1, len(REMARKS) + 1) for letters in permutations(REMARKS, n)
}
"""Words of the extracts, and Eurostat's letters in any order. A figure marked `register-quality` is published; that its years are
less certain is its indicator's caveat."""

_WIDE = r"^00(\d{2})$"  # Kolada's codes of Sweden and of a county, 0000 and 0001: the last two digits are ours
FACT = ["series", "area", "period", "sex"]
FILES = ("observations.csv", "observations.csv.gz")
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![-\d])"
_SPAN = re.compile(rf"({_DATE}) \((\d{{4}})-(\d{{4}})\)")  # 2020 (1998-2010)
# (2006-2009: 2023-09-12); or 2000-2022: 2024-01-24; 2025: 2026
_EXCEPT = re.compile(rf"(?:^|[(;] ?)(\d{{4}})(?:-(\d{{4}}))?: ({_DATE})")


class BuildError(ValueError):
    """The extract and the catalogue do not fit, or the extract contradicts itself: the message says which facts."""


@dataclass(frozen=True)
class Extract:
    """Facts (columns series, area, period, sex, value, status, retrieved, fact), what each folder says of each series, and how many
    facts stood twice and were counted once."""

    facts: pd.DataFrame
    series: dict[str, list[dict[str, str]]]
    repeated: int = 0

    def of(self, name: str, indicator: str) -> pd.DataFrame:
        """Facts of one series. Raises BuildError when there are none."""
        if name not in self.series or name not in self._by_series:
            raise BuildError(f"indicator {indicator}: the extract has no series {name}")
        return self._by_series[name]

    def told(self, name: str, field: str) -> str:
        """What the folders say of a series, each wording once."""
        return "; ".join(dict.fromkeys(row[field] for row in self.series[name] if row[field]))

    @cached_property
    def _by_series(self) -> dict[str, pd.DataFrame]:
        return {str(name): facts for name, facts in self.facts.groupby("series", sort=False)}


def read_extract(*folders: Path) -> Extract:
    """The facts of several folders, area codes made canonical, statuses made the store's, each key once.

    Raises BuildError for an unknown status, and when two facts of the same key contradict each other.
    """
    read, series = [], dict[str, list[dict[str, str]]]()
    for folder in folders:
        facts, told = _read_folder(folder)
        for name, row in told.items():
            series.setdefault(name, []).append(row)
        read.append(facts)
    facts = pd.concat(read, ignore_index=True)
    once = _each_once(facts)
    return Extract(
        once.assign(
            value=pd.to_numeric(once["text"].where(once["text"] != "")), status=once["status"].map(STATUS), fact=range(len(once))
        ).drop(columns=["text", "file"]),
        series,
        len(facts) - len(once),
    )


def _read_folder(folder: Path) -> tuple[pd.DataFrame, dict[str, dict[str, str]]]:
    path = next((folder / name for name in FILES if (folder / name).is_file()), folder / FILES[0])
    facts = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns={"value": "text"})
    with (folder / "series.csv").open(encoding="utf-8", newline="") as file:
        series = {row["series"]: row for row in csv.DictReader(file)}
    unknown = set(facts["status"]) - set(STATUS)
    if unknown:
        raise BuildError(f"{path.name}: unknown statuses: {', '.join(sorted(unknown))}")
    nameless = set(facts["series"]) - set(series)
    if nameless:
        raise BuildError(f"{path.name}: series.csv says nothing of {', '.join(sorted(nameless))}")
    dates = {pair: retrieved(series[pair[0]]["retrieved"], pair[1]) for pair in set(zip(facts["series"], facts["period"], strict=True))}
    return facts.assign(
        area=facts["area"].str.replace(_WIDE, r"\1", regex=True),
        retrieved=[dates[pair] for pair in zip(facts["series"], facts["period"], strict=True)],
        file=f"{folder.name}/{path.name}",
    ), series


def _each_once(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts without repetitions: of two that say the same, the one with more decimals (else the first) is kept.

    Raises BuildError that names both where they say different things.
    """
    repeated = facts[facts.duplicated(FACT, keep=False)]
    drop, contradictions = [], []
    for _, group in repeated.groupby(FACT, sort=False):
        ordered = group.assign(decimals=[_decimals(text) for text in group["text"]]).sort_values("decimals", ascending=False, kind="stable")
        drop += list(ordered.index[1:])
        contradictions += [pair for pair in pairwise(ordered.to_dict("records")) if not _same(pair[0], pair[1])]
    if contradictions:
        lines = [
            f"{' '.join(one[column] for column in FACT)}: {one['text'] or one['status']} ({one['file']}), "
            f"but {other['text'] or other['status']} ({other['file']})"
            for one, other in contradictions[:5]
        ]
        raise BuildError(f"{len(contradictions)} facts contradict others:\n" + "\n".join(lines))
    return facts.drop(index=drop).reset_index(drop=True)


def _same(exact: Mapping[Any, Any], rounded: Mapping[Any, Any]) -> bool:
    """Whether the second is the first, or the first rounded to the decimals that the second has."""
    if not exact["text"] or not rounded["text"]:
        return bool(exact["text"] == rounded["text"] and exact["status"] == rounded["status"])
    half = 0.5 * 10.0 ** -_decimals(rounded["text"])
    return bool(abs(float(exact["text"]) - float(rounded["text"])) <= half * (1 + 1e-9))


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def retrieved(text: str, period: str) -> str:
    """When a figure was fetched, from the extract's note on its series.

    "2020 (1998-2010), 2026 (2011-2024)" gives "2020" for 2005; "2024-12-12 (2006-2009: 2023-09-12)" gives "2023-09-12" for 2007 and
    "2024-12-12" for 2015; "2000-2022: 2024-01-24; 2025: 2026-08-14" gives "2026-08-14" for 2025; "" when it is not known.
    """
    year = period[:4]
    for date, first, last in _SPAN.findall(text):
        if first <= year <= last:
            return str(date)
    for first, last, date in _EXCEPT.findall(text):
        if first <= year <= (last or first):
            return str(date)
    found = re.match(rf"{_DATE}(?!:)", text)
    return found[0] if found and not _SPAN.search(text) else ""
