"""Where the second group stands against the first on a measure now, and on the measures of a theme, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from balance.regional import Balance, CityTreatment
from balance.verdict import AHEAD, BEHIND, GapWord
from cards.common.words import figure, figure_with_unit, inner, pair_decimals, period_words
from cards.data import Data
from catalogue import Indicator, Theme
from catalogue.region import FIRST, SECOND
from texts import Texts


@dataclass(frozen=True)
class Standing:
    """A measure with its newest balance: of what single years say little of, of the mean of several."""

    indicator: Indicator
    balance: Balance

    @property
    def decimals(self) -> int:
        """With how many decimals the groups' values are shown, so that they subtract."""
        return pair_decimals(self.indicator, self.balance.south, self.balance.north)

    def when(self, t: Texts) -> str:
        """The period of the figures in words: "2024", "medel 2020–2024"."""
        return period_words(t, self.indicator, self.balance.period)


def tally(standings: Sequence[Standing]) -> dict[str, int]:
    """How many measures with a better end are behind, ahead and about equal in the second group, and how many can be counted."""
    words = [s.balance.status for s in standings if s.balance.verdict.counts]
    counts = {"behind": sum(w in BEHIND for w in words), "ahead": sum(w in AHEAD for w in words), "equal": words.count(GapWord.ABOUT_EQUAL)}
    return counts | {"counted": len(words)}


def widest(standings: Sequence[Standing]) -> Standing | None:
    """The measure with a better end whose gap is largest in standard deviations between the kommuner; None where all are about equal."""
    apart = [s for s in standings if s.balance.verdict.counts and s.balance.verdict.side]
    return max(apart, key=lambda s: abs(s.balance.verdict.d or 0), default=None)


def theme_finding(t: Texts, standings: Sequence[Standing]) -> str:
    """One sentence (two at most) about a theme; empty where no measure has figures."""
    known = [s for s in standings if s.balance.north is not None and s.balance.south is not None]
    if not known:
        return ""
    counts = tally(known)
    if not counts["counted"]:
        return pair_sentence(t, known[0])
    parts = [_counted(t, counts)]
    extreme = widest(known)
    if extreme is not None and counts["counted"] > 1:
        parts.append(t("oversikt.widest", pair=inner(pair_sentence(t, extreme))))
    elif counts["counted"] == 1:
        parts.append(pair_sentence(t, next(s for s in known if s.balance.verdict.counts)))
    return " ".join(parts)


def _counted(t: Texts, counts: dict[str, int]) -> str:
    behind, ahead, n = counts["behind"], counts["ahead"], counts["counted"]
    if not behind and not ahead:
        return t.plural("oversikt.all_equal", n)
    if behind and ahead:
        return t("oversikt.mixed", worse=behind, better=ahead, n=n)
    return t.plural("oversikt.worse", n, k=behind) if behind else t.plural("oversikt.better", n, k=ahead)


def pair_sentence(t: Texts, standing: Standing, *, html: bool = False) -> str:
    """ "Låg ekonomisk standard: 11,8 procent i söder, 9,3 i norr (2024)."; as HTML with the figures in the groups' colours."""
    b, i, places = standing.balance, standing.indicator, standing.decimals
    words = {"name": i.name[t.language], "period": standing.when(t)}
    words |= {SECOND: figure_with_unit(t, i, b.south, places), FIRST: figure(t, i, b.north, places)}
    if html:
        words = {key: escape(word) for key, word in words.items()}
        words |= {group: f'<b class="{group}">{words[group]}</b>' for group in (SECOND, FIRST)}
    return t("oversikt.pair", **words)


def standings(data: Data, city: CityTreatment) -> dict[Theme, list[Standing]]:
    """Newest balance of every measure that is still published, by theme, in the catalogue's order. Of a split city a measure that has no
    figures for its parts has the city apart: `Balance.city_treatment` says so."""
    found: dict[Theme, list[Standing]] = {}
    for indicator in data.with_figures:
        standing = standing_of(data, indicator, city)
        if standing is not None:
            found.setdefault(indicator.theme, []).append(standing)
    return found


def standing_of(data: Data, indicator: Indicator, city: CityTreatment) -> Standing | None:
    """The newest balance of a measure with figures by kommun; None where it is history, or its groups have no values."""
    if indicator.historical:
        return None
    balance = data.judged_balance(indicator.id, data.periods(indicator.id)[-1], city)
    return None if balance.north is None or balance.south is None else Standing(indicator, balance)
