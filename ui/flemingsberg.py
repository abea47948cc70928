"""The page on two sets of small areas, put together: choices, profile, all areas of one measure, what open data cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from cards.flemingsberg.drawing import (
    MOST_NAMED,
    all_areas,
    borders,
    colour_of,
    frame_around,
    headings,
    profile,
    sections,
    strip_of,
    table,
    version_line,
)
from cards.flemingsberg.figures import Comparison, compare, in_division, measures, place, places_beside
from cards.flemingsberg.findings import areas_title, lead, title
from cards.flemingsberg.sets import STUDENT_AREAS, AreaSet, is_own
from cards.map_view import classes_of
from cards.provenance import source_line
from cards.view import View
from cards.words import figure_with_unit
from catalogue import Indicator, Level
from charts.choropleth import REGSO2025, ZOOM_CONFIG, AreaMap, choropleth
from charts.dumbbell import dumbbell_table
from charts.map_key import map_key
from charts.strip import CONFIG, strip
from texts import Texts, format_period
from ui import state
from ui.card import about_below, card, controls, page_head, source_below, table_below
from ui.flemingsberg_sets import choose_own_areas, choose_sets

CHART = "flemingsberg-areas"


def show(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("flemingsberg"):
        a, b = choose_sets(view)
    if is_own(view.data, a.key) or is_own(view.data, b.key):
        with controls("flemingsberg-own"):
            choose_own_areas(view, a, b)
    rows = profile(view, a, b)
    with above:
        page_head(title(view.t, rows, a, b), escape(_lead(view, rows, a, b)), view.t("flemingsberg.kicker", a=a.heading, b=b.name))
    _profile(view, rows, a, b)
    _areas(view, a, b)
    _silence(view)


def _lead(view: View, rows: Sequence[Comparison], a: AreaSet, b: AreaSet) -> str:
    if set(a.codes) == set(b.codes):
        return f"{_size(view, a, a.heading)}."
    sizes = [_size(view, a, a.heading), _size(view, b, b.name)]
    return f"{view.t('flemingsberg.sizes', a=sizes[0], b=sizes[1])} {lead(view.t, rows, a, b)}".strip()


def _size(view: View, chosen: AreaSet, name: str) -> str:
    """ "innerstaden 36 områden i Stockholm" """
    areas = view.data.catalogue.areas
    homes = list(dict.fromkeys(areas[str(areas[code].within)].name for code in chosen.codes))
    key = "flemingsberg.size_whole" if homes == [chosen.name] else "flemingsberg.size"
    return view.t.plural(key, len(chosen.codes), name=name, kommuner=view.t.join(homes))


def _profile(view: View, rows: Sequence[Comparison], a: AreaSet, b: AreaSet) -> None:
    """The dumbbells of all measures with their sentences."""
    t = view.t
    st.html(
        f'<div class="sets sets-{colour_of(view.data, a)}">{_legend(t, a, b)}'
        f"{dumbbell_table(sections(view, rows, a, b), headings(view, a, b))}</div>"
    )
    first, second = ("".join(f'<p class="note">{escape(note)}</p>' for note in notes) for notes in _notes(view, rows, a, b))
    source = source_line(t, view.data, [c.indicator.id for c in rows])
    st.html(f'<div class="reading"><div>{first}</div><div>{second}<p class="source">{source}</p></div></div>')
    about_below(view, [c.indicator for c in rows])


def _legend(t: Texts, a: AreaSet, b: AreaSet) -> str:
    items = (
        ("set-a", t("flemingsberg.legend.set", name=a.heading)),
        ("set-b", t("flemingsberg.legend.set", name=b.heading)),
        ("region", t("common.group.region")),
        ("own-area", t("flemingsberg.legend.area", name=a.name)),
        ("kommun", t("flemingsberg.legend.area", name=b.name)),
    )
    inner = "".join(f'<li><i class="mark {mark}" aria-hidden="true"></i>{escape(label)}</li>' for mark, label in items)
    return f'<ul class="legend">{inner}</ul>'


def _notes(view: View, rows: Sequence[Comparison], a: AreaSet, b: AreaSet) -> tuple[list[str], list[str]]:
    """How the figures of the sets are made, and which areas the sets are."""
    t, data = view.t, view.data
    made = [t("flemingsberg.note.combined"), t("flemingsberg.note.not_combined"), t("flemingsberg.note.classes"), _weight_note(t, rows)]
    if any(place(data, c, code).own for c in rows for code in places_beside(data, a, b)):
        made.append(t("flemingsberg.note.star"))
    notes = [data.catalogue.groups[s.key].source[t.language] for s in (a, b) if s.key in data.catalogue.groups]
    if set(STUDENT_AREAS) <= {*a.codes, *b.codes}:
        notes.append(t("flemingsberg.note.students"))
    shared = set(a.codes) & set(b.codes)
    if shared:
        notes.append(t.plural("flemingsberg.note.shared", len(shared)))
    lacking = [code for s in (a, b) for code in s.codes if not in_division(data, [code], Level.REGSO2020)]
    if lacking:
        notes.append(t("flemingsberg.note.only_2025", areas=t.join([data.catalogue.areas[code].name for code in lacking])))
    return [note for note in made if note], notes


def _weight_note(t: Texts, rows: Sequence[Comparison]) -> str:
    """Which measures are weighted with another year's population, because their own is not published for small areas."""
    pairs = [(p, c) for c in rows for p in [c.a.weight_period or c.b.weight_period] if p and p != c.period]
    found = [
        t(
            "flemingsberg.note.weight_part",
            names=t.join([c.indicator.name[t.language].lower() for _, c in part]),
            period=format_period(period, t.language),
        )
        for period, part in groupby(sorted(pairs, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    ]
    return t("flemingsberg.note.weights", parts=t.join(found)) if found else ""


def _areas(view: View, a: AreaSet, b: AreaSet) -> None:
    """Every small area of one measure, both sets outlined: a map where the boundaries have been fetched, else a strip."""
    t = view.t
    with card("flemingsberg-areas"):
        above = st.container()
        with controls("flemingsberg-areas"):
            indicator = _measure(view)
        c = compare(view.data, indicator, a, b)
        heading = areas_title(t, c, a, b)
        with above:
            st.html(f'<h2 class="card-title">{escape(heading)}</h2>')
        if c.a.span is None and c.b.span is None:
            return
        _picture(view, c, a, b, heading)
        table_below(t, *table(view, c, a, b))
        source_below(view, [indicator.id], [t(f"flemingsberg.note.version.{c.level}")], calculated=c.combined)
        about_below(view, [indicator])


def _measure(view: View) -> Indicator:
    """The measure of the picture. One that follows along from another page but has no figures for small areas gives the first."""
    options = {indicator.id: indicator for indicator in measures(view.data)}
    first = next(iter(options))
    if state.choice("matt", [*options, *view.data.catalogue.indicators], first) not in options:
        state.choose("matt", first)
    t = view.t

    def label(name: str) -> str:
        entry = options[name]
        return f"{entry.name[t.language]} · {t(f'common.theme.{entry.theme}')}"

    return options[state.select("matt", t("flemingsberg.measure"), list(options), first, label)]


def _picture(view: View, c: Comparison, a: AreaSet, b: AreaSet, said: str) -> None:
    t = view.t
    mapped = borders().is_file() and c.level is Level.REGSO2025
    ending = "higher" if c.indicator.polarity == "neither" else "better"
    parts = [version_line(t, c)] if mapped else [version_line(t, c), t(f"flemingsberg.right.{ending}")]
    st.html(f'<p class="map-heading">{escape(" · ".join(parts))}</p>')
    alt = f"{t('flemingsberg.alt.map' if mapped else 'flemingsberg.alt.strip')} {said}. {t('flemingsberg.alt.table')}"
    if mapped:
        _map(view, c, a, b, alt)
        return
    st.plotly_chart(strip(strip_of(view, c, a, b), view.palette), theme=None, key=CHART, config=CONFIG, alt=alt)
    reading = "named" if len(c.a.areas) <= MOST_NAMED else "lanes"
    why = "older" if c.level is Level.REGSO2020 else "to_come"
    lines = [t(f"flemingsberg.strip.{reading}", a=a.name), t("flemingsberg.strip.where"), t(f"flemingsberg.strip.{why}")]
    st.html(f'<p class="note">{escape(" ".join(lines))}</p>')


def _map(view: View, c: Comparison, a: AreaSet, b: AreaSet, alt: str) -> None:
    t, data, palette = view.t, view.data, view.palette
    values = all_areas(data, c)
    classes = classes_of(data, c.indicator, c.level, relative=False)
    colours = classes.colours(palette.sequential)
    shade = colour_of(data, a)
    sets = (("line-a", a), ("line-b", b))
    outlines = "".join(f'<li><i class="mark {mark}" aria-hidden="true"></i>{escape(chosen.heading)}</li>' for mark, chosen in sets)
    key = map_key("", classes.labels(t), colours, t("flemingsberg.missing_key") if values.isna().any() else "")
    st.html(f'<div class="sets sets-{shade}">{key}<ul class="legend">{outlines}</ul></div>')
    status = t("common.status.missing")
    content = AreaMap(
        codes=[str(code) for code in values.index],
        places=classes.of([float(value) for value in values]),
        hover=[status if value != value else figure_with_unit(t, c.indicator, float(value)) for value in values],  # noqa: PLR0124 - NaN
        colours=colours,
        geojson=REGSO2025,
        frame=frame_around((*a.codes, *b.codes)),
        kommun_borders=data.kommuner,
        outlined=((b.codes, palette.ink), (a.codes, palette.accent if shade == "neutral" else palette.of(shade))),
    )
    st.plotly_chart(choropleth(content, palette), theme=None, key=CHART, config=ZOOM_CONFIG, alt=alt)
    st.html(f'<p class="note">{escape(t("flemingsberg.map_reading", a=a.name, b=b.name))}</p>')


def _silence(view: View) -> None:
    """What cannot be told from open data."""
    t = view.t
    lines = "".join(f"<li>{escape(t(f'flemingsberg.silence.{name}'))}</li>" for name in ("jobs", "versions", "areas"))
    with card("flemingsberg-silence", t("flemingsberg.silence.title")):
        st.html(f'<ul class="body">{lines}</ul>')
