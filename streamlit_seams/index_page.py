"""Streamlit's own page and fonts, as they come with the package.

The page is rewritten because Streamlit lets nobody set its language, title and head. What is not found in it is left as it was: the app
works without, only worse.
"""

from __future__ import annotations

import re
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
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
FONTS = {"Source Sans": "SourceSansVF-Upright", "Source Serif": "SourceSerifVariable-Roman"}  # file names before their marks


def index_page(language: str, head: str, no_script: str, root: str = "") -> str:
    """The page in a language, with `head` (HTML) for its title and `no_script` (HTML) for a browser that runs none; `root` is the sub-path
    that the site is served below."""
    html = AGENT_API.sub("", COMMENT.sub("", (FOLDER / INDEX).read_text(encoding="utf-8"))).strip()
    html = NO_SCRIPT.sub(f"<noscript>{no_script}</noscript>", html)
    return html.replace(LANGUAGE, f'<html lang="{language}">', 1).replace(TITLE, f"{SERVER.replace('{root}', root)}{head}", 1)


def paths() -> set[str]:
    """The addresses of the package's files, its page aside."""
    return {f"/{path.relative_to(FOLDER).as_posix()}" for path in FOLDER.rglob("*") if path.is_file()} - {f"/{INDEX}"}


def fonts() -> dict[str, str]:
    """Family → address of the font that Streamlit shows our pages in; without those that are not found."""
    found = {family: next(FOLDER.glob(f"static/media/{stem}.*.woff2"), None) for family, stem in FONTS.items()}
    return {family: f"/{file.relative_to(FOLDER).as_posix()}" for family, file in found.items() if file is not None}
