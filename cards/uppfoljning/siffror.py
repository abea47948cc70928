"""What is new and what was revised since an earlier edition of the figures, and which verdicts that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.verdict_words import verdict_words
from cards.common.words import inner
from cards.context import View
from cards.data import Data, data_of_generation
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.choices import NO_EDITION, Follow
from cards.uppfoljning.editions import Cause, Difference, FollowUp, changes_since, differences, follow_up_of
from cards.uppfoljning.figures import goals_of, of_strategy
from cards.uppfoljning.findings import MOST_TOLD, document_title
from cards.uppfoljning.records import RECORDS
from charts.table import Column, Row
from store.changes import Changes
from store.editions import UnknownEdition
from texts import Texts, format_number, format_periods

MOST_DECIMALS = 6  # with which a small revision is told
KINDS = ("new", "revised", "withdrawn")


def figures_card(view: View, asked: tuple[Follow, str]) -> Card:
    """The card; it says so where no earlier edition is kept."""
    (years, edition), t = asked, view.t
    card = Card(
        id="uppfoljning.siffror",
        query={**years.query, "utgava": edition},
        title=t("uppfoljning.figures.no_edition"),
        kicker=t("uppfoljning.figures.kicker"),
        body=[t("uppfoljning.figures.no_edition_body")],
        document=document_title(t, years),
    )
    try:
        found = None if edition == NO_EDITION else changes_since(view.data, edition, measures_of(view, years), years.year)
    except UnknownEdition:
        found = None
    if found is None:
        return card
    earlier = data_of_generation(edition)
    added = [name for name in found.by_indicator() if earlier.snapshot.observations(name).empty]
    changed = [name for name in found.by_indicator() if name not in added]
    return replace(
        card,
        title=_title(t, found),
        body=[*([t.plural("uppfoljning.figures.added", len(added))] if added else []), *_effects(view, years, earlier)],
        heading=t("uppfoljning.figures.editions", earlier=edition, now=view.data.snapshot.edition),
        table=LazyTable(partial(changes_table, view, found, changed, added), "open") if changed or added else None,
        notes=[t("uppfoljning.figures.note", **years.words)],
        provenance=Provenance([*added, *changed], shown_at={name: _periods(found, name) for name in changed}, calculated=False),
    )


def measures_of(view: View, years: Follow) -> tuple[str, ...]:
    """Ids of the measures that the follow-up uses: of the strategy and of the goals, in order."""
    own = [one.indicator.id for one in of_strategy(view.data, years.year, years.against)]
    aims = [one.now.indicator.id for one in goals_of(view.data, years.year, years.against) if one.now.indicator is not None]
    return tuple(dict.fromkeys([*own, *aims]))


def _frames(found: Changes) -> dict[str, pd.DataFrame]:
    return {kind: getattr(found, kind) for kind in KINDS}


def _periods(found: Changes, indicator: str) -> list[str]:
    every = pd.concat(list(_frames(found).values()), ignore_index=True)
    return sorted({str(period) for period in _of(every, [indicator])["period"]})


def _title(t: Texts, found: Changes) -> str:
    counts = {kind: format_number(found.counts[kind], 0, t.language) for kind in KINDS}
    if not any(found.counts[kind] for kind in KINDS):
        return t("uppfoljning.figures.title_none")
    return t("uppfoljning.figures.title", **counts, measures=len(found.by_indicator()))


def changes_table(view: View, found: Changes, changed: Sequence[str], added: Sequence[str]) -> Table:
    """For each measure with a change: how many figures are new, revised and taken back, with their periods, and the largest revision; then
    the measures `added`, which the earlier edition did not have, in a row for each focus area that names them first."""
    t, indicators = view.t, view.data.catalogue.indicators
    rows = []
    for name in changed:
        counts = [_told(t, _of(frame, [name])) for frame in _frames(found).values()]
        rows.append(Row([indicators[name].name[t.language], *counts, _largest(view, found, name)]))
    for names in _by_area(view, added):
        told, kind = "; ".join(indicators[name].name[t.language] for name in names), t.plural("uppfoljning.figures.new_measure", len(names))
        rows.append(Row([kind, _told(t, _of(found.new, names)), *["–"] * (len(KINDS) - 1), told]))
    heads = [Column(t(f"uppfoljning.figures.column.{key}")) for key in ("measure", *KINDS, "largest")]
    return Table(heads, rows, t("uppfoljning.figures.caption"))


def _by_area(view: View, measures: Sequence[str]) -> list[list[str]]:
    """The measures by the first focus area that they follow; last those of goals alone."""
    found: dict[str, list[str]] = {area: [] for area in (*view.data.catalogue.focus_areas, "")}
    for name in measures:
        found[next(iter(view.data.catalogue.indicators[name].focus), "")].append(name)
    return [names for names in found.values() if names]


def _of(frame: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    return frame[frame["indicator"].isin(list(measures))]


def _told(t: Texts, rows: pd.DataFrame) -> str:
    if rows.empty:
        return "–"
    periods = format_periods(sorted({str(period) for period in rows["period"]}), t.language)
    return t("uppfoljning.figures.of_periods", n=format_number(len(rows), 0, t.language), periods=periods)


def _largest(view: View, found: Changes, indicator: str) -> str:
    """The revised figure that moved most, with its area and period; a figure that only became final did not move."""
    own = _of(found.revised, [indicator])
    moved = own[own["before"] != own["after"]]
    if moved.empty:
        return "–"
    row = moved.assign(by=(moved["after"] - moved["before"]).abs()).nlargest(1, "by").to_dict("records")[0]
    area, ends = view.data.catalogue.areas.get(str(row["area"])), (float(row["before"]), float(row["after"]))
    least = view.data.catalogue.indicators[indicator].decimals
    telling = (n for n in range(least, MOST_DECIMALS) if len({round_half_up(end, n) for end in ends}) > 1)
    places = next(telling, MOST_DECIMALS)
    before, after = (format_number(end, places, view.language) for end in ends)
    place = area.name if area else str(row["area"])
    return view.t("uppfoljning.figures.moved", place=place, period=str(row["period"]), before=before, after=after)


def _effects(view: View, years: Follow, earlier: Data) -> list[str]:
    """Which verdicts of the same year are others than by the earlier edition; the rules are today's for both."""
    t = view.t
    found = differences(follow_up(View(t, earlier, view.palette), years), follow_up(view, years))
    turned = [one for one in found if one.cause is Cause.FIGURES]
    if not turned:
        return [t("uppfoljning.figures.no_effect", **years.words)]
    said = [t.plural("uppfoljning.figures.effect", len(turned), **years.words)]
    return said + [difference_sentence(view, one) for one in turned[:MOST_TOLD]]


def follow_up(view: View, years: Follow) -> FollowUp:
    """The follow-up of a view's own figures, as if read back from its data package."""
    return follow_up_of({name: make(view, years) for name, make in RECORDS.items()})


def difference_sentence(view: View, one: Difference) -> str:
    """ "Sysselsättningsgrad: ungefär lika blev något sämre i söder." """
    known = view.data.catalogue.indicators.get(one.indicator)
    name = known.name[view.language] if known else one.indicator
    words = [inner(verdict_words(view.t, GapWord(str(side.get("now_word") or "unknown")))) for side in (one.old, one.new)]
    return view.t("uppfoljning.figures.turned", name=name, before=words[0], after=words[1])
