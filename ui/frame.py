"""The frame around every page: header with menu and language, notices, the page itself, footer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.basket import MOST_ITEMS
from cards.choices import Choice
from cards.context import View
from cards.provenance import data_line
from cards.sok.found import search_form
from catalogue.release import version
from charts.tokens import LIGHT, PALETTES, Palette, css_variables
from store.meters import RUNS
from streamlit_seams.dom import WIDGET_WORDS
from streamlit_seams.pages import StreamlitPage
from texts import LANGUAGES, Language, Texts, load_texts
from ui import alone, basket, pace, state
from ui.notices import show_notices

MENU_BUTTON = '<button type="button" class="menu-button" aria-expanded="false"><span aria-hidden="true">☰</span> {label}</button>'


@dataclass(frozen=True)
class PageEntry:
    """A page: `name` is its file in pages/ and its key in the texts, `url` its address (the name unless given).

    `door` is the entry of the menu that it lies behind: a door leads to its first page and shows the others beside it. A page without one
    is linked from the footer. `first` is the card that it begins with, which a browser gets before the app runs (`serving.first_view`); one
    without gets words of its own (`serving.first_words`), and a page of several `parts` (choice `del` of its link) begins each with the
    card of that name.
    """

    name: str
    url: str | None = None
    door: str = ""
    first: str = ""
    parts: tuple[str, ...] = ()

    def begins_with(self, choices: Mapping[str, str]) -> str:
        """The card that the page begins with under a link's choices: its part is the one nearest to what was asked, as the page has it."""
        if not self.parts:
            return self.first
        return f"{self.name}.{Choice('del', self.parts, self.parts[0]).answer(choices.get('del'))}"

    @property
    def path(self) -> str:
        """The path of the page's address."""
        return f"/{self.name if self.url is None else self.url}"


def current_view() -> View:
    """The view of this run, for use in a page.

    A page file that is run on its own, outside app.py, has no view: the reader is sent to the start page.
    """
    view = st.session_state.get("view")
    if not isinstance(view, View):
        st.switch_page("app.py")
    return view


class Busy:
    """Whether a page is being made for somebody now, or was a moment ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now, self._ended = 0, 0.0

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._now -= 1
            self._ended = time.monotonic()

    def quiet(self, seconds: float) -> bool:
        """Whether nobody has waited for so long."""
        return not self._now and time.monotonic() - self._ended >= seconds


BUSY = Busy()


def run(entries: Sequence[PageEntry]) -> None:
    """Run the page that the URL asks for, or the card alone (`?kort=…`)."""
    try:
        waited = pace.wait_for_turn()
    except pace.TooMany:
        pace.say_too_many(load_texts("en" if st.query_params.get("lang") == "en" else "sv"))
        return
    with BUSY:
        _run_asked(entries, waited)


def _run_asked(entries: Sequence[PageEntry], waited: float) -> None:
    pages = {e.name: st.Page(f"pages/{e.name}.py", title=e.name, url_path=e.url or None, default=e.url == "") for e in entries}
    chosen = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, page in pages.items() if page.url_path == chosen.url_path)
    state.begin(name)
    with alone.asked_data() as data:
        view = View(load_texts(_language()), data, PALETTES["dark" if st.context.theme.type == "dark" else "light"])
        st.session_state["view"] = view
        pace.say_waited(view.t, waited)
        try:
            with RUNS.labels(name).time():
                _run(view, entries, pages, name, chosen.run)
        finally:
            del st.session_state["view"]  # a session may stand open for days, and would keep its figures in memory
    state.end()


def _run(view: View, entries: Sequence[PageEntry], pages: dict[str, StreamlitPage], name: str, page: Callable[[], None]) -> None:
    t, card = view.t, alone.asked_card(view)
    title = card.title if card is not None else t(f"common.page.{name}")
    st.set_page_config(page_title=f"{title} – {t('common.app_title')}", page_icon="static/icon.svg", layout="wide")
    _style(view)
    basket.follow_along()
    draw = partial(alone.show_alone, view, card) if card is not None else page if _is_on(view, name) else partial(_say_off, view)
    if card is not None and alone.framed():
        _announce(view, -1)
        draw()
    else:
        _whole(view, entries, pages, "" if card is not None else name, draw)


def _whole(view: View, entries: Sequence[PageEntry], pages: dict[str, StreamlitPage], name: str, draw: Callable[[], None]) -> None:
    """A page with everything around it; `name` is empty for one that is not in the menu."""
    with st.container(key="frame"):
        doors: dict[str, dict[str, StreamlitPage]] = {}
        for entry in entries:
            if entry.door and _is_on(view, entry.name):
                doors.setdefault(entry.door, {})[entry.name] = pages[entry.name]
        _header(view, doors, find=name != "sok")
        links = [page for door in doors.values() for page in (["", *door] if len(door) > 1 else door)]  # in the order of `_menu`
        _announce(view, links.index(name) if name in links else -1)
        above = st.container(key="notices")
        with st.container(key="page"):
            draw()
            _tell_chosen(view)
        with above:
            show_notices(view.t, state.notices(), view.data)
            if basket.refused():
                st.warning(view.t("korg.full", most=MOST_ITEMS))
        _footer(view, [entry.name for entry in entries if not entry.door and _is_on(view, entry.name)])


def _is_on(view: View, page: str) -> bool:
    """Whether the region has a page: one about a place that it does not have is off."""
    return page in view.data.catalogue.region.pages


def _say_off(view: View) -> None:
    """What stands on a page that is off, for one who has the link."""
    st.html(f"<h1>{escape(view.t('common.page_not_here.title'))}</h1><p>{escape(view.t('common.page_not_here.text'))}</p>")


def _language() -> Language:
    asked = state.answer(Choice("lang", LANGUAGES, "sv"))
    return "en" if asked == "en" else "sv"


# A dark page on paper: light ground, texts in the light theme's ink; a chart's own colours are turned, hues kept.
DARK_ON_PAPER = (
    "html,body,.stApp,.stApp [data-testid]{background:var(--ground)!important}"
    ".stApp :where(h1,h2,h3,h4,p,li,th,td,dt,dd,summary,span,label,a,b,div){color:var(--ink)}"
    ".js-plotly-plot .main-svg{background:transparent!important}"
    ".js-plotly-plot{filter:invert(1) hue-rotate(180deg)}"
)


def _style(view: View) -> None:
    """Colours of the reader's theme; the style sheet itself comes with the first page."""
    st.html(f"<style>{colours_of(view.palette)}</style>")


