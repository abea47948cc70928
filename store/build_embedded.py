"""How the embedded default was made: facts from a tidy extract of official statistics, placed by the catalogue's `extract` entries.

    python -m store.build_embedded FOLDER [--created 2026-11-23]

FOLDER holds `observations.csv` (series, area, period, sex, value, status) and `series.csv` (one row per series: publisher, source,
retrieved). Every fact must find exactly its place in the catalogue; one that does not stops the build. Sums over classes and over women
and men are our own and are labelled so through the catalogue (`sum_over`).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from catalogue import Catalogue, Indicator, Source, load_catalogue
from catalogue.reading import areas_of, sexes_of
from store.derive import with_derived
from store.generations import read_manifest, write_files
from store.schema import COLUMNS, KEY, MISSING, NOT_APPLICABLE, OK, PRELIMINARY, SUPPRESSED, validate
from store.snapshot import EARLIER, EMBEDDED, EMBEDDED_MANIFEST, embedded_edition
from store.terminal import run

STATUS = {"": OK, "Privacy": SUPPRESSED, "Missing": MISSING, "Not applicable": NOT_APPLICABLE}
AREA = {"0000": "00", "0001": "01"}  # Kolada's codes of Sweden and of the county
_DATE = r"\d{4}(?:-\d{2}-\d{2})?"
_SPAN = re.compile(rf"({_DATE}) \((\d{{4}})-(\d{{4}})\)")  # 2020 (1998-2010)
_EXCEPT = re.compile(rf"\((\d{{4}})(?:-(\d{{4}}))?: ({_DATE})\)")  # (2006-2009: 2023-09-12)


class BuildError(ValueError):
    """The extract and the catalogue do not fit: the message says which facts have no place, or which series is not there."""


@dataclass(frozen=True)
class Extract:
    """Facts (columns series, area, period, sex, value, status, fact) and what is known of each series."""

    facts: pd.DataFrame
    series: dict[str, dict[str, str]]

    def of(self, name: str, indicator: str) -> pd.DataFrame:
        """Facts of one series. Raises BuildError when there are none."""
        if name not in self.series or name not in self._by_series:
            raise BuildError(f"indicator {indicator}: the extract has no series {name}")
        return self._by_series[name]

    @cached_property
    def _by_series(self) -> dict[str, pd.DataFrame]:
        return {str(name): facts for name, facts in self.facts.groupby("series", sort=False)}


def read_extract(folder: Path) -> Extract:
    """The two files of an extract; area codes made canonical, statuses made the store's. Raises BuildError for an unknown status."""
    facts = pd.read_csv(folder / "observations.csv", dtype=str, keep_default_na=False)
    facts["value"] = pd.to_numeric(facts["value"].where(facts["value"] != ""))
    facts["area"] = facts["area"].replace(AREA)
    unknown = set(facts["status"]) - set(STATUS)
    if unknown:
        raise BuildError(f"unknown statuses in the extract: {', '.join(sorted(unknown))}")
    facts["status"] = facts["status"].map(STATUS)
    facts["fact"] = range(len(facts))
    with (folder / "series.csv").open(encoding="utf-8", newline="") as file:
        series = {row["series"]: row for row in csv.DictReader(file)}
    return Extract(facts, series)


def build(extract: Extract, catalogue: Catalogue) -> pd.DataFrame:
    """The tidy table of the embedded default, derived indicators included. Raises BuildError when a fact has no place."""
    placed = [
        place(indicator, source, extract, catalogue)
        for indicator in catalogue.indicators.values()
        for source in indicator.sources
        if source.extract
    ]
    used = set().union(*(facts for _, facts in placed))
    left = extract.facts[~extract.facts["fact"].isin(list(used))]
    if not left.empty:
        counts = left["series"].value_counts()
        raise BuildError("facts without a place in the catalogue: " + ", ".join(f"{name} ({count})" for name, count in counts.items()))
    return validate(with_derived(pd.concat([rows for rows, _ in placed], ignore_index=True), catalogue), catalogue)


def place(indicator: Indicator, source: Source, extract: Extract, catalogue: Catalogue) -> tuple[pd.DataFrame, set[int]]:
    """Rows of one source of one indicator, and the numbers of the facts they rest on."""
    areas = areas_of(source, catalogue)
    chosen = []
    for name in series_names(source):
        facts = extract.of(name, indicator.id)
        facts = facts[facts["area"].isin(areas) & facts["period"].map(lambda period: in_span(period, source))]
        told = extract.series[name]["retrieved"]
        chosen.append(facts.assign(retrieved=[retrieved(told, period) for period in facts["period"]]))
    used = {int(fact) for facts in chosen for fact in facts["fact"]}
    rows = _with_total(_summed(chosen) if len(chosen) > 1 else chosen[0], sexes_of(source))
    rows["indicator"], rows["source"], rows["updated"] = indicator.id, source.key, ""
    rows["value"] = rows["value"] * source.scale
    rows["status"] = rows["status"].mask(rows["status"].eq(OK) & source.preliminary, PRELIMINARY)
    return rows[list(COLUMNS)], used


