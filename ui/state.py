"""The reader's choices: one dictionary per session, mirrored in the URL, so that every view can be shared as a link.

The URL is the truth when the reader arrives, follows a link or goes back; otherwise the widgets are. A choice that the reader has not
made stays out of the URL, and an impossible one is answered with the nearest sensible view and one friendly line.

A run may come with an address that is a step behind: one that was asked for before the browser had heard of the last change. It undoes
nothing (`_is_behind`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice

import streamlit as st

from cards import basket
from cards.choices import BETWEEN, SHARED, Choice, Look, with_todays_ids
from streamlit_seams.late_address import is_late, leaving

KEPT = ("korg",)  # choices that a session takes from the link it begins with and then keeps, whatever its address says
MOST_CHOICES = 40  # more in a URL are nobody's, and neither are longer names
LONGEST_VALUE = 80  # longer values in a URL are nobody's honest choice
LONGEST = {
    "korg": basket.LONGEST_LINK,
    "a": basket.LONGEST_VALUE,
    "b": basket.LONGEST_VALUE,
    "matten": 400,
}  # a collection, areas of one's own, measures


@dataclass(frozen=True)
class Notice:
    """A choice in the URL that could not be met: what was asked for and what is shown instead (option values, not labels)."""

    name: str
    asked: str
    shown: str


def begin(page: str) -> None:
    """Take in the URL at the start of a run. Call once per run, before any choice is read."""
    session = st.session_state
    given = islice(st.query_params.to_dict().items(), MOST_CHOICES)
    query = with_todays_ids({name: _cut(name, value) for name, value in given if len(name) <= LONGEST_VALUE})
    state: dict[str, str] = session.setdefault("choices", {})
    moved = session.get("page") not in (None, page)
    sent = query != session.get("query") and (moved or not _is_behind(query))
    if moved or sent:
        session["playing"] = None  # who goes elsewhere, or back, is not taken on (`ui.play`)
    if sent:
        kept = {name: state[name] for name in SHARED if name in state} if moved and not query else {}
        lasting = {name: state.get(name, "") for name in KEPT} if "query" in session else {}
        state.clear()
        state.update({name: value for name, value in (kept | query | lasting).items() if value or name not in KEPT})
        session["from_url"] = set(query)
        session["query"] = query
    session["acted"] = False
    session["page"] = page
    session["used"] = {}
    session["drawn"] = set()
    session["notices"] = []
    session["said"] = set()
    session["further"] = nullcontext


def _cut(name: str, value: str) -> str:
    """A value no longer than any honest one, in a URL or in a field, whose limit only an honest browser keeps."""
    return value[: LONGEST.get(name, LONGEST_VALUE)]


def _is_behind(query: Mapping[str, str]) -> bool:
    """Whether an address that is not the last one written is only late: the run answers a widget, or the address was left a moment ago.

    Two quick choices can be answered as one, of which the widget then shows no change: that is why the second is asked as well.
    """
    return bool(st.session_state.get("acted")) or is_late(query, st.session_state.get("left", ()))


def end() -> None:
    """Write the choices in use to the URL, if they changed. Call once, last in the run.

    While years are played (`ui.play`) it is left as it was: each would be an address that the reader had to go back through.
    """
    wanted = {name: value for name, value in st.session_state["used"].items() if name in st.session_state["choices"]}
    if wanted != st.session_state["query"] and not st.session_state.get("playing"):
        st.query_params.from_dict(wanted)
        st.session_state["left"] = leaving(st.session_state["query"], st.session_state.get("left", ()))
        st.session_state["query"] = wanted


def answer(choice: Choice) -> str:
    """What the reader has chosen, with the control to choose otherwise: drawn where it is first asked for, in the look that it then has.

    What is impossible is answered with the nearest; in a link that is told.
    """
    session = st.session_state
    state: dict[str, str] = session["choices"]
    asked = state.get(choice.name)
    chosen = choice.answer(asked)
    if asked is not None and asked != chosen:
        if choice.name in session["from_url"]:
            session["notices"].append(Notice(choice.name, asked, chosen))
        state[choice.name] = chosen
    session["used"][choice.name] = chosen
    if choice.look != "none" and len(choice.options) > 1 and choice.name not in session["drawn"]:
        session["drawn"].add(choice.name)
        with further() if choice.seldom else nullcontext():
            DRAWERS[choice.look](choice, chosen)
    return chosen


@contextmanager
def row(name: str, label: str) -> Iterator[None]:
    """Controls drawn in here that are asked for seldom go into a fold with `label`; without one, beside the others."""
    st.session_state["further"] = partial(_fold, name, label) if label else nullcontext
    yield
    st.session_state["further"] = nullcontext


def _fold(name: str, label: str) -> AbstractContextManager[object]:
    """In the row itself, so that Tab goes on from its button to what it opens: from a popover's it goes past it. The label of one must not
    change: Streamlit closes it then."""
    with st.container(key=f"further-{name}"), st.expander(label):
        return st.container(key=f"seldom-{name}", horizontal=True, vertical_alignment="top", gap="medium")


@contextmanager
def further() -> Iterator[None]:
    """Where the row's seldom choices are drawn: a fold, made with the first of them."""
    made = st.session_state["further"]()
    st.session_state["further"] = lambda: made
    with made:
        yield


