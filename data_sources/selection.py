"""What to ask an SCB table for: a catalogue entry set against the table's own metadata.

Nothing is asked that the metadata does not offer, and whatever no longer fits is said, with the best candidate. `fetch` stops at a fatal
issue; `check` lists them all.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.models import Indicator, Level, Source
from catalogue.reading import Catalogue
from data_sources.jsonstat import Dimension, Metadata
from store.schema import PERIOD_PATTERN

Axes = dict[str, tuple[str, ...]]

HALF_YEAR_ENDS = ("M06", "M12")
TOTALS = re.compile(r"(tot|totalt|tot1|totsa|1\+2|sc)", re.IGNORECASE)
LEVEL_PATTERNS = {  # {county}: its two digits, with which the codes of its areas begin
    Level.SWEDEN: r"00",
    Level.COUNTY: r"{county}",
    Level.KOMMUN: r"{county}\d\d",
    Level.KOMMUN_ALL: r"\d\d\d\d",
    Level.REGSO2020: r"{county}\d\dR\d\d\d",
    Level.REGSO2025: r"{county}\d\dR\d\d\d_RegSO2025",
}
SHOWN = 5


@dataclass(frozen=True)
class Issue:
    """Where the entry and the table differ. Fatal: the figure cannot be had as the catalogue describes it."""

    message: str
    fatal: bool = True
    candidate: str | None = None

    def __str__(self) -> str:
        return f"{self.message} (perhaps {self.candidate})" if self.candidate else self.message


@dataclass
class TableSelection:
    """A selection in full: codes per variable, and which variable plays which part. `region` and `sex` may be absent from a table."""

    axes: Axes = field(default_factory=dict)
    region: str | None = None
    time: str = "Tid"
    sex: str | None = None
    areas: dict[Level, tuple[str, ...]] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)  # our code to the publisher's
    issues: list[Issue] = field(default_factory=list)
    known: set[str] = field(default_factory=set)  # variables the entry speaks of, whether their codes were found or not

    @property
    def fatal(self) -> list[Issue]:
        """Issues that make the figure impossible to fetch."""
        return [issue for issue in self.issues if issue.fatal]

    @property
    def region_codes(self) -> tuple[str, ...]:
        """The areas asked for; Sweden where the table has no areas."""
        return self.axes[self.region] if self.region else ("00",)

    @property
    def cells(self) -> int:
        """How many cells the whole selection has."""
        return math.prod(len(codes) for codes in self.axes.values())


def resolve(metadata: Metadata, indicator: Indicator, source: Source, catalogue: Catalogue) -> TableSelection:
    """The selection for one source; `issues` says what does not fit."""
    question = TableSelection(time=metadata.role("time", "Tid"))
    _regions(question, metadata, source, catalogue)
    _periods(question, metadata, source)
    _sexes(question, metadata, source)
    _contents(question, metadata, indicator, source)
    _chosen(question, metadata, source)
    _unasked(question, metadata)
    return question


def chunks(axes: Axes, limit: int) -> Iterator[Axes]:
    """The selection in parts of at most `limit` cells each, as few as possible; a part of one cell is never split."""
    cells = math.prod(len(codes) for codes in axes.values())
    if cells <= max(1, limit):
        yield axes
        return
    variable = max(axes, key=lambda name: len(axes[name]))
    codes = axes[variable]
    others = cells // len(codes)
    size = max(1, limit // others)
    # Equal parts: a last part of a few cells costs a whole call.
    size = math.ceil(len(codes) / math.ceil(len(codes) / size))
    for start in range(0, len(codes), size):
        yield from chunks({**axes, variable: codes[start : start + size]}, limit)


def closest(wanted: str, labels: Mapping[str, str]) -> str | None:
    """The code whose own text or label is most like `wanted`, as "code (label)"; None when nothing is much like it."""

    def likeness(code: str) -> float:
        texts = (code.casefold(), labels[code].casefold())
        return max(difflib.SequenceMatcher(None, wanted.casefold(), text).ratio() for text in texts)

    # Region variables have thousands of codes; difflib is slow, and nobody replaces an area by likeness.
    best = max(list(labels)[:2000], key=likeness, default=None)
    if best is None or likeness(best) < 0.4:
        return None
    return best if labels[best] == best else f"{best} ({labels[best]})"


# --- one part of the selection each ----------------------------------------------------------------------------------------------


def _regions(question: TableSelection, metadata: Metadata, source: Source, catalogue: Catalogue) -> None:
    question.known.add(source.region)
    dimension = metadata.dimensions.get(source.region)
    if dimension is None:
        if source.levels == [Level.SWEDEN]:
            question.areas = {Level.SWEDEN: ("00",)}
        else:
            question.issues.append(_no_variable(source.region, metadata))
        return
    question.region = source.region
    for level in source.levels:
        wanted = [area.code for area in catalogue.areas_at(level)] if level in (Level.KOMMUN, Level.KOMMUN_ALL) else []
        pattern = LEVEL_PATTERNS.get(level, "").format(county=catalogue.region.county)
        offered = [code for code in dimension.codes if re.fullmatch(pattern, code)]
        if wanted:
            known = set(wanted)
            offered = [code for code in offered if code in known]
            if offered and len(offered) < len(wanted):
                gone = sorted(known - set(offered))
                question.issues.append(Issue(f"{len(gone)} areas of level {level} are not in the table: {some(gone)}", fatal=False))
        if offered:
            question.areas[level] = tuple(offered)
        else:
            question.issues.append(Issue(f"no area of level {level} in {source.region}", fatal=len(source.levels) == 1))
    question.axes[source.region] = _distinct(code for codes in question.areas.values() for code in codes)
    if not question.areas and len(source.levels) > 1:
        question.issues.append(Issue(f"none of the levels {', '.join(source.levels)} is in {source.region}"))


def _periods(question: TableSelection, metadata: Metadata, source: Source) -> None:
    dimension = metadata.dimensions.get(question.time)
    if dimension is None:
        question.issues.append(_no_variable(question.time, metadata))
        return
    odd = [code for code in dimension.codes if not PERIOD_PATTERN.fullmatch(code)]
    if odd:
        question.issues.append(Issue(f"periods that are neither years nor months are left out: {some(odd)}", fatal=False))
    known = [code for code in dimension.codes if PERIOD_PATTERN.fullmatch(code)]
    kept = tuple(code for code in known if within(code, source.first, source.last, source.periods))
    question.axes[question.time] = kept
    if not kept:
        span = f"{source.first or 'the start'} to {source.last or 'now'}"
        offered = f"{min(known)} to {max(known)}" if known else "none"
        question.issues.append(Issue(f"no period from {span} in the table (it has {offered})"))


def within(period: str, first: str | None, last: str | None, periods: str = "all") -> bool:
    """Whether a period is asked for; a month is within a bound that is a year when its year is."""
    if first and period[: len(first)] < first:
        return False
    if last and period[: len(last)] > last:
        return False
    return periods != "last_month_of_half_year" or period[4:] in HALF_YEAR_ENDS


def _sexes(question: TableSelection, metadata: Metadata, source: Source) -> None:
    if not source.sex:
        return
    question.known.add(source.sex_variable)
    dimension = metadata.dimensions.get(source.sex_variable)
    if dimension is None:
        question.issues.append(_no_variable(source.sex_variable, metadata))
        return
    found = {str(sex): code for sex, code in source.sex.items() if code in dimension.labels}
    gone = [code for code in source.sex.values() if code not in dimension.labels]
    if gone:
        question.issues.append(_vanished(dimension, gone, fatal=not found))
    question.sex, question.sexes = source.sex_variable, found
    question.axes[source.sex_variable] = _distinct(found.values())


def _contents(question: TableSelection, metadata: Metadata, indicator: Indicator, source: Source) -> None:
    variable = metadata.role("metric", "ContentsCode")
    dimension = metadata.dimensions.get(variable)
    question.known.add(variable)
    named_elsewhere = variable in source.select or (source.share is not None and source.share.variable == variable)
    if dimension is None or named_elsewhere:
        return
    if source.contents is None:
        if len(dimension.codes) == 1:
            question.axes[variable] = dimension.codes
        else:
            question.issues.append(Issue(f"the table has {len(dimension.codes)} contents and the entry names none"))
        return
    by_label = {label.casefold(): code for code, label in dimension.labels.items()}
    code = source.contents if source.contents in dimension.labels else by_label.get(source.contents.casefold())
    if code is not None:
        question.axes[variable] = (code,)
        return
    candidate = closest(indicator.name.sv, dimension.labels)
    question.issues.append(Issue(f"contents {source.contents} is gone from the table", candidate=candidate))


def _chosen(question: TableSelection, metadata: Metadata, source: Source) -> None:
    """Variables that the entry chooses codes of: `select` and `share`."""
    chosen = dict(source.select)
    if source.share is not None:
        chosen[source.share.variable] = [*source.share.numerator, *source.share.denominator]
    question.known.update(chosen)
    for variable, codes in chosen.items():
        dimension = metadata.dimensions.get(variable)
        if dimension is None:
            question.issues.append(_no_variable(variable, metadata))
            continue
        gone = [code for code in codes if code not in dimension.labels]
        if gone:
            question.issues.append(_vanished(dimension, gone))
        question.axes[variable] = _distinct(code for code in codes if code in dimension.labels)
        used = variable in source.sum_over or (source.share is not None and variable == source.share.variable)
        if len(codes) > 1 and not used:
            question.issues.append(Issue(f"the entry names {len(codes)} codes of {variable}, but neither sum_over nor share uses them"))
    for variable in source.sum_over:
        if variable not in chosen:
            question.issues.append(Issue(f"sum_over names {variable}, but select names no codes of it"))


def _unasked(question: TableSelection, metadata: Metadata) -> None:
    """Dimensions the entry knows nothing of: left out when the table allows it, else the entry is out of date."""
    for name, dimension in metadata.dimensions.items():
        if name in question.axes or name in question.known or dimension.elimination:
            continue
        if len(dimension.codes) == 1:
            question.axes[name] = dimension.codes
            question.issues.append(Issue(f"a dimension {name} with the one code {dimension.codes[0]} was added", fatal=False))
            continue
        total = next((code for code in dimension.codes if TOTALS.fullmatch(code)), None)
        total = total or next((code for code, label in dimension.labels.items() if label.casefold().startswith("total")), None)
        message = f"a dimension {name} ({dimension.label}) was added, and a code of it must be chosen"
        question.issues.append(Issue(message, candidate=f"{total} ({dimension.labels[total]})" if total else None))


# --- words -----------------------------------------------------------------------------------------------------------------------


def _no_variable(name: str, metadata: Metadata) -> Issue:
    labels = {other: dimension.label for other, dimension in metadata.dimensions.items()}
    return Issue(f"the table has no variable {name}", candidate=closest(name, labels))


def _vanished(dimension: Dimension, gone: Sequence[str], *, fatal: bool = True) -> Issue:
    word = "code" if len(gone) == 1 else "codes"
    return Issue(f"{word} {some(gone)} of {dimension.id} vanished", fatal=fatal, candidate=closest(gone[0], dimension.labels))


def some(texts: Sequence[str]) -> str:
    """The first few of many, and how many more there are: "a, b, c, d, e and 7 more"."""
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def _distinct(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once: SCB answers 500 when a code is named twice."""
    return tuple(dict.fromkeys(codes))
