"""Where figures and boundaries are kept, refreshed and embedded: said once, for those who write there and those who read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir

APP_NAME = "regional-balans"
SETTING = "BALANCE_DATA_DIR"
EMBEDDED_SETTING = "BALANCE_EMBEDDED_DIR"
BUCKET = "s3://"
EMBEDDED = Path(__file__).parent / "embedded"
DEFAULT = Path(user_data_dir(APP_NAME, appauthor=False))


def data_dir(environment: Mapping[str, str] | None = None) -> Path:
    """The folder: BALANCE_DATA_DIR as the environment says now, else the user's own data folder; of a bucket (`s3://…`) the copy that this
    machine keeps. It need not exist."""
    given = (os.environ if environment is None else environment).get(SETTING, "").strip()
    if given.startswith(BUCKET):
        return mirror_of(given)
    return Path(given).expanduser() if given else DEFAULT


def shared_url(environment: Mapping[str, str] | None = None) -> str:
    """The bucket that BALANCE_DATA_DIR names; empty where it names a folder or nothing."""
    given = (os.environ if environment is None else environment).get(SETTING, "").strip()
    return given if given.startswith(BUCKET) else ""


def mirror_of(url: str) -> Path:
    """The folder for this machine's copy of a bucket."""
    return Path(user_cache_dir(APP_NAME, appauthor=False)) / hashlib.sha256(url.encode()).hexdigest()[:16]


def embedded_dir() -> Path:
    """The folder of the figures that come with the program: BALANCE_EMBEDDED_DIR as the environment says now, else the program's own."""
    given = os.environ.get(EMBEDDED_SETTING, "").strip()
    return Path(given).expanduser() if given else EMBEDDED


def boundaries(folder: Path) -> Path:
    """The file of fetched small-area boundaries (RegSO 2025) in a data folder; there is none before the first refresh."""
    return folder / "geometry" / "regso2025.geojson"
