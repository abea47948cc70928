"""What may lie on a map of small areas besides their colours: stations and regional cores; and whose shapes a map is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cards.context import View
from cards.geometry import LONGITUDE, spots
from cards.model import KeyItem
from catalogue import Level
from charts.choropleth import Layer, MapFrame, Spot

Box = tuple[float, float, float, float]

STATIONS, CORES = "stationer", "karnor"
KINDS = {STATIONS: ("tunnelbana", "pendeltåg"), CORES: ("core",)}
CHOICES = {"alla": (STATIONS, CORES), STATIONS: (STATIONS,), CORES: (CORES,), "inga": ()}  # as in the link
LOOK = {STATIONS: ("circle", 4), CORES: ("square", 7)}
NARROW = 340.0  # px: the width of a map on a telephone, where names have least room
LETTER, LINE, MARK = 6.4, 15.0, 9.0  # px of a name: a letter's width, the height of a line, the way from a point to its name


def layers(view: View, level: Level, frame: MapFrame, names: Sequence[str], *, named: Sequence[str] = ()) -> tuple[Layer, ...]:
    """The layers called `names` within a frame. The points of those `named` have their names beside them as long as there is room,
    the first layer's before the next one's."""
    taken: list[Box] = []
    found = []
    for name in names:
        points = spots(level, KINDS[name], frame)
        if name in named:
            points = tuple(replace(spot, labelled=_has_room(spot, frame, taken)) for spot in points)
        found.append(Layer(points, view.t(f"karta.layer.kind.{name}"), *LOOK[name]))
    return tuple(layer for layer in found if layer.spots)


def _has_room(spot: Spot, frame: MapFrame, taken: list[Box]) -> bool:
    """Whether the name of a point meets no name that is there already, nor the frame; if so its place is taken."""
    across = NARROW / (frame.east - frame.west)
    left, middle = (spot.lon - frame.west) * across + MARK, (frame.north - spot.lat) * across / LONGITUDE
    box = (left, middle - LINE / 2, left + LETTER * len(spot.name), middle + LINE / 2)
    free = all(box[2] < other[0] or other[2] < box[0] or box[3] < other[1] or other[3] < box[1] for other in taken)
    if free and box[2] < NARROW and box[1] > 0 and box[3] < (frame.north - frame.south) * across / LONGITUDE:
        taken.append(box)
        return True
    return False


def layer_key(view: View, shown: Sequence[Layer]) -> list[KeyItem]:
    """The layers in a map's key."""
    marks = {look[0]: name for name, look in LOOK.items()}
    return [KeyItem(view.t(f"karta.layer.key.{marks[layer.symbol]}"), marks[layer.symbol]) for layer in shown]


def layer_note(view: View, names: Sequence[str]) -> str:
    """Which stations there are, and that the place of a core is ours; empty where neither is asked for."""
    return " ".join(view.t(f"karta.layer.note.{name}") for name in names)


def credit(view: View) -> str:
    """Whose shapes a map is drawn from, as their licence asks for."""
    return view.t("karta.credit")
