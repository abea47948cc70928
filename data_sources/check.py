"""Ask the publishers' metadata whether every catalogue entry still fits, and say what was found instead where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from catalogue.reading import Catalogue
from data_sources.protocol import Loader, Misfit, SourceError
from data_sources.refresh import CONNECTIONS, Progress, Task, plan


@dataclass(frozen=True)
class CheckReport:
    """`checked` entries were asked about; `findings` are in the catalogue's order, errors first within an entry."""

    checked: int
    findings: tuple[Misfit, ...]

    @property
    def errors(self) -> tuple[Misfit, ...]:
        """Entries that no longer fit, or that could not be asked about."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def as_text(self) -> str:
        """For people: one line for each finding, with the best candidate."""
        lines = [describe(finding) for finding in self.findings]
        warnings = len(self.findings) - len(self.errors)
        return "\n".join([*lines, f"{self.checked} entries checked: {len(self.errors)} errors, {warnings} warnings."])


def describe(finding: Misfit) -> str:
    """One finding in one line."""
    candidate = f" Best candidate: {finding.candidate}." if finding.candidate else ""
    return f"{finding.severity}: {finding.indicator} ({finding.key}): {finding.message.rstrip('.')}.{candidate}"


def check_catalogue(
    catalogue: Catalogue,
    loaders: Mapping[str, Loader],
    *,
    indicators: Iterable[str] | None = None,
    publisher: str | None = None,
    progress: Progress | None = None,
) -> CheckReport:
    """Check every source of the chosen indicators (None: all; withdrawn tables are left out).

    A publisher that does not answer is an error of its own for each entry, since nothing is known about them then. Raises KeyError
    for an unknown indicator.
    """
    tasks = [task for task in plan(catalogue, indicators) if publisher in (None, task.source.publisher)]
    found: dict[int, list[Misfit]] = {}
    pool = ThreadPoolExecutor(2 * CONNECTIONS, thread_name_prefix="check")
    try:
        futures = {pool.submit(_check, task, loaders, catalogue): place for place, task in enumerate(tasks)}
        for done, future in enumerate(as_completed(futures), start=1):
            place = futures[future]
            found[place] = sorted(future.result(), key=lambda finding: finding.severity != "error")
            if progress is not None:
                progress(done, len(tasks), f"{tasks[place].indicator.id} {tasks[place].source.key}")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # interrupted: the rest is not asked about
    return CheckReport(len(tasks), tuple(finding for place in sorted(found) for finding in found[place]))


def _check(task: Task, loaders: Mapping[str, Loader], catalogue: Catalogue) -> list[Misfit]:
    """Findings of one entry; never raises, since one fault must not hide the others."""
    name, key = task.indicator.id, task.source.key
    loader = loaders.get(task.source.publisher)
    if loader is None:
        return [Misfit(name, key, "error", f"there is no loader for {task.source.publisher}", None)]
    try:
        return loader.check(task.indicator, task.source, catalogue)
    except SourceError as error:
        return [Misfit(name, key, "error", f"could not be checked: {error.kind}: {error.detail}", None)]
    except Exception as error:  # the boundary between publishers
        return [Misfit(name, key, "error", f"could not be checked: {type(error).__name__}: {error}", None)]
