"""Every small area of one measure as a card, with both sets marked: a map where boundaries have been fetched, else a strip."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cards.asking import Ask
from cards.flemingsberg.drawing import MOST_NAMED, all_areas, frame_around, strip_of, table, version_line
from cards.flemingsberg.figures import Comparison, compare, measures
from cards.flemingsberg.findings import areas_title
from cards.flemingsberg.profile import shade_of
from cards.flemingsberg.sets import AreaSet
from cards.map_view import classes_of, has_boundaries
from cards.model import Card, KeyItem, Table
from cards.view import View
from cards.words import figure_with_unit
from catalogue import Indicator, Level
from charts.choropleth import REGSO2025, ZOOM_CONFIG, AreaMap, choropleth
from charts.strip import CONFIG, strip

ID = "flemingsberg.omraden"


def asked_areas(view: View, a: AreaSet, b: AreaSet, ask: Ask) -> Card:
    """The card with the reader's measure."""
    return areas_card(view, a, b, _measure(view, ask))


def areas_card(view: View, a: AreaSet, b: AreaSet, indicator: Indicator) -> Card:
    """Finding, map or strip, every area in the table. Without figures of either set the finding says so and nothing is drawn."""
    t, c = view.t, compare(view.data, indicator, a, b)
    heading = areas_title(t, c, a, b)
    card = Card(
        id=ID,
        query={"a": a.key, "b": b.key, "matt": indicator.id},
        title=heading,
        indicators=[indicator.id],
        sources=[indicator.denominator] if c.combined and indicator.denominator else [],
        calculated=c.combined,
    )
    if c.a.span is None and c.b.span is None:
        return card
    mapped = c.level is Level.REGSO2025 and has_boundaries(c.level)
    drawn = _map(view, c, a, b, card) if mapped else _strip(view, c, a, b, card)
    alt = f"{t('flemingsberg.alt.map' if mapped else 'flemingsberg.alt.strip')} {heading}. {t('flemingsberg.alt.table')}"
    notes = [*drawn.notes, t(f"flemingsberg.note.version.{c.level}")]
    return replace(drawn, alt=alt, notes=notes, table=partial(_table, view, c, a, b), long_table=True)


def _measure(view: View, ask: Ask) -> Indicator:
    """The measure of the picture. One that follows along from another page but has no figures for small areas gives the first."""
    options = {indicator.id: indicator for indicator in measures(view.data)}
    first = next(iter(options))
    if ask.choice("matt", [*options, *view.data.catalogue.indicators], first) not in options:
        ask.choose("matt", first)
    t = view.t

    def label(name: str) -> str:
        entry = options[name]
        return f"{entry.name[t.language]} · {t(f'common.theme.{entry.theme}')}"

    return options[ask.select("matt", t("flemingsberg.measure"), list(options), first, label)]


def _strip(view: View, c: Comparison, a: AreaSet, b: AreaSet, card: Card) -> Card:
    t = view.t
    ending = "higher" if c.indicator.polarity == "neither" else "better"
    reading = "named" if len(c.a.areas) <= MOST_NAMED else "lanes"
    why = "older" if c.level is Level.REGSO2020 else "to_come"
    lines = [t(f"flemingsberg.strip.{reading}", a=a.name), t("flemingsberg.strip.where"), t(f"flemingsberg.strip.{why}")]
    return replace(
        card,
        heading=f"{version_line(t, c)} · {t(f'flemingsberg.right.{ending}')}",
        figure=strip(strip_of(view, c, a, b), view.palette),
        config=CONFIG,
        notes=[" ".join(lines), t("common.rank_span")],
    )


def _map(view: View, c: Comparison, a: AreaSet, b: AreaSet, card: Card) -> Card:
    t, data, palette = view.t, view.data, view.palette
    values = all_areas(data, c)
    classes = classes_of(data, c.indicator, c.level, relative=False)
    colours, shade = classes.colours(palette.sequential), shade_of(view, a)
    key = [KeyItem(label, "class", colour) for label, colour in zip(classes.labels(t), colours, strict=True)]
    if values.isna().any():
        key.append(KeyItem(t("flemingsberg.missing_key"), "missing"))
    key += [KeyItem(a.heading, "line-a", shade), KeyItem(b.heading, "line-b", palette.ink)]
    status = t("common.status.missing")
    content = AreaMap(
        codes=[str(code) for code in values.index],
        places=classes.of([float(value) for value in values]),
        hover=[status if value != value else figure_with_unit(t, c.indicator, float(value)) for value in values],  # noqa: PLR0124 - NaN
        colours=colours,
        geojson=REGSO2025,
        frame=frame_around((*a.codes, *b.codes)),
        kommun_borders=data.kommuner,
        outlined=((b.codes, palette.ink), (a.codes, shade)),
    )
    return replace(
        card,
        heading=version_line(t, c),
        key=key,
        figure=choropleth(content, palette),
        config=ZOOM_CONFIG,
        notes=[t("flemingsberg.map_reading", a=a.name, b=b.name), t("common.rank_span")],
    )


def _table(view: View, c: Comparison, a: AreaSet, b: AreaSet) -> Table:
    return Table(*table(view, c, a, b))
