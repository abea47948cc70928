"""Publishers' text as it may be kept: without characters that XML, and so Word, Excel and SVG, cannot hold.

Washed once, where an answer enters: a note, a label or a title with a vertical tab in it made a file format fail far away.
"""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from store.washing import washed

# What `store.washing` takes out as it can stand in JSON: escaped, or as bytes of UTF-8. Anything else need not be looked through.
_SUSPECT = re.compile(
    rb"\\[bf]|\\u(?:00[0189]|007[fF]|202[89]|[dD][89a-fA-F]|[fF][dD][dDeE]|[fF]{3}[eEfF])"
    rb"|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|\x7f|\xed[\xa0-\xbf]"
)


def json_washed(content: bytes) -> Any:
    """The parsed JSON with every text in it washed, names of members too. Raises ValueError for what is no JSON."""
    if not _SUSPECT.search(content):
        return orjson.loads(content)
    try:
        parsed = orjson.loads(content)
    except orjson.JSONDecodeError:
        if b"\\u" not in content and b"\xed" not in content:
            raise
        # Half a character is no JSON to a strict reader; a table is not lost for a slip in a note.
        parsed = json.loads(content.decode("utf-8", "surrogatepass"), parse_constant=_no_number)
    return _each(parsed)


def _each(value: Any) -> Any:
    if isinstance(value, str):
        return washed(value)
    if isinstance(value, dict):
        return {washed(name): _each(member) for name, member in value.items()}
    if isinstance(value, list) and not {str, dict, list}.isdisjoint(map(type, value)):  # a hundred thousand numbers are passed over
        return [_each(member) for member in value]
    return value


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")
