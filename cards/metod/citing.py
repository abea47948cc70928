"""How to cite, and the terms of figures and code."""

from __future__ import annotations

from html import escape

from cards.common.words import figure_with_unit
from cards.context import View
from cards.data import Data
from cards.defaults import home
from cards.metod.figures import days_text, periods_text, version_text
from catalogue import Indicator
from catalogue.models import Measure
from catalogue.region import SECOND
from catalogue.selections import load_selections
from texts import Texts, format_period


def citing_parts(view: View, url: str) -> list[str]:
    """As HTML: how to cite the whole, a published figure, one of ours and a picture; the terms of figures and code.

    `url` is the address that the reader sees, without its query; empty where it is not known.
    """
    t, data = view.t, view.data
    example = data.catalogue.indicators[load_selections()["metod.cited"][0]]
    root = url.removesuffix("metod").rstrip("/")
    address = t("metod.cite.address", url=root) if root else ""
    whole = t("metod.cite.whole_text", version=version_text(t, data), address=address)
    published, own = cite_figure(data, t, example, home(data)), cite_group(data, t, example, SECOND)
    how = (
        f'<p class="body">{escape(t("metod.cite.lead"))}</p>{_quoted(t("metod.cite.whole"), whole)}'
        f"{_quoted(t('metod.cite.figure'), published)}{_quoted(t('metod.cite.own'), own)}"
        f'<p class="note">{escape(t("metod.cite.each"))}</p>'
        f'<h3>{escape(t("metod.cite.picture"))}</h3><p class="body">{escape(t("metod.cite.picture_text"))}</p>'
    )
    return [how, _licences(view)]


def _quoted(title: str, text: str) -> str:
    """A heading with a text to copy; nothing without a text."""
    return f'<h3>{escape(title)}</h3><blockquote class="cite">{escape(text)}</blockquote>' if text else ""


def _licences(view: View) -> str:
    t = view.t
    rows = ""
    for publisher in view.data.catalogue.publishers.values():
        licence = f'<a href="{escape(publisher.licence_url)}" rel="noopener">{escape(publisher.licence[t.language])}</a>'
        own = escape(publisher.calculation_line[t.language])
        rows += f'<tr><th scope="row">{escape(publisher.name)}</th><td>{licence}</td><td>{own}</td></tr>'
    heads = "".join(f'<th scope="col">{escape(t(f"metod.cite.{name}"))}</th>' for name in ("publisher", "licence", "own_line"))
    caption = f'<caption class="visually-hidden">{escape(t("metod.cite.data_caption"))}</caption>'
    return (
        f"<h3>{escape(t('metod.cite.data_title'))}</h3>"
        f'<table class="figures">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="body">{escape(t("metod.cite.boundaries"))}</p>'
        f'<h3>{escape(t("metod.cite.code_title"))}</h3><p class="body">{escape(t("metod.cite.code"))}</p>'
    )


def citation(data: Data, t: Texts, indicator: Indicator) -> str:
    """How to cite the measure as a whole, in plain text: publishers, tables, periods, when fetched, and what is our calculation."""
    tables: dict[str, list[str]] = {}
    for key in data.catalogue.keys(indicator.id):
        publisher, _, table = key.partition(":")
        tables.setdefault(publisher, []).append(table)
    publishers = [data.catalogue.publishers[name] for name in tables]
    periods = periods_text(t, data.snapshot.periods(indicator.id))
    days = data.retrieved(indicator.id)
    return t(
        "metod.cite_measure",
        sources=t.join([f"{p.name} ({', '.join(tables[p.id])})" for p in publishers]),
        name=indicator.name[t.language],
        periods=t("metod.cite_periods", periods=periods) if periods else "",
        retrieved=t("metod.cite_retrieved", dates=days_text(t, days)) if days else "",
        version=version_text(t, data),
        own=_own_part(t, indicator, "; ".join(p.calculation_line[t.language] for p in publishers)),
    )


def _own_part(t: Texts, indicator: Indicator, line: str) -> str:
    """What of a measure is our calculation: all of it, some levels and the groups, or nothing (then the text is empty)."""
    if indicator.derived is not None or all(source.calculated for source in indicator.sources):
        return t("metod.cite_calculated", line=line)
    levels = dict.fromkeys(t(f"metod.level_short.{level}") for s in indicator.sources if s.calculated for level in s.levels)
    grouped = indicator.measure in (Measure.COUNT, Measure.RATE, Measure.MEAN) and not indicator.weight_only
    values = [*([t("metod.cite_groups")] if grouped else []), *levels]
    return t("metod.cite_own", values=t.join(values), line=line) if values else ""


def cite_figure(data: Data, t: Texts, indicator: Indicator, area: str) -> str:
    """How to cite the newest published figure of one area, with the figure itself; empty where there is none."""
    rows = data.snapshot.latest(indicator.id, [area])
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    publisher, _, table = str(row["source"]).partition(":")
    return t(
        "metod.cite_figure",
        source=f"{data.catalogue.publishers[publisher].name} ({table})",
        name=indicator.name[t.language],
        place=data.catalogue.areas[area].name,
        period=format_period(str(row["period"]), t.language),
        value=figure_with_unit(t, indicator, float(row["value"])),
        retrieved=t("metod.cite_retrieved", dates=str(row["retrieved"])[:10]) if row["retrieved"] else "",
        version=version_text(t, data),
    )


def cite_group(data: Data, t: Texts, indicator: Indicator, group: str) -> str:
    """How to cite the newest value of north or south, which is our calculation; empty where there is none."""
    periods = data.periods(indicator.id)
    balance = data.balance(indicator.id, periods[-1], "apart") if periods else None
    value = getattr(balance, group) if balance else None
    if balance is None or value is None:
        return ""
    members = set(data.catalogue.members(group))
    rows = data.snapshot.observations(indicator.id)
    rows = rows[rows["area"].isin(list(members)) & (rows["period"] == balance.period) & (rows["sex"] == "T")]
    keys = sorted(str(source) for source in rows["source"].unique())
    publishers = [data.catalogue.publishers[name] for name in dict.fromkeys(key.partition(":")[0] for key in keys)]
    days = sorted({str(day)[:10] for day in rows["retrieved"].unique() if day})
    return t(
        "metod.cite_value",
        own="; ".join(f"{p.calculation_line[t.language]} ({', '.join(key.partition(':')[2] for key in keys)})" for p in publishers),
        name=indicator.name[t.language],
        place=t(f"common.group.{group}"),
        period=format_period(balance.period, t.language),
        value=figure_with_unit(t, indicator, value),
        retrieved=t("metod.cite_retrieved", dates=days_text(t, days)) if days else "",
        version=version_text(t, data),
    )
