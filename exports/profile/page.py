"""A kommun's profile as two pages of A4: HTML that the browser prints, with the letters as large as both pages have room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from cards.common.areas import group_of
from cards.kommun.sammanfattning import colour_of
from charts.html.land import shapes
from charts.html.ranges import gap_bars, track
from charts.line_breaks import unbroken
from charts.spec.areas import COUNTY
from charts.spec.lines import Lines
from charts.spec.ranges import RangeRow, RangeSection
from charts.tokens import css_variables
from exports import browser
from exports.marks import mark, mark_width
from exports.pictures import asked, drawn_pictures, with_metadata
from exports.profile.content import ProfileContent
from exports.sheet_svg import Picture, Sheet, svg_of
from exports.sheets import drawn_for
from exports.word_sheet import word_sheets

STYLE = Path(__file__).with_name("page.css")
FIRST_PAGE = 0.62  # of the rows stand on the first page, by whole themes: the charts over time need room on the second
CHART = (340, 235)  # px that a chart is laid out for
WIDTHS = (26, 7.5, 7.5, 18, 22, 19)  # per cent: name, figure, the other's, track, verdict, the gap over time
A4 = (794.0, 1123.0)


def pdf(content: ProfileContent, *, appendix: bool = False) -> bytes:
    """The pages as a PDF. Raises ExportError: no_browser, browser_failed."""
    view, title = content.view, content.summary.title
    sheets = word_sheets(content.appendix, "a4") if appendix else []
    pages = [*pages_of(content), *(svg_of(sheet, [], number=number) for number, sheet in enumerate(sheets))]
    raw = asked(view, lambda: browser.printed(pages, title, view.language, A4))
    return with_metadata(raw, view, view.t("exports.profile.title", name=content.name), f"{title}. {content.lead} {content.source}")


def pages_of(content: ProfileContent) -> list[str]:
    """The two pages as HTML."""
    first, second = _divided(content.sections)
    one = _head(content, 1) + _answer(content) + _key(content) + _rows(content, first) + _foot(content, last=False)
    two = _head(content, 2) + _rows(content, second) + _charts(content) + _foot(content, last=True)
    return [styled(content, one), styled(content, two)]


def styled(content: ProfileContent, inside: str, style: str = "") -> str:
    """A sheet of HTML in the colours of the view and the kommun."""
    palette, here = content.view.palette, content.view.palette.colour(colour_of(content.view, content.about.code))
    css = f"{css_variables(palette)}{STYLE.read_text(encoding='utf-8')}"
    return f'<style>{css}</style><div class="paper" style="--here:{here};{style}">{inside}</div>'


def _divided(sections: Sequence[RangeSection]) -> tuple[Sequence[RangeSection], Sequence[RangeSection]]:
    """Whole themes for the first page, and the rest."""
    total, taken = sum(len(section.rows) for section in sections), 0
    for place, section in enumerate(sections):
        taken += len(section.rows)
        if taken >= FIRST_PAGE * total:
            return sections[: place + 1], sections[place + 1 :]
    return sections, ()


def _head(content: ProfileContent, number: int) -> str:
    t = content.view.t
    page = t("exports.profile.page", app=t("common.app_title"), number=number)
    left = content.summary.kicker if number == 1 else t("exports.profile.title", name=content.name)
    return f"<header><span>{escape(left)}</span><span>{escape(page)}</span></header>"


def _answer(content: ProfileContent) -> str:
    lists = "".join(
        f"<section><h2>{escape(f'{side.sign} {side.title}')}</h2><ul>"
        + "".join(f"<li>{unbroken(what)}</li>" for what, _ in side.items or [(side.none, "")])
        + "</ul></section>"
        for side in content.lists
    )
    place = content.view.t("exports.profile.where", name=content.name)
    where = f"<figure>{where_html(content)}<figcaption>{escape(place)}</figcaption></figure>"
    return (
        f'<h1>{unbroken(content.summary.title)}</h1><p class="lead">{unbroken(content.lead)}</p>'
        f'<div class="top"><div class="lists">{lists}</div>{where}</div>'
    )


def where_html(content: ProfileContent) -> str:
    """The county's kommuner with this one filled in, those of its group darker than the others."""
    view, code = content.view, content.about.code
    groups = {one: group_of(view.data, one) for one in view.data.kommuner}
    look = {one: "here" if one == code else "own-side" if groups[one] == groups[code] else "" for one in groups}
    lands = shapes(tuple(sorted(groups.items())))
    parts = "".join(f'<i class="{look[one]}" style="clip-path:{island}"></i>' for one, land in lands.items() for island in land.islands)
    ratio = (COUNTY.east - COUNTY.west) * 0.51 / (COUNTY.north - COUNTY.south)
    label = escape(view.t("exports.profile.where", name=content.name))
    return f'<div class="where" role="img" aria-label="{label}" style="aspect-ratio:{ratio:.3f}">{parts}</div>'


