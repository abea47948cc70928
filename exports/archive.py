"""Zip files with the same bytes for the same content, and the same for the zip files that other programs wrote (XLSX, DOCX, PPTX)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name as a zip file. A name that is given twice gets a number."""
    out, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(_entry(_free(name, taken)), content)
    return out.getvalue()


def steady(content: bytes, change: Callable[[str, bytes], bytes] = lambda _, part: part) -> bytes:
    """A zip file anew, its parts in the same order and without times; `change` may rewrite a part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped((info.filename, change(info.filename, archive.read(info))) for info in archive.infolist())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    free, number = name, 2
    while free in taken:
        free, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(free)
    return free
