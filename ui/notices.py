"""Friendly lines above a page: a choice that could not be met, or figures that are older than they should be."""

from __future__ import annotations

import re

import streamlit as st

from cards.data import Data
from texts import Texts
from ui.state import Notice


def show_notices(t: Texts, notices: list[Notice], data: Data) -> None:
    """One line for the choices that could not be met, one for a store that could not be read whole."""
    if notices:
        asked = t.join([t("notices.asked", choice=t(f"notices.choice.{n.name}"), value=plain(n.asked)) for n in notices])
        st.info(t("notices.nearest", asked=asked))
    if data.snapshot.problems:
        st.warning(t("notices.store", created=data.snapshot.created[:10]))


def plain(text: str) -> str:
    """`text` as Markdown that shows it as it is, and copies as it is: as code, in which nothing becomes a link, an image or a colour.

    Signs escaped one by one would not do: an address that stands in plain text is made a link afterwards. A code span ends with as many
    backticks as it begins with, so it begins with more than there are in the text.
    """
    words = " ".join(text.split())
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    return f"{fence} {words} {fence}" if words else ""
