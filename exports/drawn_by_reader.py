"""The page that draws a card's picture in the reader's own browser, for a server that has none: the same sheet, as SVG and PNG.

The server lays out the paper and leaves places for the pictures; static/picture.js draws those with plotly.js and saves the whole.
"""

from __future__ import annotations

from html import escape

import orjson

from cards.context import View
from cards.model import Card
from charts.tokens import css_variables
from exports import fonts
from exports.clean import clean
from exports.facts import Facts
from exports.model import DEFAULT, Options
from exports.naming import card_name
from exports.page import in_script, plotly_geometry
from exports.sheet_svg import svg_of
from exports.sheets import sheet_of

FORMATS = ("png", "svg")
PLACE = "[picture {number}]"  # in the sheet, until the reader's browser has drawn it
STYLE = """
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.5 'Source Sans',sans-serif}
main{max-width:760px;margin:0 auto;padding:1.2rem 1rem 3rem}a{color:var(--accent)}
img{display:block;max-width:100%;height:auto;border:1px solid var(--rule);margin:1rem 0}
.saves{display:flex;gap:1.2rem}@media print{.screen{display:none}img{border:0}}
"""


def drawing_page(view: View, card: Card, script: str, plotly: str, options: Options = DEFAULT) -> str:
    """The page as HTML. `script` and `plotly` are the addresses of static/picture.js and plotly.js."""
    card = clean(card)
    facts, t = Facts(view, card, options), view.t
    sheet = sheet_of(facts, options.size)
    places = [PLACE.format(number=number) for number in range(len(sheet.pictures))]
    job = {
        "svg": svg_of(sheet, places, style=fonts.css()),
        "places": places,
        "pictures": [
            {"figure": picture.figure.to_plotly_json(), "width": round(picture.width), "height": round(picture.height)}
            for picture in sheet.pictures
        ],
        "width": sheet.width,
        "height": sheet.height,
        "scale": options.scale,
        "alt": f"{sheet.title}. {sheet.description}",
    }
    content = in_script(orjson.dumps(job, option=orjson.OPT_SERIALIZE_NUMPY).decode())
    name = card_name(view, card, facts.period)
    saves = " ".join(
        f'<a data-save="{fmt}" download="{name}.{fmt}">{escape(t("exports.here.save", form=fmt.upper()))}</a>' for fmt in FORMATS
    )
    return (
        f'<!doctype html><html lang="{view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(card.title)}</title><style>{css_variables(view.palette)}{STYLE}</style></head><body><main>"
        f'<p class="screen" role="status" data-failed="{escape(t("exports.here.failed"))}">{escape(t("exports.here.why"))}</p>'
        f'<p class="screen saves" hidden>{saves}</p><img hidden alt=""><noscript>{escape(t("exports.here.failed"))}</noscript></main>'
        f'<script>{plotly_geometry()}</script><script type="application/json" id="job">{content}</script>'
        f'<script src="{escape(plotly)}"></script><script src="{escape(script)}"></script></body></html>'
    )
