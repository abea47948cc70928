"""`python -m exports`: files without the app, for a council meeting, a script or a report.

    python -m exports kommunprofil --all --format pdf --out DIR
    python -m exports kommunprofil Huddinge --format docx --appendix --out DIR
    python -m exports underlag --basket regional-balans-korg.json --format remissvar --out DIR      cards collected on the page Underlag
    python -m exports figure --card balans.niva --query matt=tertiary_25_65 --format png --out picture.png
    python -m exports uppfoljning --year 2024 --against 2023 --out DIR
    python -m exports uppfoljning --compare EARLIER.zip LATER.zip --out DIR
    python -m exports balans.niva --help          what the card asks, with every option; "figure --card" may be left out

Exit code 0: all is there · 1: something could not be made · 2: something was asked for that there is not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from cards.basket import BasketFileError, from_file
from cards.choices import BETWEEN, Choice
from cards.context import View
from cards.data import Data, data_of_generation, get_data
from cards.model import Card
from cards.registry import KINDS, UnknownCard, WrongChoice, all_choices, build, build_exactly, choices_of
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.editions import FollowUp
from cards.uppfoljning.siffror import follow_up as follow_up_now
from catalogue import Level
from catalogue.nearest import areas_meant
from charts.tokens import LIGHT, PALETTES
from exports import follow_up
from exports.batch import Report, Wanted, run
from exports.collection import make_answer, make_collection
from exports.formats import make, view_on
from exports.model import COLLECTION_FORMATS, FORMATS, LENGTHS, SCALES, SIZES, Cover, Export, ExportError, Options
from exports.naming import slug
from exports.profile import PROFILE_FORMATS, make_profile
from store.editions import UnknownEdition
from store.files import write_whole
from store.folder import data_dir
from store.remote import catch_up
from store.schema import StoreError
from store.terminal import complain, tell
from store.terminal import run as run_command
from texts import LANGUAGES, load_texts

ANSWER = "remissvar"  # a collection as a draft answer to a consultation, in Word
PROFILE = "kommun.sammanfattning"  # the card that a kommun's profile begins with


class WrongArguments(Exception):
    """Something was asked for that there is not; the message says what there is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    given = ["figure", "--card", *given] if given and given[0] in KINDS else given
    try:
        asked = _parser(_listed(given)).parse_args(given)
        view = View(load_texts(asked.lang), _data(asked.generation), PALETTES[asked.theme])
        options = Options(size=asked.size, scale=asked.scale, csv=asked.csv, base_url=asked.base_url)
        commands = {"figure": _figure, "underlag": _collected, "kommunprofil": _profiles, "uppfoljning": _follow_up}
        return commands[asked.command](view, asked, options)
    except WrongArguments as refusal:
        return complain(str(refusal), 2)
    except ExportError as error:
        return complain(str(error), 1)
    except OSError as error:
        return complain(f"cannot write: {error}", 1)


