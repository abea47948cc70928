"""What the environment sets for the server, read in one place before it answers anybody: what cannot be used is told in a line each, and
the server ends with exit code 2."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.settings import AT_ONCE, EXPORTS, PROXIES, READS, RERUNS, ApiSettingError, ApiSettings, Network
from charts.root import serve_under
from exports.model import PUBLIC_URL
from serving import ahead, watch
from store.folder import EMBEDDED_SETTING, shared_url
from store.generations import generations_to_keep
from store.refreshes import Every, every
from store.remote import Bucket
from store.schema import StoreError
from store.terminal import complain

UNUSABLE = 2  # exit code, as of a command that is called wrongly
ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
FOR_CLIENTS = (READS, EXPORTS, AT_ONCE, PROXIES, RERUNS)
Environment = Mapping[str, str]


@dataclass(frozen=True)
class ServerSettings:
    """How often it refreshes, what it gives to one client, and who may read its numbers."""

    every: Every
    api: ApiSettings
    watchers: tuple[Network, ...]


def settings_or_end(sub_path: str, environment: Environment | None = None) -> ServerSettings:
    """The settings; `sub_path` is what Streamlit was told of it, and taken on here. Tells what cannot be used, and ends the program."""
    given = os.environ if environment is None else environment
    told = faults(sub_path, given)
    if told:
        raise SystemExit(complain("\n".join([*told, "The server was not started: docs/run.md has the settings."]), UNUSABLE))
    return ServerSettings(every(given), ApiSettings.from_environment(given), watch.metrics_from(given))


def faults(sub_path: str, given: Environment) -> list[str]:
    """A line for each setting that cannot be used: what it says and what is possible."""
    checks: list[Callable[[], object]] = [
        lambda: serve_under(sub_path),
        lambda: every(given),
        *(
            lambda name=name: ApiSettings.from_environment({name: given.get(name, "")})
            for name in (READS, EXPORTS, AT_ONCE, PROXIES, RERUNS)
        ),
        lambda: watch.metrics_from(given),
        lambda: generations_to_keep(given),
        lambda: Bucket(shared_url(given)) if shared_url(given) else None,
    ]
    found = [_fault(check) for check in checks]
    said = given.get(ahead.SETTING, "").strip()
    found += [f"{ahead.SETTING}={said!r}: on, off are possible"] if said.lower() not in ("", "on", "off") else []
    said = given.get(PUBLIC_URL, "").strip()
    found += [f"{PUBLIC_URL}={said!r}: an address that begins with https:// is expected"] if said and not ADDRESS.fullmatch(said) else []
    said = given.get(EMBEDDED_SETTING, "").strip()
    found += [f"{EMBEDDED_SETTING}={said!r}: there is no such folder"] if said and not Path(said).expanduser().is_dir() else []
    return [fault for fault in found if fault]


def _fault(check: Callable[[], object]) -> str:
    try:
        check()
    except (StoreError, ApiSettingError, ValueError) as error:
        return str(error)
    return ""
