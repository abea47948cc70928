"""What the strategy's page offers a region that has efforts of its own."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from texts import Texts


def template_link(t: Texts) -> str:
    """The empty table of efforts to download, as HTML."""
    query = escape(urlencode({"lang": t.language}))
    return f'<p class="take-links"><a href="/api/v1/efforts/template.csv?{query}" download="">{escape(t("insatser.template"))}</a></p>'
