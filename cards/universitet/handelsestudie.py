"""The levels behind an event's comparison: the place and the blend of other kommuner that it is compared with."""

from __future__ import annotations

from functools import partial

import pandas as pd

from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance
from cards.universitet.choices import EventChoice
from cards.universitet.handelse import DECIMALS, event_table, mark, path_of, places_short
from charts.spec import chart
from charts.spec.lines import Lines, Series, with_figures

BLEND = "areas:3"  # the colour of the comparison: neither that of north nor that of south


def levels_card(view: View, chosen: EventChoice) -> Card | None:
    """The place's own path and that of its comparison; None where nothing was estimated."""
    t, found = view.t, chosen.one.comparison
    if found is None or found.estimate is None:
        return None
    full = found.estimate
    drawn = [
        _series(full.actual, places_short(view, chosen), "ink", "circle", dashed=False),
        _series(full.actual - full.gap, t("universitet.event.twin"), BLEND, "square", dashed=True),
    ]
    title = t("universitet.levels.title", name=chosen.indicator.name[t.language], event=chosen.event.name[t.language])
    indexed = chosen.one.outcome.transform == "index"
    unit = t("universitet.levels.indexed") if indexed else t(f"common.unit_line.{chosen.indicator.unit}")
    return Card(
        id="universitet.handelsestudie",
        query=chosen.query,
        title=title,
        kicker=t("universitet.placebo.kicker"),
        body=[t("universitet.levels.body")],
        heading=t("universitet.levels.heading", name=chosen.indicator.name[t.language], unit=unit),
        chart=chart(with_figures(Lines(drawn, DECIMALS, event=mark(view, chosen.event))), t("universitet.event.alt", title=title)),
        table=LazyTable(partial(event_table, view, chosen, full)),
        notes=[t("universitet.event.twin_note")],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _series(values: pd.Series, label: str, colour: str, symbol: str, *, dashed: bool) -> Series:
    return Series(label, "other", path_of(values), colour, symbol, dashed=dashed)
