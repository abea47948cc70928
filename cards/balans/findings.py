"""What the balance page says in words. Rules on figures only; the words are in texts/*/balans.yaml.

Whether something closes, widens or stands still is told by all its periods in the unbroken stretch that holds the newest figure, by the
one rule of `balance.direction`: never from two end points, never across a break.
"""

from __future__ import annotations

import pandas as pd

from balance.direction import GapDirection, GapState, gap_direction
from balance.spatial import Moran, on_the_border
from cards.balans.figures import Convergence
from cards.common.gap_words import as_printed
from cards.common.groups_over_time import GroupsOverTime, now_of
from cards.common.series import newest_stretch, same_season, span_of
from cards.common.verdict_words import direction_words
from cards.common.verdicts import direction_of
from cards.common.words import capital, with_gap_unit
from cards.context import View
from catalogue import Indicator
from catalogue.rules import load_rules
from texts import Texts, format_change, format_number, format_period

HALF = (45, 55)  # a share between these, in per cent, is called about half
SHARE_DECIMALS = 1  # of a spread in per cent of the mean
INDEX_NAMES = ("williamson", "gini", "theil_t")

I_DECIMALS, P_DECIMALS = 2, 3


def ratio_title(view: View, subject: GroupsOverTime) -> str:
    """The ratio of the second group to the first now (1 means the same level), and whether the gap closes."""
    t, name, now = view.t, subject.indicator.name[view.language], now_of(view, subject)
    if now is None or now.balance.ratio is None:
        return t("balans.ratio.none", name=name)
    said = t("balans.ratio.now", name=name, ratio=format_number(now.balance.ratio, 2, t.language), when=now.when(t))
    words = direction_words(t, direction_of(view.data, subject.indicator.id, subject.city))
    return f"{said}. {words}" if words else said


def course(series: pd.Series, spread: float | None = None) -> GapDirection:
    """What becomes of something that tells how far kommuner are apart (index: comparable periods): by the rule for gaps."""
    return gap_direction(same_season(series.dropna()), spread, (), load_rules())


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
    """Whether the kommuner differ less and less, by one index over all its periods."""
    series = newest_stretch(table, index)
    if series.empty:
        return t("balans.inequality.none")
    found, end = course(series), format_number(float(series.iloc[-1]), index_decimals(series), t.language)
    first, last = (format_period(period, t.language) for period in (found.first or "", str(series.index[-1])))
    return t(f"balans.inequality.{found.state}", index=t(f"balans.index.{index}"), end=end, first=first, last=last)


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
    words = {"before": format_number(before, 0, t.language), "first": format_period(span.first, t.language)}
    return f"{now} {capital(t('balans.parts.before', **words))}"


def sigma_sentence(t: Texts, found: Convergence, indicator: Indicator) -> str:
    """The spread at both ends: of amounts in kronor in per cent of the mean, of all else in the measure's own unit."""
    span, relative = found.spread, found.kind == "cv"
    decimals = SHARE_DECIMALS if relative else indicator.decimals + 1
    start, end = (format_number(100 * value if relative else value, decimals, t.language) for value in (span.start, span.end))
    words = {"start": start, "end": end if relative else with_gap_unit(t, indicator.unit, end), "n": found.areas}
    first, last = (format_period(period, t.language) for period in (span.first, span.last))
    said, becomes = t(f"balans.sigma.{found.kind}", first=first, last=last, **words), found.becomes
    if becomes.per_year is None or becomes.low is None or becomes.high is None:
        return said
    ends = [
        format_change(100 * end if relative else end, decimals + 1, t.language) for end in (becomes.per_year, becomes.low, becomes.high)
    ]
    return f"{said} {t('balans.sigma.slope', n=becomes.n, **dict(zip(('slope', 'low', 'high'), ends, strict=True)))}"


def beta_way(slope: float, p_value: float) -> str:
    """`catching_up`, `falling_behind`, or `unclear` when the slope may as well be chance.

    >>> beta_way(-0.02, 0.01), beta_way(0.02, 0.01), beta_way(-0.02, 0.4), beta_way(0.0, float("nan"))
    ('catching_up', 'falling_behind', 'unclear', 'unclear')
    """
    if not p_value < load_rules().significance:
        return "unclear"
    return "catching_up" if slope < 0 else "falling_behind"


def convergence_title(t: Texts, becomes: GapState, beta: str | None) -> str:
    """Both measures of convergence in one line."""
    said = t(f"balans.convergence.spread.{becomes}")
    return f"{said}; {t(f'balans.convergence.start.{beta}')}" if beta else said


def pattern_way(found: Moran) -> str:
    """`alike` or `unlike` neighbours, `border` where it is on the border to what chance gives, or `none` where it may as well be chance.

    >>> [pattern_way(Moran(0.6, -0.04, 0.0, p, 24, ())) for p in (0.002, 0.03, 0.4)]
    ['alike', 'border', 'none']
    >>> pattern_way(Moran(-0.5, -0.04, 0.0, 0.01, 24, ()))
    'unlike'
    """
    rules = load_rules()
    if found.p_sim is None:
        return "none"
    if on_the_border(found.p_sim, rules):
        return "border"
    if found.p_sim >= rules.significance:
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
    return format_number(found.i, I_DECIMALS, t.language), p_text(t, found.p_sim)


def p_text(t: Texts, p: float) -> str:
    """A p-value with its sign: "=\u00a00,062", "<\u00a00,001"."""
    least = 10**-P_DECIMALS
    return f"<\u00a0{format_number(least, P_DECIMALS, t.language)}" if p < least else f"=\u00a0{format_number(p, P_DECIMALS, t.language)}"


def pattern_note(view: View, found: Moran | None) -> str:
    """How the pattern is measured, and which kommuner it leaves out; empty where it is not."""
    if found is None:
        return ""
    t, names = view.t, [view.data.catalogue.areas[code].name for code in found.islands]
    words = {
        "shuffles": format_number(load_rules().permutations, 0, t.language),
        "limit": format_number(100 * load_rules().significance, 0, t.language),
    }
    return " ".join([t("balans.pattern.note", **words), *([t("balans.pattern.islands", names=t.join(names))] if names else [])])