def _key(content: ProfileContent) -> str:
    items, palette = content.summary.chart.key if content.summary.chart is not None else (), content.view.palette
    drawn = [(mark_width(item, 11), mark(item, 0, 7, 11, palette), item.label) for item in items]
    return (
        '<ul class="key">'
        + "".join(f'<li><svg width="{wide:.0f}" height="14">{svg}</svg>{escape(label)}</li>' for wide, svg, label in drawn)
        + "</ul>"
    )


def _rows(content: ProfileContent, sections: Sequence[RangeSection]) -> str:
    head, widths = content.head, "".join(f'<col style="width:{wide}%">' for wide in WIDTHS)
    figures = "".join(f'<th scope="col" class="num">{escape(words)}</th>' for words in head.columns.values())
    ends = f'<th scope="col"><span class="ends"><span>← {escape(head.worse)}</span><span>{escape(head.better)} →</span></span></th>'
    last = "".join(f'<th scope="col">{escape(words)}</th>' for words in (head.status, head.gap_line))
    top = f'<tr><th scope="col">{escape(head.name)}</th>{figures}{ends}{last}</tr>'
    body = "".join(
        f'<tr class="theme"><th colspan="{len(WIDTHS)}" scope="rowgroup">{escape(section.title)}</th></tr>'
        + "".join(_row(content, row) for row in section.rows)
        for section in sections
    )
    return f"<table><colgroup>{widths}</colgroup><thead>{top}</thead><tbody>{body}</tbody></table>"


def _row(content: ProfileContent, row: RangeRow) -> str:
    own, other = content.head.columns
    below = ", ".join(part for part in (row.note, row.parts[:1].lower() + row.parts[1:]) if part)
    gap = (
        f'<div class="gap {escape(row.gap_line.state)}">{gap_bars(row.gap_line)}<small>{unbroken(row.gap_line.text)}</small></div>'
        if row.gap_line
        else ""
    )
    return (
        f'<tr><th scope="row"><b>{unbroken(row.name)}</b><small>{unbroken(row.lines[0])}</small></th>'
        f'<td class="num own">{escape(row.texts[own])}</td><td class="num">{escape(row.texts[other])}</td>'
        f"<td>{track(row, content.head)}</td>"
        f'<td class="verdict"><i>{row.sign}</i> {unbroken(row.status_text)}<small>{unbroken(below)}</small></td><td>{gap}</td></tr>'
    )


def _charts(content: ProfileContent) -> str:
    cards = [
        f"<figure><h2>{unbroken(card.title)}</h2>{svg}</figure>" for card, svg in zip(content.charts, chart_svgs(content), strict=True)
    ]
    t = content.view.t
    notes = "".join(f"<p>{unbroken(note)}</p>" for note in content.summary.notes)
    read = f'<div class="notes"><h2>{escape(t("exports.profile.read"))}</h2>{notes}</div>'
    return f'<div class="charts">{"".join(cards)}{read}</div>'


def chart_svgs(content: ProfileContent, size: tuple[int, int] = CHART) -> list[str]:
    """The charts over time, drawn by plotly at one size (px), each with its text alternative."""
    view = content.view
    sheets = chart_sheets(content, size)
    drawn = drawn_pictures(view, sheets)
    return [svg_of(sheet, pictures, number=100 + number) for number, (sheet, pictures) in enumerate(zip(sheets, drawn, strict=True))]


def chart_sheets(content: ProfileContent, size: tuple[int, int]) -> list[Sheet]:
    """The charts over time on sheets of their own."""
    view, sheets = content.view, []
    for card in content.charts:
        assert card.chart is not None
        assert isinstance(card.chart.shows, Lines)
        higher = replace(card, chart=replace(card.chart, shows=replace(card.chart.shows, height=size[1])))
        picture = Picture(drawn_for(view, higher, "column"), 0, 0, *size, 1)
        sheets.append(Sheet(*size, [], [picture], card.title, card.alt, view.palette, view.language))
    return sheets


def _foot(content: ProfileContent, *, last: bool) -> str:
    shown, link = escape(content.address), escape(content.address)
    address = f'<a href="{link}">{shown}</a>' if link.startswith("http") else shown
    source = f"<p>{escape(content.source)}</p>" if last else ""
    return f'<footer class="{"last" if last else ""}">{source}<p>{escape(content.dated)} {address}</p></footer>'
