"""A card as one HTML file that works without a network: the picture answers to the mouse as on the page, with table, notes, source."""

from __future__ import annotations

from html import escape
from pathlib import Path

import orjson
from plotly.offline import get_plotlyjs

from charts.html import html_of
from charts.plotly import config
from charts.spec import Chart
from charts.table import html_table
from charts.tokens import css_variables
from exports import fonts
from exports.browser import TOPOJSON
from exports.citation import citation
from exports.facts import Facts
from exports.marks import mark, mark_width
from exports.sheets import drawable, drawn_for

STYLE_SHEET = Path(__file__).parents[1] / "static" / "style.css"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:"
OWN_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.5 'Source Sans',sans-serif;font-variant-numeric:tabular-nums}
main{max-width:960px;margin:0 auto;padding:1.2rem 1rem 3rem}
a{color:var(--accent)}summary{cursor:pointer;padding:.4rem 0;font-weight:600}
.picture{width:100%}
.keys{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;list-style:none;margin:.4rem 0;padding:0}
.keys li{display:flex;gap:.4rem;align-items:center}
@media print{summary{display:none}details>*{display:block}}
"""


def to_html(facts: Facts) -> bytes:
    """The page, fonts and plotly.js inside."""
    card, view, t = facts.card, facts.view, facts.view.t
    picture, script = _picture(facts)
    table = card.table() if card.table is not None else None
    as_text = html_table(table.columns, table.rows, table.caption) if table else ""
    body = " ".join(sentence for sentence in card.body if sentence)
    parts = [
        f'<p class="kicker">{escape(card.kicker)}</p>' if card.kicker else "",
        f'<h1 class="page-title">{escape(card.title)}</h1>',
        f'<p class="lead">{escape(body)}</p>' if body else "",
        f'<p class="chart-heading">{escape(card.heading)}</p>' if card.heading else "",
        _key(facts),
        picture,
        f"<details open><summary>{escape(t('card.as_table'))}</summary>{as_text}</details>" if as_text else "",
        *(f'<p class="note">{escape(note)}</p>' for note in (*card.notes, facts.status) if note),
        f'<p class="source">{escape(facts.sourced)}</p>',
        f'<p class="source"><strong>{escape(t("exports.meta.citation"))}:</strong> {_cited(facts)}</p>',
    ]
    head = (
        f'<!doctype html><html lang="{view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{escape(card.title)}</title>'
        f'<meta name="description" content="{escape(" ".join([card.alt, facts.source]).strip())}">'
        f"<style>{fonts.css()}{css_variables(view.palette)}{STYLE_SHEET.read_text(encoding='utf-8')}{OWN_STYLE}</style></head>"
    )
    return f"{head}<body><main>{''.join(parts)}</main>{script}</body></html>".encode()


def _picture(facts: Facts) -> tuple[str, str]:
    """Place of the picture and the script that draws it; rows of words are taken as they are."""
    card, chart = facts.card, facts.card.chart
    if chart is None:
        return "", ""
    if not drawable(card):
        return html_of(chart.shows), ""
    place = f'<div class="picture" id="picture" role="img" aria-label="{escape(chart.alt)}"></div>'
    call = (
        f'Plotly.newPlot("picture",{{...{in_script(drawn_for(facts.view, card, "column").to_json())},config:{in_script(_config(chart))}}});'
    )
    return place, f"<script>{plotly_geometry()}</script><script>{get_plotlyjs()}</script><script>{call}</script>"


def _config(chart: Chart) -> str:
    offered = {name: value for name, value in config(chart.shows).items() if name != "topojsonURL"}
    return orjson.dumps({**offered, "responsive": True, "displaylogo": False}).decode()


def plotly_geometry() -> str:
    """Script that gives plotly.js its empty base map, which it would fetch from another host."""
    return f"window.PlotlyGeoAssets={{topojson:{{world_110m:{TOPOJSON.read_text(encoding='utf-8')}}}}};"


def in_script(json: str | None) -> str:
    """JSON that can stand in a script: no name in it can end the script."""
    return str(json).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _key(facts: Facts) -> str:
    chart, items = facts.card.chart, []
    if chart is None or not chart.key:
        return ""
    for item in chart.key:
        wide = mark_width(item, 15)
        drawn = mark(item, 0, 9, 15, facts.view.palette)
        items.append(f'<li><svg width="{wide:.0f}" height="18" aria-hidden="true">{drawn}</svg>{escape(item.label)}</li>')
    return f'<ul class="keys">{"".join(items)}</ul>'


def _cited(facts: Facts) -> str:
    """The citation, escaped, with its link made one where it is a whole address."""
    link = escape(facts.link)
    shown = escape(citation(facts.view, facts.card, "text", facts.options))
    return shown.replace(link, f'<a href="{link}">{link}</a>') if link.startswith("http") else shown
