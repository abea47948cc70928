"""Ask the publishers a second time, by another question than the loaders', and hold the answers against the figures that are kept.

The loaders ask for a whole series and place it by arrays. Here one figure at a time is asked for, in other company and other order (SCB:
the area beside another one, last codes first; Kolada and Eurostat: one area and one year), and read by a few lines of its own. An error
of the loaders' asking or placing is thus not made twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from catalogue.models import Source
from catalogue.reading import Catalogue
from data_sources.protocol import SourceError
from data_sources.refresh import CONNECTIONS, Progress, Task, plan
from data_sources.second_readers import Answer
from store.snapshot import Snapshot

SAMPLE = 40
ALL_RIGHT, SOME_WRONG, NOT_ALL_COMPARED = 0, 1, 3
Outcome = Literal["right", "wrong", "not comparable"]


@dataclass(frozen=True)
class KeptFigure:
    """One figure of the store, and the catalogue's source of it."""

    task: Task
    area: str
    period: str
    sex: str
    value: float
    retrieved: str

    def __str__(self) -> str:
        return f"{self.task.indicator.id} {self.area} {self.period} {self.sex} ({self.task.source.key})"


@dataclass(frozen=True)
class Compared:
    """A figure of the store beside the publisher's."""

    kept: KeptFigure
    answer: Answer

    @property
    def outcome(self) -> Outcome:
        """right: the same, to the decimals that we keep · wrong: another · not comparable: the publisher gave none."""
        if self.answer.value is None:
            return "not comparable"
        return "right" if agree(self.kept.value, self.answer.value) else "wrong"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        kept, answer = self.kept, self.answer
        place = {"indicator": kept.task.indicator.id, "area": kept.area, "period": kept.period, "sex": kept.sex}
        return place | {
            "source": kept.task.source.key,
            "outcome": self.outcome,
            "ours": kept.value,
            "theirs": answer.value,
            "why": answer.why,
        }

    def __str__(self) -> str:
        if self.outcome == "not comparable":
            return f"{self.kept}: {self.kept.value:.10g} is not comparable: {self.answer.why}"
        later = self.answer.updated[:10] > self.kept.retrieved[:10] > ""
        remark = f" (the table was changed on {self.answer.updated[:10]}, after ours was fetched)" if later else ""
        return f"{self.kept}: {self.kept.value:.10g}, the publisher has {self.answer.value:.10g}{remark}"


@dataclass(frozen=True)
class VerifyReport:
    """What came of the sample; `seed` draws the same one again."""

    compared: tuple[Compared, ...]
    seed: int

    @property
    def counts(self) -> dict[str, int]:
        """Number of figures by outcome."""
        found = Counter(each.outcome for each in self.compared)
        return {name: found[name] for name in ("right", "wrong", "not comparable")}

    @property
    def exit_code(self) -> int:
        """0: all are right · 1: some are wrong · 3: none is wrong, but not all could be compared (or none was there to compare)."""
        if self.counts["wrong"]:
            return SOME_WRONG
        return NOT_ALL_COMPARED if self.counts["not comparable"] or not self.compared else ALL_RIGHT

    def as_text(self) -> str:
        """For people: every figure that is wrong or could not be compared, and the counts."""
        lines = [f"{each.outcome}: {each}" for name in ("wrong", "not comparable") for each in self.compared if each.outcome == name]
        counts = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        return "\n".join([*lines, f"{len(self.compared)} figures asked for again (seed {self.seed}): {counts}."])


class SecondReader(Protocol):
    """Asks one publisher for one figure: the source, then area, period and sex. Raises SourceError."""

    def __call__(self, source: Source, area: str, period: str, sex: str, /) -> Answer:
        """The publisher's answer."""
        ...

    def close(self) -> None:
        """Give back the connections."""
        ...


def verify(
    catalogue: Catalogue,
    readers: Mapping[str, SecondReader],
    snapshot: Snapshot,
    *,
    sample: int = SAMPLE,
    seed: int = 0,
    indicators: Iterable[str] | None = None,
    publisher: str | None = None,
    progress: Progress | None = None,
) -> VerifyReport:
    """Compare `sample` figures, spread evenly over the sources of the chosen indicators (None: all), with what the publishers say now."""
    tasks = [
        task for task in plan(catalogue, indicators) if task.source.publisher in readers and publisher in (None, task.source.publisher)
    ]
    chosen = list(drawn(tasks, snapshot, sample, random.Random(seed)))
    with ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="verify") as pool:
        futures = [pool.submit(_asked, kept, readers[kept.task.source.publisher]) for kept in chosen]
        compared = []
        for done, (kept, future) in enumerate(zip(chosen, futures, strict=True), start=1):
            compared.append(Compared(kept, future.result()))
            if progress is not None:
                progress(done, len(chosen), str(kept))
    return VerifyReport(tuple(compared), seed)


def drawn(tasks: list[Task], snapshot: Snapshot, sample: int, chance: random.Random) -> Iterator[KeptFigure]:
    """`sample` figures (fewer when there are no more): one of each source by turns, the sources in random order."""
    left = list(tasks)
    chance.shuffle(left)
    known: dict[int, list[KeptFigure]] = {}
    given = 0
    while left and given < sample:
        for task in list(left):
            if id(task) not in known:
                known[id(task)] = _figures(task, snapshot)
                chance.shuffle(known[id(task)])
            if not known[id(task)]:
                left.remove(task)
                continue
            yield known[id(task)].pop()
            given += 1
            if given == sample:
                return


def agree(ours: float, theirs: float) -> bool:
    """Whether two figures are the same, where ours may have been rounded before it was kept: 79.1 and 79.13 are, 79.1 and 79.16 are not."""
    decimals = len(f"{ours:.10f}".rstrip("0").partition(".")[2])
    return abs(ours - theirs) <= 0.5 * 10.0**-decimals * (1 + 1e-9) or abs(ours - theirs) <= 1e-9 * abs(theirs)


def _figures(task: Task, snapshot: Snapshot) -> list[KeptFigure]:
    rows = snapshot.observations(task.indicator.id)
    rows = rows[(rows["source"] == task.source.key) & rows["value"].notna()]
    columns = (rows[name].tolist() for name in ("area", "period", "sex", "value", "retrieved"))
    return [KeptFigure(task, *row) for row in zip(*columns, strict=True) if _within(task.source, row[1])]


def _within(source: Source, period: str) -> bool:
    after = source.first is None or period[: len(source.first)] >= source.first
    return after and (source.last is None or period[: len(source.last)] <= source.last)


def _asked(kept: KeptFigure, reader: SecondReader) -> Answer:
    """Never raises: a publisher that is down makes its figures incomparable, not the others'."""
    try:
        return reader(kept.task.source, kept.area, kept.period, kept.sex)
    except SourceError as error:
        return Answer(why=f"{error.kind}: {error.detail}")
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        return Answer(why=f"the answer has another form than expected ({type(error).__name__}: {error})")
