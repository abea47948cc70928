"""Streamlit's own page and fonts, as they come with the package.

The page is rewritten because Streamlit lets nobody set its language, title and head. What is not found in it is left as it was: the app
works without, only worse.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

FOLDER = Path(file_util.get_static_dir())
INDEX = "index.html"
# Without this a deep link makes Streamlit's client ask for its server below the page first: two answers "404" in the console.
SERVER = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"{root}/"}</script>'
LANGUAGE = '<html lang="en">'
TITLE = "<title>Streamlit</title>"
ROOT = '<div id="root">'  # where the app will be
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
AGENT_API = re.compile(r'<link rel="service-desc"[^>]*>')  # which is not offered here
PRELOADED = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
LOADED = re.compile(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"')
ICONS = "Material Symbols Rounded"
IMPORTED = re.compile(r"""(?:from|import)["'`]\./([^"'`]+\.js)["'`]""")  # at once, not when they are called for
FONTS = {  # file names before their marks
    ICONS: "MaterialSymbols-Rounded", "Source Sans": "SourceSansVF-Upright", "Source Serif": "SourceSerifVariable-Roman",
}  # fmt: skip


def index_page(language: str, head: str, no_script: str, root: str = "") -> str:
    """The page in a language, with `head` (HTML) for title and what it loads first, and `no_script` (HTML) for a browser that runs none;
    `root` is the sub-path that the site is served below."""
    html = PRELOADED.sub("", AGENT_API.sub("", COMMENT.sub("", (FOLDER / INDEX).read_text(encoding="utf-8")))).strip()
    html = NO_SCRIPT.sub(f"<noscript>{no_script}</noscript>", html)
    return html.replace(LANGUAGE, f'<html lang="{language}">', 1).replace(TITLE, f"{SERVER.replace('{root}', root)}{head}", 1)


def paths() -> set[str]:
    """The addresses of the package's files, its page aside."""
    return {f"/{path.relative_to(FOLDER).as_posix()}" for path in FOLDER.rglob("*") if path.is_file()} - {f"/{INDEX}"}


def fonts() -> dict[str, str]:
    """Family → address of the font that Streamlit shows our pages and its icons in; without those that are not found."""
    found = {family: next(FOLDER.glob(f"static/media/{stem}.*.woff2"), None) for family, stem in FONTS.items()}
    return {family: f"/{file.relative_to(FOLDER).as_posix()}" for family, file in found.items() if file is not None}


def hashed_files() -> dict[str, Path]:
    """The package's files whose name changes with their content, by address."""
    found = (path for path in (FOLDER / "static").rglob("*") if path.is_file())
    return {f"/{path.relative_to(FOLDER).as_posix()}": path for path in found if path.stem.count(".")}


def first_scripts() -> tuple[str, ...]:
    """Addresses of what the page loads before it can begin, as it names them."""
    return tuple(f"/{place}" for place in LOADED.findall((FOLDER / INDEX).read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def scripts_of(*elements: str) -> tuple[str, ...]:
    """Addresses of the scripts that draw elements (names of Streamlit's own: "PlotlyChart"), and of those that they import in turn; without
    what the page loads by itself, and without what is not found. The browser would learn of each when the one before it has come."""
    todo = [path for name in elements for path in FOLDER.glob(f"static/js/{name}.*.js")]
    found: dict[str, None] = {}
    loaded = set(LOADED.findall((FOLDER / INDEX).read_text(encoding="utf-8")))
    while todo:
        path = todo.pop(0)
        place = path.relative_to(FOLDER).as_posix()
        if path.is_file() and place not in loaded and place not in found:
            found[place] = None
            todo += [path.parent / name for name in IMPORTED.findall(path.read_text(encoding="utf-8"))]
    return tuple(f"/{place}" for place in found)
