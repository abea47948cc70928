"""Every metric with its formula in words, by subject."""

from __future__ import annotations

from html import escape

from balance.group_values import COVERAGE
from cards.metod.rules import thresholds_in_words
from catalogue.region import CITY
from texts import Texts, format_number

METRICS: dict[str, tuple[str, ...]] = {
    "groups": ("group_value", CITY, "gap", "ratio"),
    "time": ("change", "trend", "restated"),
    "inequality": ("weights", "theil_t", "theil_l", "decomposition", "gini", "williamson", "hoover", "sigma", "beta", "moran"),
    "places": ("jobs_ratio", "net_commuting", "location_quotient", "dissimilarity"),
    "index": ("composite", "ranks"),
    "figures": ("derived", "rounding", "missing", "noise", "revision"),
}


def metrics_parts(t: Texts) -> list[str]:
    """As HTML: every metric with its formula in words; limits are read from the code that uses them."""
    said = {"rest": format_number(100 * (1 - COVERAGE), 0, t.language)} | thresholds_in_words(t)
    parts = [f'<p class="body">{escape(t("metod.metrics.lead"))}</p>']
    for part, names in METRICS.items():
        rows = "".join(_metric(t, name, said) for name in names)
        parts.append(f'<h3>{escape(t(f"metod.metrics.part.{part}"))}</h3><dl class="facts metrics">{rows}</dl>')
    return parts


def _metric(t: Texts, name: str, said: dict[str, str]) -> str:
    source = f"metod.metrics.{name}.source"
    after = f' <span class="unit">{escape(t("metod.metrics.source", source=t(source)))}</span>' if source in t.words else ""
    words = escape(t(f"metod.metrics.{name}.words", **said))
    return f"<div><dt>{escape(t(f'metod.metrics.{name}.name'))}</dt><dd>{words}{after}</dd></div>"
