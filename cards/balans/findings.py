"""What the balance page says in words. Rules on figures only; the words are in texts/*/balans.yaml.

Every comparison in a sentence is made on the figures as they are printed: what rounds to the same is called the same. Change is told
within the unbroken stretch that holds the newest figure, never across a break.
"""

from __future__ import annotations

import pandas as pd

from balance.spatial import Moran
from cards.common.gap_words import as_printed
from cards.common.series import Span, newest_stretch, span_of, years
from cards.common.words import capital
from cards.context import View
from cards.data import SHUFFLES
from catalogue import Indicator
from texts import Texts, format_number, format_period

HALF = (45, 55)  # a share between these, in per cent, is called about half
SIGMA_TOLERANCE = 0.05  # a spread that has changed by less than this share is called about as large
SIGNIFICANT = 0.05
MOST_DECIMALS = 6
INDEX_NAMES = ("williamson", "gini", "theil_t")

I_DECIMALS, P_DECIMALS = 2, 3


def ratio_title(t: Texts, indicator: Indicator, table: pd.DataFrame) -> str:
    """How the ratio of south to north has changed; 1 means the same level."""
    name, span = indicator.name[t.language], span_of(newest_stretch(table, "ratio"))
    if span is None:
        return t("balans.ratio.none", name=name)
    start, end = (format_number(value, 2, t.language) for value in (span.start, span.end))
    if span.single:
        return t("balans.ratio.single", name=name, end=end, last=format_period(span.last, t.language))
    was, now = (as_printed(value, 2) - 1 for value in (span.start, span.end))
    if was == now:
        return t(
            "balans.ratio.same", name=name, end=end, first=format_period(span.first, t.language), last=format_period(span.last, t.language)
        )
    way = "crossed" if was * now < 0 else "nearer" if abs(now) < abs(was) else "further"
    return t(f"balans.ratio.{way}", name=name, start=start, end=end, years=years(t, span))


def index_decimals(series: pd.Series) -> int:
    """Decimals that show an index with about three digits, 3 to 6.

    >>> index_decimals(pd.Series([0.2, 0.18])), index_decimals(pd.Series([0.0004]))
    (3, 6)
    """
    top = float(series.max()) if len(series) else 1.0
    decimals = 3
    while decimals < 6 and top < 10 ** (2 - decimals):
        decimals += 1
    return decimals


def index_title(t: Texts, table: pd.DataFrame, index: str) -> str:
    """Whether the kommuner differ more or less than before, by one index."""
    series = newest_stretch(table, index)
    span = span_of(series)
    if span is None:
        return t("balans.inequality.none")
    # A digit less than in the picture, unless it is the one that tells the two apart.
    fewer = index_decimals(series) - 1
    decimals = fewer if as_printed(span.start, fewer) != as_printed(span.end, fewer) else fewer + 1
    start, end = (format_number(value, decimals, t.language) for value in (span.start, span.end))
    if span.single:
        return t("balans.inequality.single", index=t(f"balans.index.{index}"), end=end, last=format_period(span.last, t.language))
    if start == end:
        first, last = (format_period(period, t.language) for period in (span.first, span.last))
        return t("balans.inequality.same", index=t(f"balans.index.{index}"), end=end, first=first, last=last)
    way = "less" if span.end < span.start else "more"
    return t(f"balans.inequality.{way}", index=t(f"balans.index.{index}"), start=start, end=end, years=years(t, span))


def spread_sentence(t: Texts, table: pd.DataFrame) -> str:
    """The newest coefficient of variation in plain words: a typical distance from the mean, in per cent of it."""
    span = span_of(newest_stretch(table, "williamson"))
    if span is None:
        return ""
    return t("balans.spread", percent=format_number(100 * span.end, 1, t.language), last=format_period(span.last, t.language))


def share_title(t: Texts, table: pd.DataFrame, treatment: str) -> str:
    """Where most of the inequality lies: between the groups or within them."""
    span = span_of(newest_stretch(table, "between_share"))
    if span is None:
        return ""
    percent = as_printed(100 * span.end, 0)
    where = "half" if HALF[0] <= percent <= HALF[1] else "between" if percent > HALF[1] else "within"
    return t(f"balans.parts.{where}", groups=t(f"balans.parts.groups.{treatment}"))


