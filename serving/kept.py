"""Files that come with the program or a refresh, packed once rather than for every reader."""

from __future__ import annotations

import gzip
import hashlib
import threading
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from api.cache import accepts_gzip, is_match

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
AN_HOUR = "public, max-age=3600"
_LOCK = threading.Lock()  # the first ten readers wait for one packing rather than for ten


def answer(path: Path, request: Request) -> Response:
    """The file as the answer to a request, which may be kept for an hour; 404, which may not, where it is not there. Reads the disk."""
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        return PlainTextResponse("not here", 404)
    with _LOCK:
        etag, packed = _packed(path, modified)
    headers = {"etag": etag, "cache-control": AN_HOUR, "vary": "Accept-Encoding"}
    if is_match(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    media_type = MEDIA_TYPES[path.suffix]
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        return Response(packed, 200, {**headers, "content-encoding": "gzip"}, media_type)
    return FileResponse(path, 200, headers, media_type)


@lru_cache(maxsize=16)
def _packed(path: Path, modified: int) -> tuple[str, bytes]:
    """The mark of a file as it was at `modified` (ns), and the file packed."""
    content = path.read_bytes()
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"', gzip.compress(content, compresslevel=6, mtime=0)
