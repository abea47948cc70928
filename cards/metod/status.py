"""When the figures were fetched and what the last refresh changed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from cards.context import View
from cards.data import Data
from cards.metod.figures import days_text, kept_generations, source_tables, version_text
from cards.metod.measures import facts_html
from charts.table import Column, Row, html_table
from store.folder import data_dir
from store.refreshes import every, last_refresh
from texts import Texts, format_number, format_period

KINDS = ("new", "revised", "withdrawn", "suspicious", "vanished", "not_received")
LISTED = ("suspicious", "withdrawn", "revised")  # changes that are listed one by one, those that ask for a look first
MOST_LISTED = 50
FAILURES = (
    *("down", "slow", "refused", "not_found", "too_large", "malformed", "empty", "changed"),
    *("refused_figures", "not_tried", "unexpected"),
)
Report = Mapping[str, Any]


def status_title(view: View) -> str:
    """Where the figures in use come from, and from which day."""
    snapshot = view.data.snapshot
    return view.t(f"metod.status.title.{snapshot.origin}", created=snapshot.created[:10])


def status_parts(view: View) -> list[str]:
    """As HTML: what is in use, what changed, what failed, what is kept, and every source table; parts without content are left out."""
    t, data, report = view.t, view.data, view.data.snapshot.report
    first = f'<p class="body">{escape(_lead(t, data, report))}</p>{facts_html(_facts(t, data))}'
    rest = (_changes(t, data, report), _failures(t, data, report), _kept(t, data), _tables(t, data))
    return [first, *(part for part in rest if part)]


def _lead(t: Texts, data: Data, report: Report) -> str:
    if data.snapshot.origin == "embedded":
        return t("metod.status.embedded_lead" if last_refresh(data_dir()) is None else "metod.status.embedded_tried_lead")
    fetched, failures = len(report.get("fetched") or ()), len(report.get("failures") or ())
    started, finished = (_time(str(report.get(name, ""))) for name in ("started", "finished"))
    total = _number(t, fetched + failures)
    return t("metod.status.refreshed_lead", started=started, finished=finished, fetched=_number(t, fetched), total=total)


def _time(stamp: str) -> str:
    """ "2026-11-23T07:05:00Z" as "2026-11-23 07:05"."""
    return stamp[:16].replace("T", " ")


def _number(t: Texts, number: int) -> str:
    return format_number(number, 0, t.language)


def _facts(t: Texts, data: Data) -> list[tuple[str, list[str]]]:
    snapshot = data.snapshot
    shown = [indicator.id for indicator in data.catalogue.listed]
    have = sum(name in set(snapshot.indicators) for name in shown)
    rows = [
        ("generation", version_text(t, data)),
        ("created", t("metod.status.utc", time=_time(snapshot.created))),
        ("rows", _number(t, sum(snapshot.summary(name).figures for name in snapshot.indicators))),
        ("measures", t("metod.status.of", k=_number(t, have), n=_number(t, len(shown)))),
    ]
    facts = [(t(f"metod.status.{name}"), [escape(text)]) for name, text in rows]
    facts += [(label, [escape(text)]) for label, text in _refreshes(t)]
    days: dict[str, set[str]] = {}
    for table in source_tables(data):
        days.setdefault(table.publisher, set()).update(table.retrieved)
    for publisher, known in days.items():
        name = data.catalogue.publishers[publisher].name if publisher in data.catalogue.publishers else publisher
        facts.append((t("metod.status.retrieved", publisher=name), [escape(max(known, default=t("metod.no_date")))]))
    if snapshot.problems:
        facts.append((t("metod.status.problems"), [escape(t("metod.status.problem", what=problem)) for problem in snapshot.problems]))
    return facts


def _refreshes(t: Texts) -> list[tuple[str, str]]:
    """How often the server refreshes, and how the last refresh of everything ended, also one that brought nothing."""
    last = last_refresh(data_dir())
    facts = [(t("metod.status.every_label"), t(f"metod.status.every.{every()}"))]
    if last is not None:
        how = t(f"metod.status.last_how.{last.exit_code}")
        facts.append((t("metod.status.last_label"), t("metod.status.last", time=_time(last.finished), how=how)))
    return facts


def _name(t: Texts, data: Data, indicator: str) -> str:
    known = data.catalogue.indicators.get(indicator)
    return known.name[t.language] if known else indicator


def _changes(t: Texts, data: Data, report: Report) -> str:
    """What the last refresh changed, by measure, and the changes that ask for a look."""
    changes = report.get("changes")
    if not isinstance(changes, Mapping):
        return ""
    counts = {kind: int(changes["counts"].get(kind, 0)) for kind in KINDS}
    title = f"<h3>{escape(t('metod.status.changes_title'))}</h3>"
    if not any(counts.values()):
        return f'{title}<p class="body">{escape(t("metod.status.changes_none"))}</p>'
    texts = {kind: _number(t, number) for kind, number in counts.items()}
    lead = f'<p class="body">{escape(t("metod.status.changes_lead", **texts))}</p>'
    columns = [Column(t("metod.status.measure")), *(Column(t(f"metod.status.kind.{kind}"), numeric=True) for kind in KINDS)]
    by_indicator: Mapping[str, Mapping[str, int]] = changes["by_indicator"]
    rows = [Row([_name(t, data, name), *(_number(t, found.get(k, 0)) for k in KINDS)]) for name, found in by_indicator.items()]
    return f"{title}{lead}{html_table(columns, rows, t('metod.status.changes_caption'))}{_listed(t, data, changes, counts)}"


def _listed(t: Texts, data: Data, changes: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """The single changes; one that is both revised and suspicious is listed once, as the latter."""
    known: dict[tuple[str, ...], tuple[str, Mapping[str, Any]]] = {}
    for kind in LISTED:
        for row in changes.get(kind) or ():
            known.setdefault(tuple(str(row[column]) for column in ("indicator", "area", "period", "sex")), (kind, row))
    rows = [_change(t, data, kind, row) for kind, row in list(known.values())[:MOST_LISTED]]
    if not rows:
        return ""
    total = counts["revised"] + counts["withdrawn"]  # a suspicious change is one of the revised
    head = t("metod.status.listed_title", shown=_number(t, len(rows)), n=_number(t, total))
    columns = [Column(t(f"metod.status.{name}")) for name in ("measure", "area", "period")]
    columns += [Column(t(f"metod.status.{name}"), numeric=True) for name in ("before", "after")]
    table = html_table([*columns, Column(t("metod.status.what"))], rows, t("metod.status.listed_caption"))
    return f"<h3>{escape(head)}</h3>{table}"


def _change(t: Texts, data: Data, kind: str, row: Mapping[str, Any]) -> Row:
    entry = data.catalogue.indicators.get(str(row["indicator"]))
    decimals = entry.decimals if entry else 1
    area = data.catalogue.areas.get(str(row["area"]))
    before, after = (format_number(row[column], decimals, t.language) for column in ("before", "after"))
    name, place = _name(t, data, str(row["indicator"])), area.name if area else str(row["area"])
    return Row([name, place, format_period(str(row["period"]), t.language), before, after, t(f"metod.status.kind.{kind}")])


def _failures(t: Texts, data: Data, report: Report) -> str:
    failures = report.get("failures") or ()
    rejected = int((report.get("rejected") or {}).get("count", 0))
    said = f'<p class="body">{escape(t("metod.status.rejected", n=_number(t, rejected)))}</p>' if rejected else ""
    if not failures:
        return said
    columns = [Column(t(f"metod.status.{name}")) for name in ("measure", "source", "why")]
    rows = []
    for failure in failures:
        kind = failure["kind"] if failure["kind"] in FAILURES else "unexpected"
        rows.append(Row([_name(t, data, failure["indicator"]), failure["key"], t(f"metod.status.failure.{kind}")]))
    title = t.plural("metod.status.failures_title", len(rows))
    lead = f'<p class="body">{escape(t("metod.status.failures_lead"))}</p>'
    return f"<h3>{escape(title)}</h3>{lead}{html_table(columns, rows, t('metod.status.failures_caption'))}{said}"


def _kept(t: Texts, data: Data) -> str:
    """The generations that are kept, where there is more than the one in use."""
    kept = kept_generations(data, data_dir())
    if len(kept) < 2:
        return ""
    columns = [Column(t("metod.status.generation")), Column(t("metod.status.created")), Column(t("metod.status.count"), numeric=True)]
    rows = [Row([m.generation, _time(m.created), _number(t, m.rows)], chosen=m.generation == data.snapshot.generation) for m in kept]
    title = t("metod.status.kept_title", n=_number(t, len(kept)))
    return f"<h3>{escape(title)}</h3>{html_table(columns, rows, t('metod.status.kept_caption'))}"


def _tables(t: Texts, data: Data) -> str:
    tables = source_tables(data)
    columns = [Column(t(f"metod.status.{name}")) for name in ("table", "used_by", "periods")]
    columns += [Column(t("metod.status.count"), numeric=True), Column(t("metod.fact.retrieved"))]
    rows = []
    for table in tables:
        publisher = data.catalogue.publishers.get(table.publisher)
        names = ", ".join(_name(t, data, name) for name in table.indicators)
        first, last = (format_period(period, t.language) for period in (table.first, table.last))
        span = first if first == last else f"{first}–{last}"
        figures = _number(t, table.figures)
        source = f"{publisher.name if publisher else table.publisher} {table.table}"
        rows.append(Row([source, names, span, figures, days_text(t, table.retrieved)]))
    title = t("metod.status.sources_title", n=_number(t, len(rows)))
    note = f'<p class="note">{escape(t("metod.status.sources_note"))}</p>'
    return f"<h3>{escape(title)}</h3>{html_table(columns, rows, t('metod.status.sources_caption'))}{note}"