def share_sentence(t: Texts, table: pd.DataFrame, treatment: str) -> str:
    """The shares in figures, now and at the start of the unbroken series."""
    span = span_of(newest_stretch(table, "between_share"))
    if span is None:
        return ""
    between, before = (as_printed(100 * value, 0) for value in (span.end, span.start))
    words = {
        "groups": t(f"balans.parts.groups.{treatment}"),
        "last": format_period(span.last, t.language),
        "between": format_number(between, 0, t.language),
        "within": format_number(100 - between, 0, t.language),
    }
    now = capital(t("balans.parts.now", **words))  # a month begins the sentence
    if span.single:
        return now
    way = "same" if before == between else "less" if between < before else "more"
    return t(
        f"balans.parts.change.{way}", now=now, before=format_number(before, 0, t.language),
        first=format_period(span.first, t.language),
    )  # fmt: skip


def sigma_way(start: float, end: float) -> str:
    """`less`, `more` or `same` spread: changes under 5 % of the spread at the start are called the same.

    >>> sigma_way(0.20, 0.15), sigma_way(0.20, 0.195), sigma_way(0.20, 0.25), sigma_way(0.0, 0.0)
    ('less', 'same', 'more', 'same')
    """
    if abs(end - start) < SIGMA_TOLERANCE * start or start == end:
        return "same"
    return "less" if end < start else "more"


def sigma_sentence(t: Texts, span: Span, areas: int) -> str:
    """Whether the spread is shrinking."""
    way = sigma_way(span.start, span.end)
    # A change must be seen in the figures that tell of it.
    decimals = 1
    while way != "same" and decimals < MOST_DECIMALS and as_printed(100 * span.start, decimals) == as_printed(100 * span.end, decimals):
        decimals += 1
    words = {
        "start": format_number(100 * span.start, decimals, t.language),
        "end": format_number(100 * span.end, decimals, t.language),
        "years": years(t, span),
        "n": areas,
        "tolerance": format_number(100 * SIGMA_TOLERANCE, 0, t.language),
    }
    return t(f"balans.sigma.{way}", **words)


def beta_way(slope: float, p_value: float) -> str:
    """`catching_up`, `falling_behind`, or `unclear` when the slope may as well be chance.

    >>> beta_way(-0.02, 0.01), beta_way(0.02, 0.01), beta_way(-0.02, 0.4), beta_way(0.0, float("nan"))
    ('catching_up', 'falling_behind', 'unclear', 'unclear')
    """
    if not p_value < SIGNIFICANT:
        return "unclear"
    return "catching_up" if slope < 0 else "falling_behind"


def convergence_title(t: Texts, sigma: str, beta: str | None) -> str:
    """Both measures of convergence in one line."""
    return t(f"balans.convergence.title.{sigma}_{beta}") if beta else t(f"balans.convergence.title.{sigma}")


def pattern_way(found: Moran) -> str:
    """`alike` or `unlike` neighbours, or `none` where the pattern may as well be chance.

    >>> pattern_way(Moran(0.6, -0.04, 0.0, 0.002, 24, ())), pattern_way(Moran(0.6, -0.04, 0.0, 0.4, 24, ()))
    ('alike', 'none')
    >>> pattern_way(Moran(-0.5, -0.04, 0.0, 0.01, 24, ()))
    'unlike'
    """
    if found.p_sim is None or not found.p_sim < SIGNIFICANT:
        return "none"
    return "alike" if found.i > found.expected else "unlike"


def pattern_sentence(t: Texts, found: Moran | None, period: str) -> str:
    """Whether neighbours are more or less alike than chance would make them; empty without figures."""
    if found is None:
        return ""
    i, p = pattern_figures(t, found)
    return t(f"balans.pattern.{pattern_way(found)}", i=i, p=p, period=format_period(period, t.language))


def pattern_figures(t: Texts, found: Moran | None) -> tuple[str, str]:
    """Moran's I and its p as they are printed; a dash each where there is none."""
    if found is None or found.p_sim is None:
        return "–", "–"
    return format_number(found.i, I_DECIMALS, t.language), format_number(found.p_sim, P_DECIMALS, t.language)


def pattern_note(view: View, found: Moran | None) -> str:
    """How the pattern is measured, and which kommuner it leaves out; empty where it is not."""
    if found is None:
        return ""
    t, names = view.t, [view.data.catalogue.areas[code].name for code in found.islands]
    words = {"shuffles": SHUFFLES, "limit": format_number(100 * SIGNIFICANT, 0, t.language)}
    return " ".join([t("balans.pattern.note", **words), *([t("balans.pattern.islands", names=t.join(names))] if names else [])])
