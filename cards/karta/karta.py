"""The map as a card: areas coloured by class, with what lies on them."""

from __future__ import annotations

from functools import partial

from cards.availability import Absence, lacking, sentence, word
from cards.common.areas import MAP_LEVELS, kommuner_with_small_areas, periods_at
from cards.common.map_layers import CHOICES, credit, layer_key, layer_note
from cards.common.map_view import MapView, classes_of
from cards.common.words import inner
from cards.context import View
from cards.defaults import home_areas
from cards.karta.choices import MapChoice, in_level
from cards.karta.drawing import area_map, heading, missing_words, table
from cards.karta.findings import balance_notes, lead, missing_sentence, small_area_lead, title
from cards.model import Card, Caution, LazyTable, Provenance, Table
from catalogue import Indicator
from charts.spec import KeyItem, chart
from charts.tokens import DIVERGING, SEQUENTIAL
from texts import format_period

ID = "karta.karta"
MISSING = "missing"


def map_card(view: View, chosen: MapChoice | Indicator) -> Card:
    """The page's finding with its map. A measure without figures is said to be absent, never drawn as an empty map."""
    if isinstance(chosen, Indicator):
        return _to_come(view, chosen)
    t, shown = view.t, chosen.shown
    first, second = _head(view, chosen)
    classes = classes_of(view.data, chosen.indicator, chosen.level, relative=chosen.relative)
    colours = classes.colours(DIVERGING if chosen.relative else SEQUENTIAL)
    content = area_map(view, chosen, classes, colours)
    key = [KeyItem(label, "class", colour) for label, colour in zip(classes.labels(t), colours, strict=True)]
    if -1 in content.places:
        key.append(KeyItem(missing_words(view, shown), MISSING))
    method = t(f"karta.method.{classes.method}")
    return Card(
        id=ID,
        query=chosen.query,
        title=first,
        body=[second],
        heading=heading(view, shown, chosen.relative),
        chart=chart(
            content, f"{t(f'karta.alt.{chosen.level}')} {first}. {second} {t('karta.alt.table')}", [*key, *layer_key(view, content.layers)]
        ),
        table=LazyTable(partial(_table, view, chosen), "long"),
        notes=[*([method] if method else []), *_notes(view, chosen)],
        provenance=Provenance(indicators=[chosen.indicator.id], calculated=not chosen.small, credit=credit(view)),
    )


def _to_come(view: View, indicator: Indicator) -> Card:
    """A measure whose figures are not in this edition, or are no longer published."""
    t, why = view.t, lacking(view.data, indicator, MAP_LEVELS)
    return Card(
        id=ID,
        query={"matt": indicator.id},
        title=t("karta.title.to_come", name=indicator.name[t.language], to_come=word(t, why)),
        body=[t("balans.refused.ended") if why is Absence.WITHDRAWN else sentence(t, view.data, indicator, why)],
        provenance=Provenance(indicators=[indicator.id], calculated=False),
    )


def _head(view: View, chosen: MapChoice) -> tuple[str, str]:
    """Title and lead."""
    t, data, shown = view.t, view.data, chosen.shown
    this_year = int(data.snapshot.created[:4] or 0)

    def name(code: str) -> str:
        return _name(view, code)

    if not chosen.small:
        balance = data.balance(shown.indicator.id, shown.period, chosen.city)
        return title(t, shown, balance, name, this_year), lead(t, shown, name)
    kommuner = [name(code) for code in kommuner_with_small_areas(data, list(shown.ranks))]
    flemingsberg = [in_level(code, shown.level) for code in home_areas(data)]
    whole = len(kommuner) == len(data.kommuner)
    return title(t, shown, None, name, this_year), small_area_lead(t, shown, flemingsberg, name, [] if whole else kommuner)


def _notes(view: View, chosen: MapChoice) -> list[str]:
    """Missing areas by name, and what must be known to read the picture."""
    t, data, shown = view.t, view.data, chosen.shown
    notes = [Caution(missing_sentence(t, shown, lambda code: _name(view, code))), t("common.rank_span")]
    if not chosen.small:
        balance = data.balance(shown.indicator.id, shown.period, chosen.city)
        weight = data.catalogue.indicators[balance.weights].name[t.language] if balance.weights else ""
        notes += [" ".join(balance_notes(t, balance, inner(weight), chosen.city, partial(_name, view)))]
    if chosen.relative:
        notes += [t("karta.note.difference") + (" " + t("karta.note.own_county") if shown.county_own else "")]
    if shown.preliminary:
        notes += [Caution(t("karta.note.preliminary"))]
    if not chosen.small:
        notes += [Caution(t("karta.note.break", period=format_period(period, view.language))) for period in _breaks(view, shown)]
    notes += [t("karta.note.border_small" if chosen.small else "karta.note.border")]
    if chosen.small:
        notes += [t(f"karta.note.{chosen.level}"), layer_note(view, CHOICES[chosen.layers])]
    return [note for note in notes if note]


def _breaks(view: View, shown: MapView) -> list[str]:
    """Periods within the slider's reach from which figures are not comparable with earlier ones."""
    periods = periods_at(view.data, shown.indicator.id, shown.level)
    return [period for period in view.data.breaks(shown.indicator.id) if periods[0] < period <= periods[-1]]


def _table(view: View, chosen: MapChoice) -> Table:
    return Table(*table(view, chosen.shown, chosen.area))


def _name(view: View, code: str) -> str:
    return view.data.catalogue.areas[code].name
