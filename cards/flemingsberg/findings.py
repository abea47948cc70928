"""The sentences of the page on two sets of small areas: chosen and filled in from the figures, never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from balance.rounding import round_half_up
from balance.verdict import AHEAD, BEHIND, COUNTED, GapWord
from cards.common.names import short_name
from cards.common.words import capital, figure, figure_with_unit, inner, pair_distance
from cards.context import View
from cards.flemingsberg.figures import SetComparison, SetFigure
from cards.flemingsberg.sets import AreaSet
from catalogue import Level, Measure
from texts import Texts, format_number, format_period

EMPLOYMENT = "employment_rate"
TIMES, PART = 1.5, 0.67  # from these ratios on, how many times, or what part, is said beside the difference
_UNTIL = re.compile(r"\s*\([^()]*\)$")  # "(t.o.m. 2023)" at the end of a name, where the period stands beside it


@dataclass(frozen=True)
class SetFinding:
    """What a row says: the verdict ("" where there is none to give) and a sentence."""

    verdict: str
    sentence: str


def finding(t: Texts, c: SetComparison, a: AreaSet, b: AreaSet) -> SetFinding:
    """The verdict on set `a` and one sentence about the difference; nothing is claimed about what is missing."""
    if c.a.span is None or c.b.span is None:
        which = [chosen.name for figures, chosen in ((c.a, a), (c.b, b)) if figures.span is None]
        return SetFinding("", t("flemingsberg.finding.missing", names=t.join(which)))
    if c.indicator.measure is Measure.CLASS:
        return SetFinding(_verdict(t, c, a), _classes(t, c, a, b))
    if c.combined:
        return SetFinding(_verdict(t, c, a), _difference(t, c, a, b))
    if c.a.refused or c.b.refused:
        return SetFinding(_verdict(t, c, a), _spans(t, c, a, b))
    which = [chosen.name for figures, chosen in ((c.a, a), (c.b, b)) if figures.value is None]
    return SetFinding("", t("flemingsberg.finding.incomplete", names=t.join(which)))


def _verdict(t: Texts, c: SetComparison, a: AreaSet) -> str:
    return t(f"flemingsberg.verdict.{c.status}", a=a.name) if c.status in COUNTED else ""


def _difference(t: Texts, c: SetComparison, a: AreaSet, b: AreaSet) -> str:
    """ "21,9 procentenheter lägre än i innerstaden." """
    gap, ratio, places = c.gap or 0.0, c.ratio, c.decimals
    if round_half_up(gap, places) == 0:
        return t("flemingsberg.finding.same", b=b.name)
    words = {"gap": pair_distance(t, c.indicator, c.a.value, c.b.value), "b": b.name}
    counted = c.indicator.measure is Measure.COUNT
    key = ("more" if gap > 0 else "fewer") if counted else ("higher" if gap > 0 else "lower")
    sentence = t(f"flemingsberg.finding.{key}", **words)
    if ratio is None or counted:
        return sentence
    if ratio >= TIMES:
        return f"{sentence} {t('flemingsberg.finding.times', times=format_number(ratio, 1, t.language), a=a.name, b=b.name)}"
    if ratio <= PART:
        return f"{sentence} {t('flemingsberg.finding.part', share=format_number(100 * ratio, 0, t.language), a=a.name, b=b.name)}"
    return sentence


def _spans(t: Texts, c: SetComparison, a: AreaSet, b: AreaSet) -> str:
    """ "Från 230 till 334 i Flemingsberg, från 235 till 601 i innerstaden. Spannen överlappar varandra." """
    sentence = t("flemingsberg.finding.spans", a=_span_in(t, c, c.a, a), b=_span_in(t, c, c.b, b))
    if c.apart:
        return f"{capital(sentence)} {t(f'flemingsberg.finding.all_{c.apart}', a=a.name, b=b.name)}"
    return f"{capital(sentence)} {t('flemingsberg.finding.overlap')}" if not (c.a.missing or c.b.missing) else capital(sentence)


def _span_in(t: Texts, c: SetComparison, figures: SetFigure, chosen: AreaSet) -> str:
    low, high = figures.span or (float("nan"), float("nan"))
    texts = figure(t, c.indicator, low), figure(t, c.indicator, high)
    if texts[0] == texts[1]:
        return t("flemingsberg.finding.span_one", value=texts[0], name=chosen.name)
    return t("flemingsberg.finding.span", low=texts[0], high=texts[1], name=chosen.name)


def _classes(t: Texts, c: SetComparison, a: AreaSet, b: AreaSet) -> str:
    """How many areas of each class: "Flemingsberg: 1 område i klass 2 och 1 i klass 3." """
    return " ".join(
        t("flemingsberg.finding.classes", name=chosen.heading, counts=t.join(_counts(t, figures)))
        for chosen, figures in ((a, c.a), (b, c.b))
    )


def _counts(t: Texts, figures: SetFigure) -> list[str]:
    counted = sorted(Counter(figures.areas.dropna().tolist()).items())
    return [t("flemingsberg.finding.in_class", n=n, k=format_number(k, 0, t.language)) for k, n in counted]


def span_text(t: Texts, c: SetComparison, figures: SetFigure) -> str:
    """A set's figure in a cell: its value, or lowest to highest area where areas are not put together."""
    if figures.value is not None or figures.span is None or not figures.refused:
        return figure(t, c.indicator, figures.value, c.decimals)
    low, high = (figure(t, c.indicator, end) for end in figures.span)
    return low if low == high else t("flemingsberg.from_to", low=low, high=high)


