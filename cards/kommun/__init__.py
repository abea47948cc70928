"""Cards of the page about one kommun."""

from __future__ import annotations

from functools import partial

from cards.kommun import sammanfattning, styrkor, themes

CARDS = {
    "sammanfattning": sammanfattning.build,
    "styrkor": styrkor.build,
    **{name: partial(themes.build, name) for name in themes.THEMES},
}
