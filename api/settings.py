"""How much the interface gives to one client, and whom it believes about who the client is. From the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

READS, EXPORTS, AT_ONCE = "BALANCE_API_READS_PER_SECOND", "BALANCE_API_EXPORTS_PER_MINUTE", "BALANCE_API_EXPORTS_AT_ONCE"
PROXIES, RERUNS = "BALANCE_TRUSTED_PROXIES", "BALANCE_RERUNS_PER_SECOND"

Network = IPv4Network | IPv6Network


class ApiSettingError(ValueError):
    """A setting that cannot be used; the message names the variable and what is expected."""


@dataclass(frozen=True)
class ApiSettings:
    """Limits per client (two seconds' reads or a minute's exports may come at once), exports at once for all, proxies to believe, and how
    often an open page may be made anew."""

    reads_per_second: int = 300
    exports_per_minute: int = 60
    exports_at_once: int = 2
    proxies: tuple[Network, ...] = field(default=())
    reruns_per_second: int = 5

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> ApiSettings:
        """Read the settings; unset or blank means the default. Raises ApiSettingError."""
        given = os.environ if environment is None else environment
        return cls(
            _positive(given, READS, cls.reads_per_second),
            _positive(given, EXPORTS, cls.exports_per_minute),
            _positive(given, AT_ONCE, cls.exports_at_once),
            networks(given, PROXIES),
            _positive(given, RERUNS, cls.reruns_per_second),
        )


def _positive(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise ApiSettingError(f"{name}={text!r}: a whole number from 1 is expected")
    return int(text)


def networks(given: Mapping[str, str], name: str) -> tuple[Network, ...]:
    """The addresses and networks that a setting lists. Raises ApiSettingError."""
    texts = [text.strip() for text in given.get(name, "").split(",") if text.strip()]
    try:
        return tuple(ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise ApiSettingError(f"{name}: addresses or networks with commas between are expected ({error})") from error
