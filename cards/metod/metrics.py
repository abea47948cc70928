"""Every metric with its formula in words, by subject."""

from __future__ import annotations

from html import escape

from balance.goals import WINDOW_YEARS
from balance.group_values import COVERAGE
from balance.trend import GAP_TOLERANCE, LEAST_PERIODS
from catalogue.region import CITY
from catalogue.rules import load_rules
from texts import Texts, format_number

METRICS: dict[str, tuple[str, ...]] = {
    "groups": ("group_value", CITY, "gap", "ratio", "verdict"),
    "time": ("change", "trend", "gap_trend", "goal", "restated"),
    "inequality": ("weights", "theil_t", "theil_l", "decomposition", "gini", "williamson", "hoover", "sigma", "beta", "moran"),
    "places": ("jobs_ratio", "net_commuting", "location_quotient", "dissimilarity"),
    "index": ("composite", "ranks"),
    "figures": ("derived", "rounding", "missing", "noise", "revision"),
}


def metrics_parts(t: Texts) -> list[str]:
    """As HTML: every metric with its formula in words; limits are read from the code that uses them."""
    limits = {
        "slight": load_rules().slight,
        "clear": load_rules().clear,
        "gap_tolerance": 100 * GAP_TOLERANCE,
        "rest": 100 * (1 - COVERAGE),
        "window": WINDOW_YEARS,
        "least": LEAST_PERIODS,
    }
    said = {name: format_number(value, 0, t.language) for name, value in limits.items()}
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
