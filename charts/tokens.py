"""Colours, marks and sizes: the one place that knows how the dashboard looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalogue.region import CITY, FIRST, SECOND

ThemeName = Literal["light", "dark"]

SANS = '"Source Sans", "Source Sans Pro", sans-serif'


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. North and south colours mean north and south only."""

    ground: str
    ink: str
    muted: str
    north: str
    south: str
    city: str
    goal: str
    rule: str
    grid: str
    tick: str
    accent: str
    panel: str
    sequential: tuple[str, str, str, str, str]
    diverging: tuple[str, str, str, str, str]
    areas: tuple[str, str, str, str, str, str]  # lines of chosen areas; each has its own mark and label too

    def of(self, group: str) -> str:
        """Colour of a group: north, south, else the neutral one."""
        return {FIRST: self.north, SECOND: self.south}.get(group, self.city)

    def colour(self, role: str) -> str:
        """The colour that a chart names by its role: a group (the region's is the ink), a colour of the page, or a step of a scale.

        >>> LIGHT.colour("south"), LIGHT.colour("region"), LIGHT.colour("sequential:4")
        ('#b8470f', '#16212c', '#15565f')
        """
        name, _, step = role.partition(":")
        found = getattr(self, "ink" if name == "region" else name)
        return str(found[int(step)] if step else found)


LIGHT = Palette(
    ground="#ffffff",
    ink="#16212c",
    muted="#52606d",
    north="#1d5fa8",
    south="#b8470f",
    city="#5f6b7a",
    goal="#14532d",
    rule="#dfe4e9",
    grid="#e8ecf0",
    tick="#aeb8c2",
    accent="#22384d",
    panel="#f4f6f8",
    sequential=("#d5e6e6", "#a6cacc", "#73a8ae", "#3f858e", "#15565f"),
    diverging=("#5a3690", "#b9a6d6", "#eeeeec", "#d8cc74", "#7d6a00"),
    areas=("#22384d", "#7d3fb0", "#c0226b", "#7a6a00", "#0b7a75", "#8c5a3c"),
)
DARK = Palette(
    ground="#11181f",
    ink="#e8edf2",
    muted="#a9b5c1",
    north="#7db4f0",
    south="#f2965a",
    city="#aab6c2",
    goal="#7fcf9f",
    rule="#2c3743",
    grid="#26303a",
    tick="#5c6975",
    accent="#c3d3e3",
    panel="#1b242d",
    sequential=("#23383c", "#2f5a60", "#438088", "#6cabb1", "#b0dadb"),
    diverging=("#b9a0ee", "#7660a6", "#39424b", "#8a7d34", "#dccb62"),
    areas=("#d5e0ea", "#b795f0", "#f27fb2", "#d6c55c", "#5cc4bb", "#c99a78"),
)
SEQUENTIAL, DIVERGING = (tuple(f"{scale}:{step}" for step in range(5)) for scale in ("sequential", "diverging"))  # roles of classes
PALETTES: dict[ThemeName, Palette] = {"light": LIGHT, "dark": DARK}

MARK = {FIRST: "●", SECOND: "◆", CITY: "○", "region": "■"}
SYMBOL = {FIRST: "circle", SECOND: "diamond", CITY: "circle-open", "region": "square"}


def css_variables(palette: Palette) -> str:
    """The palette as CSS custom properties, for the classes in static/style.css."""
    names = ("ground", "ink", "muted", FIRST, SECOND, CITY, "goal", "rule", "grid", "tick", "accent", "panel")
    pairs = [f"--{name}:{getattr(palette, name)}" for name in names]
    pairs += [f"--seq{i}:{colour}" for i, colour in enumerate(palette.sequential, 1)]
    pairs += [f"--div{i}:{colour}" for i, colour in enumerate(palette.diverging, 1)]
    return f":root{{{';'.join(pairs)}}}"
