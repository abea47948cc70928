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

from streamlit import file_util

from texts import LANGUAGES, Language, load_texts

# Without this a deep link makes Streamlit's client ask for its server below the page first: two answers "404" in the console.
SERVER = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
STATIC = Path(__file__).parent.parent / "static"
STREAMLIT = Path(file_util.get_static_dir())
INDEX = "index.html"
HEAD = "<!--head-->"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
AGENT_API = re.compile(r'<link rel="service-desc"[^>]*>')  # which is not offered here
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
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


def first_page(language: Language, head: Head, own_address: str) -> str:
    """Streamlit's index page with language, title, preview, our style sheet and script. `own_address`: the page's, absolute."""
    told = {"og:title": head.title, "og:description": head.description, "og:type": "website", "og:url": own_address}
    told |= {"og:locale": {"sv": "sv_SE", "en": "en_GB"}[language], "og:site_name": load_texts(language)("common.app_title")}
    told |= {"og:image": head.image, "og:image:alt": head.title} if head.image else {}
    preview = "".join(f'<meta property="{name}" content="{escape(value)}"/>' for name, value in told.items())
    card = "summary_large_image" if head.image else "summary"
    words = (
        f'<title>{escape(head.title)}</title><meta name="description" content="{escape(head.description)}"/>'
        f'{preview}<meta name="twitter:card" content="{card}"/>'
    )
    return _shell(language).replace(HEAD, words, 1)


@lru_cache(maxsize=len(LANGUAGES))
def _shell(language: Language) -> str:
    """The page without what is told of one address. What is not found in Streamlit's is left as it was: the app works without."""
    script, style = address("page.js"), address("style.css")
    own = f'{SERVER}{HEAD}<script src="{script}" defer></script><link id="own-style" rel="stylesheet" href="{style}"/>'
    html = AGENT_API.sub("", COMMENT.sub("", (STREAMLIT / INDEX).read_text(encoding="utf-8"))).strip()
    html = NO_SCRIPT.sub(f"<noscript><p>{escape(load_texts(language)('common.no_script'))}</p></noscript>", html)
    return html.replace('<html lang="en">', f'<html lang="{language}">', 1).replace("<title>Streamlit</title>", own, 1)


@lru_cache(maxsize=1)
def inline_scripts() -> tuple[str, ...]:
    """The scripts that stand in the page itself, for its policy. They come with the program: nothing of a link is among them."""
    return tuple(hash_of(script) for script in INLINE.findall(_shell("sv")))


def hash_of(script: str) -> str:
    """A script as a policy names it.

    >>> hash_of("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
