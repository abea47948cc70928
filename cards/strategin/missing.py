"""What a focus area has no row for, by name: figures that are not put together to groups, what no open figure follows, and measures
without figures in this edition, with the publisher's own table."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from cards.availability import lacking, table_page
from cards.common.words import figure, figure_with_unit
from cards.context import View
from cards.strategin.figures import AreaStanding
from catalogue import Indicator, Level
from charts.line_breaks import unbroken
from texts import format_period


@dataclass(frozen=True)
class MissingItem:
    """Something by name, with what is said of it, and where a name leads (empty: nowhere) with the words for that place."""

    name: str
    says: str = ""
    href: str = ""
    place: str = ""


@dataclass(frozen=True)
class MissingPart:
    """A heading and what stands under it."""

    heading: str
    items: tuple[MissingItem, ...]


def missing_of(view: View, found: AreaStanding, shared: str = "") -> list[MissingPart]:
    """What the area has no row for. `shared`: URL query that follows along to the map."""
    t = view.t
    apart = tuple(MissingItem(one.name[t.language], _range(view, one), f"/karta?matt={one.id}{shared}") for one in found.apart)
    nobody = tuple(MissingItem(one.name[t.language], one.needs[t.language]) for one in found.area.unfollowed)
    parts = [MissingPart(t("strategin.missing.apart"), apart), MissingPart(t("strategin.missing.unfollowed"), nobody)]
    why = {one.id: lacking(view.data, one, _levels(view, one)) for one in found.awaited}
    for reason in dict.fromkeys(why.values()):
        here = tuple(_awaited(view, one) for one in found.awaited if why[one.id] is reason)
        parts.append(MissingPart(t(f"common.absence.{reason}").rstrip("."), here))
    return [part for part in parts if part.items]


def _range(view: View, indicator: Indicator) -> str:
    """From the lowest figure of a kommun to the highest: "66 (Södertälje) till 79 (Nacka), 2022, 24 av 26 kommuner"."""
    t, areas = view.t, view.data.catalogue.areas
    period = view.data.periods(indicator.id)[-1]
    values: pd.Series = view.data.values(indicator.id)[period].reindex(list(view.data.kommuner)).dropna()
    low, high = str(values.idxmin()), str(values.idxmax())
    words = {
        "low": figure(t, indicator, float(values[low])), "low_name": areas[low].name, "high_name": areas[high].name,
        "high": figure_with_unit(t, indicator, float(values[high])), "period": format_period(period, t.language),
    }  # fmt: skip
    return t("strategin.missing.range", n=len(values), of=len(view.data.kommuner), **words)


def _levels(view: View, indicator: Indicator) -> list[Level]:
    return [level for level in view.data.catalogue.levels(indicator.id) if level in (Level.KOMMUN, Level.KOMMUN_ALL)] or [Level.COUNTY]


def _awaited(view: View, indicator: Indicator) -> MissingItem:
    """A measure without figures, with the publisher's table where there is one, and that it is of counties where it is."""
    t, page = view.t, table_page(view.data, indicator, view.language)
    says = t("strategin.missing.county_only") if _levels(view, indicator) == [Level.COUNTY] else ""
    return MissingItem(indicator.name[t.language], says, *((page[1], page[0]) if page else ()))


def missing_notes(view: View, found: AreaStanding) -> list[str]:
    """The same as sentences, for files: a heading with all that stands under it."""
    return [f"{part.heading}: {'; '.join(_as_text(one) for one in part.items)}." for part in missing_of(view, found)]


def _as_text(item: MissingItem) -> str:
    says = item.says.rstrip(".")
    place = f"{item.place}, {item.href}" if item.place else ""
    return " – ".join(part for part in (item.name, says, place) if part)


def missing_html(view: View, found: AreaStanding, shared: str) -> str:
    """The same as lists with links, for the page; empty where nothing is missing."""
    parts = [
        f"<div><h3>{escape(part.heading)}</h3><ul>{''.join(_as_item(one) for one in part.items)}</ul></div>"
        for part in missing_of(view, found, f"&{shared}")
    ]
    return f'<div class="lacking">{"".join(parts)}</div>' if parts else ""


def _as_item(item: MissingItem) -> str:
    name = unbroken(item.name) if item.place or not item.href else f'<a href="{escape(item.href)}" target="_self">{unbroken(item.name)}</a>'
    place = f' <a href="{escape(item.href)}">{escape(item.place)}</a>' if item.place else ""
    says = f' <span class="says">{unbroken(item.says)}</span>' if item.says else ""
    return f"<li>{name}{says}{place}</li>"


def jumps_html(view: View) -> str:
    """Links to the parts of the page, which `ui.card.show_head` calls by their cards' keys."""
    t = view.t
    areas = {f"omrade-{area.id}": f"{area.number}. {area.short[t.language]}" for area in view.data.catalogue.focus_areas.values()}
    parts = areas | {"specialisering": t("strategin.fields.kicker")}
    links = "".join(f'<li><a href="#card-strategin-{escape(part)}">{escape(words)}</a></li>' for part, words in parts.items())
    return f'<nav class="jumps" aria-label="{escape(t("strategin.jump"))}"><ul>{links}</ul></nav>'
