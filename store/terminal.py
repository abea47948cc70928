"""Printing for every command: it never decides what becomes of a command.

A terminal that cannot show a character gets a stand-in for it, and one that has gone, or a disk that is full, takes nothing away from what
was done: the exit code is that of the work. Here, since all packages that have commands may import the store.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from collections.abc import Callable
from typing import TextIO

from store import logs

PIPE_CLOSED = 141  # as the shell counts SIGPIPE
_HANDLER = "stand_in"
_STAND_INS = str.maketrans(
    {
        "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "×": "x", "·": "-", "•": "-", "≥": ">=", "≤": "<=",
        "≈": "~", "±": "+/-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "⌈": "[", "⌉": "]", "€": "EUR",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE",
    }
)  # fmt: skip


def prepare() -> None:
    """From here on what stdout and stderr cannot encode is written with stand-ins."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def tell(text: str, code: int) -> int:
    """Print what was done, and give back its exit code whatever becomes of the printing."""
    return _printed(text, sys.stdout, code)


def complain(text: str, code: int) -> int:
    """Print on stderr what went wrong, and give back its exit code whatever becomes of the printing."""
    return _printed(text, sys.stderr, code)


def run(main: Callable[[], int | None]) -> int:
    """Run a command that may print, and write to the log; its exit code (PIPE_CLOSED when its reader had seen enough, as in `… | head`)."""
    prepare()
    logs.set_up()
    try:
        code = main() or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _hush(sys.stdout)
        return PIPE_CLOSED


def stand_in(text: str, encoding: str) -> str:
    """`text` in characters that `encoding` has: "a → b" is "a -> b" in ISO 8859-1, and "Södertälje" is "Sodertalje" in ASCII."""
    return text.encode(encoding, _HANDLER).decode(encoding)


def _printed(text: str, stream: TextIO | None, code: int) -> int:
    try:
        print(text, file=stream, flush=True)
    except (OSError, ValueError):
        _hush(stream)
    return code


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_letter, error.object[error.start : error.end])), error.end


def _letter(letter: str) -> str:
    """A stand-in by hand, the letter without its accent, or a question mark: ASCII, since a codec does not always tell its name."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return next((found for found in (letter.translate(_STAND_INS), bare.translate(_STAND_INS)) if found.isascii()), "?")


def _hush(stream: TextIO | None) -> None:
    """What is still in the buffer goes nowhere, so that the interpreter's last flush does not fail in its turn."""
    try:
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return  # no file of its own, as in a test


codecs.register_error(_HANDLER, _replaced)
