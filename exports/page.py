"""A card as one HTML file that works without a network: the picture answers to the mouse as on the page, with table, notes, source."""

from __future__ import annotations

from html import escape
from pathlib import Path

import orjson
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from charts.table import html_table
from charts.tokens import css_variables
from exports import fonts
from exports.browser import TOPOJSON
from exports.citation import citation
from exports.facts import Facts
from exports.marks import mark, mark_width
from exports.sheets import with_shapes

STYLE_SHEET = Path(__file__).parents[1] / "static" / "style.css"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:"
OWN_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.5 'Source Sans',sans-serif;font-variant-numeric:tabular-nums}
main{max-width:960px;margin:0 auto;padding:1.2rem 1rem 3rem}
a{color:var(--accent)}summary{cursor:pointer;padding:.4rem 0;font-weight:600}
.picture{width:100%}.small-pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:1rem}
.keys{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;list-style:none;margin:.4rem 0;padding:0}
.keys li{display:flex;gap:.4rem;align-items:center}
@media print{summary{display:none}details>*{display:block}}
"""


def to_html(facts: Facts) -> bytes:
    """The page, fonts and plotly.js inside."""
    card, view, t = facts.card, facts.view, facts.view.t
    pictures, script = _pictures(facts)
    table = card.table() if card.table is not None else None
    as_text = html_table(table.columns, table.rows, table.caption) if table else ""
    body = " ".join(sentence for sentence in card.body if sentence)
    parts = [
        f'<p class="kicker">{escape(card.kicker)}</p>' if card.kicker else "",
        f'<h1 class="page-title">{escape(card.title)}</h1>',
        f'<p class="lead">{escape(body)}</p>' if body else "",
        f'<p class="chart-heading">{escape(card.heading)}</p>' if card.heading else "",
        _key(facts),
        pictures,
        f"<details open><summary>{escape(t('card.as_table'))}</summary>{as_text}</details>" if as_text else "",
        *(f'<p class="note">{escape(note)}</p>' for note in (*card.notes, facts.status) if note),
        f'<p class="source">{escape(facts.source)} {escape(t("exports.cite.span", periods=facts.span)) if facts.span else ""}</p>',
        f'<p class="source"><strong>{escape(t("exports.meta.citation"))}:</strong> {_cited(facts)}</p>',
    ]
    head = (
        f'<!doctype html><html lang="{view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{escape(card.title)}</title>'
        f'<meta name="description" content="{escape(" ".join([card.alt, facts.source]).strip())}">'
        f"<style>{fonts.css()}{css_variables(view.palette)}{STYLE_SHEET.read_text(encoding='utf-8')}{OWN_STYLE}</style></head>"
    )
    return f"{head}<body><main>{''.join(parts)}</main>{script}</body></html>".encode()


def _pictures(facts: Facts) -> tuple[str, str]:
    """Places of the pictures and the script that draws them; a picture made of table rows is taken as it is."""
    card = facts.card
    figures: list[tuple[go.Figure, str, str]] = []
    if card.figure is not None:
        figures = [(card.figure, card.alt, "")]
    elif card.panels:
        figures = [(panel.figure, panel.alt, f"{panel.label} {panel.text}") for panel in card.panels]
    if not figures:
        return card.html, ""
    places, calls = [], []
    for number, (figure, alt, label) in enumerate(figures):
        whole = with_shapes(figure)
        caption = f"<p><strong>{escape(label)}</strong></p>" if label else ""
        places.append(f'<div>{caption}<div class="picture" id="picture-{number}" role="img" aria-label="{escape(alt)}"></div></div>')
        calls.append(f'Plotly.newPlot("picture-{number}",{{...{in_script(whole.to_json())},config:{in_script(_config(facts))}}});')
    wrap = f'<div class="small-pictures">{"".join(places)}</div>' if len(places) > 1 else places[0]
    return wrap, f"<script>{plotly_geometry()}</script><script>{get_plotlyjs()}</script><script>{''.join(calls)}</script>"


def _config(facts: Facts) -> str:
    config = {name: value for name, value in facts.card.config.items() if name != "topojsonURL"}
    return orjson.dumps({**config, "responsive": True, "displaylogo": False}).decode()


def plotly_geometry() -> str:
    """Script that gives plotly.js its empty base map, which it would fetch from another host."""
    return f"window.PlotlyGeoAssets={{topojson:{{world_110m:{TOPOJSON.read_text(encoding='utf-8')}}}}};"


def in_script(json: str | None) -> str:
    """JSON that can stand in a script: no name in it can end the script."""
    return str(json).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _key(facts: Facts) -> str:
    if not facts.card.key:
        return ""
    items = []
    for item in facts.card.key:
        wide = mark_width(item, 15)
        drawn = mark(item, 0, 9, 15, facts.view.palette)
        items.append(f'<li><svg width="{wide:.0f}" height="18" aria-hidden="true">{drawn}</svg>{escape(item.label)}</li>')
    return f'<ul class="keys">{"".join(items)}</ul>'


def _cited(facts: Facts) -> str:
    """The citation, escaped, with its link made one where it is a whole address."""
    link = escape(facts.link)
    shown = escape(citation(facts.view, facts.card, "text", facts.options))
    return shown.replace(link, f'<a href="{link}">{link}</a>') if link.startswith("http") else shown
