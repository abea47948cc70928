"""Commands that read what is kept: status, list and show."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import Any

import pandas as pd

from catalogue.models import Indicator
from catalogue.reading import Catalogue, load_catalogue
from data_sources.cli_words import json_number, json_text, known_area, known_indicator, known_period, plain_number, table_text
from store.editions import open_snapshot
from store.schema import SEXES
from store.snapshot import Snapshot

SHOWN = ("area", "period", "sex", "value", "status", "source")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `status`, `list` and `show` to the command line."""
    status = commands.add_parser("status", help="for each indicator: source, first and last period, when fetched")
    status.add_argument("--format", choices=["text", "json"], default="text")
    status.set_defaults(run=run_status)
    listing = commands.add_parser("list", help="all indicators with their publisher keys, levels and unit")
    listing.add_argument("--format", choices=["text", "json"], default="text")
    listing.set_defaults(run=run_list)
    show = commands.add_parser("show", help="the figures of one indicator, unrounded")
    show.add_argument("indicator", metavar="ID")
    show.add_argument("--area", nargs="+", action="extend", metavar="CODE", help="0126, 01 (the county), 00 (Sweden); default: all")
    show.add_argument("--period", nargs="+", action="extend", metavar="PERIOD", help="2024 or 2026M06; default: all")
    show.add_argument("--sex", choices=[*SEXES, "all"], default="T", help="T both (default), K women, M men")
    show.add_argument("--format", choices=["text", "csv", "json"], default="text", help="csv: an empty value is missing, status says why")
    show.set_defaults(run=run_show)


def run_list(options: argparse.Namespace) -> int:
    """Every indicator of the catalogue."""
    catalogue = load_catalogue()
    entries = [_entry(indicator, catalogue) for indicator in catalogue.indicators.values()]
    if options.format == "json":
        print(json_text(entries))
        return 0
    rows = [["id", "theme", "unit", "levels", "publisher keys", "name"]]
    rows += [
        [e["id"], e["theme"], e["unit"], ",".join(e["levels"]), ",".join(e["publisher_keys"]), e["name_en"] + _marks(e)] for e in entries
    ]
    print(table_text(rows))
    return 0


def _entry(indicator: Indicator, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "publisher_keys": list(catalogue.keys(indicator.id)),
        "levels": [level.value for level in catalogue.levels(indicator.id)],
        "unit": indicator.unit.value,
        "theme": indicator.theme.value,
        "name_sv": indicator.name.sv,
        "name_en": indicator.name.en,
        "measure": indicator.measure.value,
        "denominator": indicator.denominator,
        "derived": indicator.derived is not None,
        "historical": indicator.historical,
        "weight_only": indicator.weight_only,
    }


def _marks(entry: dict[str, Any]) -> str:
    marks = [word for word, key in (("calculated", "derived"), ("ended", "historical"), ("weight", "weight_only")) if entry[key]]
    return f" ({', '.join(marks)})" if marks else ""


def run_status(options: argparse.Namespace) -> int:
    """Which generation is in use, and how far each indicator reaches."""
    catalogue = load_catalogue()
    snapshot = open_snapshot(options.settings.data_dir)
    rows = [_reach(indicator, snapshot, catalogue) for indicator in catalogue.indicators.values()]
    head = {
        "generation": snapshot.generation,
        "created": snapshot.created,
        "origin": snapshot.origin,
        "data_dir": str(options.settings.data_dir),
        "problems": list(snapshot.problems),
    }
    if options.format == "json":
        print(json_text(head | {"indicators": rows}))
        return 0
    print(f"Generation {snapshot.generation} ({snapshot.origin}), created {snapshot.created}")
    print(f"Refreshed figures are kept in {head['data_dir']}")
    for problem in snapshot.problems:
        print(f"problem: {problem}")
    header = ["id", "source", "first", "last", "fetched", "updated", "figures"]
    text = [[str(row[name] if row[name] is not None else "–") for name in header] for row in rows]
    print(table_text([header, *text], right=[6]))
    return 0


def _reach(indicator: Indicator, snapshot: Snapshot, catalogue: Catalogue) -> dict[str, object]:
    rows = snapshot.observations(indicator.id)
    rows = rows[rows["value"].notna()]
    keys = list(dict.fromkeys(rows["source"])) or list(catalogue.keys(indicator.id))
    return {
        "id": indicator.id,
        "source": ",".join(keys),
        "first": rows["period"].min() if len(rows) else None,
        "last": rows["period"].max() if len(rows) else None,
        "fetched": (rows["retrieved"].max() or None) if len(rows) else "by refresh",
        "updated": (rows["updated"].max() or None) if len(rows) else None,
        "figures": len(rows),
        "origin": snapshot.origin if len(rows) else None,
    }


def run_show(options: argparse.Namespace) -> int:
    """Figures of one indicator: area, period, sex, value, status, source."""
    catalogue = load_catalogue()
    indicator = known_indicator(options.indicator, catalogue)
    snapshot = open_snapshot(options.settings.data_dir)
    rows = snapshot.observations(indicator.id)
    if options.area:
        rows = rows[rows["area"].isin([known_area(code, catalogue, rows["area"].unique()) for code in options.area])]
    if options.period:
        present = sorted(snapshot.observations(indicator.id)["period"].unique())
        rows = rows[rows["period"].isin([known_period(period, present, indicator.id) for period in options.period])]
    if options.sex != "all":
        rows = rows[rows["sex"] == options.sex]
    _print_rows(rows[list(SHOWN)], options.format, catalogue)
    if rows.empty:
        print(_why_nothing(indicator, snapshot), file=sys.stderr)
    elif options.format == "text":
        per = f" {indicator.per.en}" if indicator.per else ""
        print(f"\n{indicator.name.en}, {indicator.unit.value}{per}. {snapshot.origin.capitalize()} figures of {snapshot.created[:10]}.")
    return 0


def _print_rows(rows: pd.DataFrame, how: str, catalogue: Catalogue) -> None:
    records = list(rows.itertuples(index=False, name=None))
    if how == "json":
        print(json_text([dict(zip(SHOWN, (*r[:3], json_number(r[3]), *r[4:]), strict=True)) for r in records]))
    elif how == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(SHOWN)
        writer.writerows((*r[:3], plain_number(r[3]), *r[4:]) for r in records)
    elif records:
        header = ["area", "name", "period", "sex", "value", "status", "source"]
        names = {code: catalogue.areas[code].name if code in catalogue.areas else "" for code in rows["area"].unique()}
        print(table_text([header, *([r[0], names[r[0]], r[1], r[2], plain_number(r[3]) or "–", *r[4:]] for r in records)], right=[4]))


def _why_nothing(indicator: Indicator, snapshot: Snapshot) -> str:
    levels = list(dict.fromkeys(snapshot.coverage(indicator.id)["level"]))
    have = f" There are figures for: {', '.join(levels)}." if levels else ""
    return f"No figures of {indicator.id} for this choice; what is not here yet is fetched by `refresh`.{have}"
