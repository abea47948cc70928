"""What the page about two measures says in words. Rules on figures only; the words are in texts/*/samband.yaml.

A direction is told only where the interval of the slope lies on one side of 0 (for classes: where the rank correlation is
significant), and never as a cause.
"""

from __future__ import annotations

import math
import re

from balance.relation import Relation
from balance.rounding import round_half_up
from cards.common.names import short_name
from cards.common.words import capital, inner, with_gap_unit
from cards.samband.figures import SIGNIFICANT, WEAK, Pair
from catalogue import Indicator, Measure
from charts.scale import nice_step
from texts import Texts, format_number, format_period

MOST_DECIMALS = 4  # more than the measure's own, where a slope would else read 0
TAU_DECIMALS = 2
_LONG = re.compile(r",|:| och | and ")
_YEARS = re.compile(r"\s*\([^()]*\d{4}\)$")  # "(t.o.m. 2018)": the period is told anyhow


def names(t: Texts, pair: Pair) -> tuple[str, str]:
    """Both measures by name, without ages and years where that still tells them apart."""
    x, y = (_YEARS.sub("", short_name(t, one)) for one in (pair.x, pair.y))
    return (x, y) if x != y else (pair.x.name[t.language], pair.y.name[t.language])


def told_names(t: Texts, pair: Pair) -> tuple[str, str]:
    """Both as they stand within a sentence, between quotation marks where a listener would not hear how far a name reaches: of one with a
    comma, of one of two things, and of one that begins with what people do ("arbetar i ...")."""
    x, y = (
        t("samband.quoted", name=inner(name)) if _LONG.search(name) or name.startswith(t("samband.doing")) else inner(name)
        for name in names(t, pair)
    )
    return x, y


def title(t: Texts, pair: Pair) -> str:
    """Which way the two go together, or that they do not clearly, or why it is not told."""
    x, y = told_names(t, pair)
    areas = t(f"samband.short.{pair.level}")
    if pair.refused:
        return t(f"samband.title.{pair.refused}", x=capital(x), y=y, areas=areas)
    return t(f"samband.title.{pair.verdict}", x=capital(x), y=y, areas=areas)


def lead(t: Texts, pair: Pair) -> str:
    """In how many pairs of areas the order is the same, and when the figures are from."""
    found, (x, y) = pair.relation, told_names(t, pair)
    when = periods(t, pair)
    if pair.refused or found is None:
        return t(f"samband.refused.{pair.refused}", areas=t(f"samband.short.{pair.level}"))
    if math.isnan(found.agreeing):  # no two areas differ in both
        return when
    way = "lower" if found.agreeing < 0.5 else "higher"
    share = share_text(t, 1 - found.agreeing if way == "lower" else found.agreeing)
    pairs = t(f"samband.pairs.{pair.level}")
    return f"{t(f'samband.lead.{way}', share=share, pairs=pairs, x=x, y=y)} {when}"


def share_text(t: Texts, share: float) -> str:
    """A share of the pairs in whole per cents; with decimals where it would else be called all of them and is not: "99,7"."""
    places = 0
    while places < MOST_DECIMALS and share < 1 and round_half_up(100 * share, places) == 100:
        places += 1
    return format_number(100 * share, places, t.language)


def periods(t: Texts, pair: Pair) -> str:
    """When the figures are from: one period, or both with the distance named."""
    x, y = (format_period(period, t.language) for period in (pair.x_period, pair.y_period))
    if pair.x_period == pair.y_period:
        return t("samband.period.same", period=x)
    x_name, y_name = names(t, pair)
    return t("samband.period.different", x=x_name, y=inner(y_name), x_period=x, y_period=y)


def slope_sentence(t: Texts, pair: Pair) -> str:
    """The slope for a round step of x, with its interval; where that holds 0, that no line is drawn; for classes, why there is none."""
    found = pair.relation
    if found is None:
        return ""
    if not pair.has_slope:
        return t("samband.slope.class")
    x, y = told_names(t, pair)
    span = pair.shown["x"].max() - pair.shown["x"].min()
    step = nice_step(float(span))
    middle, low, high = (value * step for value in (found.slope, found.low, found.high))
    places = slope_places(pair.y, middle, low, high)
    words = {"step": amount(t, pair.x, step, _decimals(step)), "x": x, "y": y, "n": found.n, "areas": t(f"samband.short.{pair.level}")}
    if not found.clear:
        ends = {"low": format_number(low, places, t.language, signed=True), "high": amount(t, pair.y, high, places, signed=True)}
        return t("samband.slope.unclear", **words, **ends)
    near, far = sorted((abs(low), abs(high)))
    words |= {"change": amount(t, pair.y, abs(middle), places)}
    words |= {"low": format_number(near, places, t.language), "high": format_number(far, places, t.language)}
    return t(f"samband.slope.{'positive' if found.slope > 0 else 'negative'}", **words)


def rank_sentence(t: Texts, pair: Pair) -> str:
    """Kendall's tau with its number of areas, and what it can be."""
    found = pair.relation
    if found is None:
        return ""
    tau = format_number(found.tau, TAU_DECIMALS, t.language, signed=True)
    said = t("samband.tau.value", tau=tau, n=found.n, areas=t(f"samband.short.{pair.level}"))
    if pair.verdict.startswith("weak"):
        said += " " + t("samband.tau.weak", border=format_number(WEAK, 1, t.language))
    if not pair.has_slope:
        p = t(f"samband.tau.{'unclear' if pair.verdict == 'unclear' else 'clear'}", border=format_number(100 * SIGNIFICANT, 0, t.language))
        said += " " + p
    return said


def cautions(t: Texts, pair: Pair, *, shared: bool) -> list[tuple[str, str]]:
    """What must be known to read the picture: a heading and a sentence each."""
    found = [(t("samband.caution.areas"), t("samband.caution.areas_why")), (t("samband.caution.cause"), t("samband.caution.cause_why"))]
    x, y = names(t, pair)
    counts = [name for name, one in ((x, pair.x), (y, pair.y)) if one.counted]
    if len(counts) == 1:
        found.append((t("samband.caution.count"), t("samband.caution.count_why", name=inner(counts[0]))))
    medians = [inner(name) for name, one in ((x, pair.x), (y, pair.y)) if one.measure is Measure.MEDIAN]
    if medians:
        found.append((t("samband.caution.median"), t("samband.caution.median_why", names=t.join(medians))))
    if shared:
        found.append((t("samband.caution.shared"), t("samband.caution.shared_why")))
    return found


def amount(t: Texts, indicator: Indicator, value: float, places: int, *, signed: bool = False) -> str:
    """A difference with its unit: "10 procentenheter"."""
    return with_gap_unit(t, indicator.unit, format_number(value, places, t.language, signed=signed))


def slope_places(indicator: Indicator, *values: float) -> int:
    """As many decimals as the measure has, and more until no figure that is not 0 reads 0."""
    places = indicator.decimals
    while places < indicator.decimals + MOST_DECIMALS and any(value != 0 and round_half_up(value, places) == 0 for value in values):
        places += 1
    return places


def line_of(pair: Pair) -> Relation | None:
    """The relation that a line may be drawn for: one with a slope whose interval does not hold 0."""
    return pair.relation if pair.relation is not None and pair.has_slope and pair.relation.clear else None


def _decimals(step: float) -> int:
    return next(places for places in range(9) if abs(round(step, places) - step) < step * 1e-6)