def _listed(given: Sequence[str]) -> str:
    """What the card that help is asked for can be chosen to show; empty where it is not about one."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--card")
    first.add_argument("--query", action="append", default=[])
    first.add_argument("--lang", choices=LANGUAGES, default="sv")
    asked, rest = first.parse_known_args(given)
    if not asked.card or not {"-h", "--help"} & set(rest):
        return ""
    view, query = View(load_texts(asked.lang), get_data(), LIGHT), _query(asked.query)
    try:
        choices = choices_of(view, asked.card, query).choices if query else all_choices(view, asked.card)
    except UnknownCard as error:
        raise _no_card(asked.card) from error
    return "\n".join([f"choices of {asked.card}, each as --query NAME=VALUE:", *(_choice(choice) for choice in choices.values())])


def _choice(choice: Choice) -> str:
    """A choice with its options, a line each."""
    several = f", up to {choice.most} with {BETWEEN!r} between" if choice.most > 1 else ""
    parts = f", one with {BETWEEN!r} between for each of: {'; '.join(choice.parts)}" if choice.parts else ""
    form = f", or of the form {choice.form}" if choice.form else ""
    varies = " (options and default hang on the other choices)" if choice.varies else ""
    width = max(map(len, choice.options))
    options = [f"    {option:<{width}}  {label if (label := choice.words(option)) != option else ''}".rstrip() for option in choice.options]
    return "\n".join([f"\n  {choice.name}: {choice.label}, default {choice.default}{several}{parts}{form}{varies}", *options])


def _parser(listed: str = "") -> argparse.ArgumentParser:
    """`listed` stands below the help on a card."""
    parser = argparse.ArgumentParser(prog="python -m exports", description="Pictures, tables, slides and briefs of the dashboard as files.")
    commands = parser.add_subparsers(dest="command", required=True)
    profile = commands.add_parser("kommunprofil", help="a kommun's profile as two pages (PDF, Word) or three slides")
    profile.add_argument("kommun", nargs="*", metavar="KOMMUN", help="a kommun's name or code, e.g. Huddinge or 0126")
    which = profile.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="every kommun of the county")
    which.add_argument("--area", action="append", metavar="CODE", help="a kommun's code, e.g. 0126; can be given several times")
    profile.add_argument("--against", default="", metavar="NAME", help="what it is set against: a kommun's code or as the page's link says")
    profile.add_argument("--appendix", action="store_true", help="followed by every measure as a table")
    profile.add_argument("--format", choices=PROFILE_FORMATS, default="pdf")
    profile.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    raw = argparse.RawDescriptionHelpFormatter
    figure = commands.add_parser("figure", help="one card as one file", epilog=listed.replace("%", "%%"), formatter_class=raw)
    figure.add_argument("--card", required=True, metavar="ID", help="a card's id, e.g. balans.niva")
    figure.add_argument("--query", action="append", default=[], metavar="NAME=VALUE", help="a choice, as in the page's address")
    figure.add_argument("--format", choices=FORMATS, required=True)
    figure.add_argument("--out", type=Path, required=True, metavar="FILE|DIR", help="a folder gives the file its own name")
    collected = commands.add_parser("underlag", help="the cards of a saved selection as one file")
    collected.add_argument("--basket", type=Path, required=True, metavar="FILE", help="the file that the page Underlag saves")
    collected.add_argument(
        "--format", choices=(*COLLECTION_FORMATS, ANSWER), default="docx", help=f"{ANSWER}: draft answer to a consultation"
    )
    collected.add_argument("--length", choices=LENGTHS, default="", help="kort: one page or three slides; lang: with caveats and appendix")
    for name, words in (("title", "the title"), ("sender", "whom it comes from"), ("date", "the date, as it is to be printed")):
        collected.add_argument(f"--{name}", default="", help=f"{words}, printed on the first page")
    collected.add_argument("--out", type=Path, required=True, metavar="FILE|DIR", help="a folder gives the file its own name")
    yearly = commands.add_parser("uppfoljning", help="the yearly follow-up of the strategy, or two of them side by side")
    yearly.add_argument("--year", default="", help="the year followed up (default: the newest that most measures have figures for)")
    yearly.add_argument("--against", default="", metavar="YEAR", help="the year that it is set against (default: the year before)")
    sides = "data packages made by this command, or generations kept here"
    yearly.add_argument("--compare", nargs=2, metavar=("EARLIER", "LATER"), help=f"two follow-ups of one year side by side: {sides}")
    yearly.add_argument("--format", choices=follow_up.FORMATS, action="append", help="can be given several times (default: all)")
    yearly.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    for command in (profile, figure, collected, yearly):
        command.add_argument("--lang", choices=LANGUAGES, default="sv")
        command.add_argument("--theme", choices=tuple(PALETTES), default="light")
        command.add_argument("--size", choices=tuple(SIZES), default="column")
        command.add_argument("--scale", type=int, choices=SCALES, default=2)
        command.add_argument("--csv", choices=("excel", "plain"), default="excel")
        command.add_argument("--base-url", default="", help="the dashboard's address, for links (default: BALANCE_PUBLIC_URL)")
        command.add_argument("--generation", default="", help="an earlier generation of the figures, as permanent links name it")
    return parser


def _data(generation: str) -> Data:
    try:
        catch_up(data_dir())
    except StoreError as error:  # a bucket that cannot be asked for; one that does not answer is told to the log
        raise WrongArguments(str(error)) from error
    if not generation:
        return get_data()
    try:
        return data_of_generation(generation)
    except UnknownEdition as error:
        raise WrongArguments(f"the figures of generation {generation!r} are not kept here") from error


def _figure(view: View, asked: argparse.Namespace, options: Options) -> int:
    view = view_on(view, asked.format)
    return _saved(make(view, _card(view, asked.card, _query(asked.query)), asked.format, options), asked.out)


def _collected(view: View, asked: argparse.Namespace, options: Options) -> int:
    """The cards of a saved basket; one that there is no longer is told and left out."""
    view = view_on(view, "docx" if asked.format == ANSWER else asked.format)
    cards, gone = [], []
    try:
        items = from_file(asked.basket.read_bytes())
    except BasketFileError as error:
        raise WrongArguments(f"{asked.basket}: {error}") from error
    for item in items:
        try:
            cards.append((build(view, item.card, item.query), item.comment))
        except UnknownCard:
            gone.append(item.card)
    if gone:
        complain(f"not there any more, left out: {', '.join(gone)}", 0)
    if asked.format == ANSWER:
        return _saved(make_answer(view, cards, options, title=asked.title), asked.out)
    cover = Cover(asked.title, asked.sender, asked.date, asked.length)
    made = make_collection(view, cards, asked.format, options, cover=cover)
    return _saved(made, asked.out)


def _saved(export: Export, out: Path) -> int:
    path = out / export.filename if out.is_dir() or not out.suffix else out
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, export.content)
    return tell(str(path), 0)


def _follow_up(view: View, asked: argparse.Namespace, options: Options) -> int:
    given = {name: value for name, value in (("ar", asked.year), ("mot", asked.against)) if value}
    try:
        years = follow_up.years_of(view, given)
        found = None if asked.compare is None else follow_up.comparison(view, *(_side(view, name, years) for name in asked.compare))
    except WrongChoice as error:
        name = {"ar": "--year", "mot": "--against"}.get(error.name, error.name)
        raise WrongArguments(f"{name} cannot be {error.value}; nearest is {error.nearest}") from error
    except UnknownCard as error:
        raise WrongArguments("the strategy's measures have figures of fewer than two years") from error
    except follow_up.NoFollowUp as error:
        raise WrongArguments(str(error)) from error
    asked.out.mkdir(parents=True, exist_ok=True)
    for fmt in asked.format or follow_up.FORMATS:
        on = view_on(view, fmt)
        export = follow_up.document(on, years, fmt, options) if found is None else make_collection(on, [(found, "")], fmt, options)
        write_whole(asked.out / export.filename, export.content)
        tell(str(asked.out / export.filename), 0)
    for sentence in () if found is None else (found.title, *found.body):
        tell(sentence, 0)
    return 0


def _side(view: View, name: str, years: Follow) -> FollowUp:
    """One of two follow-ups: a package where there is a file of this name, else of a generation's figures by the rules of today."""
    if Path(name).exists():
        return follow_up.read_package(Path(name))
    return follow_up_now(View(view.t, _data(name), view.palette), years)


