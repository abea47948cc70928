"""Files that come with the program, with Streamlit or with a refresh, packed once rather than for every reader: brotli for browsers that
take it, else gzip. What is made for one address is packed as it is sent."""

from __future__ import annotations

import gzip
import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.cache import accepts_coding, is_match
from streamlit_seams.index_page import ICONS, fonts, hashed_files

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".gif": "image/gif",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
PACKED_ALREADY = (".gif", ".png", ".woff2")
AN_HOUR = "public, max-age=3600"
FOR_EVER = "public, max-age=31536000, immutable"  # of an address that changes with the content
STATIC = Path(__file__).parent.parent / "static"
CUT = {"Source Sans": "sans.woff2", "Source Serif": "serif.woff2", ICONS: "icons.woff2"}  # what the pages use of them: tools/build_fonts.py
MOST_FILES = 300
QUALITY, QUALITY_AT_ONCE = 9, 4  # of brotli: plotly in 0.6 s to 1.18 MB (11: 10 s, 1.06 MB); a page in 1 ms
_LOCK = threading.Lock()  # the first ten readers wait for one packing rather than for ten


@dataclass(frozen=True)
class Packed:
    """A file's mark, its bytes, and packed by coding where that is worth it."""

    etag: str
    content: bytes
    codings: dict[str, bytes]


def answer(path: Path, request: Request) -> Response:
    """The file as the answer to a request: for ever where the address has the mark of its content (`?v=`), else for an hour; 404, which may
    not be kept, where it is not there. Reads the disk."""
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        return PlainTextResponse("not here", 404)
    with _LOCK:
        packed = _packed(path, modified)
    named = request.query_params.get("v", "")
    return _sent(packed, request, MEDIA_TYPES[path.suffix], FOR_EVER if named and packed.etag.startswith(f'W/"{named}') else AN_HOUR)


def _sent(packed: Packed, request: Request, media_type: str, keep: str) -> Response:
    headers = {"etag": packed.etag, "cache-control": keep, "vary": "Accept-Encoding"}
    if is_match(request.headers.get("if-none-match", ""), packed.etag):
        return Response(status_code=304, headers=headers)
    accepts = request.headers.get("accept-encoding", "")
    for coding, content in packed.codings.items():
        if accepts_coding(accepts, coding):
            return Response(content, 200, {**headers, "content-encoding": coding}, media_type)
    return Response(packed.content, 200, headers, media_type)


@lru_cache(maxsize=MOST_FILES)
def _packed(path: Path, modified: int) -> Packed:
    """A file as it was at `modified` (ns)."""
    content = path.read_bytes()
    codings = {} if path.suffix in PACKED_ALREADY else {"br": brotli.compress(content, quality=QUALITY), "gzip": _gzip(content)}
    return Packed(f'W/"{hashlib.sha256(content).hexdigest()[:24]}"', content, codings)


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def page(html: str, request: Request, headers: dict[str, str]) -> Response:
    """A page that is made for one request, packed."""
    content, accepts, media_type = html.encode(), request.headers.get("accept-encoding", ""), "text/html; charset=utf-8"
    headers = {**headers, "vary": "Accept-Encoding"}
    if accepts_coding(accepts, "br"):
        return Response(brotli.compress(content, quality=QUALITY_AT_ONCE), 200, {**headers, "content-encoding": "br"}, media_type)
    if accepts_coding(accepts, "gzip"):
        return Response(_gzip(content), 200, {**headers, "content-encoding": "gzip"}, media_type)
    return Response(content, 200, headers, media_type)


@lru_cache(maxsize=1)
def streamlits() -> dict[str, Path]:
    """Streamlit's files by address, those whose name changes with their content; its fonts with the letters that are used."""
    cut = {place: STATIC / CUT[family] for family, place in fonts().items()}
    return {place: cut.get(place, path) for place, path in hashed_files().items() if path.suffix in MEDIA_TYPES}


class PackedFiles:
    """Answers for Streamlit's own files, which it would send as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        path = streamlits().get(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if path is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        found = await run_in_threadpool(_packed_once, path)
        await _sent(found, request, MEDIA_TYPES[path.suffix], FOR_EVER)(scope, receive, send)


def _packed_once(path: Path) -> Packed:
    with _LOCK:
        return _packed(path, 0)


def pack(places: tuple[str, ...]) -> None:
    """Pack Streamlit's files at these addresses before anybody asks."""
    for place in places:
        if place in streamlits():
            _packed_once(streamlits()[place])
