"""The yearly follow-up as files: the document in the order of the strategy, its data package, and two follow-ups side by side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pandas as pd

from cards.context import View
from cards.model import Card
from cards.registry import UnknownCard, build, build_exactly
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.compare import comparison_card
from cards.uppfoljning.document import items
from cards.uppfoljning.editions import FollowUp, follow_up_of
from cards.uppfoljning.findings import document_title
from cards.uppfoljning.records import RECORDS
from exports.collection import make_collection
from exports.formats import make
from exports.model import MEDIA_TYPES, Export, Options
from exports.naming import slug

FORMATS = ("docx", "pptx", "pdf", "zip")  # zip is the data package
LARGEST = 50_000_000  # bytes of a part of a package that is read


class NoFollowUp(ValueError):
    """The file is no data package of a follow-up."""


def years_of(view: View, query: dict[str, str]) -> Follow:
    """The two years of a follow-up, from `ar` and `mot` where they are given. Raises UnknownCard, WrongChoice."""
    card = build_exactly(view, "uppfoljning.helhet", query)
    return Follow(int(card.query["ar"]), int(card.query["mot"]))


def document(view: View, years: Follow, fmt: str, options: Options) -> Export:
    """The whole follow-up in one of `FORMATS`. Raises ExportError."""
    if fmt == "zip":
        made = make(view, build(view, "uppfoljning.helhet", years.query), fmt, options)
        return Export(f"{slug(document_title(view.t, years))}.zip", MEDIA_TYPES[fmt], made.content)
    return make_collection(view, [(card, "") for card in cards_of(view, years)], fmt, options)


def cards_of(view: View, years: Follow) -> Sequence[Card]:
    """The document's cards, those that the figures allow."""
    found = []
    for item in items(view, years):
        try:
            found.append(build(view, item.card, item.query))
        except UnknownCard:
            continue
    return found


def comparison(view: View, old: FollowUp, new: FollowUp) -> Card:
    """What is another in the later follow-up. Raises NoFollowUp for follow-ups of two years."""
    try:
        return comparison_card(view, old, new)
    except ValueError as error:
        raise NoFollowUp(str(error)) from error


def read_package(path: Path) -> FollowUp:
    """A follow-up from its data package. Raises NoFollowUp, OSError."""
    try:
        with ZipFile(path) as package:
            return follow_up_of({name: _records(package, name) for name in RECORDS})
    except (BadZipFile, KeyError, ValueError) as error:
        raise NoFollowUp(f"{path.name} is no data package of a follow-up ({error})") from error


def _records(package: ZipFile, name: str) -> pd.DataFrame:
    place = f"data/{name}.csv"
    if package.getinfo(place).file_size > LARGEST:
        raise ValueError(f"{place} is too large")
    content = package.read(place)
    head = pd.read_csv(io.BytesIO(content), nrows=0).columns
    as_text = {column: str for column in head if column.endswith("period") or column in ("area", "edition")}
    return pd.read_csv(io.BytesIO(content), dtype=as_text)
