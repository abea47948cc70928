"""The figures behind a card or of a whole measure: the store's own rows, unrounded, with status, source and times."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cards.choices import BETWEEN
from cards.context import View
from cards.data import Data, kept
from cards.model import Card
from catalogue import Level
from store.schema import COLUMNS, KEY, area_level, empty

WHOLE = (Level.SWEDEN, Level.COUNTY)
SMALL = (Level.REGSO2020, Level.REGSO2025, Level.DISTRICT)
OF_SMALL_AREAS = ("flemingsberg",)  # pages whose cards are about small areas whatever their choices say
CHOSEN_BY = ("omrade", "omraden")  # choices that name areas
NAMED = (
    "indicator",
    "indicator_name",
    "area",
    "area_name",
    "level",
    "period",
    "sex",
    "value",
    "unit",
    "status",
    "source",
    "updated",
    "retrieved",
)


def of_indicators(data: Data, indicators: Sequence[str]) -> pd.DataFrame:
    """All rows of measures, in the store's columns and order; none for an unknown one."""
    frames = [data.snapshot.observations(name) for name in dict.fromkeys(indicators)]
    return pd.concat(frames, ignore_index=True) if frames else empty()


def behind(view: View, card: Card) -> pd.DataFrame:
    """The rows behind a card: those of its measures (and of what they are weighted by) at the levels and in the period that it shows.

    Levels and period are told by the card's choices: `niva`, the chosen areas, `ar`; the card can name the periods of a measure itself.
    A card of kommuner has the kommuner, the county and the country. Where a measure has no row there, all its rows are given: nothing
    is left out without the table saying so.
    """
    chosen = (card.query["ar"],) if "ar" in card.query else ()
    wanted = tuple((name, tuple(card.provenance.shown_at.get(name, chosen))) for name in card.cited)
    return _behind(view.data, wanted, frozenset(_levels(view, card)))


Wanted = tuple[tuple[str, tuple[str, ...]], ...]  # measures, each with the periods asked for (none: all)


@kept(32)  # a file asks for the same rows several times
def _behind(data: Data, wanted: Wanted, levels: frozenset[Level]) -> pd.DataFrame:
    found = [_rows(data, name, levels, periods) for name, periods in wanted]
    return pd.concat(found, ignore_index=True)[list(COLUMNS)] if found else empty()


def _rows(data: Data, indicator: str, levels: frozenset[Level], periods: tuple[str, ...]) -> pd.DataFrame:
    rows = data.snapshot.observations(indicator)
    at_level = rows[_is_at(rows, levels)]
    rows = at_level if len(at_level) else rows
    of_period = rows["period"].isin(periods)
    return rows[of_period] if of_period.any() else rows


def _levels(view: View, card: Card) -> set[Level]:
    """Levels a card shows, the county and the country with them."""
    chosen = {Level(value) for name, value in card.query.items() if name == "niva" and value in set(Level)}
    codes = [code for value in card.query.values() for code in value.split(BETWEEN) if code in view.data.catalogue.areas]
    small = {level for code in codes if (level := area_level(code)) in SMALL}
    if card.id.partition(".")[0] in OF_SMALL_AREAS:
        small |= set(SMALL[:2])
    return {*(chosen or small or {Level.KOMMUN}), *WHOLE}


def _is_at(rows: pd.DataFrame, levels: frozenset[Level]) -> pd.Series:
    codes, areas = pd.factorize(rows["area"])
    wanted = pd.Series([area_level(str(area)) in levels for area in areas], dtype=bool).to_numpy()
    return pd.Series(wanted[codes] if len(areas) else [], index=rows.index, dtype=bool)


def chosen_areas(card: Card | None) -> frozenset[str]:
    """Codes of the areas that a card's choices name; none where it is about no area in particular."""
    return (
        frozenset() if card is None else frozenset(code for name in CHOSEN_BY for code in card.query.get(name, "").split(BETWEEN) if code)
    )


def with_names(view: View, rows: pd.DataFrame, chosen: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The rows with the names of measures and areas, the level and the unit beside the codes: columns `NAMED`. Where areas are `chosen` a
    column more, "chosen", is 1 at their rows and 0 at others."""
    catalogue, t = view.data.catalogue, view.t
    areas = {code: catalogue.areas[code].name if code in catalogue.areas else code for code in rows["area"].unique()}
    levels = {code: level.value if (level := area_level(str(code))) else "" for code in rows["area"].unique()}
    entries = {name: catalogue.indicators[name] for name in rows["indicator"].unique()}
    units = {name: t(f"common.unit.{entry.unit}") for name, entry in entries.items()}
    named = rows.assign(
        indicator_name=rows["indicator"].map({name: entry.name[view.language] for name, entry in entries.items()}),
        area_name=rows["area"].map(areas),
        level=rows["area"].map(levels),
        unit=rows["indicator"].map(units),
    )
    columns = list(NAMED)
    if chosen:
        named, columns = named.assign(chosen=named["area"].isin(chosen).map({True: "1", False: "0"})), [*columns, "chosen"]
    return named[columns].sort_values(list(KEY), kind="stable", ignore_index=True)


def newest_period(rows: pd.DataFrame, indicators: Sequence[str]) -> str:
    """The newest period in which a measure of the card itself has a figure; empty where none has."""
    periods = rows.loc[rows["indicator"].isin(list(indicators)) & rows["value"].notna(), "period"]
    return str(periods.max()) if len(periods) else ""
