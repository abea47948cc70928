"""The card: a finding as title, one picture, its controls, the same figures as a table, what the measure means, and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Literal, NamedTuple

import streamlit as st

from cards.context import View
from cards.kind import kept_part
from cards.model import Card, Caution
from cards.provenance import short_line, source_line, years_shown
from catalogue import Indicator
from charts.html import area_profile, html_of
from charts.html.key import map_key
from charts.line_breaks import held_together, unbroken
from charts.medium import Medium
from charts.plotly import config, draw, has_picture
from charts.spec import KeyItem
from charts.spec.lines import SmallLines
from charts.spec.rows import AreaProfile
from charts.table import Column, Row, html_table
from charts.tokens import LIGHT, Palette
from streamlit_seams.charts import FigureJson, show_written, written
from texts import Texts
from ui import state
from ui.take import take_away

PANELS_BESIDE = 3  # small pictures in a row; a phone stacks them


def page_head(title: str, lead: str = "", kicker: str = "") -> None:
    """The page's heading. `lead` may hold HTML made by `sentence()`; the other texts are escaped."""
    parts = [f'<p class="kicker">{unbroken(kicker)}</p>'] if kicker else []
    parts.append(f'<h1 class="page-title">{unbroken(title)}</h1>')
    if lead:
        parts.append(f'<p class="lead">{held_together(lead)}</p>')
    st.html("".join(parts))


@contextmanager
def card(key: str, title: str = "", kicker: str = "") -> Iterator[None]:
    """A card with its heading; what is drawn inside the `with` is its content."""
    with st.container(key=f"card-{key}"):
        head = f'<p class="kicker">{unbroken(kicker)}</p>' if kicker else ""
        head += f'<h2 class="card-title">{unbroken(title)}</h2>' if title else ""
        if head:
            st.html(head)
        yield


@contextmanager
def controls(key: str, further: str = "") -> Iterator[None]:
    """The one control row of a card; left out on paper. `further` names the fold that holds its seldom choices."""
    with st.container(key=f"controls-{key}", horizontal=True, vertical_alignment="top", gap="medium"), state.row(key, further):
        yield


def show(
    view: View, shown: Card | None, *, head: bool = True, about: bool = True, take: bool = True, below: str = "", place: str = "",
    on_select: Callable[[], None] | None = None,
) -> None:  # fmt: skip
    """Draw a card: heading and sentences with what it can be taken away as beside them, picture, table, and one line on source and method.

    None: there is nothing to draw. `head` False: the page has said title and sentences already. `about` False: an earlier card of the
    page is about the same measure. `take` False: on another site, where the card is shown and no more. `below` is HTML that the page adds
    right under the picture, `on_select` is called when an area of it is clicked. `place` tells cards of the same kind on one page apart:
    its heading is called `css_key` of both.
    """
    if shown is None:
        return
    key = css_key(shown.id, place)
    with st.container(key=key):
        if head or take:
            with head_row(key):
                if head:
                    show_head(shown, place)
                if take:
                    take_away(view, shown, key)
        show_picture(view, shown, on_select, place)
        if below:
            st.html(below)
        table_of(view, shown, place)
        measures = [view.data.catalogue.indicators[name] for name in shown.indicators] if about else []
        source_below(
            view, shown.cited, shown.notes, calculated=shown.provenance.calculated, credit=shown.provenance.credit,
            years=years_shown(view.data, shown.provenance), about="".join(_about_kept(view, measure) for measure in measures),
        )  # fmt: skip


@contextmanager
def head_row(key: str) -> Iterator[None]:
    """The top of a card: its heading, and at the right what it can be taken away as; on a phone below each other."""
    with st.container(key=f"top-{key}", horizontal=True, horizontal_alignment="right", vertical_alignment="top", gap="small"):
        yield


def show_lead(sentences: Sequence[str]) -> None:
    """Sentences above a card's controls; nothing where there are none."""
    if sentences:
        st.html(f'<p class="lead">{unbroken(" ".join(sentences))}</p>')


def page_head_of(first: Card) -> None:
    """The page's heading from its first card."""
    page_head(first.title, escape(" ".join(sentence for sentence in first.body if sentence)), first.kicker)


def css_key(card: str, place: str = "") -> str:
    """A card's key in the page, and that of one of several of its kind: a dot would end a name of the style sheet."""
    return f"card-{card.replace('.', '-')}{f'-{place}' if place else ''}"