def _query(given: Sequence[str]) -> dict[str, str]:
    pairs = [choice.partition("=") for choice in given]
    wrong = [name for name, equals, _ in pairs if not equals]
    if wrong:
        raise WrongArguments(f"--query {wrong[0]}: NAME=VALUE is expected")
    return {name: value for name, _, value in pairs}


def _card(view: View, name: str, query: dict[str, str]) -> Card:
    try:
        return build_exactly(view, name, query)
    except WrongChoice as error:
        raise WrongArguments(str(error)) from error
    except UnknownCard as error:
        raise _no_card(name) from error


def _no_card(name: str) -> WrongArguments:
    return WrongArguments(
        f"there is no card {name!r} for these choices" if name in KINDS else f"no card {name!r}: there are {', '.join(KINDS)}"
    )


def _profiles(view: View, asked: argparse.Namespace, options: Options) -> int:
    view = view_on(view, asked.format)
    kommuner = {area.code: area.name for area in view.data.catalogue.areas_at(Level.KOMMUN)}
    by_name = {name.casefold(): code for code, name in kommuner.items()}
    named = [by_name.get(name.casefold(), name) for name in (*asked.kommun, *(asked.area or ()))]
    codes = list(kommuner) if asked.all else list(dict.fromkeys(named))
    if not codes:
        raise WrongArguments("which kommun? Give a name, a code, or --all")
    unknown = [code for code in codes if code not in kommuner]
    if unknown:
        near = [area.code for area in areas_meant(unknown[0], view.data.catalogue) if area.code in kommuner]
        meant = f"did you mean {' or '.join(f'{code} ({kommuner[code]})' for code in near)}? " if near else ""
        there = ", ".join(f"{code} {name}" for code, name in kommuner.items())
        raise WrongArguments(f"no kommun {unknown[0]!r} in the county: {meant}there are {there}")
    made_from = f"{view.data.snapshot.edition}:{asked.lang}:{asked.theme}:{options.address}:{asked.against}:{asked.appendix}"
    try:
        against = choices_of(view, PROFILE, {}).choices["jamfor"].among
    except UnknownCard as error:
        raise WrongArguments("there are no cards of a kommun's profile") from error
    if asked.against and asked.against not in against:
        raise WrongArguments(f"--against cannot be {asked.against!r}: there are {', '.join(against)}")
    make_one = partial(_profile, view, asked, options)
    wanted = [
        Wanted(f"{slug(view.t('exports.profile.title', name=kommuner[code]))}.{asked.format}", made_from, partial(make_one, code))
        for code in codes
    ]
    return _said(run(wanted, asked.out), asked.out)


def _profile(view: View, asked: argparse.Namespace, options: Options, code: str) -> Export:
    try:
        return make_profile(view, code, asked.format, options, against=asked.against, appendix=asked.appendix)
    except WrongChoice as error:  # a kommun against itself, or against kommuner like it where there are none
        raise ExportError("no_figures", str(error)) from error


def _said(report: Report, folder: Path) -> int:
    code = 1 if report.failed else 0
    for name, why in report.failed:
        complain(f"{name}: {why}", code)
    return tell(f"{len(report.made)} made, {len(report.kept)} already there, {len(report.failed)} failed, in {folder}", code)


if __name__ == "__main__":
    sys.exit(run_command(main))