def series_names(source: Source) -> Iterator[str]:
    """Names of the extract's series: `{Alder}` in a name stands for each code that `select` names of that variable."""
    for name in source.extract:
        variables = re.findall(r"\{(\w+)\}", name)
        for codes in product(*(source.select[variable] for variable in variables)):
            yield name.format(**dict(zip(variables, codes, strict=True)))


def in_span(period: str, source: Source) -> bool:
    """Whether a period lies within the source's first and last; a month lies in its year."""
    after = source.first is None or period[: len(source.first)] >= source.first
    return after and (source.last is None or period[: len(source.last)] <= source.last)


def retrieved(text: str, period: str) -> str:
    """When a figure was fetched, from the extract's note on its series.

    "2020 (1998-2010), 2026 (2011-2024)" gives "2020" for 2005; "2024-12-12 (2006-2009: 2023-09-12)" gives "2023-09-12" for 2007 and
    "2024-12-12" for 2015; "" when it is not known.
    """
    year = period[:4]
    for date, first, last in _SPAN.findall(text):
        if first <= year <= last:
            return str(date)
    for first, last, date in _EXCEPT.findall(text):
        if first <= year <= (last or first):
            return str(date)
    found = re.match(_DATE, text)
    return found[0] if found and not _SPAN.search(text) else ""


def _summed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Sum of several series where all of them have a figure; the earliest retrieval counts."""
    everything = pd.concat(parts, ignore_index=True)
    key = [column for column in KEY if column != "indicator"]
    grouped = everything.groupby(key, sort=False)
    rows = grouped.agg(value=("value", "sum"), figures=("value", "count"), retrieved=("retrieved", "min")).reset_index()
    return rows[rows["figures"] == len(parts)].drop(columns="figures").assign(status=OK)


def _with_total(rows: pd.DataFrame, sexes: set[str]) -> pd.DataFrame:
    """Rows of the wanted sexes; the total is women plus men where the extract has both and no total."""
    if "T" in sexes and not rows.empty and not rows["sex"].eq("T").any():
        key = ["area", "period"]
        total = _summed([rows[rows["sex"] == sex].assign(sex="T") for sex in ("K", "M")])
        rows = pd.concat([rows, total.sort_values(key)], ignore_index=True)
    return rows[rows["sex"].isin(sexes)].copy()


def provenance(extract: Extract, catalogue: Catalogue) -> dict[str, Any]:
    """What the manifest says about where the figures come from."""
    indicators: dict[str, list[str]] = {}
    for indicator in catalogue.indicators.values():
        for name in dict.fromkeys(name for source in indicator.sources for name in series_names(source)):
            indicators.setdefault(name, []).append(indicator.id)
    counts = extract.facts["series"].value_counts()
    told = ("publisher", "source", "retrieved")
    return {
        "facts": len(extract.facts),
        "licences": {publisher.id: publisher.licence.sv for publisher in catalogue.publishers.values()},
        "provenance": {
            name: {**{key: row[key] for key in told}, "facts": int(counts[name]), "indicators": indicators[name]}
            for name, row in extract.series.items()
        },
    }


def keep_earlier(folder: Path) -> None:
    """Put the embedded default that is about to be replaced among the earlier ones, so that links to its figures can be followed."""
    path = folder / EMBEDDED_MANIFEST
    if not path.is_file():
        return
    manifest = read_manifest(path)
    earlier, name = folder / EARLIER, embedded_edition(manifest)
    earlier.mkdir(exist_ok=True)
    shutil.copyfile(folder / manifest.file, earlier / f"{name}.parquet")
    told = json.loads(path.read_bytes()) | {"file": f"{name}.parquet"}
    (earlier / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Build the embedded default from the extract in a folder."""
    parser = argparse.ArgumentParser(prog="python -m store.build_embedded", description="Build the embedded default from an extract.")
    parser.add_argument("folder", type=Path, help="folder with observations.csv and series.csv")
    parser.add_argument("--created", default=f"{datetime.now(UTC):%Y-%m-%d}", help="date to say that it was built (default: today)")
    given = parser.parse_args(arguments)
    catalogue = load_catalogue()
    extract = read_extract(given.folder)
    frame = build(extract, catalogue)
    keep_earlier(EMBEDDED)
    created = datetime.fromisoformat(given.created).replace(tzinfo=UTC)
    write_files(
        frame,
        provenance(extract, catalogue),
        EMBEDDED,
        stem="observations",
        generation="embedded",
        created=created,
        origin="embedded",
        manifest_name="manifest.json",
    )
    print(f"{len(extract.facts)} facts gave {len(frame)} observations of {frame['indicator'].nunique()} indicators")


if __name__ == "__main__":
    raise SystemExit(run(main))
