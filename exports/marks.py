"""The marks of a picture's key, drawn as the style sheet draws them on the page."""

from __future__ import annotations

from catalogue.region import CITY, SECOND
from charts.spec import KeyItem
from charts.tokens import Palette

WIDE = {"class": 26, "missing": 26, "swatch": 18, "relation-field": 22, "relation-line": 22, "line": 22}


def mark_width(item: KeyItem, size: float) -> float:
    """Room in px that the mark of a key takes beside text of a size."""
    return WIDE.get(_kind(item), 14) * size / 13


def mark(item: KeyItem, x: float, y: float, size: float, palette: Palette) -> str:  # noqa: PLR0911 - one line for each mark
    """The mark as SVG, its left edge at x, its middle at y."""
    kind, unit = _kind(item), size / 13
    middle = x + mark_width(item, size) / 2
    colour = palette.colour(item.colour) if item.colour else _colour(kind, palette)
    if kind in ("class", "swatch"):
        return _box(x, y, mark_width(item, size), 12 * unit, fill=colour, stroke=palette.tick)
    if kind == "missing":
        slants = "".join(f"M{x + at * unit:.1f} {y + 6 * unit:.1f}l{12 * unit:.1f} {-12 * unit:.1f}" for at in range(0, 15, 5))
        hatching = f'<path d="{slants}" stroke="{palette.tick}"/>'
        return _box(x, y, mark_width(item, size), 12 * unit, fill=palette.panel, stroke=palette.tick) + hatching
    if kind == "set-a":
        a = 3.6 * unit  # a thick cross: the diamond is the south
        arms = f"h{a:.1f}v{a:.1f}h{a:.1f}v{a:.1f}h-{a:.1f}v{a:.1f}h-{a:.1f}v-{a:.1f}h-{a:.1f}v-{a:.1f}h{a:.1f}z"
        return f'<path d="M{middle - a / 2:.1f} {y - 1.5 * a:.1f}{arms}" fill="{colour}"/>'
    if kind in (SECOND, "diamond"):
        r = 5.8 * unit
        return f'<path d="M{middle:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l-{r:.1f} {r:.1f}l-{r:.1f} -{r:.1f}z" fill="{colour}"/>'
    if kind in (CITY, "set-b", "hollow", "relation-chosen"):
        look = f'fill="{palette.ground}" stroke="{colour}" stroke-width="{2 * unit:.1f}"'
        return f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="{4.6 * unit:.1f}" {look}/>'
    if kind == "relation-size":
        both = ((middle - 4 * unit, 2.2), (middle + 3 * unit, 5))
        return "".join(f'<circle cx="{cx:.1f}" cy="{y:.1f}" r="{r * unit:.1f}" fill="none" stroke="{palette.muted}"/>' for cx, r in both)
    if kind == "relation-field":
        return _box(x, y, mark_width(item, size), 10 * unit, fill=palette.grid, stroke=palette.rule)
    if kind == "stationer":
        return f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="{3 * unit:.1f}" fill="{palette.ground}" stroke="{palette.ink}"/>'
    if kind == "karnor":
        return _box(middle - 4 * unit, y, 8 * unit, 8 * unit, fill=palette.ground, stroke=palette.ink)
    if kind == "region":
        return _box(middle - 5 * unit, y, 10 * unit, 10 * unit, fill=colour)
    if kind in ("relation-line", "line", "line-a", "line-b"):
        end = x + mark_width(item, size)
        return f'<path d="M{x:.1f} {y:.1f}H{end:.1f}" stroke="{colour}" stroke-width="{2.4 * unit:.1f}"/>'
    if kind in ("kommun", "goal", "goal draft", "own-area"):
        thick = {"kommun": 1.2, "own-area": 2}.get(kind, 3) * unit
        dash = f' stroke-dasharray="{3.2 * unit:.1f} {2.4 * unit:.1f}"' if kind == "goal draft" else ""
        return f'<path d="M{middle:.1f} {y - 7 * unit:.1f}v{14 * unit:.1f}" stroke="{colour}" stroke-width="{thick:.1f}"{dash}/>'
    return f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="{5 * unit:.1f}" fill="{colour}"/>'


def _kind(item: KeyItem) -> str:
    return item.mark or "swatch"


def _colour(kind: str, palette: Palette) -> str:
    own = {"region": palette.ink, "kommun": palette.tick, "goal": palette.goal, "goal draft": palette.goal, "relation-line": palette.muted,
           "set-a": palette.south, "set-b": palette.ink, "own-area": palette.south, "relation-chosen": palette.ink}  # fmt: skip
    return own.get(kind) or palette.of(kind)


def _box(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "") -> str:
    edge = f' stroke="{stroke}"' if stroke else ""
    return f'<rect x="{x:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{edge}/>'
