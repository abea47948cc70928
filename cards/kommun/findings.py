"""The sentences of a kommun's profile: chosen and filled in from the figures, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance.direction import GapDirection
from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.names import short_name, unit_unless_named
from cards.common.verdict_words import direction_words
from cards.common.words import figure, gap_text, inner, pair_decimals, pair_distance, pair_gap, period_words, rank_text
from cards.kommun.figures import MeasureRank, count, counted, nearest, strengths, weaknesses
from catalogue import Indicator, Polarity
from texts import Texts, format_number, format_period

ASKED = ("education_level", "jobs", "firms", "building")  # concepts that the title is about, and the lead in figures
_ORDER = (GapWord.BETTER, GapWord.SLIGHTLY_BETTER, GapWord.ABOUT_EQUAL, GapWord.SLIGHTLY_WORSE, GapWord.WORSE)


def title(t: Texts, name: str, found: Sequence[MeasureRank], concepts: Mapping[str, str], other: str) -> str:
    """Education, jobs, firms and homes against another (`other`: its name within a sentence), from better to worse; what has no figure is
    left out, and where nothing has one the title is what is said of all areas. `concepts`: names of the areas by id."""
    told: dict[GapWord, list[str]] = {}
    for place in sorted((one for one in counted(found) if one.indicator.concept in ASKED), key=_asked_order):
        told.setdefault(place.verdict.word, []).append(area_name(place, concepts))
    parts = [t(f"kommun.title.asked.{word}", names=t.join(told[word])) for word in _ORDER if word in told]
    return (
        t("kommun.title.asked.sentence", name=name, other=other, parts=t.join(parts)) if parts else tally(t, name, found, concepts, other)
    )


def _asked_order(place: MeasureRank) -> int:
    return ASKED.index(str(place.indicator.concept))


def tally_sentence(t: Texts, name: str, found: Sequence[MeasureRank], concepts: Mapping[str, str], other: str) -> str:
    """The tally as a sentence, and how many areas cannot be compared."""
    missing = count(found).not_comparable
    said = f"{tally(t, name, found, concepts, other)}."
    return f"{said} {t.plural('kommun.not_counted', len(missing))}" if missing else said


def tally(t: Texts, name: str, found: Sequence[MeasureRank], concepts: Mapping[str, str], other: str) -> str:
    """In how many of the areas that are counted the kommun is better and worse off than the other, and which most; where it is clearly
    better (or worse) in none, in how many slightly, or else what comes nearest to a strength (or a weakness)."""
    areas, strong, weak = count(found).counted, strengths(found), weaknesses(found)
    clear = [bool(strong) and strong[0].verdict.word is GapWord.BETTER, bool(weak) and weak[0].verdict.word is GapWord.WORSE]
    words = {"name": name, "other": other, "n": areas, "k": len(strong), "m": len(weak)}
    if not areas:
        return t("kommun.title.none", name=name, other=other)
    parts = [_most(t, "strength", strong, concepts) if clear[0] else "", _most(t, "weakness", weak, concepts) if clear[1] else ""]
    key = "neither" if not any(clear) else "both" if all(clear) else "strong" if clear[0] else "weak"
    if key in ("strong", "weak") and areas in (words["k"], words["m"]):
        key += "_all"
    head = t(f"kommun.title.{key}", **words, strong=parts[0], weak=parts[1])
    rest = [_nearest(t, found, side, concepts, other) for side, told in zip((1, -1), clear, strict=True) if not told]
    return "; ".join([head, *(part for part in rest if part)])


def _most(t: Texts, side: str, found: Sequence[MeasureRank], concepts: Mapping[str, str]) -> str:
    """The area that is furthest out, "främst" where there are more."""
    name = area_name(found[0], concepts)
    return t(f"kommun.title.most.{side}", name=name) if len(found) > 1 else name


def _nearest(t: Texts, found: Sequence[MeasureRank], side: int, concepts: Mapping[str, str], other: str) -> str:
    told, way = (strengths(found), "strength") if side > 0 else (weaknesses(found), "weakness")
    if told:  # none of them clear, but not to be left out where the other side is counted
        return t(f"kommun.title.slight.{way}", n=len(told), most=_most(t, way, told, concepts))
    place = nearest(found, side)
    if place is None:
        return ""
    words = {"name": area_name(place, concepts), "verdict": inner(verdict_words(t, place, other))}
    return t(f"kommun.title.nearest.{way}", **words)


def area_name(place: MeasureRank, concepts: Mapping[str, str]) -> str:
    """The area that a lead measure is counted for, as it stands within a sentence."""
    return inner(concepts[str(place.indicator.concept)])


def verdict_words(t: Texts, place: MeasureRank, other: str) -> str:
    """The kommun against the other: "Något sämre än länet", "Bättre än Solna"."""
    return t(f"kommun.verdict.{place.verdict.word}", other=other)


def gap_words(t: Texts, place: MeasureRank) -> str:
    """The gap, which the two figures beside it give: "−2,3 procentenheter"; empty where there is none."""
    return pair_gap(t, place.indicator, place.value, place.other)


def rank(place: MeasureRank) -> str:
    """A place, as an interval where the figure cannot be told from others'."""
    return rank_text(place.low, place.high)


