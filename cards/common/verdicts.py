"""What may be said of a measure's gap: its verdict, what it hangs on, where it is going, how many people it is. Kept per generation."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from balance.counting import ConceptCount, count_concepts
from balance.cross_section import CrossSection, cross_section
from balance.direction import GapDirection, followed_gap, followed_spread, gap_direction
from balance.hangs_on import JointDivisions, LeaveOneOut, leave_one_out, share_as_large, share_as_many
from balance.periods import as_years
from balance.persons import persons_behind
from balance.refusal import MetricRefused
from balance.regional import CityTreatment
from cards.common.series import same_season
from cards.data import Data, kept
from catalogue import Indicator, Polarity
from catalogue.models import Unit
from catalogue.region import FIRST, SECOND
from catalogue.rules import load_rules

MIRRORED: Mapping[Polarity, Polarity] = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER}


@kept(4096)
def section_of(data: Data, indicator: str, period: str, city: CityTreatment) -> CrossSection | None:
    """Figures and weights that the verdict in a period is taken on; None where groups cannot be compared."""
    entry = data.catalogue.indicators[indicator]
    values, weights = data.judged(indicator)
    try:
        return cross_section(values, entry, weights, data.catalogue, period, city=city)
    except MetricRefused:
        return None


@kept(4096)
def hangs_on(data: Data, indicator: str, period: str, city: CityTreatment) -> LeaveOneOut | None:
    """The verdict without each kommun in turn."""
    section = section_of(data, indicator, period, city)
    return None if section is None else leave_one_out(section, data.catalogue.indicators[indicator].polarity, load_rules())


@kept(4096)
def chance_of(data: Data, indicator: str, period: str, city: CityTreatment) -> float | None:
    """Share (0–1) of random divisions of the kommuner that give at least as large a gap; None where there is none, or the city is split."""
    section = section_of(data, indicator, period, city)
    try:
        return None if section is None else share_as_large(section, load_rules())
    except MetricRefused:
        return None


@kept(1024)
def direction_of(data: Data, indicator: str, city: CityTreatment, since: str = "", until: str = "") -> GapDirection | None:
    """Whether the gap closes or widens, by the periods from `since` to `until` where they are given; None for a measure whose groups cannot
    be compared, or that has no figures then."""
    entry = data.catalogue.indicators[indicator]
    if entry.counted:
        return None
    try:
        table = data.over_time(indicator, city)
    except MetricRefused:
        return None
    table = table.reindex([period for period in data.periods(indicator) if period in table.index and _by(period, until)])
    gaps = same_season(followed_gap(table[FIRST], table[SECOND], entry).dropna())
    gaps = gaps[[as_years(str(period)) >= as_years(since) for period in gaps.index]] if since else gaps
    if gaps.empty:
        return None
    return followed_direction(data, indicator, gaps, table[FIRST])


def followed_direction(data: Data, indicator: str, gaps: pd.Series, first: pd.Series) -> GapDirection:
    """Whether `gaps` (as `balance.direction.followed_gap` gives them, at least one) close; `first`: what they are gaps to, by period."""
    entry, last = data.catalogue.indicators[indicator], str(gaps.index[-1])
    own = data.values(indicator)[last].reindex(list(data.kommuner)).dropna()
    spread = float(own.std(ddof=0)) if len(own) > 1 else None
    return gap_direction(gaps, followed_spread(spread, float(first[last]), entry), data.breaks(indicator), load_rules())


def _by(period: str, until: str) -> bool:
    return not until or as_years(period) <= as_years(until)


@kept(1024)
def stretches_of(data: Data, indicator: str, city: CityTreatment, until: str = "") -> tuple[dict[str, float], ...]:
    """The gap as it is followed, by period (to `until`, see `direction_of`), each unbroken stretch by itself; raises MetricRefused where
    there is none."""
    entry, table = data.catalogue.indicators[indicator], data.over_time(indicator, city)
    table = table[[_by(str(period), until) for period in table.index]]
    gaps = same_season(followed_gap(table[FIRST], table[SECOND], entry).dropna())
    segments = table["segment"].reindex(gaps.index)
    return tuple({str(period): float(value) for period, value in part.items()} for _, part in gaps.groupby(segments))


@kept(1024)
def persons_of(data: Data, indicator: str, period: str, city: CityTreatment) -> int | None:
    """How many people the gap is, by the denominator of the second group; None where that is not known."""
    entry = data.catalogue.indicators[indicator]
    of = data.catalogue.indicators.get(entry.denominator or "")
    if entry.several_years or city == "split" or of is None or of.unit is not Unit.PERSONS or entry.unit is not Unit.PERCENT:
        return None
    balance = data.balance(indicator, period, city)
    weight = data.balance(entry.denominator, balance.weight_period, city) if entry.denominator and balance.weight_period else None
    return persons_behind(balance.gap, getattr(weight, SECOND), entry, load_rules()) if weight is not None else None


@kept(32)
def leads_of(data: Data, city: CityTreatment, among: tuple[str, ...] | None = None) -> Mapping[str, Indicator]:
    """The measure that each concept is counted by: its lead, where that has figures. With the city split only measures that have figures
    for its parts are compared, and where the lead has none the first measure of the concept that has them stands in; so too where only
    the measures `among` which to count are asked for (those of a part of the strategy) and the lead is not one of them."""
    found = {concept: lead for concept, lead in data.catalogue.leads.items() if data.periods(lead.id)}
    if city != "split" and among is None:
        return found

    def usable(one: Indicator) -> bool:
        return (among is None or one.id in among) and (city != "split" or data.is_split(one.id))

    others = [one for one in data.with_figures if one.concept and one.polarity is not Polarity.NEITHER and not one.historical]
    first = {c: next((one for one in (lead, *others) if one.concept == c and usable(one)), None) for c, lead in found.items()}
    return {concept: lead for concept, lead in first.items() if lead is not None}


@kept(32)
def concepts_counted(data: Data, city: CityTreatment, among: tuple[str, ...] | None = None) -> ConceptCount:
    """How many concepts are worse, better and about equal in the second group, each by the newest figures of `leads_of`; with `among`
    only those that its measures are of."""
    leads = leads_of(data, city, among)
    verdicts = {lead.id: data.balance(lead.id, data.periods(lead.id)[-1], city).verdict for lead in leads.values()}
    return count_concepts({**(data.catalogue.leads if among is None else {}), **leads}, verdicts)


@kept(8)
def chance_of_as_many(data: Data, city: CityTreatment) -> JointDivisions | None:
    """How often random divisions of the kommuner leave one group behind in as many concepts at once as `concepts_counted` says of the
    second group, or ahead, where it is ahead in more. None where it is neither, where the city is split, and where the lead measures are
    not of the same kommuner."""
    leads, found, rules = leads_of(data, city), concepts_counted(data, city), load_rules()
    ahead, sections, ways = len(found.better) > len(found.worse), [], []
    for concept in (*found.worse, *found.better, *found.about_equal):
        lead = leads[concept]
        section = section_of(data, lead.id, data.periods(lead.id)[-1], city)
        if section is None:
            return None
        sections.append(section)
        ways.append(MIRRORED[lead.polarity] if ahead else lead.polarity)
    try:
        joint = share_as_many(sections, ways, [rules.slight * section.spread for section in sections], rules)
    except MetricRefused:
        return None
    return joint if joint.count else None
