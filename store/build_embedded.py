"""How the embedded default was made: facts from tidy extracts of official statistics, placed by the catalogue's `extract` entries.

    python -m store.build_embedded FOLDER … [--created 2026-11-23] [--replace]

Each FOLDER is an extract (see `store.extract`). What the catalogue does not name is listed, here and in the manifest; facts that contradict
each other stop the build. Sums over classes and over women and men are our own and are labelled so through the catalogue (`sum_over`).
The edition in place goes among the earlier ones, whose links are followed; `--replace` is for one that was never released.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from catalogue import Catalogue, Indicator, Source, load_catalogue
from catalogue.reading import areas_of, sexes_of
from store.derive import with_derived
from store.editions import EARLIER, EMBEDDED_MANIFEST, embedded_edition
from store.existence import without_false_zeros
from store.extract import Extract, read_extract
from store.folder import embedded_dir
from store.generations import file_names, write_files
from store.manifest import ONE_FILE, read_manifest
from store.schema import COLUMNS, KEY, OK, PRELIMINARY, validate
from store.terminal import run, tell


def build(extract: Extract, catalogue: Catalogue) -> tuple[pd.DataFrame, set[int]]:
    """The tidy table of the embedded default, derived indicators included, and the numbers of the facts that it rests on.

    Raises BuildError when a series that the catalogue names is not there, StoreError when two facts claim the same place.
    """
    placed = [
        place(indicator, source, extract, catalogue)
        for indicator in catalogue.indicators.values()
        for source in indicator.sources
        if source.extract
    ]
    frame = pd.concat([rows for rows, _ in placed], ignore_index=True)
    return validate(with_derived(without_false_zeros(frame, catalogue), catalogue), catalogue), set().union(*(facts for _, facts in placed))


def place(indicator: Indicator, source: Source, extract: Extract, catalogue: Catalogue) -> tuple[pd.DataFrame, set[int]]:
    """Rows of one source of one indicator, and the numbers of the facts they rest on."""
    areas = areas_of(source, catalogue)
    chosen = []
    for name in series_names(source):
        facts = extract.of(name, indicator.id)
        chosen.append(facts[facts["area"].isin(areas) & facts["period"].map(lambda period: in_span(period, source))])
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
    """Whether a period lies within the source's first and last, and in turn (`every`); a month lies in its year."""
    after = source.first is None or period[: len(source.first)] >= source.first
    return after and source.in_turn(period) and (source.last is None or period[: len(source.last)] <= source.last)


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


def provenance(extract: Extract, placed: set[int], catalogue: Catalogue) -> dict[str, Any]:
    """What the manifest says about where the figures come from, and which facts of the extract the catalogue has no place for."""
    indicators: dict[str, list[str]] = {}
    for indicator in catalogue.indicators.values():
        for name in dict.fromkeys(name for source in indicator.sources for name in series_names(source)):
            indicators.setdefault(name, []).append(indicator.id)
    used = extract.facts["fact"].isin(list(placed))
    counts = extract.facts.loc[used, "series"].value_counts()
    told = ("publisher", "source", "retrieved")
    return {
        "facts": len(extract.facts),
        "placed": int(used.sum()),
        "repeated": extract.repeated,
        "licences": {publisher.id: publisher.licence.sv for publisher in catalogue.publishers.values()},
        "provenance": {
            name: {**{key: extract.told(name, key) for key in told}, "facts": int(counts.get(name, 0)), "indicators": ids}
            for name, ids in sorted(indicators.items())
        },
        "not_placed": {str(name): int(count) for name, count in extract.facts.loc[~used, "series"].value_counts().sort_index().items()},
    }


def keep_earlier(folder: Path) -> None:
    """Put the embedded default that is about to be replaced among the earlier ones, so that links to its figures can be followed."""
    path = folder / EMBEDDED_MANIFEST
    if not path.is_file():
        return
    manifest = read_manifest(path)
    earlier, name = folder / EARLIER, embedded_edition(manifest)
    earlier.mkdir(exist_ok=True)
    names = file_names(name, len(manifest.files))
    for file, kept in zip(manifest.files, names, strict=True):
        shutil.copyfile(folder / file.name, earlier / kept)
    told = json.loads(path.read_bytes())
    if told["format"] == ONE_FILE:
        told["file"] = names[0]
    else:
        told["files"] = [{"name": kept, "sha256": file.sha256} for file, kept in zip(manifest.files, names, strict=True)]
    (earlier / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Build the embedded default from the extracts in some folders."""
    parser = argparse.ArgumentParser(prog="python -m store.build_embedded", description="Build the embedded default from extracts.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="folder with observations.csv[.gz] and series.csv")
    parser.add_argument("--created", default=f"{datetime.now(UTC):%Y-%m-%d}", help="date to say that it was built (default: today)")
    parser.add_argument("--replace", action="store_true", help="do not keep the edition in place among the earlier ones")
    given = parser.parse_args(arguments)
    catalogue = load_catalogue()
    extract = read_extract(*given.folders)
    frame, placed = build(extract, catalogue)
    if not given.replace:
        keep_earlier(embedded_dir())
    report = provenance(extract, placed, catalogue)
    created = datetime.fromisoformat(given.created).replace(tzinfo=UTC)
    write_files(
        frame,
        report,
        embedded_dir(),
        stem="observations",
        generation="embedded",
        created=created,
        origin="embedded",
        manifest_name="manifest.json",
    )
    left = [f"not in the catalogue: {name} ({count} facts)" for name, count in report["not_placed"].items()]
    done = (
        f"{report['facts']} facts ({report['repeated']} repetitions counted once), {report['placed']} of them placed, "
        f"gave {len(frame)} observations of {frame['indicator'].nunique()} indicators"
    )
    return tell("\n".join([*left, done]), 0)


if __name__ == "__main__":
    raise SystemExit(run(main))
