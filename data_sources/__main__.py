"""`python -m data_sources`: fetch figures, look at them, and see whether the catalogue still fits what the publishers serve."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from catalogue.reading import CatalogueError, load_catalogue
from catalogue.region import GROUPS
from data_sources import cli_figures, cli_publishers
from data_sources.cli_words import Usage, json_text, known_indicator, known_period
from data_sources.refresh_report import STORE_TROUBLE, USAGE
from data_sources.settings import Settings, SettingsError, variable
from store.remote import catch_up
from store.schema import StoreError
from store.terminal import complain, run

INTERRUPTED = 130  # as the shell counts SIGINT
DESCRIPTION = "Figures behind the dashboard: fetch them, look at them, check the catalogue against the publishers."
EXIT_CODES = """\
exit codes:
  0  all went well
  1  refresh: nothing could be fetched, nothing was written · check: entries that do not fit · verify: figures that are wrong
  2  the command was not understood (unknown indicator, area, period, option or setting)
  3  refresh: some sources failed or did not come whole; the others were kept, and the report names what failed and why
     verify: no figure is wrong, but some could not be compared
  4  the store: another refresh is running, the disk is full, the folder is read-only, or there are no figures

settings by environment: {addresses}, SCB_GEO_URL, BALANCE_DATA_DIR, BALANCE_KEEP_GENERATIONS
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see EXIT_CODES)."""
    options = parser().parse_args(arguments)
    try:
        options.settings = Settings.from_environment()
        catch_up(options.settings.data_dir)
        code: int = options.run(options)
        return code
    except Usage as error:
        return complain(str(error), USAGE)
    except (SettingsError, CatalogueError) as error:
        return complain(str(error), USAGE)
    except StoreError as error:
        return complain(str(error), USAGE if error.kind == "setting" else STORE_TROUBLE)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="python -m data_sources",
        description=DESCRIPTION,
        epilog=EXIT_CODES.format(addresses=", ".join(map(variable, cli_publishers.PUBLISHERS))),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    cli_publishers.add_commands(commands)
    cli_figures.add_commands(commands)
    balance = commands.add_parser("balance", help="north and south, gap, ratio and indices of one indicator, as JSON")
    balance.add_argument("indicator", metavar="ID")
    balance.add_argument("--period", required=True, help="a year (2024), or a month (2026M06) where the indicator has months")
    balance.add_argument(
        "--city", choices=["apart", "excluded", "split"], default="apart", help="what becomes of the city (default: apart)"
    )
    balance.set_defaults(run=_balance)
    return top


def _balance(options: argparse.Namespace) -> int:
    """The balance of one indicator in one period. Here, since this module alone may know both the figures and the measures."""
    from balance.regional import regional_balance  # noqa: PLC0415 - scipy is slow to import, and the other commands do without
    from store.editions import open_snapshot  # noqa: PLC0415

    catalogue = load_catalogue()
    indicator = known_indicator(options.indicator, catalogue)
    snapshot = open_snapshot(options.settings.data_dir)
    kommuner = [code for role in GROUPS for code in catalogue.members(role)]
    period = known_period(options.period, snapshot.periods(indicator.id, kommuner), indicator.id)
    weights = snapshot.wide(indicator.denominator) if indicator.denominator else None
    found = regional_balance(snapshot.wide(indicator.id), indicator, weights, catalogue, period, city=options.city)
    print(json_text(found.as_dict() | {"unit": indicator.unit.value, "sources": list(catalogue.keys(indicator.id))}))
    return 0


def _run() -> int:
    try:
        return run(main)
    except KeyboardInterrupt:
        print("\nInterrupted: nothing was changed.", file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)  # at once: answers still under way are not waited for, and the lock goes with the process


if __name__ == "__main__":
    sys.exit(_run())
