"""What the overview says in words. Rules on figures only; the words are in texts/*/oversikt.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from balance.regional import Balance
from cards.words import figure, figure_with_unit
from catalogue import Indicator, Theme
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
        return _pair(t, known[0])
    parts = [_counted(t, counts)]
    extreme = widest(known)
    if extreme is not None and counts["directed"] > 1:
        parts.append(t("oversikt.widest", pair=_pair(t, extreme)))
    elif counts["directed"] == 1:
        parts.append(_pair(t, next(s for s in known if s.balance.status not in ("no_direction", "unknown"))))
    return " ".join(parts)


def _counted(t: Texts, counts: dict[str, int]) -> str:
    worse, better, n = counts["worse_south"], counts["better_south"], counts["directed"]
    if not worse and not better:
        return t.plural("oversikt.all_equal", n)
    if worse and better:
        return t("oversikt.mixed", worse=worse, better=better, n=n)
    return t("oversikt.worse", k=worse, n=n) if worse else t("oversikt.better", k=better, n=n)


def _pair(t: Texts, standing: Standing, *, html: bool = False) -> str:
    """ "Låg ekonomisk standard: 11,8 procent i söder, 9,3 i norr (2024)."; as HTML with the figures in the groups' colours."""
    b, i = standing.balance, standing.indicator
    words = {"name": i.name[t.language], "period": format_period(b.period, t.language)}
    words |= {"south": figure_with_unit(t, i, b.south), "north": figure(t, i, b.north)}
    if html:
        words = {key: escape(word) for key, word in words.items()}
        words |= {group: f'<b class="{group}">{words[group]}</b>' for group in ("south", "north")}
    return t("oversikt.pair", **words)


def title(t: Texts, by_theme: Mapping[Theme, list[Standing]]) -> str:
    """The page's finding: the themes in which the south is behind on most measures with a direction.

    Where the city is split between north and south, they are more than their kommuner, and are not called that.
    """
    split = any(one.balance.city_treatment == "split" for standings in by_theme.values() for one in standings)
    words, behind, ahead = "title_split" if split else "title", [], []
    for theme, standings in by_theme.items():
        counts = tally(standings)
        name = t(f"oversikt.theme_in_title.{theme}")
        if counts["directed"] and 2 * counts["worse_south"] > counts["directed"]:
            behind.append(name)
        elif counts["directed"] and 2 * counts["better_south"] > counts["directed"]:
            ahead.append(name)
    if behind and ahead:
        return t(f"oversikt.{words}.behind_and_ahead", behind=t.join(behind), ahead=t.join(ahead))
    if behind:
        return t(f"oversikt.{words}.behind", themes=t.join(behind))
    if ahead:
        return t(f"oversikt.{words}.ahead", themes=t.join(ahead))
    return t(f"oversikt.{words}.even")


def lead(t: Texts, by_theme: Mapping[Theme, list[Standing]]) -> str:
    """The sentences of `lead_sentences` as HTML, with the figures in the groups' colours."""
    return " ".join(lead_sentences(t, by_theme, html=True))


def lead_sentences(t: Texts, by_theme: Mapping[Theme, list[Standing]], *, html: bool = False) -> list[str]:
    """How many measures are worse in the south, and the first measure of the two first themes in figures."""
    counts = tally([s for standings in by_theme.values() for s in standings])
    if not counts["directed"]:
        return []
    states = [t(f"oversikt.lead_state.{status}", n=counts[status]) for status in STATUSES if counts[status]]
    parts = [t.plural("oversikt.lead", counts["directed"], states=t.join(states))]
    for theme in (Theme.EDUCATION, Theme.EMPLOYMENT):
        first = next((s for s in by_theme.get(theme, []) if s.balance.gap is not None), None)
        if first is not None:
            parts.append(_pair(t, first, html=html))
    return parts