def colours_of(palette: Palette) -> str:
    """The palette as CSS; a dark one with the light one for paper."""
    return css_variables(palette) if palette is LIGHT else f"{css_variables(palette)}@media print{{{css_variables(LIGHT)}{DARK_ON_PAPER}}}"


def _announce(view: View, current: int) -> None:
    """How things stand, for static/page.js: the document's language, the menu's name and the current page in it."""
    menu = escape(view.t("common.menu"))
    words = escape(json.dumps({theirs: view.t(f"common.widget.{ours}") for theirs, ours in WIDGET_WORDS.items()}, ensure_ascii=False))
    st.html(
        f'<span id="page-state" hidden data-lang="{view.language}" data-menu="{menu}" data-current="{current}" '
        f'data-korg="{escape(state.asked(basket.CHOICE))}" data-words="{words}"></span>{paper_head(view.t)}'
        f'<p class="lost-notice" role="status">{escape(view.t("common.lost"))}</p>'
    )
    st.button("↻", key="again")  # never seen: static/page.js has the page run where it is connected to a server that has not run it


def _tell_chosen(view: View) -> None:
    """The areas that the page's choices name, for static/page.js, which marks them in every chart."""
    codes = [code for code in state.parts_in_use() if code in view.data.catalogue.areas]
    st.html(f'<span id="chosen-areas" hidden data-codes="{escape(" ".join(codes))}"></span>')


def paper_head(t: Texts) -> str:
    """What stands above a page on paper alone, as HTML: the site; static/page.js fills in address and day when it prints."""
    day = escape(t("common.printed", day="{day}"))
    return f'<p class="paper-head"><b>{escape(t("common.app_title"))}</b> <span></span> <time data-words="{day}"></time></p>'


def _header(view: View, doors: Mapping[str, Mapping[str, StreamlitPage]], *, find: bool) -> None:
    """`find`: with the search field, which the page of the search has itself."""
    shared = state.shared_query()
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        first = next(iter(next(iter(doors.values())).values()))
        st.page_link(first, label=f"**{view.t('common.brand')}**", query_params=shared)
        st.html(
            MENU_BUTTON.format(label=escape(view.t("common.menu_button"))), width="content"
        )  # on a phone the pages stand behind it: static/page.js
        with st.container(key="find", width="content"):
            st.html(search_form(view.t, shared) if find else "<span></span>", width="content")
        with st.container(key="languages", horizontal=True, gap="small", width="content"):
            for language in LANGUAGES:
                if language != view.language:
                    # A button, not a link: Streamlit does not write the query of a link to the page that is already shown.
                    label = load_texts(language)("common.switch_to")
                    st.button(label, key=f"language-{language}", type="tertiary", on_click=state.choose, args=("lang", language))
        with st.container(key="menu", horizontal=True, gap="small", width="content"):
            for door, pages in doors.items():
                with st.container(key=f"door-{door}", width="content", gap=None):
                    _door(view, door, pages, shared)


def _door(view: View, door: str, pages: Mapping[str, StreamlitPage], shared: dict[str, str]) -> None:
    """A link to the first page behind a door, and where there are several a row of links to each."""
    label = view.t(f"common.door.{door}")
    if door == basket.CHOICE and basket.items():
        label = view.t("korg.link", n=len(basket.items()))
    st.page_link(next(iter(pages.values())), label=label, query_params=shared)
    if len(pages) > 1:
        with st.container(key=f"rooms-{door}", horizontal=True, gap="small", width="content"):
            for name, page in pages.items():
                st.page_link(page, label=view.t(f"common.page.{name}"), query_params=shared)


def _footer(view: View, others: Sequence[str]) -> None:
    """The data in use, and links to the pages outside the menu."""
    shared = state.shared_query()
    query = f"?{urlencode(shared)}" if shared else ""
    links = "".join(f'<a href="/{name}{escape(query)}" target="_self">{escape(view.t(f"common.page.{name}"))}</a>' for name in others)
    release = escape(view.t("common.release", version=version()))
    st.html(
        f'<footer class="site-footer"><p class="site-links no-print">{links}</p>'
        f"<p>{data_line(view.t, view.data)}</p><p>{escape(view.t('common.footer'))}</p><p>{release}</p></footer>"
    )
