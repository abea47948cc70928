"""Which release of the program this is. Said once, in pyproject.toml; CHANGELOG.md says what is in it.

Read from the file, since the program runs from its folder and is not installed as a package.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


@lru_cache(maxsize=1)
def version() -> str:
    """The version (semver.org), as "0.2.0"."""
    return str(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"])
