"""What the figures say against the need: counter-figures, each computed, and told only when it is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from balance.direction import GapState
from cards.common.standing_notes import split_sentences
from cards.common.verdicts import direction_of
from cards.common.words import figure, inner
from cards.context import View
from cards.universitet.behov import concepts_here, leads_here
from cards.universitet.figures import Results
from cards.universitet.forskningsandel import beside_share, share_sentence
from cards.universitet.hogskolan import years_of
from catalogue.region import FIRST, SECOND
from evidence.claims import Points
from evidence.facts import Observation, first_and_last
from texts import Texts, format_change, format_period

JOBS, RATIO, JOBS_CLAIM = "jobs", "jobs_ratio", "need_jobs"
SURPLUS = 1.0  # jobs per employed resident above which a kommun has more jobs than residents in work
MOST_NAMES = 3


@dataclass(frozen=True)
class Growth:
    """Growth of the jobs by workplace from `first` to `last` within one series, in per cent of each group's own."""

    first: str
    last: str
    south: float
    north: float


def jobs_growth(results: Results) -> Growth | None:
    """Over the longest unbroken stretch that ends with the newest figures; None where that is a single period."""
    table = results.data.over_time(JOBS, "apart").dropna(subset=[FIRST, SECOND]) if results.data.periods(JOBS) else None
    if table is None or len(table) < 2:
        return None
    last = table[table["segment"] == table["segment"].iloc[-1]]
    if len(last) < 2:
        return None
    south, north = (100 * (last[group].iloc[-1] / last[group].iloc[0] - 1) for group in (SECOND, FIRST))
    return Growth(str(last.index[0]), str(last.index[-1]), float(south), float(north))


def growth_sentence(t: Texts, found: Growth) -> str:
    """ "Jobben växte 2020–2022 med 4,7 procent i söder och 5,4 i norr."; where one of them shrank, by its sign."""
    south, north = (format_change(value, 1, t.language) for value in (found.south, found.north))
    way = "level" if south == north else "second" if found.south > found.north else "first"
    when = {"first": format_period(found.first, t.language), "last": format_period(found.last, t.language)}
    return t(f"universitet.counter.growth.{way}", south=south, north=north, **when)


def surplus(results: Results) -> list[tuple[str, float]]:
    """Kommuner of the second group with more jobs than residents in work, and their jobs per employed resident, the highest first."""
    data, periods = results.data, results.data.periods(RATIO)
    if not periods:
        return []
    values = data.values(RATIO)[periods[-1]].reindex(data.catalogue.groups[SECOND].members).dropna()
    return [(str(code), float(value)) for code, value in values.sort_values(ascending=False).items() if round(value, 2) > SURPLUS]


def surplus_sentence(view: View, results: Results) -> str:
    """ "Södertälje har fler jobb än boende som arbetar (1,15 …)."; empty where no kommun has."""
    found, t = surplus(results), view.t
    if not found:
        return ""
    indicator, areas = view.data.catalogue.indicators[RATIO], view.data.catalogue.areas
    period = format_period(results.data.periods(RATIO)[-1], t.language)
    names = [t("universitet.counter.one", name=areas[code].name, value=figure(t, indicator, value)) for code, value in found[:MOST_NAMES]]
    return t.plural("universitet.counter.surplus", len(found), names=t.join(names), period=period)


def jobs_counter(view: View, results: Results) -> list[str]:
    """Against an uneven spread of jobs: what the region itself has observed beside our own figures of the same, and a surplus of jobs."""
    t, found = view.t, _told_growth(results)
    seen, grown = [observed(t, one) for one in _seen(results)], [growth_sentence(t, found)] if found is not None else []
    return [*([" ".join([*seen, *grown])] if seen or grown else []), *([said] if (said := surplus_sentence(view, results)) else [])]


def observed(t: Texts, one: Observation) -> str:
    """What a public body has observed, with its year (or when its page, which gives none, was read) and its address."""
    return t("universitet.counter.observed", said=one.text[t.language].rstrip("."), when=observed_when(t, one), url=one.url)


def observed_when(t: Texts, one: Observation) -> str:
    """ "2025"; "utan årtal, läst 2026-11-30"."""
    return str(one.year) if one.year is not None else t("universitet.counter.undated", day=one.accessed.isoformat())


def _seen(results: Results) -> list[Observation]:
    return [one for one in results.evidence.observations.values() if JOBS_CLAIM in one.claims and one.against]


def _told_growth(results: Results) -> Growth | None:
    """The growth where it speaks against the need, or belongs beside an observation that does."""
    found = jobs_growth(results)
    return found if found is not None and (_seen(results) or found.south > found.north) else None


def jobs_rows(view: View, results: Results) -> list[tuple[str, str, str, str, Points]]:
    """The figures of `jobs_counter`: what, of the second group, of the first (or a dash), when, and which way it points."""
    t, found, rows = view.t, _told_growth(results), []
    indicators, areas = view.data.catalogue.indicators, view.data.catalogue.areas
    if found is not None:
        south, north = (format_change(value, 1, t.language) for value in (found.south, found.north))
        when = f"{format_period(found.first, t.language)}–{format_period(found.last, t.language)}"
        points = Points.AGAINST if found.south > found.north else Points.FOR if found.south < found.north else Points.SILENT
        rows.append((t("universitet.counter.growth_row", name=indicators[JOBS].name[t.language]), south, north, when, points))
    for code, value in surplus(results)[:MOST_NAMES]:
        name = f"{indicators[RATIO].name[t.language]}, {areas[code].name}"
        when = format_period(results.data.periods(RATIO)[-1], t.language)
        rows.append((name, figure(t, indicators[RATIO], value), "–", when, Points.AGAINST))
    return rows


def share_counter(view: View, results: Results) -> list[str]:
    """Against growing into a university: that research has become a smaller part of the institution, with what it is in kronor and what is
    newer; nothing where it has not."""
    years = years_of(results)
    ends = first_and_last(years)
    fell = ends is not None and ends[1].research_share < ends[0].research_share
    return [" ".join([share_sentence(view.t, ends), *beside_share(view.t, years, ends)])] if ends is not None and fell else []


def closing_sentence(view: View, names: Iterable[str], among: str = "leads") -> str:
    """Of which measures the gap closes, `among` the lead measures of the areas (each counted once) or those of a "claim", which can be more
    than one of an area; empty where none does."""
    found = [name for name in names if (way := direction_of(view.data, name, "apart")) is not None and way.state is GapState.CLOSING]
    words = [inner(view.data.catalogue.indicators[name].name[view.language]) for name in found]
    return view.t(f"universitet.counter.closing.{among}", names=view.t.join(words)) if words else ""


def counter_figures(view: View, results: Results) -> list[str]:
    """All that speaks against the need, the strongest first: where jobs grow and are, what the institution is, what
    a split of the city changes, and which gaps close."""
    closing = closing_sentence(view, leads_here(results))
    split = split_sentences(view, "apart", concepts_here(results))
    return [*jobs_counter(view, results), *share_counter(view, results), *split, *([closing] if closing else [])]
