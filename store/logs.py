"""The log of server and commands: one line an event on stderr, `key=value`, and nothing in it of a reader.

    time=2026-11-30T09:12:04Z level=warning part=refresh event=source_failed indicator=population source=scb:TAB638 kind=timeout

A part of the program tells of an event (`event`) or of an exception (`failure`); `set_up` is called once by whoever starts a process and
decides where the lines go. LOG_LEVEL says from which level on: DEBUG, INFO, WARNING, ERROR; unset it is INFO, in a terminal WARNING, where
a command tells its user what it did. LOG_FORMAT=json makes each line a JSON object instead. Here, beside `store.terminal`, since all that
have something to tell may import the store.

What a reader asked for or wrote never comes into a line, nor where from. So fields are the program's own names and numbers, and of an
exception its types and the places that it came through are told, never its message, which may quote a link or a file.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parent.parent
NAME = "regional_balans"
SETTING = "LOG_LEVEL"
FORMAT_SETTING = "LOG_FORMAT"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("text", "json")
LONGEST = 300  # characters of a value
MOST_PLACES = 8  # of an exception: the innermost
_BARE = re.compile(r"[\w.:/<>+-]+")


def event(part: str, name: str, level: int = logging.INFO, **fields: object) -> None:
    """Tell that something happened. `fields`: the program's own names and numbers, nothing of a reader; None is left out.

    >>> line("source_fetched", source="scb:TAB638", rows=26, note="two words", period=None)
    'event=source_fetched source=scb:TAB638 rows=26 note="two words"'
    """
    known = {"event": name, "fields": {key: value for key, value in fields.items() if value is not None}}
    logging.getLogger(f"{NAME}.{part}").log(level, "%s", line(name, **fields), extra=known)


def failure(part: str, name: str, error: BaseException, level: int = logging.ERROR, **fields: object) -> None:
    """Tell of an exception: its type, what it came of, and the places in our own code that it came through, innermost first."""
    event(part, name, level, **fields, error=type(error).__name__, cause=" ".join(_causes(error)) or None, at=" ".join(places(error)))


def line(name: str, **fields: object) -> str:
    """An event as text: values on one line, cut, and in quotation marks where they have more than names and numbers have."""
    return " ".join([f"event={name}", *(f"{key}={_value(value)}" for key, value in fields.items() if value is not None)])


def _value(value: object) -> str:
    text = str(value)[:LONGEST]
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=True)


def _causes(error: BaseException) -> list[str]:
    found: list[BaseException] = []
    after = error.__cause__ or error.__context__
    while after is not None and after not in found:
        found.append(after)
        after = after.__cause__ or after.__context__
    return [type(each).__name__ for each in found]


def places(error: BaseException) -> list[str]:
    """`file:line:function` of our own code that an exception came through, innermost first; of other code only where it was raised."""
    found = []
    for number, frame in enumerate(reversed(traceback.extract_tb(error.__traceback__))):
        path = Path(frame.filename)
        ours = path.is_relative_to(ROOT) and ".venv" not in path.parts
        if ours or number == 0:
            found.append(f"{path.relative_to(ROOT) if ours else path.name}:{frame.lineno}:{frame.name}")
    return found[:MOST_PLACES]


class _Lines(logging.Formatter):
    """When, how grave and from which part, before the event. A line is one line, whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = _when(record)
        text = record.getMessage().replace("\n", " ").replace("\r", " ")
        return f"time={when} level={record.levelname.lower()} part={record.name.removeprefix(f'{NAME}.')} {text}"


def _when(record: logging.LogRecord) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


class _Json(_Lines):
    """The same as a JSON object: numbers are numbers, all else is text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        head = {"time": _when(record), "level": record.levelname.lower(), "part": record.name.removeprefix(f"{NAME}.")}
        fields: dict[str, object] = getattr(record, "fields", {})
        plain = {key: value if isinstance(value, bool | int | float) else str(value)[:LONGEST] for key, value in fields.items()}
        return json.dumps({**head, "event": getattr(record, "event", ""), **plain}, ensure_ascii=True)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is when there is something to write, not to what it was when this was made."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        self.stream = sys.stderr
        super().emit(record)


class _Told(logging.Filter):
    """Tells an exception as an event of ours, in place of the record that would have told it with its message."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__()
        self.part, self.event = part, name

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written as it is."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        failure(self.part, self.event, error)
        return False


def take_over(logger: str, part: str, name: str) -> None:
    """Have the exceptions that a library writes to its `logger`, with their messages, told as events of ours instead."""
    theirs = logging.getLogger(logger)
    if not any(isinstance(found, _Told) for found in theirs.filters):
        theirs.addFilter(_Told(part, name))


def loggers() -> list[logging.Logger]:
    """What writes to stderr here, for a progress bar to step aside for; empty where nobody has called `set_up`."""
    ours = logging.getLogger(NAME)
    return [ours] if any(isinstance(handler.formatter, _Lines) for handler in ours.handlers) else []


def set_up() -> None:
    """Write the events of this process to stderr. Called by whoever starts it: the server, and each command; again does nothing more.

    A LOG_LEVEL or LOG_FORMAT that is none is told and taken for unset.
    """
    ours = logging.getLogger(NAME)
    if not any(isinstance(handler.formatter, _Lines) for handler in ours.handlers):
        handler = _Stderr(sys.stderr)
        handler.setFormatter(_Json() if os.environ.get(FORMAT_SETTING, "").strip().lower() == "json" else _Lines())
        ours.addHandler(handler)
    given = os.environ.get(SETTING, "").strip().upper()
    ours.setLevel(given if given in LEVELS else logging.WARNING if sys.stderr.isatty() else logging.INFO)
    if given and given not in LEVELS:
        event("log", "unknown_level", logging.WARNING, setting=SETTING, known=" ".join(LEVELS))
    if os.environ.get(FORMAT_SETTING, "").strip().lower() not in ("", *FORMATS):
        event("log", "unknown_format", logging.WARNING, setting=FORMAT_SETTING, known=" ".join(FORMATS))


def only_warnings() -> None:
    """For a command that was asked to be quiet: nothing of what went well, unless LOG_LEVEL asks for it."""
    if os.environ.get(SETTING, "").strip().upper() not in LEVELS:
        logging.getLogger(NAME).setLevel(logging.WARNING)
