"""What is said of the county among Europe's regions. Rules on figures only; the words are in texts/*/europa.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from balance.direction import AMOUNTS, GapDirection, GapState
from balance.rounding import round_to_decimal
from cards.common.words import capital, figure, figure_with_unit, inner, pair_decimals, pair_gap, rank_text, with_gap_unit
from cards.context import View
from cards.europa.figures import EuropeChange, EuropeFigure, EuropeParts, EuropePlace, EuropeYear, label_of, name_of, peer_label, remark
from catalogue import Indicator, Polarity
from catalogue.region import FIRST, SECOND, Peer
from texts import Texts, format_change, format_period

SHARE_DECIMALS = 2  # of a slope in per cent a year


def place_text(place: EuropePlace) -> str:
    """ "3", or "1–2" where figures are printed alike."""
    return rank_text(place.low, place.high)


def place_title(view: View, indicator: Indicator, found: EuropeYear) -> str:
    """The county's place in a year; its figure where it has none for want of regions."""
    t, year = view.t, format_period(found.county.period, view.language)
    words = {"name": inner(name_of(t, indicator)), "year": year, "place": view.data.catalogue.region.place[view.language]}
    if found.place is None:
        return t("europa.title.alone", value=figure_with_unit(t, indicator, found.county.value), **words)
    return t("europa.title.place", rank=place_text(found.place), n=found.place.n, **words)


def place_sentences(view: View, indicator: Indicator, found: EuropeYear) -> list[str]:
    """What first means, the county's figure beside the median, and what the place hangs on."""
    t, first = view.t, "lowest" if indicator.polarity is Polarity.LOWER else "highest"
    value = figure_with_unit(t, indicator, found.county.value)
    said = [t(f"europa.first.{first}"), t("europa.value", place=view.data.catalogue.region.place[view.language], value=value)]
    if found.median is not None:
        said[-1] += " " + t("europa.median", value=figure_with_unit(t, indicator, found.median))
    return [*said, _own_sentence(view, found), _doubtful_sentence(view, found), _late_sentence(view, found)]


def _own_sentence(view: View, found: EuropeYear) -> str:
    """The place with the regions that we chose; empty where none of them has a figure."""
    own = [one.peer.city[view.language] for one in found.peers if one.peer and one.peer.own_choice]
    if not own or found.with_own is None:
        return ""
    return view.t("europa.with_own", names=view.t.join(own), rank=place_text(found.with_own), n=found.with_own.n)


def _doubtful_sentence(view: View, found: EuropeYear) -> str:
    """The place without figures of another definition or of few respondents, where that makes another relation to the rest of them."""
    doubtful = [one for one in found.peers if one.doubtful and one.peer and not one.peer.own_choice]
    if not doubtful or found.place is None:
        return ""
    names = view.t.join([f"{label_of(view, one)} ({remark(view.t, one.status)})" for one in doubtful])
    if found.without_doubtful is None:
        return view.t("europa.doubtful_all", names=names)
    return view.t("europa.doubtful", names=names, rank=place_text(found.without_doubtful), n=found.without_doubtful.n)


def _late_sentence(view: View, found: EuropeYear) -> str:
    """Which regions have no figure of the year, and their newest."""
    t = view.t
    late = [f"{label_of(view, one)} ({format_period(one.period, t.language)})" for one in found.late]
    said = [t("europa.late", year=format_period(found.county.period, t.language), names=t.join(late))] if late else []
    said += [t("europa.absent", names=t.join([peer_label(view, peer) for peer in found.absent]))] if found.absent else []
    return " ".join(said)


def change_title(view: View, indicator: Indicator, found: EuropeChange) -> str:
    """Whether the county and the median draw apart, by the rule for gaps, or that they have changed places; why neither can be said."""
    t, name = view.t, inner(name_of(view.t, indicator))
    if found.direction is None:
        return t("europa.change.no_median", name=name)
    if found.direction.state is GapState.TOO_FEW:
        return t.plural("europa.change.too_few", found.direction.n, name=name)
    first, last = (format_period(year, t.language) for year in (found.stretch[0], found.stretch[-1]))
    if _has_crossed(found):
        return t(f"europa.change.crossed.{_side(float(found.gap[found.stretch[-1]]))}", name=name, first=first, last=last)
    slow = "slow_" if found.direction.slow else ""
    return capital(t(f"europa.change.{slow}{found.direction.state}", name=name, first=first))


def _side(gap: float) -> str:
    """On which side of the median the county lies."""
    return "above" if gap > 0 else "below" if gap < 0 else "level"


