"""Every small area of one measure as a card, drawn as a map with both sets outlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from cards.availability import absences, word
from cards.common.map_layers import CORES, STATIONS, credit, layer_key, layer_note, layers
from cards.common.map_view import classes_of
from cards.common.words import figure_with_unit
from cards.context import View
from cards.flemingsberg.drawing import all_areas, table, version_line
from cards.flemingsberg.figures import SetComparison, compare, in_division
from cards.flemingsberg.findings import areas_title
from cards.flemingsberg.profil import shade_of
from cards.flemingsberg.sets import AreaSet
from cards.geometry import address, frame_around, hatching, outline
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Indicator
from charts.spec import KeyItem, chart
from charts.spec.areas import AreaMap
from charts.tokens import SEQUENTIAL

ID = "flemingsberg.omraden"


def areas_card(view: View, chosen: tuple[AreaSet, AreaSet, Indicator]) -> Card:
    """Finding, map, every area in the table. Without figures of either set the finding says so and nothing is drawn."""
    a, b, indicator = chosen
    t, c = view.t, compare(view.data, indicator, a, b)
    heading = areas_title(t, c, a, b)
    card = Card(
        id=ID,
        query={"a": a.key, "b": b.key, "matt": indicator.id},
        title=heading,
        provenance=Provenance(
            indicators=[indicator.id],
            sources=[indicator.denominator] if c.combined and indicator.denominator else [],
            calculated=c.combined,
        ),
    )
    if c.a.span is None and c.b.span is None:
        return card
    values = all_areas(view.data, c)
    classes = classes_of(view.data, indicator, c.level, relative=False)
    colours, shade = classes.colours(SEQUENTIAL), shade_of(view, a)
    content = _map(view, c, (a, b), classes.of([float(value) for value in values]), colours)
    key = [KeyItem(label, "class", colour) for label, colour in zip(classes.labels(t), colours, strict=True)]
    if -1 in content.places:
        reasons = dict.fromkeys(absences(view.data, indicator.id, content.codes, c.period).values())
        key.append(KeyItem(t.join([word(t, why) for why in reasons]), "missing"))
    key += [KeyItem(a.heading, "line-a", shade), KeyItem(b.heading, "line-b", "ink"), *layer_key(view, content.layers)]
    notes = [t("flemingsberg.map_reading", a=a.name, b=b.name), layer_note(view, (CORES, STATIONS)), t("common.rank_span")]
    return replace(
        card,
        heading=version_line(t, c),
        chart=chart(content, f"{t('flemingsberg.alt.map')} {heading}. {t('flemingsberg.alt.table')}", key),
        notes=[*notes, t(f"flemingsberg.note.version.{c.level}")],
        table=LazyTable(partial(_table, view, c, a, b), "long"),
        provenance=replace(card.provenance, credit=credit(view)),
    )


def _map(view: View, c: SetComparison, sets: tuple[AreaSet, AreaSet], places: Sequence[int], colours: Sequence[str]) -> AreaMap:
    """Both sets outlined among all areas; stations and cores by name where there is room."""
    data = view.data
    values = all_areas(data, c)
    codes = [str(code) for code in values.index]
    first, second = (in_division(data, chosen.codes, c.level) for chosen in sets)
    frame = frame_around(c.level, [*first, *second])
    lacking = absences(data, c.indicator.id, codes, c.period)
    return AreaMap(
        codes=codes,
        places=places,
        hover=[
            word(view.t, lacking[code]) if code in lacking else figure_with_unit(view.t, c.indicator, float(value))
            for code, value in zip(codes, values, strict=True)
        ],
        colours=colours,
        geojson=address(c.level),
        frame=frame,
        hatching=hatching(c.level, tuple(code for code, place in zip(codes, places, strict=True) if place < 0), frame),
        kommun_borders=data.kommuner,
        outlined=((outline(c.level, tuple(second)), "ink"), (outline(c.level, tuple(first)), shade_of(view, sets[0]))),
        layers=layers(view, c.level, frame, (CORES, STATIONS), named=(CORES, STATIONS)),
    )


def _table(view: View, c: SetComparison, a: AreaSet, b: AreaSet) -> Table:
    return Table(*table(view, c, a, b))
