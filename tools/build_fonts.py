"""Make static/sans.woff2, serif.woff2 and icons.woff2: the fonts of the pages with the letters of European text, and with the icons that
Streamlit's controls name, alone.

`python -m tools.build_fonts` after a new version of Streamlit, whose fonts they are cut from: 28, 88 and 10 kB instead of 170, 429 and 375
(Source: SIL Open Font License, static/fonts-licence.txt; Material Symbols: Apache License 2.0). A letter that is not in them the browser
takes from another font.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from streamlit_seams.index_page import FOLDER, ICONS, fonts

STATIC = Path(__file__).parent.parent / "static"
FILES = {"Source Sans": "sans.woff2", "Source Serif": "serif.woff2", ICONS: "icons.woff2"}
LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "βσΔ–—‘’“”•…−≈≥≤≠←↑→↓▲▼△▽●◆○■☰\u2009\u202f"))
FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
WEIGHTS = (400, 700)  # that the pages use
ICON = re.compile(r":material/([a-z0-9_]+):")


def cut(font: Path) -> bytes:
    """The font as WOFF2, the same bytes each time."""
    options = subset.Options(layout_features=FEATURES, hinting=False)
    whole = TTFont(font, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(whole)
    found = instancer.instantiateVariableFont(whole, {"wght": WEIGHTS})
    found.flavor, out = "woff2", io.BytesIO()
    found.save(out)
    return out.getvalue()


def cut_icons(font: Path, names: set[str]) -> bytes:
    """The icon font with some icons: each is a ligature of the letters of its name."""
    options = subset.Options(layout_features=["liga", "rlig"], layout_closure=False, hinting=False, glyph_names=True)
    whole = TTFont(font, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(glyphs=names & set(whole.getGlyphOrder()), unicodes=[*range(0x30, 0x3A), 0x5F, *range(0x61, 0x7B)])
    cutter.subset(whole)
    whole.flavor, out = "woff2", io.BytesIO()
    whole.save(out)
    return out.getvalue()


def icons_named() -> set[str]:
    """Names of the icons in Streamlit's scripts and in our own code."""
    scripts = [*FOLDER.glob("static/js/*.js"), *(STATIC.parent / "ui").glob("*.py")]
    return {name for script in scripts for name in ICON.findall(script.read_text(encoding="utf-8"))}


def main() -> int:
    """Write the files, and say how large they are."""
    for family, place in fonts().items():
        target, source = STATIC / FILES[family], FOLDER / place.removeprefix("/")
        target.write_bytes(cut_icons(source, icons_named()) if family == ICONS else cut(source))
        print(f"{target.name}: {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