def change_sentences(view: View, indicator: Indicator, found: EuropeChange) -> list[str]:
    """How far apart they are in the newest year, the slope with its interval, and who is in the median."""
    t = view.t
    if found.direction is None:
        return [_left_out(view, found.left_out)]
    newest = found.stretch[-1]
    median, gap = float(found.median[newest]), float(found.gap[newest])
    value = median * (1 + gap) if indicator.unit in AMOUNTS else median + gap
    decimals = pair_decimals(indicator, value, median)
    words = {
        "place": view.data.catalogue.region.place[t.language],
        "year": format_period(newest, t.language),
        "value": figure_with_unit(t, indicator, value, decimals),
        "median": figure_with_unit(t, indicator, median, decimals),
        "gap": pair_gap(t, indicator, value, median).lstrip("+\u2212"),
    }
    names = t.join([peer.city[t.language] for peer in found.members])
    said = [t(f"europa.change.side.{_side(gap)}", **words), t("europa.change.members", n=len(found.members), names=names)]
    slope = "" if _has_crossed(found) else slope_sentence(t, indicator, found.direction)
    return [*said, slope, _left_out(view, found.left_out)]


def _has_crossed(found: EuropeChange) -> bool:
    """Whether the county is on the other side of the median than at first: a distance that shrank and grew again has no slope to tell."""
    return {_side(float(found.gap[year])) for year in (found.stretch[0], found.stretch[-1])} == {"above", "below"}


def slope_sentence(t: Texts, indicator: Indicator, found: GapDirection) -> str:
    """How the distance changes a year with its interval, of amounts in per cent of the median; empty where there are too few years."""
    if found.per_year is None or found.low is None or found.high is None:
        return ""
    relative = indicator.unit in AMOUNTS
    decimals = SHARE_DECIMALS if relative else indicator.decimals + 1
    slope, low, high = (
        format_change(100 * end if relative else end, decimals, t.language) for end in (found.per_year, found.low, found.high)
    )
    unit = t("europa.change.of_median") if relative else with_gap_unit(t, indicator.unit, "").strip()
    return t("europa.change.slope", slope=slope, low=low, high=high, unit=unit, n=found.n)


def _left_out(view: View, peers: Sequence[Peer]) -> str:
    """Which regions are not in the median; empty for none."""
    return view.t("europa.change.left_out", names=view.t.join([peer.city[view.language] for peer in peers])) if peers else ""


def parts_title(view: View, indicator: Indicator, found: EuropeParts) -> str:
    """The places of the two sides as regions of their own, each as the span that both readings give."""
    places = {part.role: place_text(part.place) for part in found.parts}
    words = {"name": inner(name_of(view.t, indicator)), "n": found.parts[0].place.n}
    return view.t("europa.parts.title", north=places[FIRST], south=places[SECOND], **words)


def parts_sentences(view: View, indicator: Indicator, found: EuropeParts) -> list[str]:
    """The county's two figures and their difference, how the places were found, and between which regions each side lies."""
    t = view.t
    years = {"period": format_period(found.period, t.language), "year": format_period(found.year.county.period, t.language)}
    both = {
        "register": figure_with_unit(t, found.register, found.county_register),
        "survey": figure_with_unit(t, indicator, found.year.county.value),
        "apart": pair_gap(t, indicator, found.county_register, found.year.county.value),
    }
    said = [t("europa.parts.sources", **years, **both), t("europa.parts.method")]
    if found.period != found.year.county.period:
        said.insert(1, t("europa.parts.years", **years))
    return said


def between(view: View, found: EuropeParts, value: float, indicator: Indicator) -> str:
    """The regions just better and just worse than a figure, for a table: "Köpenhamn – Oslo"; a dash at an end."""
    sign = 1 if indicator.polarity is Polarity.LOWER else -1

    def printed(one: float) -> float:
        return sign * float(round_to_decimal(one, indicator.decimals) or 0)

    peers = [one for one in found.year.peers if one.peer and not one.peer.own_choice]
    better = [one for one in peers if printed(one.value) < printed(value)]
    worse = [one for one in peers if printed(one.value) > printed(value)]
    ends = (better[-1:], worse[:1])
    return " – ".join(label_of(view, end[0]) if end else "…" for end in ends)


def figure_words(t: Texts, indicator: Indicator, one: EuropeFigure) -> str:
    """The figure with Eurostat's remarks behind it."""
    said = remark(t, one.status)
    text = figure(t, indicator, one.value)
    return f"{text} ({said})" if said else text


def wide_note(view: View, peers: Sequence[Peer]) -> str:
    """Which regions are much wider than the city that they stand for; empty for none."""
    wide = [f"{peer.city[view.language]} ({peer.wider[view.language]})" for peer in peers if peer.wider]
    return view.t("europa.note.wide", names=view.t.join(wide)) if wide else ""
