"""Where south stands against north on a measure now, and on the measures of a theme, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from balance.regional import Balance, CityTreatment
from cards.common.words import figure, figure_with_unit
from cards.data import Data
from catalogue import Indicator, Theme
from catalogue.region import FIRST, SECOND
from texts import Texts, format_period

STATUSES = ("worse_south", "better_south", "equal")


@dataclass(frozen=True)
class Standing:
    """A measure with its newest balance."""

    indicator: Indicator
    balance: Balance


def tally(standings: Sequence[Standing]) -> dict[str, int]:
    """How many measures are worse, better and about equal in the south, and how many have a direction and figures at all."""
    counts = {status: sum(s.balance.status == status for s in standings) for status in STATUSES}
    return counts | {"directed": sum(counts.values())}


def widest(standings: Sequence[Standing]) -> Standing | None:
    """The measure with a direction whose ratio of south to north is furthest from one, up or down alike; None where there is none."""
    open_gaps = [s for s in standings if s.balance.status in ("worse_south", "better_south") and s.balance.ratio]
    return max(open_gaps, key=lambda s: max(s.balance.ratio or 1, 1 / (s.balance.ratio or 1)), default=None)


def theme_finding(t: Texts, standings: Sequence[Standing]) -> str:
    """One sentence (two at most) about a theme; empty where no measure has figures."""
    known = [s for s in standings if s.balance.north is not None and s.balance.south is not None]
    if not known:
        return ""
    counts = tally(known)
    if not counts["directed"]:
        return pair_sentence(t, known[0])
    parts = [_counted(t, counts)]
    extreme = widest(known)
    if extreme is not None and counts["directed"] > 1:
        parts.append(t("oversikt.widest", pair=pair_sentence(t, extreme)))
    elif counts["directed"] == 1:
        parts.append(pair_sentence(t, next(s for s in known if s.balance.status not in ("no_direction", "unknown"))))
    return " ".join(parts)


def _counted(t: Texts, counts: dict[str, int]) -> str:
    worse, better, n = counts["worse_south"], counts["better_south"], counts["directed"]
    if not worse and not better:
        return t.plural("oversikt.all_equal", n)
    if worse and better:
        return t("oversikt.mixed", worse=worse, better=better, n=n)
    return t("oversikt.worse", k=worse, n=n) if worse else t("oversikt.better", k=better, n=n)


def pair_sentence(t: Texts, standing: Standing, *, html: bool = False) -> str:
    """ "Låg ekonomisk standard: 11,8 procent i söder, 9,3 i norr (2024)."; as HTML with the figures in the groups' colours."""
    b, i = standing.balance, standing.indicator
    words = {"name": i.name[t.language], "period": format_period(b.period, t.language)}
    words |= {SECOND: figure_with_unit(t, i, b.south), FIRST: figure(t, i, b.north)}
    if html:
        words = {key: escape(word) for key, word in words.items()}
        words |= {group: f'<b class="{group}">{words[group]}</b>' for group in (SECOND, FIRST)}
    return t("oversikt.pair", **words)


def standings(data: Data, city: CityTreatment) -> dict[Theme, list[Standing]]:
    """Newest balance of every measure that is still published, by theme, in the catalogue's order."""
    found: dict[Theme, list[Standing]] = {}
    for indicator in data.with_figures:
        if indicator.historical:
            continue
        balance = data.balance(indicator.id, data.periods(indicator.id)[-1], city)
        if balance.north is not None and balance.south is not None:
            found.setdefault(indicator.theme, []).append(Standing(indicator, balance))
    return found
