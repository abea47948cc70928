"""What a refresh did: each source's outcome, what changed, and the exit code; as text for people and as a dict for the manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from store.changes import Changes, describe

LISTED = 20
ALL_FETCHED, NOTHING_FETCHED, USAGE, PARTLY_FETCHED, STORE_TROUBLE = 0, 1, 2, 3, 4


@dataclass(frozen=True)
class Failure:
    """One source that gave nothing, and why (`kind` as in `SourceError`, or "refused_figures", "unexpected", "not_tried")."""

    indicator: str
    key: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.indicator} ({self.key}): {self.kind}: {self.detail}"


@dataclass(frozen=True)
class Success:
    """One source that gave figures: how many rows were kept, what was odd but survivable, and how many figures did not come."""

    indicator: str
    key: str
    rows: int
    problems: tuple[str, ...] = ()
    absent: int = 0


@dataclass
class RefreshReport:
    """What a refresh did; printable with `as_text`, kept in the manifest with `as_dict`."""

    started: str
    finished: str = ""
    generation: str | None = None
    fetched: list[Success] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    rejected_count: int = 0
    retired: dict[str, int] = field(default_factory=dict)
    changes: Changes | None = None
    notes: dict[str, list[str]] = field(default_factory=dict)
    geometry: str = ""
    problems: tuple[str, ...] = ()
    not_due: str | None = None

    @property
    def exit_code(self) -> int:
        """0: every source was fetched whole, or nothing was due · 1: none · 3: some, or not all of some. Boundaries that could not be had
        are only listed."""
        if self.not_due:
            return ALL_FETCHED
        if not any(success.rows for success in self.fetched):
            return NOTHING_FETCHED
        cut = any(success.absent for success in self.fetched) or (self.changes is not None and len(self.changes.not_received))
        return PARTLY_FETCHED if self.failures or cut else ALL_FETCHED

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "started": self.started,
            "finished": self.finished,
            "fetched": [vars(success) | {"problems": list(success.problems)} for success in self.fetched],
            "failures": [vars(failure) for failure in self.failures],
            "rejected": {"count": self.rejected_count, "first": self.rejected},
            "retired": self.retired,
            "changes": self.changes.as_dict() if self.changes else None,
            "notes": self.notes,
            "geometry": self.geometry,
            "problems": list(self.problems),
        }

    def as_text(self) -> str:
        """For people: what was fetched, what changed, what failed and why."""
        if self.not_due:
            return f"Nothing was fetched: the last refresh of everything is too young for a {self.not_due} one."
        total = len(self.fetched) + len(self.failures)
        cut = sum(bool(success.absent) for success in self.fetched)
        lines = [f"Fetched {len(self.fetched)} of {total} sources{f', {cut} of them not whole' if cut else ''}."]
        lines += [f"Kept as generation {self.generation}."] if self.generation else ["Nothing was written: the earlier figures stay."]
        if self.changes:
            lines += _change_lines(self.changes)
        if self.rejected_count:
            lines += _section(f"Refused {self.rejected_count} figures (the last good ones stay)", self.rejected, self.rejected_count)
        if self.failures:
            lines += _section(
                f"Failed {len(self.failures)} (the last good figures stay)", [str(f) for f in self.failures], limit=len(self.failures)
            )
        odd = [f"{s.indicator} ({s.key}): {problem}" for s in self.fetched for problem in s.problems]
        lines += _section("Odd, but survivable", odd, len(odd)) if odd else []
        lines += [f"Left out {count} rows of {name}: no longer in the catalogue" for name, count in self.retired.items()]
        lines += [self.geometry] if self.geometry else []
        lines += [f"The store had a problem ({problem}); what is whole was built upon" for problem in self.problems]
        return "\n".join(lines)


def _change_lines(changes: Changes) -> list[str]:
    counts = changes.counts
    lines = [
        f"New {counts['new']}, revised {counts['revised']}, withdrawn {counts['withdrawn']} figures; "
        f"{counts['suspicious']} changed more than a revision explains."
    ]
    lines += [
        f"  {name}: " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()) for name, kinds in changes.by_indicator().items()
    ]
    listed = changes.as_dict(LISTED)
    titles = {
        "suspicious": "Suspicious (kept; look at them)",
        "withdrawn": "Withdrawn by the publisher",
        "not_received": "Not received (kept; asked for, but not in the answer)",
        "vanished": "No longer in the publisher's table (kept)",
    }
    for kind, title in titles.items():
        if counts[kind]:
            lines += _section(f"{title}: {counts[kind]}", [describe(row) for row in listed[kind]], counts[kind])
    return lines


def _section(title: str, rows: list[str], total: int = 0, limit: int = LISTED) -> list[str]:
    more = [f"  … and {total - limit} more"] if total > limit else []
    return [f"{title}:", *(f"  {row}" for row in rows[:limit]), *more]
