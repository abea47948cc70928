"""The safety net of a change that must change nothing: a hash of every card in every form a program can have it, and of the API's answers.

    python -m tests.fingerprint before.txt        # outside the tree; run again after the change, then: diff before.txt after.txt

A line is the path of a request, its status and a hash of the answer. Every kind of card is asked for in both languages as JSON, CSV, XLSX
and json-stat2: as it comes, and once for each choice that often follows along. Answers name the generation of the figures, so the same
figures must be behind both runs; `--words DIR` writes the answers that are text beside the hashes, to see what a difference is.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from cards.registry import KINDS
from tests.api_client import api_client

LANGUAGES = ("sv", "en")
FORMS = ("", ".csv", ".xlsx", ".json")
CHOICES = ({}, {"omrade": "0127"}, {"stad": "split"}, {"matt": "unemployment_rate"})
ANSWERS = (
    *("/", "/openapi.json", "/indicators", "/indicators/employment_rate", "/areas?level=kommun", "/areas/0126", "/goals", "/generations"),
    *("/observations?indicator=employment_rate&area=0126", "/observations?indicator=population&format=csv&level=kommun"),
    *("/balance?indicator=employment_rate", "/balance?indicator=unemployment_rate&stad=split", "/cards", "/nothing", "/cards/no.card"),
)
TEXT = ("application/json", "text/", "application/problem+json", "application/geo+json")


def requests() -> Iterator[str]:
    """Every path that is asked for, below /api/v1."""
    for language in LANGUAGES:
        yield from (f"{path}{'&' if '?' in path else '?'}lang={language}" for path in ANSWERS)
        for card in KINDS:
            for chosen in CHOICES:
                yield from (f"/cards/{card}{form}?{urlencode(chosen | {'lang': language})}" for form in FORMS)


def main() -> None:
    """Ask for everything and write the hashes."""
    parser = argparse.ArgumentParser(prog="python -m tests.fingerprint", description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("out", type=Path, help="file for the hashes, outside the tree")
    parser.add_argument("--words", type=Path, help="folder for the answers that are text")
    given = parser.parse_args()
    client, lines = api_client(), []
    for path in requests():
        answer = client.get(path)
        lines.append(f"{path} {answer.status_code} {hashlib.sha256(answer.content).hexdigest()[:16]}")
        if given.words and answer.headers.get("content-type", "").startswith(TEXT):
            given.words.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w.=&-]+", "_", path.lstrip("/"))
            (given.words / f"{name}.txt").write_bytes(answer.content.replace(b',"', b',\n"'))
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} answers")


if __name__ == "__main__":
    main()
