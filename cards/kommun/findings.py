"""The sentences of a kommun's profile: chosen and filled in from the figures, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from balance.rounding import round_half_up, round_to_decimal
from cards.common.names import short_name, unit_unless_named
from cards.common.words import figure_with_unit, gap_text, inner, rank_text
from cards.kommun.figures import MeasureRank
from catalogue import Indicator, Polarity
from texts import Texts, format_number, format_period


def title(t: Texts, name: str, strong: Sequence[MeasureRank], weak: Sequence[MeasureRank]) -> str:
    """The best and the worst place; where there is none of one kind, that."""
    words = {"name": name}
    if strong:
        words |= {"strong": measure(t, strong[0].indicator), "strong_rank": rank(strong[0])}
    if weak:
        words |= {"weak": measure(t, weak[0].indicator), "weak_rank": rank(weak[0])}
    case = "both" if strong and weak else "strong" if strong else "weak" if weak else "neither"
    of = (strong or weak)[0].of if strong or weak else 0
    return t(f"kommun.title.{case}", **words, of=of)


def measure(t: Texts, indicator: Indicator) -> str:
    """A measure's name in running text, without the ages at its end."""
    return inner(short_name(t, indicator))


def rank(place: MeasureRank) -> str:
    """A place, as an interval where the figure cannot be told from others'."""
    return rank_text(place.low, place.high)


def people_sentence(t: Texts, population: MeasureRank | None) -> str:
    """How many live in the kommun, and where that puts it; empty without a figure."""
    if population is None or population.value is None:
        return ""
    people = format_number(population.value, 0, t.language)
    return t("kommun.people", people=people, period=format_period(population.period, t.language), rank=rank(population), of=population.of)


def count_sentence(t: Texts, found: Sequence[MeasureRank]) -> str:
    """On how many of the measures with a direction the kommun lies in the best and in the worst quarter; empty where none has a figure."""
    directed = [place for place in found if place.counts]
    if not directed:
        return ""
    sides = [place.side for place in directed]
    strong, weak = (t.plural(f"kommun.counted_as.{side}", sides.count(side)) for side in ("strength", "weakness"))
    return t.plural("kommun.count", len(directed), strong=strong, weak=weak)


def standing_line(t: Texts, place: MeasureRank) -> str:
    """A measure of the lists: figure, period, place, the county's figure."""
    said = [figure_with_unit(t, place.indicator, place.value), format_period(place.period, t.language)]
    line = t("kommun.list.line", value=", ".join(said), rank=rank(place), of=place.of)
    if place.county is None:
        return line
    return f"{line}, {t('kommun.list.county', value=format_number(place.county, place.indicator.decimals, t.language))}"


@dataclass(frozen=True)
class BesideCounty:
    """A kommun's figure in a period beside the county's, unrounded."""

    period: str
    value: float | None
    county: float | None


def level_title(t: Texts, indicator: Indicator, area: str, level: BesideCounty) -> str:
    """A chart's title: the kommun's newest figure and how far it lies from the county's in the same period."""
    name, value, county = short_name(t, indicator), level.value, level.county
    if value is None:
        return t("kommun.theme.missing", name=name, area=area)
    words = {"name": name, "period": format_period(level.period, t.language)}
    words["value"] = unit_unless_named(t, indicator, format_number(value, indicator.decimals, t.language))
    own, other = (round_to_decimal(v, indicator.decimals) for v in (value, county))
    if county is None or own is None or other is None:
        return t("kommun.theme.alone", **words)
    gap = gap_size(t, indicator, value - county)
    if own == other or not gap:
        return t("kommun.theme.level", **words)
    return t(f"kommun.theme.{'above' if own > other else 'below'}", **words, gap=gap)


def gap_size(t: Texts, indicator: Indicator, gap: float) -> str:
    """A difference without its sign; without its unit too where the measure's name says that; empty where it rounds to 0."""
    if not round_half_up(gap, indicator.decimals):
        return ""
    if not unit_unless_named(t, indicator, "").strip():
        return format_number(abs(gap), indicator.decimals, t.language)
    return gap_text(t, indicator, abs(gap)).removeprefix("+")


def change_sentence(t: Texts, indicator: Indicator, stretch: Sequence[tuple[str, float]]) -> str:
    """How the figure changed from the first to the last period of an unbroken stretch; empty where there are not two."""
    if len(stretch) < 2:
        return ""
    first, last = stretch[0], stretch[-1]
    change = last[1] - first[1]
    size = gap_size(t, indicator, change)
    words = {"first": format_period(first[0], t.language), "last": format_period(last[0], t.language)}
    if not size:
        return t("kommun.change.same", **words)
    return t(f"kommun.change.{'up' if change > 0 else 'down'}", **words, gap=size)


def distance_sentence(t: Texts, indicator: Indicator, stretch: Sequence[tuple[str, float, float]]) -> str:
    """Whether the kommun came closer to the county over an unbroken stretch of (period, kommun, county); empty where there are not two."""
    if len(stretch) < 2:
        return ""
    (first, *before), (last, *after) = stretch[0], stretch[-1]
    gaps = [own - county for own, county in (before, after)]
    rounded = [round_half_up(gap, indicator.decimals) or 0.0 for gap in gaps]
    if rounded[0] * rounded[1] < 0:
        return t(f"kommun.distance.{'to_above' if rounded[1] > 0 else 'to_below'}")
    if abs(rounded[0]) == abs(rounded[1]):
        return t("kommun.distance.same", first=format_period(first, t.language), last=format_period(last, t.language))
    size = format_number(abs(gaps[0]), indicator.decimals, t.language)
    now = gap_size(t, indicator, gaps[1]) or format_number(0, indicator.decimals, t.language)
    return t(f"kommun.distance.{'wider' if abs(rounded[1]) > abs(rounded[0]) else 'narrower'}", before=size, after=now)


def place_sentence(t: Texts, place: MeasureRank | None) -> str:
    """Where the kommun stands among the county's; empty without a figure."""
    if place is None or place.value is None:
        return ""
    key = "highest" if place.indicator.polarity is Polarity.NEITHER else "best"
    return t("kommun.place", rank=rank(place), of=place.of, first=t(f"kommun.first.{key}"))


def index_title(t: Texts, area: str, span: tuple[str, str], own: float | None, county: float | None) -> str:
    """Population: by how many per cent it changed in the kommun and in the county. `own` and `county`: index with 100 at the start."""
    if own is None:
        return t("kommun.population.missing", area=area)
    words = {"area": area, "first": format_period(span[0], t.language), "last": format_period(span[1], t.language)}
    title = t(f"kommun.population.{_way(own)}", **words, n=_percent(t, own))
    return title if county is None else f"{title}{t(f'kommun.population.county_{_way(county)}', n=_percent(t, county))}"


def _way(index: float) -> str:
    change = round_half_up(index - 100, 0)
    return "same" if not change else "up" if change > 0 else "down"


def _percent(t: Texts, index: float) -> str:
    return format_number(abs(index - 100), 0, t.language)
