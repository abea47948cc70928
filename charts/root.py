"""Below which path the site is served: nothing, or a sub-path such as `/balans` where it shares an address with other sites.

Inside the program every address begins at the site's own root (`/karta`). `serving.under` takes the sub-path off what comes in; what goes
out to be asked for later gets it here: in HTML of ours, in links of the HTTP interface and in the addresses of shapes. What Streamlit draws
of our HTML, static/page.js leads there.
"""

from __future__ import annotations

import re

_LINKS = re.compile(r"""(\b(?:href|src|action|data-index)="|\burl\()(/(?!/))""")
_root = ""


def serve_under(path: str) -> None:
    """Serve the site below `path` from now on; "" or "/": at the root. Raises ValueError for what is no path.

    >>> serve_under("balans/"); root(); serve_under("")
    '/balans'
    """
    global _root  # noqa: PLW0603 - one process serves one site
    clean = path.strip("/")
    if clean and not re.fullmatch(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*", clean):
        raise ValueError(f"server.baseUrlPath={path!r}: letters, digits and -._~ with / between are possible")
    _root = f"/{clean}" if clean else ""


def root() -> str:
    """The sub-path, without a slash at its end; "" at the root."""
    return _root


def rooted(address: str) -> str:
    """An address that begins at the site's root, as the browser has to ask for it."""
    return f"{_root}{address}" if address.startswith("/") else address


def rooted_html(html: str) -> str:
    """HTML of ours whose links begin at the site's root, as the browser has to follow them.

    >>> serve_under("/balans"); rooted_html('<a href="/karta?x">, <a href="//else">, url(/a.woff2)'); serve_under("")
    '<a href="/balans/karta?x">, <a href="//else">, url(/balans/a.woff2)'
    """
    return _LINKS.sub(rf"\g<1>{_root}\g<2>", html) if _root else html
