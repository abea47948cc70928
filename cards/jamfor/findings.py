"""What the comparison says in words: a title from the figures of the view shown, and where an area stands among the kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from balance.ranks import Quartiles
from balance.rounding import round_to_decimal
from cards.common.comparison import CHANGE, INDEX, INDEX_DECIMALS, LEVEL, PER_DECIMALS, PER_INHABITANT
from cards.common.words import figure_with_unit, gap_text, rank_text
from catalogue import Indicator, Polarity
from texts import Texts, format_number, format_period

MOST_NAMED = 3  # areas named in a sentence; more are counted


@dataclass(frozen=True)
class Placed:
    """An area as it stands after "in", and its figure in the view shown (an index: with 100 in the first period)."""

    name: str
    value: float


@dataclass(frozen=True)
class Ends:
    """Names of the measures in which an area is best, and worst, of those it is set beside."""

    best: Sequence[str]
    worst: Sequence[str]


def ends_sentence(t: Texts, name: str, ends: Ends) -> str:
    """In what an area is best and worst of those chosen."""
    key = ("both" if ends.worst else "best") if ends.best else "worst" if ends.worst else "neither"
    return t(f"jamfor.tabell.ends.{key}", name=name, best=t.join(list(ends.best)), worst=t.join(list(ends.worst)))


@dataclass(frozen=True)
class KommunRank:
    """An area's rank among `of` kommuner, the interval it may lie in, and the names of those it cannot be told from."""

    name: str
    value: float
    rank: int
    low: int
    high: int
    of: int
    equals: Sequence[str]


def title(t: Texts, indicator: Indicator, kind: str, areas: Sequence[Placed], span: tuple[str, str]) -> str:
    """The page's finding. `span`: first and last period of an index or a change; a level is told for the last."""
    name = indicator.name[t.language]
    words = {"name": name, "first": format_period(span[0], t.language), "last": format_period(span[1], t.language)}
    if not areas:
        return t("jamfor.title.none", name=name)
    known = [(one, round_to_decimal(one.value - (100 if kind == INDEX else 0), _decimals(indicator, kind))) for one in areas]
    known = [(one, rounded) for one, rounded in known if rounded is not None]
    low, high = min(r for _, r in known if r is not None), max(r for _, r in known if r is not None)
    lowest = [one for one, rounded in known if rounded == low]
    highest = [one for one, rounded in known if rounded == high]
    words |= {"top": _names(t, highest), "bottom": _names(t, lowest)}
    words |= {"high": _figure(t, indicator, kind, highest[0].value), "low": _figure(t, indicator, kind, lowest[0].value)}
    told = kind in (LEVEL, PER_INHABITANT)
    words |= {"low": format_number(lowest[0].value, _decimals(indicator, kind), t.language)} if told and low != high else {}
    case = ("single" if len(known) == 1 else "same") if low == high else "apart" if told else _directions(float(low), float(high))
    return t(f"jamfor.title.{'level' if told else 'change'}.{case}", **words)


def _directions(low: float, high: float) -> str:
    return "up" if low > 0 else "down" if high < 0 else "both"


def _decimals(indicator: Indicator, kind: str) -> int:
    return {INDEX: INDEX_DECIMALS, PER_INHABITANT: PER_DECIMALS}.get(kind, indicator.decimals)


def _figure(t: Texts, indicator: Indicator, kind: str, value: float) -> str:
    if kind == INDEX:
        return t("jamfor.index", value=format_number(value, INDEX_DECIMALS, t.language))
    if kind == CHANGE:
        return gap_text(t, indicator, value)
    if kind == PER_INHABITANT:
        return t("jamfor.per_1000", value=format_number(value, PER_DECIMALS, t.language))
    return figure_with_unit(t, indicator, value)


def _names(t: Texts, areas: Sequence[Placed]) -> str:
    names = [one.name for one in areas]
    return t.join(names) if len(names) <= MOST_NAMED else t("jamfor.so_many", n=len(names))


def standing_sentence(t: Texts, indicator: Indicator, kind: str, standing: KommunRank, period: str) -> str:
    """An area's rank in a period, as an interval where its figure cannot be told from others'."""
    words = {
        "name": standing.name,
        "value": _figure(t, indicator, kind, standing.value),
        "rank": rank_text(standing.low, standing.high),
        "of": standing.of,
        "period": format_period(period, t.language),
        "first": first_place(t, indicator),
    }
    sentence = t("jamfor.standing", **words)
    if not standing.equals:
        return sentence
    equals = t.join(list(standing.equals)) if len(standing.equals) <= MOST_NAMED else t("jamfor.so_many", n=len(standing.equals))
    return f"{sentence} {t('jamfor.not_apart', names=equals)}"


def places_sentence(t: Texts, indicator: Indicator, found: Sequence[KommunRank]) -> str:
    """The ranks of several kommuner, best first, in one sentence; empty where none has a figure."""
    if not found:
        return ""
    items = [t("jamfor.rank.one_place", name=one.name, place=rank_text(one.low, one.high)) for one in sorted(found, key=lambda o: o.rank)]
    return t("jamfor.rank.places", of=found[0].of, first=first_place(t, indicator), items=t.join(items))


def first_place(t: Texts, indicator: Indicator) -> str:
    """What stands first: the best, or the highest where no direction is better."""
    return t("jamfor.first.highest" if indicator.polarity is Polarity.NEITHER else "jamfor.first.best")


def quartile_sentence(t: Texts, indicator: Indicator, kind: str, found: Quartiles, period: str, *, country: bool = False) -> str:
    """Median and quartiles of the kommuner of the county, or of Sweden."""
    words = {
        "n": found.n,
        "median": _figure(t, indicator, kind, found.median),
        "low": format_number(found.low, _decimals(indicator, kind), t.language),
        "high": format_number(found.high, _decimals(indicator, kind), t.language),
        "period": format_period(period, t.language),
    }
    return t("jamfor.quartiles.sweden" if country else "jamfor.quartiles.county", **words)
