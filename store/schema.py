"""The tidy table: its columns, its key, what a status means, and what a figure must satisfy before it is kept.

One row per key (indicator, area, period, sex). A figure that is missing is NaN with a status that says why; it is never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue import load_catalogue
from catalogue.models import Level

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

    from catalogue.reading import Catalogue

COLUMNS = ("indicator", "area", "period", "sex", "value", "status", "source", "updated", "retrieved")
KEY = ("indicator", "area", "period", "sex")
TEXT_COLUMNS = tuple(column for column in COLUMNS if column != "value")

OK, PRELIMINARY, MISSING = "ok", "preliminary", "missing"
SUPPRESSED, NOT_APPLICABLE, NOT_PUBLISHED = "suppressed", "not_applicable", "not_published"
NOT_EXISTING = "not_existing"  # the area did not exist in the period
BOTH = "+"  # between the remarks of a figure that has several: "break+preliminary"
REMARKS = {"b": "break", "d": "definition_differs", "e": "estimated", "p": PRELIMINARY, "u": "low_reliability"}
"""What a publisher remarks on a figure that it gives, by the letter that Eurostat has for it."""


def remarked(letters: str) -> str:
    """The status of a figure with remarks, in one order whatever theirs: "pb" is `break+preliminary`, "" is `ok`. KeyError for another
    letter."""
    return BOTH.join(REMARKS[letter] for letter in sorted(set(letters))) or OK


_REMARKED = [remarked("".join(found)) for n in range(1, len(REMARKS) + 1) for found in combinations(REMARKS, n)]
HAS_VALUE = frozenset({OK, *_REMARKED})
IS_PRELIMINARY = frozenset(status for status in HAS_VALUE if PRELIMINARY in status.split(BOTH))
STATUSES = (
    OK,
    PRELIMINARY,
    *(status for status in _REMARKED if status != PRELIMINARY),
    *(NOT_PUBLISHED, NOT_APPLICABLE, NOT_EXISTING, SUPPRESSED, MISSING),
)
"""From best to worst, more remarks worse than fewer: a figure calculated from several has the worst status among them."""

SEXES = ("T", "K", "M")
PERIOD_PATTERN = re.compile(r"\d{4}(?:M(?:0[1-9]|1[0-2]))?")
SOURCE_PATTERN = re.compile(r"(?:calc:)?[a-z][a-z0-9_]*:\S+")

_LEVEL_PATTERNS = (
    (re.compile(r"00"), Level.SWEDEN),
    (re.compile(r"\d{2}"), Level.COUNTY),
    (re.compile(r"\d{4}"), Level.KOMMUN_ALL),
    (re.compile(r"\d{4}R\d{3}_RegSO2025"), Level.REGSO2025),
    (re.compile(r"\d{4}R\d{3}"), Level.REGSO2020),
    (re.compile(r"sthlm:\S+"), Level.DISTRICT),
    (re.compile(r"[A-Z]{2}[0-9A-Z]{0,2}|EU27_2020"), Level.EUROPE),
)

StoreErrorKind = Literal["invalid", "setting", "locked", "full", "read_only", "corrupt", "io"]
_SHOWN_FAULTS = 5


class StoreError(Exception):
    """The store refused or could not do something; `kind` says what sort of trouble, the message says it in words.

    invalid: figures that break the schema · setting: one that cannot be used · locked: another refresh is running · full: no space
    left · read_only: the folder may not be written · corrupt: a file is damaged · io: any other trouble with the disk.
    """

    def __init__(self, kind: StoreErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind: StoreErrorKind = kind


def empty() -> pd.DataFrame:
    """A tidy table without rows, with the right columns and types."""
    return pd.DataFrame({column: pd.Series(dtype="float64" if column == "value" else "str") for column in COLUMNS})


@lru_cache(maxsize=16384)
def area_level(code: str) -> Level | None:
    """Level of an area told by the form of its code alone; None for a code of no known form.

    `0126` is Level.KOMMUN, `1480` (outside the county) is Level.KOMMUN_ALL, `0126R001_RegSO2025` is Level.REGSO2025.
    """
    level = next((level for pattern, level in _LEVEL_PATTERNS if pattern.fullmatch(code)), None)
    return Level.KOMMUN if level is Level.KOMMUN_ALL and code.startswith(load_catalogue().region.county) else level


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the store's columns, types and order (sorted by the key, index 0…n-1).

    Raises StoreError("invalid") when a column is missing or a value is not a number.
    """
    lacking = [column for column in COLUMNS if column not in frame.columns]
    if lacking:
        raise StoreError("invalid", f"columns are missing: {', '.join(lacking)}")
    columns: dict[str, pd.Series] = {}
    for column in COLUMNS:
        if column == "value":
            try:
                columns[column] = pd.to_numeric(frame[column]).astype("float64")
            except (TypeError, ValueError) as error:
                raise StoreError("invalid", f"a value is not a number: {error}") from error
        else:
            columns[column] = frame[column].astype("str").fillna("")
    return pd.DataFrame(columns).sort_values(list(KEY), kind="stable", ignore_index=True)


def key_numbers(*frames: pd.DataFrame) -> list[NDArray[np.int64]]:
    """One whole number for each row's key, the same for the same key in all frames: far cheaper to look up than four texts."""
    numbers = np.zeros(sum(len(frame) for frame in frames), dtype=np.int64)
    for column in KEY:
        codes, names = pd.factorize(pd.concat([frame[column] for frame in frames], ignore_index=True))
        numbers = numbers * max(len(names), 1) + codes
    return np.split(numbers, np.cumsum([len(frame) for frame in frames])[:-1])


