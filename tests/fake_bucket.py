"""A bucket of S3-compatible storage on this machine: a real HTTP server with what the store asks of one, conditions of writes included.

A moto server would do, but cannot be installed beside the python-dateutil that pandas has; `python -m tests.kill_refresh --endpoint URL`
runs the same against one, or a MinIO, that stands elsewhere.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree


class FakeBucket(ThreadingHTTPServer):
    """Objects by path, read and written one at a time. `refuse` answers 503 while it is set; `asked` lists what was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.lock = threading.Lock()
        self.refuse = False
        self.asked: list[tuple[str, str]] = []

    def environment(self, prefix: str = "figures/balans") -> dict[str, str]:
        """What the program is told to use it."""
        endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        return {**aws(endpoint), "BALANCE_DATA_DIR": f"s3://{prefix}"}

    def names(self, prefix: str = "/figures/balans/") -> list[str]:
        """Keys under a prefix, sorted."""
        with self.lock:
            return sorted(key.removeprefix(prefix) for key in self.objects if key.startswith(prefix))


def aws(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "eu-north-1",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    }  # fmt: skip


def etag_of(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeBucket

    def _answer(self, status: int, content: bytes = b"", etag: str = "") -> None:
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", formatdate(usegmt=True))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _object(self) -> str | None:
        """The key that is asked for; None where the server is out of order, which is then answered."""
        key = unquote(urlsplit(self.path).path)
        self.server.asked.append((self.command, key))
        if self.server.refuse:
            self._answer(503)
            return None
        return key

    def do_GET(self) -> None:
        """An object."""
        key = self._object()
        if key is None:
            return
        with self.server.lock:
            content = self.server.objects.get(key)
        if content is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(200, content, etag_of(content))

    def do_PUT(self) -> None:
        """Write an object whole, if it is as If-Match or If-None-Match says."""
        content = self.rfile.read(int(self.headers["content-length"]))
        key = self._object()
        if key is None:
            return
        with self.server.lock:
            before = self.server.objects.get(key)
            wanted = self.headers.get("if-match")
            fits = (before is None) if self.headers.get("if-none-match") == "*" else True
            fits = fits and (wanted is None or (before is not None and etag_of(before).strip('"') == wanted.strip('"')))
            if fits:
                self.server.objects[key] = content
        if fits:
            self._answer(200, b"", etag_of(content))
        else:
            self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")

    def do_POST(self) -> None:
        """Remove some objects (DeleteObjects)."""
        asked = ElementTree.fromstring(self.rfile.read(int(self.headers["content-length"])))
        bucket = self._object()
        if bucket is None:
            return
        keys = [element.text or "" for element in asked.iter() if element.tag.rpartition("}")[2] == "Key"]
        with self.server.lock:
            for key in keys:
                self.server.objects.pop(f"{bucket.rstrip('/')}/{key}", None)
        told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f'<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{told}</DeleteResult>'.encode())

    def log_message(self, *given: object) -> None:
        """Nothing is logged."""


@contextmanager
def bucket() -> Iterator[FakeBucket]:
    """A running one."""
    server = FakeBucket()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
