"""Whole files only: a name never stands for a part of what was to be written under it, whenever the program dies."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".tmp-"  # what names of unfinished files begin with


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: a reader sees the old file or the new one. Raises OSError, and then the old one stays."""
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(6)}{path.suffix}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(OSError):  # there is none after the rename, nor where the disk takes nothing
            temporary.unlink(missing_ok=True)
