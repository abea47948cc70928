"""The map as a card: areas coloured by class, or small areas as a strip where there are no boundaries to draw a map from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cards.absence import Absence, lacking, sentence, word
from cards.karta.drawing import area_map, heading, small_area_strip, table
from cards.karta.findings import balance_notes, lead, missing_sentence, small_area_lead, title
from cards.karta.subject import Subject
from cards.map_view import MAP_LEVELS, MapView, classes_of, has_boundaries, kommuner_with_small_areas, periods_at
from cards.model import Card, KeyItem, Table
from cards.view import View
from cards.words import inner
from catalogue import Indicator, Level
from charts.choropleth import CONFIG, ZOOM_CONFIG, choropleth
from charts.strip import CONFIG as STRIP_CONFIG
from charts.strip import strip
from texts import format_period

ID = "karta.karta"
MISSING = "missing"


def map_card(view: View, chosen: Subject | Indicator) -> Card:
    """The page's finding with its map or strip. A measure without figures is said to come, never drawn as an empty map."""
    if isinstance(chosen, Indicator):
        return _to_come(view, chosen)
    t, shown = view.t, chosen.shown
    head = _head(view, chosen)
    mapped = has_boundaries(chosen.level)
    said = f"{head[0]}. {head[1]}"
    card = Card(
        id=ID,
        query=chosen.query,
        title=head[0],
        body=[head[1]],
        indicators=[chosen.indicator.id],
        heading=heading(view, shown, chosen.relative),
        table=partial(_table, view, chosen),
        long_table=True,
        notes=_notes(view, chosen),
        calculated=chosen.level is Level.KOMMUN,
    )
    return _mapped(view, chosen, card, f"{t(f'karta.alt.{chosen.level}')} {said}") if mapped else _as_strip(view, chosen, card, said)


def _mapped(view: View, chosen: Subject, card: Card, said: str) -> Card:
    t, shown = view.t, chosen.shown
    classes = classes_of(view.data, chosen.indicator, chosen.level, relative=chosen.relative)
    colours = classes.colours(view.palette.diverging if chosen.relative else view.palette.sequential)
    key = [KeyItem(label, "class", colour) for label, colour in zip(classes.labels(t), colours, strict=True)]
    if shown.missing():
        key.append(KeyItem(t("karta.missing_key"), MISSING))
    content = area_map(view, shown, classes, colours, relative=chosen.relative, chosen=chosen.area)
    method = t(f"karta.method.{classes.method}")
    return replace(
        card,
        key=key,
        figure=choropleth(content, view.palette),
        config=CONFIG if chosen.level is Level.KOMMUN else ZOOM_CONFIG,
        alt=f"{said} {t('karta.alt.table')}",
        notes=[*([method] if method else []), *card.notes],
    )


def _as_strip(view: View, chosen: Subject, card: Card, said: str) -> Card:
    t = view.t
    direction = "higher_right" if chosen.indicator.polarity == "neither" else "better_right"
    return replace(
        card,
        body=[*card.body, t("karta.strip.no_borders")],
        heading=f"{card.heading} · {t(f'karta.strip.{direction}')}",
        figure=strip(small_area_strip(view, chosen.shown, chosen.area), view.palette),
        config=STRIP_CONFIG,
        alt=f"{t('karta.alt.strip')} {said} {t('karta.alt.table')}",
    )


def _to_come(view: View, indicator: Indicator) -> Card:
    """A measure whose figures are not in this edition, or are no longer published."""
    t, why = view.t, lacking(view.data, indicator, MAP_LEVELS)
    return Card(
        id=ID,
        query={"matt": indicator.id},
        title=t("karta.title.to_come", name=indicator.name[t.language], to_come=word(t, why)),
        body=[t("balans.refused.ended") if why is Absence.WITHDRAWN else sentence(t, view.data, indicator, why)],
        indicators=[indicator.id],
        calculated=False,
    )


def _head(view: View, chosen: Subject) -> tuple[str, str]:
    """Title and lead."""
    t, data, shown = view.t, view.data, chosen.shown
    this_year = int(data.snapshot.created[:4] or 0)

    def name(code: str) -> str:
        return _name(view, code)

    if shown.level is Level.KOMMUN:
        balance = data.balance(shown.indicator.id, shown.period, chosen.city)
        return title(t, shown, balance, name, this_year), lead(t, shown, name)
    kommuner = [name(code) for code in kommuner_with_small_areas(data, shown.codes)]
    flemingsberg = data.catalogue.groups["flemingsberg"].members
    return title(t, shown, None, name, this_year), small_area_lead(t, shown, flemingsberg, name, kommuner)


def _notes(view: View, chosen: Subject) -> list[str]:
    """Missing areas by name, and what must be known to read the picture."""
    t, data, shown = view.t, view.data, chosen.shown
    small = shown.level is not Level.KOMMUN
    notes = [missing_sentence(t, shown, lambda code: _name(view, code)), t("common.rank_span")]
    if small:
        kommuner = t.join([_name(view, code) for code in kommuner_with_small_areas(data, shown.codes)])
        notes += [t("karta.missing.outside", kommuner=kommuner)]
    else:
        balance = data.balance(shown.indicator.id, shown.period, chosen.city)
        weight = data.catalogue.indicators[balance.weights].name[t.language] if balance.weights else ""
        notes += [" ".join(balance_notes(t, balance, inner(weight), chosen.city, partial(_name, view)))]
    if chosen.relative:
        notes += [t("karta.note.difference") + (" " + t("karta.note.own_county") if shown.county_own else "")]
    if shown.preliminary:
        notes += [t("karta.note.preliminary")]
    if not small:
        notes += [t("karta.note.break", period=format_period(period, view.language)) for period in _breaks(view, shown)]
    if has_boundaries(shown.level):
        border, shapes = ("karta.note.border_small", "karta.note.shapes_small") if small else ("karta.note.border", "karta.note.shapes")
        notes += [f"{t(border)} {t(shapes)}"]
    return [note for note in notes if note]


def _breaks(view: View, shown: MapView) -> list[str]:
    """Periods within the slider's reach from which figures are not comparable with earlier ones."""
    periods = periods_at(view.data, shown.indicator.id, shown.level)
    return [period for period in view.data.breaks(shown.indicator.id) if periods[0] < period <= periods[-1]]


def _table(view: View, chosen: Subject) -> Table:
    return Table(*table(view, chosen.shown, chosen.area))


def _name(view: View, code: str) -> str:
    return view.data.catalogue.areas[code].name
