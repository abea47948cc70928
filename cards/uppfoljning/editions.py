"""Two editions side by side: what was published new, revised or taken back, and which verdicts are others, by figures or by rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from balance.periods import year_of
from balance.verdict import verdict
from cards.data import Data, data_of_generation, kept
from catalogue import Level
from catalogue.rules import Rules
from store.changes import Changes, compare
from store.schema import area_level

LEVELS = (Level.KOMMUN, Level.COUNTY, Level.SWEDEN)


@kept(4)
def changes_since(data: Data, edition: str, measures: tuple[str, ...], until: int) -> Changes:
    """What has changed in measures since an earlier edition, of the county's kommuner, the county and the country, to the year `until`.

    Raises `store.editions.UnknownEdition`.
    """
    before, after = (_rows(each, measures, data.kommuner, until) for each in (data_of_generation(edition), data))
    return compare(before, after, data.catalogue)


def _rows(data: Data, measures: tuple[str, ...], kommuner: tuple[str, ...], until: int) -> pd.DataFrame:
    rows = pd.concat([data.snapshot.observations(name) for name in measures], ignore_index=True)
    areas = {area for area in rows["area"].unique() if area in kommuner or area_level(str(area)) in LEVELS[1:]}
    years = {period for period in rows["period"].unique() if year_of(str(period)) <= until}
    return rows[rows["area"].isin(areas) & rows["period"].isin(years) & rows["sex"].eq("T")].reset_index(drop=True)


class Cause(StrEnum):
    """What made a verdict another; texts are looked up by these."""

    FIGURES = "figures"  # the new figures give the new word by the old rules too
    RULES = "rules"  # the new rules give the new word on the old figures too
    EITHER = "either"  # each of the two does so alone
    TOGETHER = "together"  # only both do
    DEFINITION = "definition"  # other groups, or another better end: the two are not the same measure
    ADDED = "added"  # the earlier edition had no verdict
    GONE = "gone"  # the later one has none


@dataclass(frozen=True)
class FollowUp:
    """A follow-up as its data package holds it: verdicts by measure, the thresholds, the groups' members."""

    edition: str
    year: int
    against: int
    verdicts: Mapping[str, Mapping[str, object]]
    rules: Rules
    groups: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """A measure whose verdict for the same year is another in the later edition."""

    indicator: str
    old: Mapping[str, object]
    new: Mapping[str, object]
    cause: Cause


def follow_up_of(records: Mapping[str, pd.DataFrame]) -> FollowUp:
    """The records of a follow-up (see `cards.uppfoljning.records`), read back. Raises ValueError for what is no follow-up."""
    try:
        rows = records["verdicts"].astype(object).where(records["verdicts"].notna(), None).to_dict("records")
        found = {str(row["indicator"]): {str(name): value for name, value in row.items()} for row in rows}
        limits = {str(rule): value for rule, value in zip(records["rules"]["rule"], records["rules"]["value"], strict=True)}
        whole = {name: int(value) if float(value).is_integer() and "int" in str(Rules.model_fields[name].annotation) else float(value)
                 for name, value in limits.items()}  # fmt: skip
        members = frozenset(zip(records["groups"]["group"].map(str), records["groups"]["area"].map(str), strict=True))
        first = rows[0]
        return FollowUp(str(first["edition"]), int(first["year"]), int(first["against"]), found, Rules.model_validate(whole), members)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"no follow-up: {error}") from error


def differences(old: FollowUp, new: FollowUp) -> list[Difference]:
    """The measures with another verdict for the same year, in the later follow-up's order. Raises ValueError for two different years."""
    if old.year != new.year:
        raise ValueError(f"{old.year} and {new.year} are two years")
    found = []
    for name in dict.fromkeys([*new.verdicts, *old.verdicts]):
        before, after = old.verdicts.get(name, {}), new.verdicts.get(name, {})
        words = [str(side.get("now_word") or "") for side in (before, after)]
        known = [word not in ("", "unknown") for word in words]
        if any(known) and words[0] != words[1]:
            cause = Cause.ADDED if not known[0] else Cause.GONE if not known[1] else _cause(old, new, before, after)
            found.append(Difference(name, before, after, cause))
    return found


def _cause(old: FollowUp, new: FollowUp, before: Mapping[str, object], after: Mapping[str, object]) -> Cause:
    """Which of figures and rules gives the new word alone: the new figures are judged by the old rules, the old ones by the new."""
    means = after["several_years"] and old.rules.mean_years != new.rules.mean_years
    if old.groups != new.groups or before["polarity"] != after["polarity"] or means:
        return Cause.DEFINITION
    by_figures = _word(after, old.rules) == after["now_word"]
    by_rules = _word(before, new.rules) == after["now_word"]
    if by_figures and by_rules:
        return Cause.EITHER
    return Cause.FIGURES if by_figures else Cause.RULES if by_rules else Cause.TOGETHER


def _word(row: Mapping[str, object], rules: Rules) -> str:
    gap, spread = (None if row[f"now_{name}"] is None else float(str(row[f"now_{name}"])) for name in ("gap", "spread"))
    return verdict(gap, spread, str(row["polarity"]), rules).word.value
