"""The dashboard's fonts in files: how wide words are, and the fonts themselves as data, so that nothing is asked of another host.

The families are those of the pages (SIL Open Font License), from packages that hold one file for each weight: a PDF takes those in as
fonts, while it would draw the letters of a variable font as shapes.
"""

from __future__ import annotations

import io
import threading
from base64 import b64encode
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Family = Literal["sans", "serif"]
NAMES: dict[Family, str] = {"sans": "Source Sans", "serif": "Source Serif"}
FAMILY: dict[Family, str] = {
    "sans": "'Source Sans', 'Source Sans 3', 'Source Sans Pro', sans-serif",
    "serif": "'Source Serif', 'Source Serif 4', 'Source Serif Pro', serif",
}
FACES: dict[tuple[Family, int], tuple[str, str]] = {
    ("sans", 400): ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("sans", 600): ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    ("sans", 700): ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    ("serif", 600): ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
_LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”•…−≈≥≤≠→←▲▼●◆○■\u202f\u2009"))
# Not in every face of the families: marks.woff has these four of DejaVu Sans, cut by `_subset` (licence in marks-licence.txt).
_MARKS = "●○\u202f\u2009"
_MEASURED = 100.0  # px at which words are measured: fine enough for every size
_lock = threading.Lock()  # a FreeType face must not be used by two threads at once


@lru_cache(maxsize=len(FACES))
def path_of(family: Family, weight: int) -> Path:
    """The file of a face. FileNotFoundError where its package is not installed."""
    package, name = FACES[family, weight]
    found = find_spec(package)
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place) / "files" / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name} is not in the package {package}")


@lru_cache(maxsize=len(FACES))
def _face(family: Family, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path_of(family, weight)), _MEASURED, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def _measured(text: str, family: Family, weight: int) -> float:
    with _lock:
        return float(_face(family, weight).getlength(text))


def width(text: str, size: float, weight: int = 400, family: Family = "sans") -> float:
    """Width in px of a line of text at a size in px."""
    return _measured(text, family, weight) * size / _MEASURED


def wrapped(text: str, room: float, size: float, weight: int = 400, family: Family = "sans") -> list[str]:
    """The text in lines that fit in `room` px; a word longer than that (an address) is cut where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate, size, weight, family) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, room, size, weight, family)
        lines += full
    return [*lines, line] if line else lines


def _cut(word: str, room: float, size: float, weight: int, family: Family) -> list[str]:
    pieces = []
    while width(word, size, weight, family) > room and len(word) > 1:
        fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], size, weight, family) <= room)
        nicer = max(word.rfind(mark, 1, fits) for mark in "&?/=-") + 1  # an address is cut before or after such a mark
        cut = nicer if nicer > fits // 2 else fits
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


@lru_cache(maxsize=len(FACES))
def _part(family: Family, weight: int) -> bytes:
    """The letters of European text alone, as WOFF: a fraction of the whole face."""
    return _subset(path_of(family, weight), _LETTERS)


@lru_cache(maxsize=1)
def _marks() -> bytes:
    return Path(__file__).with_name("marks.woff").read_bytes()


def _subset(path: Path, letters: tuple[int, ...]) -> bytes:
    """A font file with some letters only, as WOFF. The same bytes each time."""
    from fontTools import subset  # noqa: PLC0415 - slow to import, and only files with letters in them need it
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "FFTM"]
    font = TTFont(path, lazy=True, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def css(*, whole: bool = False) -> str:
    """`@font-face` rules with the faces as data. `whole`: every letter, for our own browser; else those of European text, for files."""
    rules = []
    for family, weight in FACES:
        data, kind = (path_of(family, weight).read_bytes(), "ttf") if whole else (_part(family, weight), "woff")
        rules += [_rule(family, weight, data, kind), _rule(family, weight, _marks(), "woff", _MARKS)]
    return "".join(rules)


def _rule(family: Family, weight: int, data: bytes, kind: str, only: str = "") -> str:
    letters = f"unicode-range:{','.join(f'U+{ord(letter):04X}' for letter in only)};" if only else ""
    return (
        f"@font-face{{font-family:'{NAMES[family]}';font-weight:{weight};font-style:normal;{letters}"
        f"src:url(data:font/{kind};base64,{b64encode(data).decode()})}}"
    )
