"""The county among Eurostat's regions: figures with their remarks, its place, the stretch without break, and its parts as regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.direction import GapDirection, followed_gap, followed_spread, gap_direction
from balance.gap import is_missing
from balance.ranks import rank_intervals
from balance.rounding import round_to_decimal
from cards.common.words import status_words
from cards.context import View
from cards.data import Data, kept
from catalogue import Indicator, Polarity
from catalogue.region import CITY, FIRST, SECOND, Europe, Peer
from catalogue.rules import load_rules
from catalogue.selections import load_selections
from store.schema import BOTH, OK, REMARKS
from texts import Texts

LEAST = 3  # regions beside the county from which it has a place, and from which there is a median
BREAK, OTHER_DEFINITION, LOW = REMARKS["b"], REMARKS["d"], REMARKS["u"]
SUFFIX = ", Eurostat"  # of names that a register of our own goes by too


@dataclass(frozen=True)
class EuropeFigure:
    """A region's figure: `peer` is None for the county itself. `status` holds Eurostat's remarks."""

    area: str
    period: str
    value: float
    status: str
    peer: Peer | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it is marked as of another definition or of few respondents."""
        return bool({OTHER_DEFINITION, LOW} & set(self.status.split(BOTH)))


@dataclass(frozen=True)
class EuropePlace:
    """The county's place among `n`, itself included: from `low` to `high`, several where figures are printed alike."""

    low: int
    high: int
    n: int


@dataclass(frozen=True)
class EuropeYear:
    """Figures of a year, best first; `late` are those of regions that have an older one only. `union` is the union's own, if any."""

    county: EuropeFigure
    peers: tuple[EuropeFigure, ...]
    late: tuple[EuropeFigure, ...]
    absent: tuple[Peer, ...]
    union: EuropeFigure | None
    place: EuropePlace | None
    with_own: EuropePlace | None
    without_doubtful: EuropePlace | None
    median: float | None


@dataclass(frozen=True)
class EuropeChange:
    """The county against the median of the same regions in every year of a stretch without break: `gap` is what is followed."""

    stretch: tuple[str, ...]
    members: tuple[Peer, ...]
    left_out: tuple[Peer, ...]
    median: pd.Series
    gap: pd.Series
    direction: GapDirection | None


@dataclass(frozen=True)
class EuropePart:
    """A part of the county by the register (`own`), and where it lies at the same distance from the county's figure in the survey."""

    role: str
    own: float
    shifted: float
    place: EuropePlace


@dataclass(frozen=True)
class EuropeParts:
    """The parts of the county beside regions: the county has a figure of either source, `apart` from each other."""

    register: Indicator
    period: str
    county_register: float
    year: EuropeYear
    parts: tuple[EuropePart, ...]

    @property
    def apart(self) -> float:
        """The county's figure in the register less that in the survey."""
        return self.county_register - self.year.county.value


def europe_of(data: Data) -> Europe:
    """The region's peers. Raises ValueError where it has none."""
    if data.catalogue.region.europe is None:
        raise ValueError("the region is compared with none of Europe's")
    return data.catalogue.region.europe


def name_of(t: Texts, indicator: Indicator) -> str:
    """The measure's name on a page where all are Eurostat's."""
    return indicator.name[t.language].removesuffix(SUFFIX)


def peer_label(view: View, peer: Peer) -> str:
    """The city; of an ended code, or one that we chose, that too."""
    city = peer.city[view.language]
    if peer.older:
        return view.t("europa.older", city=city, code=peer.area)
    return view.t("europa.own", city=city) if peer.own_choice else city


def county_label(view: View) -> str:
    """The county as it is called among cities."""
    return view.t("europa.county", place=view.data.catalogue.region.place[view.language])


def label_of(view: View, figure: EuropeFigure) -> str:
    """Whom a figure is about."""
    return county_label(view) if figure.peer is None else peer_label(view, figure.peer)


def remark(t: Texts, status: str) -> str:
    """Eurostat's remarks in words; empty where there are none."""
    return "" if status == OK else status_words(t, status)


