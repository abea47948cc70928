"""Settings from the environment: where the publishers answer, and where refreshed figures are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from store.folder import DEFAULT, data_dir

SCB_API_URL = "https://statistikdatabasen.scb.se/api/v2"
SCB_GEO_URL = "https://geodata.scb.se/geoserver/stat/wfs"
KOLADA_API_URL = "https://api.kolada.se/v3"
EUROSTAT_API_URL = "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable and what is expected."""


@dataclass(frozen=True)
class Settings:
    """Addresses without a trailing slash, and the folder for refreshed data (it need not exist yet)."""

    scb_api_url: str = SCB_API_URL
    scb_geo_url: str = SCB_GEO_URL
    kolada_api_url: str = KOLADA_API_URL
    eurostat_api_url: str = EUROSTAT_API_URL
    data_dir: Path = DEFAULT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the addresses (SCB_API_URL, …, EUROSTAT_API_URL) and BALANCE_DATA_DIR; an unset or blank variable means the default.

        Raises SettingsError when an address is no http(s) address.
        """
        given = os.environ if environment is None else environment
        return cls(
            scb_api_url=_address(given, "SCB_API_URL", SCB_API_URL),
            scb_geo_url=_address(given, "SCB_GEO_URL", SCB_GEO_URL),
            kolada_api_url=_address(given, "KOLADA_API_URL", KOLADA_API_URL),
            eurostat_api_url=_address(given, "EUROSTAT_API_URL", EUROSTAT_API_URL),
            data_dir=data_dir(given),
        )


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    address = given.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{name}={address!r}: an http or https address is expected")
    return address
