"""Finished answers, kept as bytes: a question about the same figures is worked out once and then only sent."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from starlette.responses import Response

ROOT = Path(__file__).parent.parent
PROGRAM = ("api", "balance", "cards", "catalogue", "charts", "evidence", "exports", "static", "store", "texts")  # what makes an answer
PROGRAM_FILES = (".py", ".yaml", ".css", ".json", ".geojson")
VERSIONS = ("pyproject.toml", "requirements.txt")  # our own, and of what draws and writes
MOST_KEPT = 96_000_000  # bytes of answers in memory
LARGEST_KEPT = 24_000_000  # a larger one is made anew each time
WORTH_PACKING = 1000  # bytes
TEXTS = ("application/json", "text/", "application/problem+json", "image/svg+xml")

OPEN_TO_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After, Content-Disposition, Data-Generation",
}
CLOSED = {
    **OPEN_TO_ALL,
    # A file opened by itself runs nothing and asks nobody: what is in it came out of a link.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True)
class Made:
    """An answer's content. `filename` makes it a download; `links` are relations for the header Link; `headers` are those of a page, which
    runs scripts of ours, instead of those that shut a file in (`CLOSED`)."""

    content: bytes
    media_type: str = "application/json"
    filename: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=lambda: CLOSED)


def json_of(found: Any) -> Made:
    """An answer in JSON. NaN, which JSON has not, becomes null."""
    return Made(orjson.dumps(found))


@dataclass(frozen=True)
class KeptAnswer:
    """An answer ready to be sent: headers, bytes, and the same bytes packed where that is worth it."""

    headers: Mapping[str, str]
    content: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.content) + len(self.packed or b"")

    def response(self, accepts: str, matches: str) -> Response:
        """The HTTP answer: whole, packed, or only that nothing has changed."""
        if is_match(matches, self.headers["etag"]):
            return not_changed(self.headers)
        if self.packed is not None and accepts_coding(accepts, "gzip"):
            return Response(self.packed, 200, {**self.headers, "content-encoding": "gzip"})
        return Response(self.content, 200, self.headers)


def keep(made: Made, etag: str, edition: str, language: str, *, pinned: bool) -> KeptAnswer:
    """The answer with its headers. `pinned`: the link names the generation, so the answer stays as it is for a day and more."""
    headers = {
        **made.headers,
        "content-type": made.media_type,
        "content-language": language,
        "etag": etag,
        "cache-control": "public, max-age=86400" if pinned else "public, max-age=60, stale-while-revalidate=600",
        "data-generation": edition,
        "vary": "Accept-Encoding",
    }
    if made.filename:
        headers["content-disposition"] = f'attachment; filename="{safe_name(made.filename)}"'
    if made.links:
        headers["link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in made.links.items())
    packed = None
    if len(made.content) >= WORTH_PACKING and made.media_type.startswith(TEXTS):
        packed = gzip.compress(made.content, compresslevel=6, mtime=0)
    return KeptAnswer(headers, made.content, packed)


def safe_name(name: str) -> str:
    """A file name without path, quotes or anything else that could end the header.

    >>> safe_name('../a"b.csv')
    'a_b.csv'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip("._")[:150] or "fil"


def etag_of(edition: str, operation: str, place: str, question: str) -> str:
    """The mark of an answer: figures, program and question. Weak, because the same answer may be sent packed."""
    told = "\x00".join((program(), edition, operation, place, question))
    return f'W/"{hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]}"'


def is_match(header: str, etag: str) -> bool:
    """Whether If-None-Match names the answer (weak comparison, RFC 9110 §13.1.2)."""
    opaque = etag.removeprefix("W/")
    return header.strip() == "*" or any(part.strip().removeprefix("W/") == opaque for part in header[:4000].split(","))


def not_changed(headers: Mapping[str, str]) -> Response:
    """304 with the headers that a cache updates."""
    kept = {name: value for name, value in headers.items() if name not in ("content-type", "content-disposition", "content-language")}
    return Response(status_code=304, headers=kept)


def accepts_coding(accepts: str, wanted: str) -> bool:
    """Whether Accept-Encoding allows a coding (RFC 9110 §12.5.3): what is said of itself goes before what is said of `*`.

    >>> [accepts_coding(accepts, "gzip") for accepts in ("br, gzip", "gzip;q=0, *", "*;q=0.5", "")]
    [True, False, True, False]
    """
    said = {}
    for part in accepts.lower()[:1000].split(","):
        coding, _, quality = part.partition(";")
        said[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return said.get(wanted, said.get("*", False))


@lru_cache(maxsize=1)
def program() -> str:
    """A mark of the program's own text and versions, so that a new release never says "not changed" about an old one's answers."""
    mark = hashlib.sha256()
    for path in [
        *(ROOT / name for name in VERSIONS),
        *(path for name in PROGRAM for path in sorted((ROOT / name).rglob("*")) if path.suffix in PROGRAM_FILES),
    ]:
        mark.update(path.relative_to(ROOT).as_posix().encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


class Shelf:
    """Answers in memory, at most `most` bytes of them; what was asked for longest ago goes first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._bytes = 0

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return self._bytes

    def get(self, etag: str) -> KeptAnswer | None:
        """The answer with this mark, if it is still here."""
        with self._lock:
            found = self._kept.get(etag)
            if found is not None:
                self._kept.move_to_end(etag)
            return found

    def put(self, etag: str, answer: KeptAnswer) -> None:
        """Keep an answer, unless it is too large."""
        if answer.size > LARGEST_KEPT:
            return
        with self._lock:
            before = self._kept.pop(etag, None)
            self._bytes -= before.size if before else 0
            self._kept[etag] = answer
            self._bytes += answer.size
            while self._bytes > self.most:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.size