@kept(64)
def years_of(data: Data, indicator: str) -> tuple[str, ...]:
    """Years in which the county and at least `LEAST` of the regions that were not our choice have a figure, oldest first."""
    europe, wide = europe_of(data), data.values(indicator)
    if europe.county not in wide.index:
        return ()
    others = wide.reindex([peer.area for peer in europe.peers if not peer.own_choice]).notna().sum()
    return tuple(
        str(year)
        for year in wide.columns
        if not is_missing(data.snapshot.value(indicator, europe.county, str(year))) and others[year] >= LEAST
    )


def newest_year(data: Data, indicator: str) -> str:
    """The newest of them; empty without any."""
    years = years_of(data, indicator)
    return years[-1] if years else ""


@kept(64)
def peers_with_figures(data: Data, indicator: str) -> tuple[Peer, ...]:
    """Regions that have any figure, in the catalogue's order, the county's own choice before ours."""
    known = data.values(indicator).dropna(how="all").index
    return tuple(peer for peer in europe_of(data).peers if peer.area in known)


@kept(256)
def in_year(data: Data, indicator: str, year: str) -> EuropeYear:
    """The figures of a year and the county's place by them. Places are of that year alone; older figures stand beside."""
    europe, entry = europe_of(data), data.catalogue.indicators[indicator]
    wide, statuses = data.values(indicator), data.snapshot.statuses(indicator)

    def figure(area: str, period: str, peer: Peer | None = None) -> EuropeFigure | None:
        value = data.snapshot.value(indicator, area, period)
        return None if is_missing(value) else EuropeFigure(area, period, value, str(statuses.at[area, period]), peer)

    lowest = entry.polarity is Polarity.LOWER
    found = {peer.area: figure(peer.area, year, peer) for peer in europe.peers}
    peers = sorted((one for one in found.values() if one), key=lambda one: one.value if lowest else -one.value)
    without = [peer for peer in europe.peers if found[peer.area] is None and not peer.older]
    before = [str(period) for period in wide.columns if str(period) < year]
    late = {peer.area: next((one for period in reversed(before) if (one := figure(peer.area, period, peer))), None) for peer in without}
    county = figure(europe.county, year)
    if county is None:
        raise ValueError(f"{indicator}: the county has no figure of {year}")
    asked = [one for one in peers if one.peer and not one.peer.own_choice]
    return EuropeYear(
        county=county,
        peers=tuple(peers),
        late=tuple(one for one in late.values() if one),
        absent=tuple(peer for peer in without if late[peer.area] is None),
        union=figure(europe.union, year),
        place=place_among(entry, county, asked),
        with_own=place_among(entry, county, peers),
        without_doubtful=place_among(entry, county, [one for one in asked if not one.doubtful]),
        median=float(np.median([one.value for one in asked])) if len(asked) >= LEAST else None,
    )


def place_among(entry: Indicator, own: EuropeFigure, others: Sequence[EuropeFigure]) -> EuropePlace | None:
    """The place by figures as they are printed; None with too few regions beside it."""
    if len(others) < LEAST:
        return None
    values = pd.Series({one.area: one.value for one in (own, *others)})
    ranks = rank_intervals(values, entry.decimals, lowest_first=entry.polarity is Polarity.LOWER).to_dict("index")
    return EuropePlace(int(ranks[own.area]["low"]), int(ranks[own.area]["high"]), len(values))


def breaks_of_area(data: Data, indicator: str, area: str) -> tuple[str, ...]:
    """Years that are not comparable with the ones before: marked with a break, or fetched at another time than the year before."""
    rows = data.snapshot.observations(indicator)
    rows = rows[rows["area"].eq(area) & rows["sex"].eq("T") & rows["value"].notna()].sort_values("period")
    marked = [BREAK in status.split(BOTH) for status in rows["status"]]
    fetched, known = rows["retrieved"].str[:10].tolist(), rows["period"].tolist()
    return tuple(p for n, p in enumerate(known) if n and (marked[n] or fetched[n] != fetched[n - 1]))


def segments(data: Data, indicator: str, area: str) -> list[dict[str, float]]:
    """A region's figures by year, in stretches without break, oldest first."""
    found: list[dict[str, float]] = []
    broken = breaks_of_area(data, indicator, area)
    for period in map(str, data.values(indicator).columns):
        value = data.snapshot.value(indicator, area, period)
        if is_missing(value):
            continue
        if not found or period in broken:
            found.append({})
        found[-1][period] = value
    return found


