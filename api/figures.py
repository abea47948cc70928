"""The store's own figures, row by row, and the metrics worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import pandas as pd

from api.cache import Made, json_of
from api.facts import page_of, span, unknown_area
from api.parameters import AREAS, CITY, FORMAT, INDICATOR, INDICATORS, LEVELS, PAGE, PER_PAGE, PERIODS, SEX
from api.problems import Problem
from api.service import Call
from api.verdicts import balance_of, direction_in
from balance.regional import CityTreatment
from cards.availability import OF_STATUS
from cards.context import View
from catalogue import Level
from charts.tokens import LIGHT
from exports.dataset import of_indicators_whole
from exports.model import MEDIA_TYPES, ExportError
from exports.observations import with_names
from exports.tables import to_csv, to_jsonstat, to_parquet
from store.schema import area_level
from store.select import Tests, select
from store.snapshot import Snapshot
from texts import load_texts

MOST_ROWS = 50_000  # of a text file; Parquet takes everything
FILE = {"csv": "csv", "json-stat2": "json", "parquet": "parquet"}


def observations(call: Call) -> Made:
    """Observations as JSON page by page, or all that were asked for as a file."""
    style = call.asked.one(FORMAT)
    if style != "json":
        return _file(call, style)
    rows, total = _filtered(call, *span(call.asked))
    return page_of(call, _records(with_names(_view(call), rows)), total)


def _view(call: Call) -> View:
    return View(load_texts(call.language), call.data, LIGHT)


def _filtered(call: Call, first: int = 0, last: int | None = None) -> tuple[pd.DataFrame, int]:
    """Rows `first` to `last` of those that every filter lets through, sorted by the key, and how many there are in all."""
    asked, snapshot = call.asked, call.data.snapshot
    for code in asked.several(AREAS):
        if code not in call.data.catalogue.areas and not _total(snapshot, {"area": code.__eq__}):
            raise unknown_area(code, call.data.catalogue)
    areas, levels = frozenset(asked.several(AREAS)), {Level(name) for name in asked.several(LEVELS)}
    levels |= {Level.KOMMUN} if Level.KOMMUN_ALL in levels else set()  # the county's own are kommuner of the country too
    tests: dict[str, Callable[[str], bool]] = {}
    if areas or levels:
        tests["area"] = lambda code: (not areas or code in areas) and (not levels or area_level(code) in levels)
    for column, wanted in (("period", frozenset(asked.several(PERIODS))), ("sex", frozenset(asked.several(SEX)))):
        if wanted:
            tests[column] = wanted.__contains__
    known = [name for name in snapshot.indicators if name in call.data.catalogue.indicators]  # an earlier edition may hold others
    return select(snapshot, sorted(asked.several(INDICATORS)) or known, tests, first, last)


def _total(snapshot: Snapshot, tests: Tests) -> int:
    return select(snapshot, snapshot.indicators, tests, last=0)[1]


def _records(named: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects; a missing value is null, with its status and why it is missing."""
    values = [None if value != value else value for value in named["value"].tolist()]  # noqa: PLR0124 - NaN
    columns = {name: values if name == "value" else named[name].tolist() for name in named.columns}
    columns["absence"] = [OF_STATUS.get(status) for status in named["status"].tolist()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _file(call: Call, style: str) -> Made:
    """All rows asked for as CSV, json-stat2 or Parquet; those of a page where one is asked for."""
    view, paged = _view(call), call.asked.several(PAGE) or call.asked.several(PER_PAGE)
    first, last = span(call.asked) if paged else (0, None)
    _, total = _filtered(call, last=0)
    count = total if last is None else min(last, total) - min(first, total)
    if count > MOST_ROWS and style != "parquet":
        raise Problem("too_many_rows", more={"rows": count, "most": MOST_ROWS}, rows=count, most=MOST_ROWS)
    rows, _ = _filtered(call, first, last)
    names = list(dict.fromkeys(rows["indicator"]))
    ending = FILE[style]
    try:
        if style == "csv":
            content = to_csv(view, rows, "plain")
        else:
            dataset = of_indicators_whole(view, names, rows)
            content = to_parquet(view, dataset) if style == "parquet" else to_jsonstat(view, dataset)
    except ExportError as error:
        raise Problem("too_many_rows", more={"rows": len(rows)}, rows=len(rows), most=MOST_ROWS) from error
    about = names[0] if len(names) == 1 else "observations"
    return Made(content, MEDIA_TYPES[ending], f"{about}-{call.data.snapshot.edition}.{ending}")


def balance(call: Call) -> Made:
    """North against south in each period of a measure, or in those asked for, each with its verdict, and what becomes of the gap.

    Raises Problem("no_balance") where the kommuner have no figures.
    """
    (name,) = call.asked.several(INDICATOR)
    data, city = call.data, cast(CityTreatment, call.asked.one(CITY))
    known = data.periods(name)
    if not known:
        raise Problem("no_balance", more={"indicator": name}, indicator=name)
    wanted: Iterable[str] = call.asked.several(PERIODS) or known
    found = [balance_of(data, name, period, city) for period in wanted if period in known]
    entry = data.catalogue.indicators[name]
    body = {"indicator": name, "unit": entry.unit.value, "polarity": entry.polarity.value, "breaks": list(data.breaks(name))}
    sources = [*data.catalogue.keys(name), *(data.catalogue.keys(entry.denominator) if entry.denominator else ())]
    return json_of(
        {
            **body,
            "own_calculation": True,
            "direction": direction_in(data, name, city),
            "sources": list(dict.fromkeys(sources)),
            "items": found,
            "total": len(found),
            "generation": data.snapshot.edition,
        }
    )