def show_head(shown: Card, place: str = "") -> None:
    """Heading and sentences of a card that is not the page's first: a rule above parts it from what it follows, a thick one where there are
    several of its kind. Links within the page call it by its key."""
    css = "part-head one-of-several" if place else "part-head"
    kicker = f'<p class="kicker">{unbroken(shown.kicker)}</p>' if shown.kicker else ""
    body = " ".join(sentence for sentence in shown.body if sentence)
    words = f'{kicker}<h2 class="card-title">{unbroken(shown.title)}</h2><p class="body">{unbroken(body)}</p>'
    st.html(f'<div class="{css}" id="{css_key(shown.id, place)}">{words}</div>')


def show_picture(view: View, shown: Card, on_select: Callable[[], None] | None = None, place: str = "") -> None:
    """Heading, key and picture of a card; `on_select` is called when an area of the picture is clicked. `place`: see `show`."""
    chart, colours = shown.chart, "light" if view.palette is LIGHT else "dark"
    html, figures = _html_of(view, shown, colours), _picture_of(view, shown, colours)
    if html:
        st.html(html)
    if chart is None or not figures:
        return
    key = picture_key(shown.id, place)
    if isinstance(chart.shows, SmallLines):
        _show_panels(key, figures, chart.shows)
        return
    show_written(figures[0].figure, key, config(chart.shows), chart.alt, on_select or "ignore")


def _html_of(view: View, shown: Card, colours: str) -> str:
    """Heading, key, and the picture where it is HTML, as HTML."""

    def make() -> str:
        above, chart = f'<p class="chart-heading">{unbroken(shown.heading)}</p>' if shown.heading else "", shown.chart
        above += legend(chart.key, view.palette) if chart is not None and chart.key else ""
        return above + (html_of(chart.shows) if chart is not None else "")

    return kept_part(view, shown, f"html {colours} {shown.heading}", make)


class _Panel(NamedTuple):
    """A picture that plotly draws; of several small ones each with heading (HTML) and what is read instead of it."""

    figure: FigureJson
    head: str = ""
    alt: str = ""


def _picture_of(view: View, shown: Card, colours: str) -> list[_Panel]:
    """The picture that plotly draws, or the small ones in order; none where it is HTML or there is none."""
    medium = Medium(view.palette, view.language)

    def make() -> list[_Panel]:
        chart = shown.chart
        if chart is None or not has_picture(chart.shows) or html_of(chart.shows):
            return []
        return _panels(chart.shows, medium) if isinstance(chart.shows, SmallLines) else [_Panel(written(draw(chart.shows, medium)))]

    return kept_part(view, shown, f"plotly {colours}", make)


def draw_ahead(view: View, shown: Card) -> None:
    """What is sent of a card, made and kept (`cards.kind.kept_part`) before it is shown."""
    colours = "light" if view.palette is LIGHT else "dark"
    _html_of(view, shown, colours)
    _picture_of(view, shown, colours)
    if shown.table is not None and shown.table.shown != "long":
        _table_html(view, shown)


def profile_parts(shown: Card) -> list[str]:
    """The panel of an area in the parts that the browser keeps: see `charts.html.area_profile`."""
    assert shown.chart is not None
    assert isinstance(shown.chart.shows, AreaProfile)
    return [part for part in area_profile.parts(shown.chart.shows) if part]


def clicked_areas(card: str) -> list[str]:
    """Codes of the areas that a click in a card's picture chose; a click that lets go of one gives none."""
    event = st.session_state.get(picture_key(card))
    found = []
    for point in event["selection"]["points"] if event else ():
        code = point.get("location") or point.get("customdata")
        code = code[0] if isinstance(code, list) else code
        if isinstance(code, str):
            found.append(code)
    return found


def picture_key(card: str, place: str = "") -> str:
    """A card's picture in the session: what is clicked in it is found there."""
    return f"{css_key(card, place)}-picture"


def _panels(small: SmallLines, medium: Medium) -> list[_Panel]:
    from charts.plotly.small_lines import panels  # noqa: PLC0415 - plotly is read when the first picture is drawn

    return [
        _Panel(
            written(panel.figure),
            f'<p class="small-heading" style="color:{escape(panel.colour)}"><b>{escape(panel.label)}</b> {escape(panel.text)}</p>',
            panel.alt,
        )
        for panel in panels(small, medium)
    ]


def _show_panels(name: str, every: Sequence[_Panel], small: SmallLines) -> None:
    for start in range(0, len(every), PANELS_BESIDE):
        row = every[start : start + PANELS_BESIDE]
        for place, (column, panel) in enumerate(zip(st.columns(PANELS_BESIDE), row, strict=False), start):
            with column:
                st.html(panel.head)
                show_written(panel.figure, f"{name}-{place}", config(small), panel.alt)