@kept(64)
def change_of(data: Data, indicator: str) -> EuropeChange | None:
    """Whether the county and the median of its peers draw apart; None where the county has no figure.

    The stretch is the county's own since its last break. The median is of the same regions every year: those with a figure in all years
    of the stretch and no break in it (not our choice, no ended code).
    """
    europe, entry, wide = europe_of(data), data.catalogue.indicators[indicator], data.values(indicator)
    own = segments(data, indicator, europe.county)
    if not own:
        return None
    stretch = tuple(own[-1])
    asked = [peer for peer in europe.peers if not peer.own_choice and not peer.older]
    members = tuple(peer for peer in asked if _throughout(data, indicator, peer.area, stretch))
    left_out = tuple(peer for peer in asked if peer not in members)
    if len(members) < LEAST:
        return EuropeChange(stretch, members, left_out, pd.Series(dtype=float), pd.Series(dtype=float), None)
    table = wide.loc[[peer.area for peer in members], list(stretch)]
    median, county = table.median(), wide.loc[[europe.county], list(stretch)].iloc[0]
    gap, newest = followed_gap(median, county, entry), stretch[-1]
    everyone = pd.concat([table[newest], pd.Series({europe.county: county[newest]})])
    spread = followed_spread(float(everyone.std(ddof=0)), float(median[newest]), entry)
    return EuropeChange(stretch, members, left_out, median, gap, gap_direction(gap, spread, (), load_rules()))


def _throughout(data: Data, indicator: str, area: str, stretch: Iterable[str]) -> bool:
    """Whether a region has a figure in every year of a stretch, none of them after a break within it."""
    years = list(stretch)
    return any(set(years) <= set(part) for part in segments(data, indicator, area))


def register_of() -> dict[str, str]:
    """The register's measure by Eurostat's that is defined nearly alike."""
    chosen = load_selections()
    return dict(zip(chosen["europa.delar"], chosen["europa.register"], strict=True))


@kept(16)
def parts_of(data: Data, indicator: str, year: str) -> EuropeParts | None:
    """Where the groups of the county would stand as regions of their own; None where the register has no figures of them.

    Two sources are never ranked as one. A part's place is worked out twice: by the register's figure as it is, and at the part's distance
    from the county in the register laid on the county's figure in the survey. The place that is given holds both.
    """
    register = data.catalogue.indicators[register_of()[indicator]]
    periods = data.periods(register.id)
    period = year if year in periods else periods[-1]
    found, beside = data.balance(register.id, period, "apart"), in_year(data, indicator, year)
    county = data.level_of(register.id, data.catalogue.region.county, period)
    county = found.region if county is None else county
    if county is None:
        return None
    apart = county - beside.county.value
    own = {FIRST: found.north, SECOND: found.south, CITY: found.city}
    peers = [one for one in beside.peers if one.peer and not one.peer.own_choice]
    entry = data.catalogue.indicators[indicator]
    parts = []
    for role, value in own.items():
        if value is not None and len(peers) >= LEAST:
            places = [_would_be(entry, reading, peers) for reading in (value, value - apart)]
            place = EuropePlace(min(one.low for one in places), max(one.high for one in places), len(peers) + 1)
            parts.append(EuropePart(role, value, value - apart, place))
    return EuropeParts(register, period, county, beside, tuple(parts)) if parts else None


def _would_be(entry: Indicator, value: float, peers: Sequence[EuropeFigure]) -> EuropePlace:
    """The place that a figure would have among regions, compared as printed."""
    printed = round_to_decimal(value, entry.decimals)
    sign = 1 if entry.polarity is Polarity.LOWER else -1
    others = [round_to_decimal(one.value, entry.decimals) for one in peers]
    better = sum(sign * float(other or 0) < sign * float(printed or 0) for other in others)
    worse = sum(sign * float(other or 0) > sign * float(printed or 0) for other in others)
    return EuropePlace(1 + better, len(peers) + 1 - worse, len(peers) + 1)
