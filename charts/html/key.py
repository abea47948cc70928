"""The key of a map as an HTML list: a swatch per class, and a hatched one for areas without a figure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def map_key(labels: Sequence[str], colours: Sequence[str], missing: str = "") -> str:
    """`labels` and `colours` go together, lowest class first; `missing` explains the hatching and is left out where nothing is missing.
    Where the map is drawn by plotly, static/page.js makes a class a button that lets through its own areas."""
    swatches = "".join(
        f'<li><span><i style="background:{colour}" aria-hidden="true"></i>{escape(label)}</span></li>'
        for label, colour in zip(labels, colours, strict=True)
    )
    none = f'<p class="classes-none"><i aria-hidden="true"></i>{escape(missing)}</p>' if missing else ""
    return f'<ul class="classes map-classes">{swatches}</ul>{none}'