def people_sentence(t: Texts, population: MeasureRank | None) -> str:
    """How many live in the kommun, and where that puts it; empty without a figure."""
    if population is None or population.value is None:
        return ""
    people = format_number(population.value, 0, t.language)
    return t("kommun.people", people=people, period=format_period(population.period, t.language), rank=rank(population), of=population.of)


def facts_sentence(t: Texts, found: Sequence[MeasureRank], other: str) -> str:
    """Education, jobs, firms and homes in figures, each beside the other's; empty where no figure is known."""
    by = {place.indicator.concept: place for place in found if place.indicator.lead and place.value is not None and place.other is not None}
    return " ".join(_fact(t, by[concept], other) for concept in ASKED if concept in by)


def _fact(t: Texts, place: MeasureRank, other: str) -> str:
    words = {"name": short_name(t, place.indicator), "period": period_words(t, place.indicator, place.period)}
    words["value"] = unit_unless_named(t, place.indicator, figure(t, place.indicator, place.value, place.decimals))
    return t("kommun.fact", **words, other=other, beside=figure(t, place.indicator, place.other, place.decimals))


def standing_line(t: Texts, place: MeasureRank, other: str) -> str:
    """An area of the lists: measure, figure, period, the other's figure, the gap, the rank."""
    said = {"name": short_name(t, place.indicator), "period": period_words(t, place.indicator, place.period)}
    value = unit_unless_named(t, place.indicator, figure(t, place.indicator, place.value, place.decimals))
    said |= {"value": value, "gap": gap_words(t, place)}
    said |= {"other": other, "beside": figure(t, place.indicator, place.other, place.decimals), "rank": rank(place)}
    return t("kommun.list.line", **said, of=place.of)


@dataclass(frozen=True)
class Beside:
    """A kommun's figure in a period beside another's, unrounded; `name`: who that is, within a sentence."""

    period: str
    value: float | None
    other: float | None
    name: str


def level_title(t: Texts, indicator: Indicator, area: str, level: Beside) -> str:
    """A chart's title: the kommun's newest figure (a mean, where single years say little) and how far it lies from the other's."""
    name, value = short_name(t, indicator), level.value
    if value is None:
        return t("kommun.theme.missing", name=name, area=area)
    mean = indicator.several_years  # the lines have single years, and the title says so
    words = {"name": f"{name}," if mean else name, "period": period_words(t, indicator, level.period)}
    words["value"] = unit_unless_named(t, indicator, format_number(value, indicator.decimals, t.language))
    return _beside(t, indicator, level, words) + (t("kommun.theme.single_years") if mean else "")


def _beside(t: Texts, indicator: Indicator, level: Beside, words: dict[str, str]) -> str:
    """The kommun's figure with the other's, where there is one, and the distance between them."""
    value, beside = level.value, level.other
    if value is None or beside is None:
        return t("kommun.theme.alone", **words)
    places = pair_decimals(indicator, value, beside)
    words["value"] = unit_unless_named(t, indicator, figure(t, indicator, value, places))
    if not round_half_up(value - beside, places):
        return t("kommun.theme.level", **words, other=level.name)
    gap = pair_distance(t, indicator, value, beside, unit=not _unit_in_name(t, indicator))
    return t(
        f"kommun.theme.{'above' if value > beside else 'below'}",
        **words,
        gap=gap,
        other=level.name,
        beside=figure(t, indicator, beside, places),
    )


def _unit_in_name(t: Texts, indicator: Indicator) -> bool:
    return not unit_unless_named(t, indicator, "").strip()


def gap_size(t: Texts, indicator: Indicator, gap: float) -> str:
    """A difference without its sign; without its unit too where the measure's name says that; empty where it rounds to 0."""
    if not round_half_up(gap, indicator.decimals):
        return ""
    if _unit_in_name(t, indicator):
        return figure(t, indicator, abs(gap))
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


def closing_sentence(t: Texts, found: GapDirection | None, other: str) -> str:
    """Whether the gap to the other closes, told by all periods; empty where nothing is followed."""
    words = direction_words(t, found)
    return t("kommun.closing", other=other, words=inner(words)) if words else ""


def place_sentence(t: Texts, place: MeasureRank | None) -> str:
    """Where the kommun stands among the county's; empty without a figure."""
    if place is None or place.value is None:
        return ""
    key = "highest" if place.indicator.polarity is Polarity.NEITHER else "best"
    return t("kommun.place", rank=rank(place), of=place.of, first=t(f"kommun.first.{key}"))


def index_title(t: Texts, area: str, span: tuple[str, str], grown: tuple[float | None, float | None], other: str) -> str:
    """Population: by how many per cent it changed in the kommun and in the other. `grown`: index of both with 100 at the start."""
    own, beside = grown
    if own is None:
        return t("kommun.population.missing", area=area)
    words = {"area": area, "first": format_period(span[0], t.language), "last": format_period(span[1], t.language)}
    title = t(f"kommun.population.{_way(own)}", **words, n=_percent(t, own))
    return title if beside is None else f"{title}{t(f'kommun.population.other_{_way(beside)}', other=other, n=_percent(t, beside))}"


def _way(index: float) -> str:
    change = round_half_up(index - 100, 0)
    return "same" if not change else "up" if change > 0 else "down"


def _percent(t: Texts, index: float) -> str:
    return format_number(abs(index - 100), 0, t.language)
