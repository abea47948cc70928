"""What is being done in the strategy's focus areas, beside the measures that it aims at and never as what moved them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from balance.direction import GapDirection, GapState
from balance.periods import as_years
from balance.regional import CityTreatment
from cards.common.verdict_words import direction_words
from cards.common.verdicts import direction_of
from cards.common.words import inner
from cards.context import View
from cards.data import Data, kept
from cards.model import Table
from catalogue.efforts import Effort
from catalogue.efforts_csv import effort_columns
from catalogue.efforts_folder import EffortsFound, efforts_dir, efforts_with
from catalogue.entries import Fault
from charts.table import Column, Row
from store import logs
from texts import Language, format_period

LATEST_START = 1.0  # years from the start of an effort to the first comparable figure: with a longer gap nothing is said "since it began"
MOST_TOLD = 5  # wrong entries named in a note, and efforts named beside a measure


@kept()
def efforts_of(data: Data) -> EffortsFound:
    """All efforts, the region's own among them, read once for a generation of figures; what is left out is told in the log."""
    found = efforts_with(data.catalogue, efforts_dir())
    for fault in found.faults:
        logs.event("efforts", "entry_refused", logging.WARNING, file=fault.file, line=fault.line, field=fault.field or None)
    return found


def efforts_in(data: Data, area: str) -> list[Effort]:
    """Efforts of a focus area: the program's own first, then the region's in the order of its files."""
    return [effort for effort in efforts_of(data).efforts.values() if effort.focus == area]


def state_name(state: str, language: Language) -> str:
    """How far an effort has come, as people's tables say it too: "pågår"."""
    return effort_columns()["state"].values[state][language]


def since_start(data: Data, effort: Effort, indicator: str, city: CityTreatment) -> GapDirection | None:
    """What has become of a measure's gap since the effort began, by the rule of all pages and the figures since then alone.

    None where the start is not known, where there are no comparable figures from that time on, or too few for the rule.
    """
    if effort.start is None:
        return None
    since = effort.start if "M" in effort.start else f"{effort.start}M01"
    found = direction_of(data, indicator, city, since)
    if found is None or found.first is None or found.state is GapState.TOO_FEW:
        return None
    return found if as_years(found.first) - as_years(since) <= LATEST_START else None


def effort_table(view: View, efforts: Sequence[Effort], city: CityTreatment) -> Table:
    """A row an effort: who, how far, since when, what it aims at with what has become of that since, and where it was read."""
    t = view.t
    followed = any(_since_words(view, effort, city) for effort in efforts)
    keys = ["title", "actors", "state", "time", "measures", *(["since"] if followed else []), "source"]
    rows = [_row(view, effort, city, followed=followed) for effort in efforts]
    return Table([Column(t(f"insatser.column.{key}")) for key in keys], rows, t("insatser.caption"))


def _row(view: View, effort: Effort, city: CityTreatment, *, followed: bool) -> Row:
    t, language, names = view.t, view.language, measure_names(view, effort)
    coupling = f" ({t(f'insatser.coupling.{effort.coupling}')})"
    since = [_since_words(view, effort, city)] if followed else []
    cells = [
        effort.title[language],
        t.join([actor[language] for actor in effort.actors]) or t("insatser.not_given"),
        state_name(effort.state, language),
        time_words(view, effort),
        f"{t.join(list(names.values()))}{coupling}" if names else t("insatser.no_measure"),
        *since,
        effort.source,
    ]
    links = {4: {name: f"/balans?matt={measure}&lang={language}" for measure, name in names.items()}}
    return Row(cells, links=links | ({len(cells) - 1: {effort.source: effort.url}} if effort.url else {}))


def measure_names(view: View, effort: Effort) -> dict[str, str]:
    """Names of the measures that an effort aims at, by their ids."""
    return {measure: view.data.catalogue.indicators[measure].name[view.language] for measure in effort.measures}


def time_words(view: View, effort: Effort) -> str:
    """When it began and when it ends; what is not known says so."""
    t, language = view.t, view.language
    start = format_period(effort.start, language) if effort.start else ""
    end = format_period(effort.end, language) if effort.end else ""
    if start and end:
        return t("insatser.time.both", start=start, end=end)
    return t("insatser.time.start", start=start) if start else t("insatser.time.end", end=end) if end else t("insatser.not_given")


def _since_words(view: View, effort: Effort, city: CityTreatment) -> str:
    """What has become of each measure's gap since the effort began; empty where nothing can be said."""
    said = [
        f"{name}: {inner(direction_words(view.t, found))}"
        for measure, name in measure_names(view, effort).items()
        if (found := since_start(view.data, effort, measure, city)) is not None
    ]
    return "; ".join(said)


def followed_measures(view: View, efforts: Sequence[Effort], city: CityTreatment) -> list[str]:
    """Ids of the measures of which something is said since an effort began."""
    found = [measure for effort in efforts for measure in effort.measures if since_start(view.data, effort, measure, city) is not None]
    return list(dict.fromkeys(found))


def effort_notes(view: View, indicator: str, city: CityTreatment) -> list[str]:
    """A line for each effort that aims at a measure, with what has become of the gap since it began where that can be said."""
    aimed = [effort for effort in efforts_of(view.data).efforts.values() if indicator in effort.measures]
    return [_beside(view, effort, indicator, city) for effort in aimed[:MOST_TOLD]]


def _beside(view: View, effort: Effort, indicator: str, city: CityTreatment) -> str:
    t, area = view.t, view.data.catalogue.focus_areas[effort.focus]
    said = t(f"insatser.beside.{effort.coupling}", title=effort.title[view.language], area=area.short[view.language])
    found = since_start(view.data, effort, indicator, city)
    if found is None or effort.start is None:
        return said
    since = t("insatser.since", start=format_period(effort.start, view.language), direction=inner(direction_words(t, found)))
    return f"{said} {since}"


def refused_notes(view: View) -> list[str]:
    """What was left out of the region's own files, with file, line and what the field may say; empty where nothing was."""
    faults = efforts_of(view.data).faults
    if not faults:
        return []
    more = [view.t.plural("insatser.refused_more", len(faults) - MOST_TOLD)] if len(faults) > MOST_TOLD else []
    return [view.t.plural("insatser.refused", len(faults)), *(refusal(view, fault) for fault in faults[:MOST_TOLD]), *more]


def refusal(view: View, fault: Fault) -> str:
    """A wrong entry in the reader's language: file, line, field, and the rule that the field follows."""
    t, parts = view.t, fault.field.split(".")
    column = next((c for n in (2, 1) if (c := effort_columns().get(".".join(parts[:n])))), None)
    if column is None:
        return t("insatser.fault.row", file=fault.file, line=fault.line)
    return t("insatser.fault.field", file=fault.file, line=fault.line, name=column.name[view.language], rule=column.rule[view.language])
