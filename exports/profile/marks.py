"""The pictures in a Word profile's rows: each row's marks on its track, the size of its gap by year, and where the kommun lies."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image

from charts.html.ranges import gap_bars, track
from exports import browser
from exports.model import LACKING, ExportError
from exports.pictures import asked
from exports.profile.content import ProfileContent
from exports.profile.page import chart_svgs, styled, where_html

SCALE = 3
TRACK, BARS, HIGH = 190, 66, 26  # px: widths of a row's two pictures, and their height
MAP = (170, 234)
CHART = (340, 185)


@dataclass(frozen=True)
class ProfilePictures:
    """PNGs: a row's track and bars by the row's name (none where there is nothing to draw), the map, the charts over time in order."""

    tracks: dict[str, bytes] = field(default_factory=dict)
    bars: dict[str, bytes] = field(default_factory=dict)
    place: bytes = b""
    charts: list[bytes] = field(default_factory=list)


def pictures_of(content: ProfileContent) -> ProfilePictures:
    """All pictures, photographed in three goes and cut apart; none where the server has no browser. Raises ExportError: browser_failed."""
    try:
        return _photographed(content)
    except ExportError as error:
        if error.kind in LACKING:
            return ProfilePictures()
        raise


def _photographed(content: ProfileContent) -> ProfilePictures:
    rows = [row for section in content.sections for row in section.rows]
    lines = "".join(
        f'<div style="position:absolute;left:6px;top:{HIGH * at}px;width:{TRACK - 12}px">{track(row, content.head)}</div>'
        + (
            f'<div class="gap {row.gap_line.state}" style="position:absolute;left:{TRACK}px;top:{HIGH * at}px">'
            f"{gap_bars(row.gap_line)}</div>"
            if row.gap_line
            else ""
        )
        for at, row in enumerate(rows)
    )
    whole = _photo(content, lines, (TRACK + BARS, HIGH * len(rows)))
    place = _photo(content, where_html(content), MAP)
    found = ProfilePictures(place=_png(place))
    for at, row in enumerate(rows):
        top, bottom = HIGH * at * SCALE, HIGH * (at + 1) * SCALE
        if row.extent is not None:
            found.tracks[row.name] = _png(whole.crop((0, top, TRACK * SCALE, bottom)))
        if row.gap_line is not None and row.gap_line.points:
            found.bars[row.name] = _png(whole.crop((TRACK * SCALE, top, (TRACK + BARS) * SCALE, bottom)))
    (wide, high), drawn = CHART, chart_svgs(content, CHART)
    column = "".join(f'<div style="height:{high}px">{svg}</div>' for svg in drawn)
    charts = _photo(content, column, (wide, high * len(drawn)))
    found.charts.extend(_png(charts.crop((0, high * at * SCALE, wide * SCALE, high * (at + 1) * SCALE))) for at in range(len(drawn)))
    return found


def _photo(content: ProfileContent, inside: str, size: tuple[int, int]) -> Image.Image:
    sheet = styled(
        content, inside, f"width:{size[0]}px;min-height:0;height:{size[1]}px;padding:0;display:block;position:relative;font-size:13px"
    )
    raw = asked(content.view, lambda: browser.photographed(sheet, size, SCALE))
    return Image.open(io.BytesIO(raw)).convert("RGB")


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