def legend(items: Sequence[KeyItem], palette: Palette) -> str:
    """The key of a picture as HTML: classes of a map lie side by side in order, marks stand before their words."""
    classes = [item for item in items if item.mark == "class"]
    if classes:
        missing = next((item.label for item in items if item.mark == "missing"), "")
        rest = [item for item in items if item.mark not in ("class", "missing")]
        swatches = map_key([c.label for c in classes], [palette.colour(c.colour) for c in classes], missing)
        return swatches + (legend(rest, palette) if rest else "")
    parts = []
    for item in items:
        fill = f' style="background:{escape(palette.colour(item.colour))}"' if item.colour else ""
        parts.append(f'<li><i class="mark {escape(item.mark or "swatch")}"{fill} aria-hidden="true"></i>{escape(item.label)}</li>')
    return f'<ul class="legend">{"".join(parts)}</ul>'


def table_of(view: View, shown: Card, place: str = "") -> None:
    """A card's figures as a table, folded away; a long one is made and sent when it is opened. `place`: see `show`."""
    if shown.table is None:
        return
    if shown.table.shown == "open":
        st.html(_table_html(view, shown))
        return
    long = shown.table.shown == "long"
    wait: Literal["rerun", "ignore"] = "rerun" if long else "ignore"
    with st.expander(view.t("card.as_table"), key=f"{css_key(shown.id, place)}-table", on_change=wait) as below:
        if below.open or not long:
            st.html(_table_html(view, shown))


def _table_html(view: View, shown: Card) -> str:
    def make() -> str:
        assert shown.table is not None
        table = shown.table()
        return html_table(table.columns, table.rows, table.caption)

    return kept_part(view, shown, "table", make)


def table_below(t: Texts, columns: Sequence[Column], rows: Sequence[Row], caption: str, label: str = "") -> None:
    """The figures of the picture as a table, folded away until asked for; `label` says what it is where it is not the picture's own."""
    with st.expander(label or t("card.as_table")):
        st.html(html_table(columns, rows, caption))


def about_below(view: View, indicators: Iterable[Indicator]) -> None:
    """What the measures mean: definition, weights, caveats and breaks, folded away until asked for."""
    with st.expander(view.t("card.about")):
        st.html("".join(about_html(view, indicator) for indicator in indicators))


def _about_kept(view: View, indicator: Indicator) -> str:
    return view.data.made.made(("about", view.language, indicator.id), lambda: about_html(view, indicator))


def about_html(view: View, indicator: Indicator) -> str:
    """Definition, denominator, caveats and breaks of a measure as HTML."""
    t, language = view.t, view.language
    lines = [t("card.unit", unit=t(f"common.unit.{indicator.unit}"), polarity=t(f"common.polarity.{indicator.polarity}"))]
    if indicator.denominator:
        key = "card.weighted" if indicator.denominator_exact else "card.weighted_nearly"
        lines.append(t(key, by=view.data.catalogue.indicators[indicator.denominator].name[language].lower()))
    lines += [caveat[language] for caveat in indicator.caveats]
    broken = [(s.first, s.break_before[language]) for s in view.data.catalogue.new_series(indicator.id) if s.break_before]
    lines += [t("card.break", period=period, why=why) for period, why in dict.fromkeys(broken)]
    lines += [s.note[language] for s in indicator.sources if s.note]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<p class="body"><strong>{escape(indicator.name[language])}.</strong> {escape(indicator.explanation[language])} '
        f'{escape(indicator.definition[language])}</p><ul class="note">{items}</ul>'
    )


def source_below(
    view: View, indicators: Iterable[str], notes: Sequence[str] = (), *, calculated: bool = True, credit: str = "", years: str = "",
    about: str = "",
) -> None:  # fmt: skip
    """The line under a picture: publishers and `years`, and folded away how the figures are made: tables and days, reading notes, and what
    the measures mean (`about`, HTML). A `Caution` stays in sight, and a note that an earlier card of the page has is not said again."""
    t, measures = view.t, list(indicators)
    fresh = [note for note in notes if note and state.first_time(note)]
    cautions = [note for note in fresh if isinstance(note, Caution)]
    source = held_together(source_line(t, view.data, measures, calculated=calculated))
    folded = [f"{source} {unbroken(credit)}".strip(), *(unbroken(note) for note in fresh if not isinstance(note, Caution))]
    folded += [unbroken(t("card.told_above"))] if len(fresh) < len([note for note in notes if note]) else []
    how = "".join(f'<p class="note">{line}</p>' for line in folded if line) + about
    line = f'<p class="source">{held_together(short_line(t, view.data, measures, years))}</p>' if measures else ""
    fold = f'<details class="how"><summary>{escape(t("card.how"))}</summary><div>{how}</div></details>' if how else ""
    warned = "".join(f'<p class="warned">{unbroken(note)}</p>' for note in cautions)
    st.html(f'{warned}<div class="below">{line}{fold}</div>' if warned or fold else "<span hidden></span>")
