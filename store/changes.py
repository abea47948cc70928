"""What a refresh changed: fetched figures set against the ones we had, and both put together.

A publisher's answer replaces what we had from the same table; what it no longer mentions stays and is listed, since a shortened table
is more often a publisher's move (history into a table of its own, say) than a figure taken back. A figure is taken back only by an
explicit missing status from the table it came from; one that was asked for and did not come is kept, and told of as a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from store.schema import COLUMNS, HAS_VALUE, IS_PRELIMINARY, KEY, NOT_PUBLISHED, area_level, empty, key_numbers, tidy

if TYPE_CHECKING:
    from catalogue.reading import Catalogue

LISTED = 200  # rows of each kind kept in a report: enough to look into, small enough for a manifest
_SAME = 1e-9  # relative: what a float loses on its way, not a revision
CHANGE_COLUMNS = (*KEY, "before", "after", "status_before", "status_after", "source")


@dataclass(frozen=True)
class Asked:
    """What a source was asked for: every combination of these areas and periods (and of the sexes that it has)."""

    areas: frozenset[str]
    periods: frozenset[str]


@dataclass(frozen=True)
class Merged:
    """`frame`: what we have now. `vanished`: our rows that their table, fetched in full, no longer mentions; they are kept.

    `not_received`: those among our kept rows that were asked for and did not come.
    """

    frame: pd.DataFrame
    vanished: pd.DataFrame
    not_received: pd.DataFrame = field(default_factory=empty)


@dataclass(frozen=True)
class Changes:
    """Frames with CHANGE_COLUMNS, sorted by key.

    new: a figure where there was none · revised: another value or status · withdrawn: a figure that is explicitly missing now ·
    suspicious: those revised by more than `indicator.revision` (relative) · vanished: kept, though the publisher left it out ·
    not_received: kept, asked for, and not in the answer.
    """

    new: pd.DataFrame
    revised: pd.DataFrame
    withdrawn: pd.DataFrame
    suspicious: pd.DataFrame
    vanished: pd.DataFrame
    not_received: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Number of figures of each kind."""
        return {name: len(frame) for name, frame in self._kinds().items()}

    def by_indicator(self) -> dict[str, dict[str, int]]:
        """Indicator → kind → number, for indicators with any change."""
        found: dict[str, dict[str, int]] = {}
        for kind, frame in self._kinds().items():
            for name, count in frame["indicator"].value_counts(sort=False).items():
                found.setdefault(str(name), {})[kind] = int(count)
        return dict(sorted(found.items()))

    def as_dict(self, limit: int = LISTED) -> dict[str, Any]:
        """For JSON: counts, counts by indicator, and the first `limit` rows of each kind that asks for a look."""
        listed = {kind: _records(frame, limit) for kind, frame in self._kinds().items() if kind != "new"}
        return {"counts": self.counts, "by_indicator": self.by_indicator(), **listed}

    def _kinds(self) -> dict[str, pd.DataFrame]:
        return {
            "new": self.new,
            "revised": self.revised,
            "withdrawn": self.withdrawn,
            "suspicious": self.suspicious,
            "vanished": self.vanished,
            "not_received": self.not_received,
        }