def note_today(edition: str) -> None:
    """Which edition was today's when the run began."""
    st.session_state["today"] = edition


def today() -> str:
    """The edition that was today's when the run began: looked up once, not for every card."""
    return str(st.session_state["today"])


def drawn() -> int:
    """How many controls the run has drawn."""
    return len(st.session_state["drawn"])


def asked(name: str) -> str:
    """What was asked for in the link or by a widget, whether it is possible or not; empty when nothing was."""
    return str(st.session_state["choices"].get(name, ""))


def parts_in_use() -> list[str]:
    """What is chosen in every choice that the page has asked, part by part (`Choice.most`)."""
    return [part for value in st.session_state["used"].values() for part in value.split(BETWEEN)]


def every_choice() -> dict[str, str]:
    """All choices of the link and the session, for a card that is made from them without asking one by one."""
    return dict(st.session_state["choices"])


def once(name: str) -> str:
    """What was asked for, for this run alone."""
    return str(st.session_state["choices"].pop(name, ""))


def choose(name: str, value: str) -> None:
    """Make a choice on the reader's behalf, in the callback of a widget: before the run begins."""
    st.session_state["acted"] = True
    st.session_state["choices"][name] = value
    st.session_state["from_url"].discard(name)


def keep(values: Mapping[str, str]) -> None:
    """Keep choices that are not asked for one by one (a card made from a link) in the URL."""
    st.session_state["choices"].update(values)
    st.session_state["used"].update(values)


def unmet(name: str) -> None:
    """Drop a choice that nothing can be made of; when it came with the link, a notice says so."""
    asked = st.session_state["choices"].pop(name, "")
    if asked and name in st.session_state["from_url"]:
        st.session_state["notices"].append(Notice(name, asked[:LONGEST_VALUE], ""))


def first_time(text: str) -> bool:
    """Whether a text has not stood on the page in this run; from now on it has."""
    said: set[str] = st.session_state["said"]
    fresh = text not in said
    said.add(text)
    return fresh


def shared_query() -> dict[str, str]:
    """The choices that follow along to another page."""
    return {name: value for name, value in st.session_state["choices"].items() if name in SHARED}


def notices() -> list[Notice]:
    """Choices of this run that could not be met."""
    return list(st.session_state["notices"])


def labelled(options: Sequence[str], format_func: Callable[[str], str]) -> Callable[[str], str]:
    """The labels of a widget's options, worked out at once: a session keeps what a widget was given, and with a function of a page it
    would keep all the figures that the page shows."""
    labels = {option: format_func(option) for option in options}
    return lambda option: labels.get(option, option)


def _take(name: str, key: str) -> None:
    value = st.session_state[key]
    if value is not None:
        choose(name, value)


def _one(widget: Callable[..., object], choice: Choice, chosen: str) -> None:
    """A control for one of the options."""
    key = f"{choice.look}-{choice.name}"
    st.session_state[key] = chosen
    words = labelled(choice.options, choice.words)
    widget(choice.label, choice.options, key=key, format_func=words, on_change=_take, args=(choice.name, key))


def _sliders(choice: Choice, chosen: str) -> None:
    """A slider for each part."""
    values = chosen.split(BETWEEN)
    for place, (label, value) in enumerate(zip(choice.parts, values, strict=True)):
        key = f"slider-{choice.name}-{place}"
        st.session_state[key] = value
        st.select_slider(label, choice.options, key=key, on_change=_take_part, args=(choice.name, key, place, values))


def _multiselect(choice: Choice, chosen: str) -> None:
    """A box of several options. One that is emptied keeps its first option, and what is more than there is room for is not taken
    (`refused_more` tells): Streamlit's own limit answers in English only."""
    values, key = chosen.split(BETWEEN), f"several-{choice.name}"
    st.session_state[key] = values
    # "Select all" would be the first answer to Enter after typing a name.
    st.multiselect(
        choice.label, choice.options, key=key, format_func=labelled(choice.options, choice.words), placeholder=choice.placeholder,
        select_all=False, wrap=True, on_change=_take_several, args=(choice.name, key, values, choice.most),
    )  # fmt: skip


DRAWERS: dict[Look, Callable[[Choice, str], None]] = {
    "select": partial(_one, st.selectbox),
    "segmented": partial(_one, partial(st.segmented_control, required=True)),
    "slider": partial(_one, st.select_slider),
    "multiselect": _multiselect,
    "sliders": _sliders,
}


def written(name: str) -> str:
    """What the link says of a choice that may be anything, which stays in it; nothing is the empty text."""
    state = st.session_state["choices"]
    if not state.get(name, "").strip():
        state.pop(name, None)
    text = str(state.get(name, ""))
    st.session_state["used"][name] = text
    return text


def refused_more(name: str) -> bool:
    """Whether the reader has just tried to choose more than there is room for. Tells once."""
    refused: bool = st.session_state.pop(f"refused-{name}", False)
    return refused


def _take_several(name: str, key: str, before: Sequence[str], most: int) -> None:
    value = st.session_state[key]
    st.session_state[f"refused-{name}"] = len(value) > most
    choose(name, BETWEEN.join((value or before[:1])[:most]))


def _take_part(name: str, key: str, place: int, before: Sequence[str]) -> None:
    choose(name, BETWEEN.join([*before[:place], st.session_state[key], *before[place + 1 :]]))
