"""Where the chosen kommuner stand among the county's: a dot for each, the middle half shaded, and every kommun's place as a table."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd

from balance.ranks import Quartiles, inseparable, quartiles, rank_intervals
from cards.choices import BETWEEN
from cards.common.areas import group_of
from cards.common.comparison import PER_INHABITANT, Comparison, all_kommuner, within
from cards.common.comparison_series import decimals_of
from cards.common.words import rank_text
from cards.context import View
from cards.data import POPULATION
from cards.jamfor.choices import ComparisonChoice
from cards.jamfor.findings import KommunRank, first_place, places_sentence, quartile_sentence
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Polarity
from catalogue.region import GROUPS
from charts.spec import chart
from charts.spec.rows import Dot, Lane, Strip
from charts.table import Column, Row
from texts import format_number, format_period


def rank_period(view: View, chosen: ComparisonChoice, compared: Comparison) -> str | None:
    """The newest period, of the years chosen, in which the kommuner have figures of the view."""
    kommuner = all_kommuner(view.data, compared.indicator.id, chosen.level_kind)
    periods = [period for period in view.data.periods(compared.indicator.id) if within(period, compared.years)]
    return next((period for period in reversed(periods) if quartiles(kommuner[period]) is not None), None)


def standing(view: View, chosen: ComparisonChoice, compared: Comparison, code: str, period: str) -> KommunRank | None:
    """A kommun's place among the county's in a period; None where it has no figure."""
    return standings(view, chosen, compared, [code], period).get(code)


def standings(view: View, chosen: ComparisonChoice, compared: Comparison, codes: list[str], period: str) -> dict[str, KommunRank]:
    """Places of those of `codes` that have a figure, by code."""
    values = all_kommuner(view.data, compared.indicator.id, chosen.level_kind)[period]
    decimals, areas = decimals_of(compared, chosen.level_kind), view.data.catalogue.areas
    ranks = rank_intervals(values, decimals, lowest_first=compared.indicator.polarity is Polarity.LOWER).to_dict("index")
    found = {}
    for code in codes:
        if code in ranks:
            names = [areas[other].name for other in inseparable(values, code, decimals)]
            place = ranks[code]
            found[code] = KommunRank(areas[code].name, float(values[code]), place["rank"], place["low"], place["high"], len(ranks), names)
    return found


def places_card(view: View, chosen: ComparisonChoice) -> Card | None:
    """The strip with the ranks of the chosen kommuner in words and of all as a table; None where no period has figures of them."""
    compared, t = chosen.compared, view.t
    period = rank_period(view, chosen, compared) if compared is not None else None
    if compared is None or period is None:
        return None
    when = format_period(period, t.language)
    values = all_kommuner(view.data, compared.indicator.id, chosen.level_kind)[period]
    county, sweden = (_quartiles(view, chosen, compared, period, country=country) for country in (False, True))
    own = [code for code in compared.areas if code in view.data.kommuner]
    said = quartile_sentence
    body = [places_sentence(t, compared.indicator, list(standings(view, chosen, compared, own, period).values()))]
    body += [said(t, compared.indicator, chosen.level_kind, county, period)] if county else []
    body += [said(t, compared.indicator, chosen.level_kind, sweden, period, country=True)] if sweden else []
    picture = _strip(view, chosen, compared, values, county)
    notes = [t("jamfor.rank.note", first=first_place(t, compared.indicator)), t("jamfor.rank.quartiles")]
    notes += [t("jamfor.rank.noise")] if noisy(view, compared, period) else []
    notes += [] if sweden is not None else [t("jamfor.rank.no_sweden", period=when)]
    return Card(
        id="jamfor.plats",
        query={"matt": compared.indicator.id, "omraden": BETWEEN.join(compared.areas), "visa": chosen.level_kind, **chosen.span},
        title=t("jamfor.rank.title", period=when),
        body=[sentence for sentence in body if sentence],
        heading=t(f"jamfor.rank.heading.{_side(compared)}") if picture is not None else "",
        chart=chart(picture, t("jamfor.rank.alt", name=compared.indicator.name[t.language], period=when)),
        table=LazyTable(partial(_table, view, chosen, compared, period)),
        notes=notes,
        provenance=Provenance(indicators=[compared.indicator.id], sources=[POPULATION] if chosen.level_kind == PER_INHABITANT else []),
    )


def _quartiles(view: View, chosen: ComparisonChoice, compared: Comparison, period: str, *, country: bool) -> Quartiles | None:
    """Median and quartiles of the county's, or of all 290 where they have figures."""
    kommuner = all_kommuner(view.data, compared.indicator.id, chosen.level_kind, country=country)
    return quartiles(kommuner[period]) if period in kommuner else None


def noisy(view: View, compared: Comparison, period: str) -> bool:
    """Whether the figures of the period rest on a table that the publisher adds noise to."""
    entry = view.data.catalogue.indicators[POPULATION]
    noise = [source for source in entry.sources if source.break_before is not None and source.first is not None]
    keys = set(view.data.catalogue.keys(compared.indicator.id))
    return any(source.key in keys and str(source.first) <= period for source in noise)


def _side(compared: Comparison) -> str:
    return {Polarity.LOWER: "lower", Polarity.NEITHER: "higher"}.get(compared.indicator.polarity, "better")


def _strip(view: View, chosen: ComparisonChoice, compared: Comparison, values: pd.Series, county: Quartiles | None) -> Strip | None:
    t, areas = view.t, view.data.catalogue.areas
    decimals = decimals_of(compared, chosen.level_kind)
    known = values.dropna().sort_values()
    if len(known) < 2:
        return None
    dots = {}
    for code, value in known.items():
        text, name = format_number(float(value), decimals, t.language), areas[str(code)].name
        dots[str(code)] = Dot(str(code), name, float(value), f"{escape(name)}: {text}", text)
    lanes = [
        Lane(t(f"common.group.{group}"), group, [dot for code, dot in dots.items() if group_of(view.data, code) == group])
        for group in GROUPS
    ]
    named = [dots[code] for code in compared.areas if code in dots]
    middle = None if county is None else (county.low, county.median, county.high)
    return Strip([lane for lane in lanes if lane.dots], named, flipped=_side(compared) == "lower", middle=middle)


def _table(view: View, chosen: ComparisonChoice, compared: Comparison, period: str) -> Table:
    """All kommuner with a figure, best first, the chosen ones marked."""
    t, decimals = view.t, decimals_of(compared, chosen.level_kind)
    found = standings(view, chosen, compared, list(view.data.kommuner), period)
    columns = [
        Column(t("jamfor.rank.kommun")),
        Column(t("jamfor.rank.value"), numeric=True),
        Column(t("jamfor.rank.place", of=len(found)), numeric=True),
        Column(t("jamfor.rank.equals")),
    ]
    rows = []
    for code, one in sorted(found.items(), key=lambda item: item[1].rank):
        cells = [one.name, format_number(one.value, decimals, t.language), rank_text(one.low, one.high)]
        rows.append(Row([*cells, ", ".join(one.equals) or t("jamfor.rank.none")], chosen=code in compared.areas, code=code))
    caption = t("jamfor.rank.caption", name=compared.indicator.name[t.language], period=format_period(period, t.language))
    return Table(columns, rows, caption)