def validate(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The tidy frame itself, when every row may be kept.

    Raises StoreError("invalid") that names the first offending rows and why each is refused.
    """
    good, rejected = split_valid(frame, catalogue)
    if rejected.empty:
        return good
    lines = describe_rejected(rejected, _SHOWN_FAULTS)
    more = f"\n… and {len(rejected) - _SHOWN_FAULTS} more" if len(rejected) > _SHOWN_FAULTS else ""
    raise StoreError("invalid", f"{len(rejected)} figures cannot be kept:\n" + "\n".join(lines) + more)


def split_valid(frame: pd.DataFrame, catalogue: Catalogue) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that may be kept, and rows that may not with one more column, `reason` (all reasons of a row joined by "; ").

    So one indicator's implausible figures never stop another's. Rows with the same key are all refused: nobody knows which is right.
    Raises StoreError("invalid") only when the frame is no tidy table at all.
    """
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - slow to import, and pages never validate

    frame = tidy(frame)
    if frame.empty:
        return frame, frame.assign(reason=pd.Series(dtype="str"))
    try:
        observations_schema(catalogue).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        if cases["index"].isna().any():
            raise StoreError("invalid", "; ".join(cases["check"].astype(str).unique())) from error
        pairs = cases[["index", "check"]].drop_duplicates()
        reasons = pairs.groupby(pairs["index"].astype("int64"), sort=True)["check"].agg("; ".join)
        rejected = frame.loc[reasons.index].assign(reason=reasons.astype("str"))
        return frame.drop(index=reasons.index).reset_index(drop=True), rejected.reset_index(drop=True)
    return frame, frame.iloc[:0].assign(reason=pd.Series(dtype="str"))


def describe_rejected(rejected: pd.DataFrame, limit: int) -> list[str]:
    """One line in words for each of the first `limit` refused rows."""
    return [
        f"{row.indicator} {row.area} {row.period} {row.sex} = {row.value:g} ({row.status}): {row.reason}"
        for row in rejected.head(limit).itertuples(index=False)
    ]


def observations_schema(catalogue: Catalogue) -> DataFrameSchema:
    """The pandera schema of the tidy table, given what the catalogue knows. Checks are vectorised over whole columns."""
    import pandera.pandas as pa  # noqa: PLC0415 - slow to import, and pages never validate

    check, column = pa.Check, pa.Column
    text = {name: column("str") for name in TEXT_COLUMNS}
    text["indicator"] = column("str", check.isin(list(catalogue.indicators), error="unknown indicator"))
    text["area"] = column("str", check(lambda areas: _each(areas, lambda code: known_area(code, catalogue)), error="unknown area"))
    text["period"] = column("str", check(lambda p: _each(p, lambda x: bool(PERIOD_PATTERN.fullmatch(x))), error="not a year or a month"))
    text["sex"] = column("str", check.isin(list(SEXES), error="unknown sex code"))
    text["status"] = column("str", check.isin(list(STATUSES), error="unknown status"))
    text["source"] = column(
        "str", check(lambda s: _each(s, lambda x: bool(SOURCE_PATTERN.fullmatch(x))), error="no publisher key as source")
    )
    return pa.DataFrameSchema(
        {name: column(float, nullable=True) if name == "value" else text[name] for name in COLUMNS},
        checks=[
            _row_check(_unique, "the key occurs more than once"),
            _row_check(_status_agrees, "value and status contradict each other"),
            _row_check(lambda f: _plausible(f, catalogue), "outside the plausible range"),
        ],
        strict=True,
    )


def known_area(code: str, catalogue: Catalogue) -> bool:
    """True for an area in the catalogue, and for a small area of a kommun in it (publishers add small areas; their names follow)."""
    if code in catalogue.areas:
        return True
    return area_level(code) in (Level.REGSO2020, Level.REGSO2025) and code[:4] in catalogue.areas


def _row_check(test: Callable[[pd.DataFrame], pd.Series], reason: str) -> object:
    import pandera.pandas as pa  # noqa: PLC0415

    return pa.Check(test, error=reason, name=reason)


def _each(values: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """A test of each distinct value, spread over the column: a million rows have few distinct codes."""
    codes, distinct = pd.factorize(values)
    passed = np.array([bool(test(value)) for value in distinct], dtype=bool)
    return pd.Series(passed[codes], index=values.index)


def _unique(frame: pd.DataFrame) -> pd.Series:
    (numbers,) = key_numbers(frame)
    return ~pd.Series(numbers, index=frame.index).duplicated(keep=False)


def _status_agrees(frame: pd.DataFrame) -> pd.Series:
    has_value = pd.Series(np.isfinite(frame["value"].to_numpy()), index=frame.index)
    return frame["status"].isin(list(HAS_VALUE)).eq(has_value)


def _plausible(frame: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Within the indicator's range; an unknown indicator has none (and is refused for being unknown)."""
    codes, names = pd.factorize(frame["indicator"])
    ranges = [known.plausible if (known := catalogue.indicators.get(name)) else (-np.inf, np.inf) for name in names]
    low, high = np.array(ranges, dtype="float64").T
    value = frame["value"].to_numpy()
    return pd.Series(np.isnan(value) | ((value >= low[codes]) & (value <= high[codes])), index=frame.index)