def area_figures(t: Texts, c: SetComparison, named: Sequence[tuple[str, str]]) -> str:
    """Each area with its figure: "Flemingsberg västra 62,9 · Flemingsberg östra 68,8". `named`: code and name."""
    parts = [f"{name} {figure(t, c.indicator, float(c.a.areas[code]))}" for code, name in named if code in c.a.areas.index]
    return " · ".join(parts)


def title(t: Texts, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> str:
    """Employment in both sets; where that is missing, on how many measures `a` is worse off."""
    if set(a.codes) == set(b.codes):
        return t("flemingsberg.title.same_areas", a=a.heading)
    employed = next((c for c in rows if c.indicator.id == EMPLOYMENT and c.combined), None)
    if employed is None or employed.a.value is None or employed.b.value is None:
        return t("flemingsberg.title.plain", a=a.heading, b=b.name)
    first, second = (figure(t, employed.indicator, one.value, employed.decimals) for one in (employed.a, employed.b))
    return t("flemingsberg.title.employed", a=a.name, b=b.name, first=first, second=second)


def counted(rows: Sequence[SetComparison]) -> dict[str, SetComparison]:
    """The comparison that each concept is counted by: its lead measure's, else the first of the rows that has a verdict. Of today's
    division alone."""
    found: dict[str, SetComparison] = {}
    for c in rows:
        concept = c.indicator.concept
        if concept and c.status in COUNTED and c.level is Level.REGSO2025 and (concept not in found or c.indicator.lead):
            found[concept] = c
    return found


def lead(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> str:
    """In which concepts `a` is worse off, and where the difference is largest in standard deviations between the county's kommuner."""
    t, concepts, found = view.t, view.data.catalogue.concepts, counted(rows)
    if not found or set(a.codes) == set(b.codes):
        return ""
    sides = {"worse": BEHIND, "better": AHEAD, "equal": (GapWord.ABOUT_EQUAL,)}
    named = {
        side: [inner(concepts[one].name[t.language]) for one, c in found.items() if c.status in words] for side, words in sides.items()
    }
    kind = "lead_one" if len(found) == 1 else "lead_all" if any(len(names) == len(found) for names in named.values()) else "lead_state"
    states = [t(f"flemingsberg.{kind}.{side}", n=len(names), names=t.join(names)) for side, names in named.items() if names]
    parts = [t.plural("flemingsberg.lead", len(found), a=a.name, states=t.join(states))]
    widest = max((c for c in found.values() if c.verdict.d is not None), key=lambda c: abs(c.verdict.d or 0), default=None)
    if widest is not None and widest.status is not GapWord.ABOUT_EQUAL:
        parts.append(t("flemingsberg.widest", **_pair(t, widest), a=a.name, b=b.name))
    return " ".join(parts)


def _pair(t: Texts, c: SetComparison) -> dict[str, str]:
    return {
        "name": inner(short_name(t, c.indicator)),
        "first": figure_with_unit(t, c.indicator, c.a.value, c.decimals),
        "second": figure(t, c.indicator, c.b.value, c.decimals),
        "period": format_period(c.period, t.language),
    }


def areas_title(t: Texts, c: SetComparison, a: AreaSet, b: AreaSet) -> str:
    """Title of the picture of all areas: where set `a` lies among them."""
    name = _UNTIL.sub("", short_name(t, c.indicator))
    period = format_period(c.period, t.language)
    if c.a.span is None or c.b.span is None:
        return t("flemingsberg.areas_title.missing", name=name, period=period)
    words = {"name": name, "period": period, "a": _span_in(t, c, c.a, a), "b": _span_in(t, c, c.b, b)}
    return t("flemingsberg.areas_title.spans", **words)
