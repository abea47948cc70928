"""Commands that ask the publishers: refresh, check and verify."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from catalogue.reading import Catalogue, load_catalogue
from data_sources.check import check_catalogue
from data_sources.cli_words import Usage, json_text, known_indicator
from data_sources.eurostat import EurostatLoader
from data_sources.kolada import KoladaLoader
from data_sources.protocol import Loader
from data_sources.refresh import Progress, refresh
from data_sources.scb import ScbLoader
from data_sources.second_readers import SecondEurostat, SecondKolada, SecondScb
from data_sources.settings import Settings
from data_sources.verify import SAMPLE, SecondReader, verify
from store.editions import open_snapshot
from store.logs import loggers, only_warnings
from store.refreshes import EVERY
from store.terminal import tell

LOADERS: Mapping[str, Callable[[Settings], Loader]] = {"scb": ScbLoader, "kolada": KoladaLoader, "eurostat": EurostatLoader}
READERS: Mapping[str, Callable[[Settings], SecondReader]] = {"scb": SecondScb, "kolada": SecondKolada, "eurostat": SecondEurostat}
PUBLISHERS = tuple(LOADERS)
_NOT_A_TERMINAL = 10.0  # s between lines of progress in a log


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `refresh`, `check` and `verify` to the command line."""
    fetch = commands.add_parser("refresh", help="fetch today's figures and keep them as a new generation")
    _choice(fetch)
    fetch.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="wait for another refresh to end (default: do not)")
    fetch.add_argument("--no-boundaries", action="store_true", help="leave the boundaries of the small areas as they are")
    fetch.add_argument("--format", choices=["text", "json"], default="text", help="of the report")
    fetch.add_argument("--quiet", action="store_true", help="no progress bar, and no log of what went well")
    fetch.add_argument("--no-progress", action="store_true", help="no progress bar; what goes well is logged")
    fetch.add_argument("--due", choices=EVERY[1:], help="only if the last refresh of everything is that long ago")
    fetch.set_defaults(run=run_refresh)
    check = commands.add_parser("check", help="ask the publishers' metadata whether every catalogue entry still fits")
    _choice(check)
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.add_argument("--quiet", action="store_true", help="no progress bar, and no log of what went well")
    check.set_defaults(run=run_check)
    again = commands.add_parser("verify", help="ask the publishers again, by another question, and compare with the figures that are kept")
    _choice(again)
    again.add_argument("--sample", type=_whole, default=SAMPLE, metavar="N", help=f"how many figures (default {SAMPLE})")
    again.add_argument("--seed", type=int, default=None, metavar="N", help="draw the same figures as a run that printed this seed")
    again.add_argument("--format", choices=["text", "json"], default="text")
    again.add_argument("--quiet", action="store_true", help="no progress bar, and no log of what went well")
    again.set_defaults(run=run_verify)


def run_refresh(options: argparse.Namespace) -> int:
    """Fetch, keep, and print the report. Exit code: that of the report."""
    catalogue = load_catalogue()
    chosen = _chosen(options, catalogue)
    with _loaders(options.settings) as loaders, _progress(options.quiet, bar=not options.no_progress) as progress:
        report = refresh(
            catalogue,
            loaders,
            options.settings.data_dir,
            indicators=chosen,
            publisher=options.publisher,
            progress=progress,
            geometry=None
            if options.no_boundaries or chosen is not None or options.publisher not in (None, "scb")
            else lambda: _boundaries(options.settings, catalogue),
            patience=options.wait,
            due=options.due,
        )
    text = json_text(report.as_dict() | {"generation": report.generation}) if options.format == "json" else report.as_text()
    return tell(text, report.exit_code)


def run_check(options: argparse.Namespace) -> int:
    """Check the catalogue and print what does not fit. Exit code 1 if an entry does not."""
    catalogue = load_catalogue()
    with _loaders(options.settings) as loaders, _progress(options.quiet) as progress:
        report = check_catalogue(catalogue, loaders, indicators=_chosen(options, catalogue), publisher=options.publisher, progress=progress)
    findings = [vars(finding) for finding in report.findings]
    text = json_text({"checked": report.checked, "findings": findings}) if options.format == "json" else report.as_text()
    return tell(text, 1 if report.errors else 0)


def run_verify(options: argparse.Namespace) -> int:
    """Ask for a sample of the figures again and print which are right, wrong or not comparable. Exit code: that of the report."""
    catalogue = load_catalogue()
    settings: Settings = options.settings
    chosen = _chosen(options, catalogue)
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    with ExitStack() as stack:
        readers = {name: made(settings) for name, made in READERS.items()}
        for reader in readers.values():
            stack.callback(reader.close)
        told = {"sample": options.sample, "seed": seed, "indicators": chosen, "publisher": options.publisher}
        progress = stack.enter_context(_progress(options.quiet, "figure"))
        report = verify(catalogue, readers, open_snapshot(settings.data_dir), progress=progress, **told)
    if options.format == "text":
        return tell(report.as_text(), report.exit_code)
    found = {"seed": seed, "counts": report.counts, "figures": [each.as_dict() for each in report.compared]}
    return tell(json_text(found), report.exit_code)


def _whole(text: str) -> int:
    """A whole number above 0, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _choice(command: argparse.ArgumentParser) -> None:
    command.add_argument("--publisher", choices=PUBLISHERS, help="only this publisher's tables")
    command.add_argument(
        "--indicator", nargs="+", action="extend", metavar="ID", help="only these indicators (of a derived one: what it is calculated from)"
    )


def _chosen(options: argparse.Namespace, catalogue: Catalogue) -> list[str] | None:
    if options.indicator is None:
        return None
    chosen = [known_indicator(name, catalogue).id for name in options.indicator]
    ended = [name for name in chosen if (i := catalogue.indicators[name]).sources and all(source.withdrawn for source in i.sources)]
    if len(ended) == len(chosen):
        raise Usage(f"{', '.join(ended)}: the publisher has ended the series; its figures are kept, and there is nothing to fetch.")
    return chosen


@contextmanager
def _loaders(settings: Settings) -> Iterator[dict[str, Loader]]:
    """One loader for each publisher, closed at the end."""
    with ExitStack() as stack:
        loaders = {name: made(settings) for name, made in LOADERS.items()}
        for loader in loaders.values():
            stack.callback(loader.close)
        yield loaders


@contextmanager
def _progress(quiet: bool, unit: str = "table", *, bar: bool = True) -> Iterator[Progress]:
    """A bar on stderr: alive in a terminal, a line now and then in a log."""
    if quiet:
        only_warnings()
    interval = 0.1 if sys.stderr.isatty() else _NOT_A_TERMINAL
    meter = tqdm(total=0, unit=unit, file=sys.stderr, disable=quiet or not bar, mininterval=interval, dynamic_ncols=True)

    def show(done: int, total: int, label: str) -> None:
        meter.total = total
        meter.set_postfix_str(label, refresh=False)
        with suppress(OSError):  # whoever watched has gone: the work goes on
            meter.update(done - meter.n)

    try:
        with logging_redirect_tqdm(loggers()):  # a line of the log stands above the bar
            yield show
    finally:
        with suppress(OSError):
            meter.close()


def _boundaries(settings: Settings, catalogue: Catalogue) -> str:
    from data_sources.geometry import fetch_regso  # noqa: PLC0415 - geopandas is slow to import

    found = fetch_regso(settings, catalogue)
    return "; ".join([f"RegSO boundaries: {found.count} areas in {found.path}", *found.problems])
