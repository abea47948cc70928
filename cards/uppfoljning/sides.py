"""One side of a comparison in words and cells: the groups in a period, their gap, its verdict. Both sides have the same decimals."""

from __future__ import annotations

from balance.regional import Balance
from balance.rounding import subtracting_decimals
from cards.common.verdict_words import verdict_words
from cards.common.words import figure, gap_text, inner, pair_decimals, period_words
from cards.context import View
from cards.uppfoljning.figures import Followed
from catalogue.region import PAIR
from catalogue.rules import load_rules
from charts.spec.ranges import STATUS_SIGN
from charts.table import Column
from texts import Texts


def places_of(one: Followed) -> int:
    """The fewest decimals with which the groups' figures subtract both then and now; where there are none, as many as either side needs."""
    pairs = [pair for side in ((one.then, one.now) if one.compared else (one.now,)) if (pair := _pair(side)) is not None]
    own = one.indicator.decimals
    fitting = (n for n in range(own, own + load_rules().more_decimals + 1) if all(_subtracts(pair, n) for pair in pairs))
    return next(fitting, max((pair_decimals(one.indicator, *pair) for pair in pairs), default=own))


def _pair(balance: Balance | None) -> tuple[float, float] | None:
    """The second and the first group's figures; None where one is missing."""
    return None if balance is None or balance.south is None or balance.north is None else (balance.south, balance.north)


def _subtracts(pair: tuple[float, float], places: int) -> bool:
    return subtracting_decimals(*pair, places, 0) == places


def gap_of(view: View, one: Followed, balance: Balance) -> str:
    """The gap with sign and unit, "avrundat" where the figures as they are shown do not have it; empty where there is none."""
    pair, places = _pair(balance), places_of(one)
    if pair is None:
        return ""
    text = gap_text(view.t, one.indicator, balance.gap, places)
    return text if _subtracts(pair, places) or not text else view.t("common.rounded_gap", gap=text)


def side(view: View, one: Followed, balance: Balance) -> str:
    """A verdict with its period and gap: "2023 ungefär lika (−0,6 procentenheter)"."""
    t = view.t
    words = {"word": inner(verdict_words(t, balance.status)), "period": period_words(t, one.indicator, balance.period)}
    gap = gap_of(view, one, balance)
    return t("uppfoljning.side", **words, gap=gap) if gap else t("uppfoljning.side_bare", **words)


def side_columns(t: Texts) -> list[Column]:
    """Period, the groups' values, their gap, its verdict."""
    groups = [Column(t(f"common.group.{group}_short"), numeric=True) for group in PAIR]
    return [Column(t("balans.table.period")), *groups, Column(t("oversikt.table.gap")), Column(t("oversikt.south_against_north"))]


def side_cells(view: View, one: Followed, balance: Balance) -> list[str]:
    """The cells of `side_columns`."""
    t, entry = view.t, one.indicator
    when = period_words(t, entry, balance.period)
    if view.data.preliminary(entry.id, balance.period):
        when = f"{when}, {t('common.status.preliminary')}"
    figures = [figure(t, entry, getattr(balance, group), places_of(one)) for group in PAIR]
    verdict = f"{STATUS_SIGN[balance.status]} {verdict_words(t, balance.status)}".strip()
    return [when, *figures, gap_of(view, one, balance), verdict]
