"""What an export is asked with and what comes out: a file with its name, or an error that says in the reader's language why not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from charts.root import root
from texts import Texts

Size = Literal["column", "slide", "square", "a4"]
Csv = Literal["excel", "plain"]
ErrorKind = Literal["no_browser", "browser_failed", "no_figures", "unknown_format", "too_many"]
LACKING: tuple[ErrorKind, ...] = ("no_browser",)  # reasons that hold until somebody changes the server

# Width and height in CSS px. The report column is as high as its picture needs (None); slide, square and A4 are fixed.
SIZES: Mapping[Size, tuple[int, int | None]] = {"column": (720, None), "slide": (1280, 720), "square": (1080, 1080), "a4": (794, 1123)}
SCALES = (1, 2, 3, 4)

MEDIA_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
FORMATS = tuple(MEDIA_TYPES)
COLLECTION_FORMATS = ("pptx", "docx", "pdf", "zip")
TABLE_FORMATS = ("csv", "xlsx", "parquet", "json", "zip")
PUBLIC_URL = "BALANCE_PUBLIC_URL"
CHROMIUM_SETTINGS = ("BALANCE_CHROMIUM", "CHROMIUM")  # the first that is set names the browser


@dataclass(frozen=True)
class Options:
    """How the reader wants the file. Colours are those of the view's palette.

    `size` and `scale` (1–4, of PNG) are of pictures; `csv` "excel" has a byte order mark and, in Swedish, semicolons and decimal commas,
    "plain" is what programs read; `base_url` is the address of the dashboard that links in the file begin with (default: the
    environment's BALANCE_PUBLIC_URL). Raises ValueError for what cannot be.
    """

    size: Size = "column"
    scale: int = 2
    csv: Csv = "excel"
    base_url: str = ""

    def __post_init__(self) -> None:
        if self.size not in SIZES or self.scale not in SCALES or self.csv not in ("excel", "plain"):
            raise ValueError(f"size {self.size!r}, scale {self.scale!r}, csv {self.csv!r}")

    @property
    def address(self) -> str:
        """The dashboard's address without a trailing slash; empty where it is not known."""
        return (self.base_url or os.environ.get(PUBLIC_URL, "")).strip().rstrip("/") or root()


DEFAULT = Options()
LENGTHS = ("kort", "lang")  # one page or three slides; all cards with caveats and appendix


@dataclass(frozen=True)
class Cover:
    """What the reader wants printed on a collection: title, sender and date ("" for none), and how long it is: one of `LENGTHS`, or "" for
    as long as the cards are when they are parts of a document (choice `langd`), else long."""

    title: str = ""
    sender: str = ""
    date: str = ""
    length: str = ""

    @property
    def byline(self) -> str:
        """Sender and date on one line; empty without either."""
        return " · ".join(part for part in (self.sender, self.date) if part)


NO_COVER = Cover()


@dataclass(frozen=True)
class Export:
    """A finished file. `filename` is plain ASCII without any path."""

    filename: str
    media_type: str
    content: bytes


class ExportError(Exception):
    """There is no file, and why: `kind` for programs, the message for the reader, in the reader's language.

    no_browser: there is no Chromium on the server · browser_failed: it did not answer · no_figures: the card or measure has no
    observations · unknown_format · too_many: a collection is too large.
    """

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind

    @classmethod
    def of(cls, kind: ErrorKind, t: Texts, **values: object) -> ExportError:
        """The error with its words from `exports.error.<kind>`."""
        return cls(kind, t(f"exports.error.{kind}", **values))
