"""The whole follow-up as files, for any page that is about the strategy."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from cards.context import View
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.document import collection
from ui.take import generation_of, server_draws


def files_html(view: View, years: Follow) -> str:
    """Links to the document in every format and to the data package, of the figures that the page shows."""
    t, generation = view.t, generation_of(view)
    of = {"lang": view.language, **({"generation": generation} if generation else {})}
    whole = escape(urlencode({"korg": collection(view, years), **of}))
    links = {
        name: f'<a href="/api/v1/basket.{form}?{whole}" download="">{escape(t(f"uppfoljning.page.{name}"))}</a>'
        for name, form in (("word", "docx"), ("slides", "pptx"), ("pdf", "pdf"))
        if form != "pdf" or server_draws()
    }
    rows = escape(urlencode({**years.query, **of}))
    package = f'<a href="/api/v1/cards/uppfoljning.helhet.zip?{rows}" download="">{escape(t("uppfoljning.page.package"))}</a>'
    return f'<p class="body">{t("uppfoljning.page.files", documents=t.join(list(links.values())), package=package)}</p>'
