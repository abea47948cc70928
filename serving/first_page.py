"""The HTML that the browser gets before the app has said anything: Streamlit's own page, in the reader's language and with our style.

Without it the first second would be unstyled, the document would call itself English, and a shared link would be shown as "Streamlit".
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from charts.root import root, rooted_html
from streamlit_seams.index_page import ICONS, ROOT, fonts, index_page, scripts_of
from texts import LANGUAGES, Language, load_texts

STATIC = Path(__file__).parent.parent / "static"
HEAD = "<!--head-->"
# As Streamlit sets it some time after it has begun, by way of 16 px (.streamlit/config.toml): so nothing jumps.
STEADY = "html{font-size:17px!important}body{margin:0}*,*::before,*::after{box-sizing:border-box}"
ELEMENTS = ("Html", "PageLink", "Button", "ButtonGroup", "Selectbox")  # of Streamlit, on nearly every page
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Head:
    """What a page is called and described as, in the browser's tab and where its link is shared; `image` is the address of a picture."""

    title: str
    description: str
    image: str = ""


def address(name: str) -> str:
    """Address of a file in static/; it changes with the content, so that browsers may keep it."""
    return f"/app/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def first_page(language: Language, head: Head, own_address: str, view: str = "") -> str:
    """Streamlit's index page with language, title, preview, our style sheet and script. `own_address`: the page's, absolute; `view`: what
    is seen until the app runs (HTML)."""
    told = {"og:title": head.title, "og:description": head.description, "og:type": "website", "og:url": own_address}
    told |= {"og:locale": {"sv": "sv_SE", "en": "en_GB"}[language], "og:site_name": load_texts(language)("common.app_title")}
    told |= {"og:image": head.image, "og:image:alt": head.title} if head.image else {}
    preview = "".join(f'<meta property="{name}" content="{escape(value)}"/>' for name, value in told.items())
    card = "summary_large_image" if head.image else "summary"
    words = (
        f'<title>{escape(head.title)}</title><meta name="description" content="{escape(head.description)}"/>'
        f'{preview}<meta name="twitter:card" content="{card}"/>'
    )
    return rooted_html(_shell(language, root()).replace(HEAD, words, 1).replace(ROOT, f"{view}{ROOT}", 1))


@lru_cache(maxsize=len(LANGUAGES))
def _shell(language: Language, below: str) -> str:
    """The page without what is told of one address, for a site below a sub-path."""
    style = address("style.css")
    letters = [place for family, place in fonts().items() if family != ICONS]
    first = "".join(f'<link rel="preload" href="{place}" as="font" type="font/woff2" crossorigin/>' for place in letters)
    soon = "".join(f'<link rel="modulepreload" crossorigin href="{place}"/>' for place in scripts_of(*ELEMENTS))
    scripts = "".join(f'<script src="{address(name)}" defer></script>' for name in ("page.js", "search.js"))
    own = f'{HEAD}<style>{STEADY}</style><link id="own-style" rel="stylesheet" href="{style}"/>{first}{scripts}{soon}'
    return index_page(language, own, f"<p>{escape(load_texts(language)('common.no_script'))}</p>", below)


def inline_scripts() -> tuple[str, ...]:
    """The scripts that stand in the page itself, for its policy. They come with the program: nothing of a link is among them."""
    return _hashes(root())


@lru_cache(maxsize=1)
def _hashes(below: str) -> tuple[str, ...]:
    return tuple(hash_of(script) for script in INLINE.findall(_shell("sv", below)))


def hash_of(script: str) -> str:
    """A script as a policy names it.

    >>> hash_of("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
