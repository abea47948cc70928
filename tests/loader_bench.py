"""A server, a loader that never really sleeps, and one indicator: what the tests of all loaders stand on."""

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from catalogue.models import Indicator, Source
from data_sources.cli_publishers import LOADERS
from data_sources.http import Client
from data_sources.limits import RateLimiter
from data_sources.protocol import KINDS, Fetched, Misfit, SourceError
from tests.fake_publishers import FakePublishers, running
from tests.small_catalogue import catalogue

# How a publisher fails, the kind of error that it is, and how often it is asked.
FAULTS = [
    ("down", "down", 5),
    ("500", "down", 2),
    ("reset", "down", 5),
    ("slow", "slow", 2),
    ("dribble", "slow", 2),
    ("html", "malformed", 2),
    ("429", "refused", 5),
    ("404", "not_found", 1),
    ("403", "refused", 1),
    ("truncated", "malformed", 2),
    ("cut", "malformed", 2),
]


class Bench:
    """One publisher's loader against a local server. `naps` are the seconds it would have slept."""

    def __init__(self, publisher: str, world: FakePublishers, entry: Indicator) -> None:
        self.world, self.entry, self.publisher = world, entry, publisher
        self.naps: list[float] = []

    @cached_property
    def loader(self) -> Any:
        """Made when it is first needed: by then the faults are there."""
        return self.new_loader()

    def new_loader(self) -> Any:
        """A loader that has asked for nothing yet, as at the start of a run."""
        settings = self.world.settings(Path("unused"))
        address = settings.api_urls[self.publisher]
        limiter = RateLimiter(10_000, 1.0, sleep=self.naps.append)
        client = Client(self.publisher, address, policy=self.world.patience(), limiter=limiter, sleep=self.naps.append)
        return LOADERS[self.publisher](settings, client)  # type: ignore[call-arg]

    def fetch(self, changed: Source | None = None) -> Fetched:
        return self.loader.fetch(self.entry, changed or self.entry.sources[0], self.world.catalogue)

    def check(self, changed: Source | None = None) -> list[Misfit]:
        return self.loader.check(self.entry, changed or self.entry.sources[0], self.world.catalogue)

    def failure(self, changed: Source | None = None) -> SourceError:
        """The error of a fetch that must fail; it names publisher, table and one of the known kinds."""
        with pytest.raises(SourceError) as caught:
            self.fetch(changed)
        assert caught.value.publisher == self.publisher
        assert caught.value.table == (changed or self.entry.sources[0]).table
        assert caught.value.kind in KINDS
        return caught.value

    @property
    def posts(self) -> list[dict]:
        """Bodies of the POST requests that came in."""
        return [call.body for call in self.world.calls if call.method == "POST"]


@contextlib.contextmanager
def benches(publisher: str, entry_of: Callable[..., Indicator]) -> Iterator[Callable[..., Bench]]:
    """A maker of benches, whose servers stop with the block. `limit` and `max_cells` go to the server, the rest to `entry_of`."""
    with contextlib.ExitStack() as servers:

        def make(*sources: Source, **given: object) -> Bench:
            options = {name: given.pop(name) for name in ("limit", "max_cells") if name in given}
            entry = entry_of(*sources, **given)
            return Bench(publisher, servers.enter_context(running(catalogue(entry), **options)), entry)

        yield make


def value(frame: pd.DataFrame, area: str, period: str, sex: str = "T") -> float:
    """The one figure of an area, period and sex."""
    row = frame[(frame["area"] == area) & (frame["period"] == period) & (frame["sex"] == sex)]
    assert len(row) == 1
    return row["value"].item()
