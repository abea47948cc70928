"""What readers are likely to ask for, made before they do, while nobody waits: by a thread that stands back as long as anybody reads.

It has the priority of the others: a lower one would hold Python's lock while the system lets it wait. `BALANCE_AHEAD=off` leaves it out.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress

from cards.context import View
from cards.data import Data, get_data
from cards.kommun.themes import ON_PAGE
from cards.registry import KINDS, UnknownCard, build
from charts.tokens import LIGHT
from serving.kept import pack
from store import logs
from streamlit_seams.index_page import first_scripts, scripts_of
from texts import LANGUAGES, load_texts
from ui.card import draw_ahead
from ui.frame import BUSY

SETTING = "BALANCE_AHEAD"
LOOK_AGAIN = 60.0  # seconds until new figures are looked for
QUIET = 2.0  # seconds without a run before it goes on
KOMMUN = ("kommun.sammanfattning", "kommun.styrkor", *(f"kommun.{name}" for name in ON_PAGE))
MEASURE = ("balans.niva", "balans.inom", "balans.hanger", "balans.ojamlikhet", "balans.delar", "balans.konvergens", "karta.karta")
SCRIPTS = ("Html", "PageLink", "Button", "ButtonGroup", "Selectbox", "PlotlyChart")
Wanted = tuple[str, str, Mapping[str, str]]


def wanted(data: Data) -> Iterator[Wanted]:
    """Language, card and choices, the likeliest first: every card as it is until something is chosen, every kommun, every measure."""
    for language in LANGUAGES:
        for card in KINDS:
            yield language, card, {}
    for code in data.kommuner:
        for language in LANGUAGES:
            for card in KOMMUN:
                yield language, card, {"omrade": code}
    for measure in data.catalogue.indicators:
        for card in MEASURE:
            yield LANGUAGES[0], card, {"matt": measure}


def make_ahead(data: Data) -> int:
    """Make what is wanted of these figures, until others are in use; gives how many cards there were."""
    made = 0
    for language, card, given in wanted(data):
        while not BUSY.quiet(QUIET):
            time.sleep(QUIET / 4)
        if get_data() is not data or data.made.kept().bytes > data.made.most * 0.8:  # the rest is for what readers ask for
            break
        view = View(load_texts("en" if language == "en" else "sv"), data, LIGHT)
        with suppress(UnknownCard):
            draw_ahead(view, build(view, card, given))
            made += 1
    return made


def keep_ahead() -> None:
    """Make what is wanted of the figures in use now, and again when a refresh has brought others; for a thread of its own, without an end.
    What is made is then taken out of the garbage collector's rounds."""
    pack((*first_scripts(), *scripts_of(*SCRIPTS)))
    edition = ""
    while True:
        data = get_data()
        if data.snapshot.edition != edition:
            edition = data.snapshot.edition
            cards = make_ahead(data)
            gc.collect()
            gc.freeze()
            kept = data.made.kept()
            logs.event("server", "made_ahead", generation=edition, cards=cards, parts=kept.parts, bytes=kept.bytes)
        del data  # which must not be held when others are in use
        time.sleep(LOOK_AGAIN)


def is_on() -> bool:
    """Whether it is to be done."""
    return os.environ.get(SETTING, "").strip().lower() != "off"
