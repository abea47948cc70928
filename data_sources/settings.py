"""Settings from the environment: where the publishers answer, and where refreshed figures are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from catalogue import load_catalogue
from store.folder import DEFAULT, data_dir

SCB_GEO_URL = "https://geodata.scb.se/geoserver/stat/wfs"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable and what is expected."""


@dataclass(frozen=True)
class Settings:
    """Where each publisher answers, by its id, and SCB's geometry service: addresses without a trailing slash. `data_dir` is the folder for
    refreshed data (it need not exist yet)."""

    api_urls: Mapping[str, str]
    scb_geo_url: str = SCB_GEO_URL
    data_dir: Path = DEFAULT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the addresses (`variable` of each publisher, and SCB_GEO_URL) and BALANCE_DATA_DIR; an unset or blank variable means the
        default, a publisher's own in the catalogue.

        Raises SettingsError when an address is no http(s) address.
        """
        given = os.environ if environment is None else environment
        return cls(
            {
                publisher.id: _address(given, variable(publisher.id), publisher.api_url)
                for publisher in load_catalogue().publishers.values()
            },
            _address(given, "SCB_GEO_URL", SCB_GEO_URL),
            data_dir(given),
        )


def variable(publisher: str) -> str:
    """The variable that says where a publisher answers.

    >>> variable("kolada")
    'KOLADA_API_URL'
    """
    return f"{publisher.upper()}_API_URL"


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    address = given.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{name}={address!r}: an http or https address is expected")
    return address