def merge(
    before: pd.DataFrame,
    fetched: Iterable[pd.DataFrame],
    refused: Iterable[pd.DataFrame] = (),
    asked: Mapping[tuple[str, str], Sequence[Asked]] | None = None,
) -> Merged:
    """Put fetched tidy frames (in the catalogue's order of sources) over the ones we had.

    Rows in `refused` were fetched but may not be kept: ours stay, and have not vanished. `asked` says what each indicator and source was
    asked for; what is unknown there was not.

    Where two tables give the same key, a figure wins over none and the later table over the earlier. A fetched row without a figure
    replaces our figure only when both are of the same table, and never when its status is `not_published` (a period of zeros).
    """
    frames = [frame for frame in fetched if len(frame)]
    if not frames:
        return Merged(before, before.iloc[:0])
    answer = pd.concat(frames, ignore_index=True)
    # one table may serve an indicator's kommuner and its small areas in two fetches, of which one failed: hence the level
    table = ["indicator", "source", "level"]
    fetched_tables = answer.assign(level=_levels(answer["area"]))[table].drop_duplicates()
    ours, theirs, *others = key_numbers(before, answer, *refused)
    gives, had = _has_value(answer), _has_value(before)
    order = np.argsort(gives, kind="stable")  # figures last, and the later table last among them: the last one of a key wins
    order = order[~pd.Series(theirs[order]).duplicated(keep="last").to_numpy()]
    place = pd.Index(ours).get_indexer(pd.Index(theirs[order]))
    answer, gives = answer.iloc[order], gives[order]
    bare = np.flatnonzero((place >= 0) & ~gives)  # rows without a figure where we have a row
    bare = bare[had[place[bare]]]
    elsewhere = before["source"].to_numpy()[place[bare]] != answer["source"].to_numpy()[bare]
    stays = np.zeros(len(order), dtype=bool)
    stays[bare] = elsewhere | (answer["status"].to_numpy()[bare] == NOT_PUBLISHED)
    replaced = np.zeros(len(before), dtype=bool)
    replaced[place[~stays & (place >= 0)]] = True
    kept, taken = before[~replaced], answer[~stays]
    left = before[had & ~pd.Series(ours).isin(np.concatenate([theirs, *others])).to_numpy()]
    wanted = _wanted(left, asked or {})
    rest = left[~wanted]
    vanished = rest.assign(level=_levels(rest["area"])).merge(fetched_tables, on=table, how="inner")
    return Merged(tidy(pd.concat([kept, taken], ignore_index=True)), vanished[list(COLUMNS)], left[wanted])


def _wanted(rows: pd.DataFrame, asked: Mapping[tuple[str, str], Sequence[Asked]]) -> NDArray[np.bool_]:
    """Which rows' area and period their source was asked for."""
    found = np.zeros(len(rows), dtype=bool)
    for (indicator, source), spans in asked.items():
        here = (rows["indicator"] == indicator) & (rows["source"] == source)
        for span in spans if here.any() else ():
            found |= (here & rows["area"].isin(list(span.areas)) & rows["period"].isin(list(span.periods))).to_numpy()
    return found


def compare(before: pd.DataFrame, after: pd.DataFrame, catalogue: Catalogue, merged: Merged | None = None) -> Changes:
    """Changes from one tidy frame to another, figure by figure; `merged` knows what was kept though no answer held it."""
    ours, now = key_numbers(before, after)
    place = pd.Index(ours).get_indexer(pd.Index(now))
    met = place >= 0
    old = np.full(len(after), np.nan)
    old[met] = before["value"].to_numpy()[place[met]]
    new = after["value"].to_numpy()
    old_status = np.full(len(after), "", dtype=object)
    old_status[met] = before["status"].to_numpy()[place[met]]
    had, has = ~np.isnan(old), ~np.isnan(new)
    difference = np.abs(new - old)
    moved = had & has & (difference > _SAME * np.fmax(np.abs(old), np.abs(new)))
    confirmed = had & has & (old_status != after["status"].to_numpy())
    # a preliminary figure may move as far as it likes only within the same tolerance: being final is no excuse for a tenfold value
    suspicious = moved & (difference > _tolerances(after["indicator"], catalogue) * np.abs(old))

    def rows(which: NDArray[np.bool_]) -> pd.DataFrame:
        found = after[which]
        return found.assign(before=old[which], after=new[which], status_before=old_status[which], status_after=found["status"])[
            list(CHANGE_COLUMNS)
        ].astype({"status_before": "str"})

    gone = before[_has_value(before) & ~pd.Series(ours).isin(now).to_numpy()]
    withdrawn = pd.concat([rows(had & ~has), _unanswered(gone)], ignore_index=True)
    return Changes(
        new=_sorted(rows(~had & has)),
        revised=_sorted(rows(moved | confirmed)),
        withdrawn=_sorted(withdrawn),
        suspicious=_sorted(rows(suspicious)),
        vanished=_sorted(_unanswered(empty() if merged is None else merged.vanished)),
        not_received=_sorted(_unanswered(empty() if merged is None else merged.not_received)),
    )


def zeros_not_published(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A period in which every area of a level is 0 is not published: those rows get NaN and the status `not_published`.

    Publishers fill the years before a division existed with zeros. Returns the frame and one line for each such period.
    """
    if frame.empty:
        return frame, ()
    level = _levels(frame["area"])
    valued = frame["status"].isin(list(HAS_VALUE))
    place = pd.DataFrame({"indicator": frame["indicator"], "source": frame["source"], "level": level, "period": frame["period"]})
    groups = place.groupby(list(place.columns), sort=False).ngroup().to_numpy()
    size = int(groups.max()) + 1
    figures = np.bincount(groups, weights=valued.to_numpy(), minlength=size)
    others = np.bincount(groups, weights=(valued & (frame["value"] != 0)).to_numpy(), minlength=size)
    hollow = ((figures > 0) & (others == 0))[groups] & valued.to_numpy()
    if not hollow.any():
        return frame, ()
    lines = [f"{row.period}: every {row.level} is 0, taken as not published" for row in place[hollow].drop_duplicates().itertuples()]
    marked = frame.copy()
    marked.loc[hollow, "value"] = np.nan
    marked.loc[hollow, "status"] = NOT_PUBLISHED
    return marked, tuple(lines)


def describe(row: Mapping[str, Any]) -> str:
    """One change in words, e.g. `unemployment_rate 0126 2024 T: 4.5 → 45 (+900 %, scb:TAB3200)`."""
    before, after = row["before"], row["after"]
    place = f"{row['indicator']} {row['area']} {row['period']} {row['sex']}"
    source = f", {row['source']}" if row["source"] else ""
    if before is None or after is None:
        lost = row["status_after"] or "no longer mentioned"
        return f"{place}: {'–' if before is None else f'{before:g}'} → {lost if after is None else f'{after:g}'} ({row['source']})"
    if before == after:
        final = row["status_before"] in IS_PRELIMINARY and row["status_after"] not in IS_PRELIMINARY
        words = "now final" if final else row["status_after"]
        return f"{place}: {after:g} ({words}{source})"
    share = f"{(after - before) / abs(before) * 100:+.1f} %" if before else "from 0"
    return f"{place}: {before:g} → {after:g} ({share}{source})"


def _levels(areas: pd.Series) -> pd.Series:
    """Level of each area by the form of its code (the code itself when it has no known form)."""
    return areas.map({code: str(area_level(str(code)) or code) for code in areas.unique()}).astype("str")


def _has_value(frame: pd.DataFrame) -> NDArray[np.bool_]:
    return frame["status"].isin(list(HAS_VALUE)).to_numpy()


def _tolerances(indicators: pd.Series, catalogue: Catalogue) -> NDArray[np.float64]:
    """For each row the relative change that the publisher's revisions can explain; 0 for an unknown indicator."""
    codes, names = pd.factorize(indicators)
    known = [catalogue.indicators[name].revision if name in catalogue.indicators else 0.0 for name in names]
    return np.array(known, dtype="float64")[codes]


def _unanswered(rows: pd.DataFrame) -> pd.DataFrame:
    """Our rows that have no counterpart, as changes."""
    return rows.assign(before=rows["value"], after=np.nan, status_before=rows["status"], status_after="")[list(CHANGE_COLUMNS)]


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(KEY), kind="stable", ignore_index=True)


def _records(frame: pd.DataFrame, limit: int) -> list[dict[str, Any]]:
    rows = frame.head(limit).to_dict("records")
    return [{str(name): None if isinstance(cell, float) and np.isnan(cell) else cell for name, cell in row.items()} for row in rows]
