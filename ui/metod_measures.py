"""Everything that is known about a measure, as HTML: one entry, and the list of all of them by theme."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from catalogue import Indicator, Theme
from catalogue.models import Derived, Measure, Source
from texts import Language, Texts, format_number, format_period, load_texts
from ui.data import Data
from ui.metod_figures import covered, figures_lines, levels_of, periods_text
from ui.search import entries_of
from ui.words import unit_line


def with_language(href: str, language: Language) -> str:
    """An address that keeps the reader's language."""
    return href if language == "sv" else f"{href}{'&' if '?' in href else '?'}lang={language}"


def link(href: str, label: str) -> str:
    """A link as HTML: our own pages open in place, others are left to the browser."""
    target = ' target="_self"' if href.startswith("/") else ' rel="noopener"'
    return f'<a href="{escape(href)}"{target}>{escape(label)}</a>'


@lru_cache(maxsize=4)
def theme_lists(data: Data, language: Language) -> tuple[tuple[str, str], ...]:
    """(heading, HTML) of each theme's measures, and last of what is only used to weigh with or to work others out from."""
    t = load_texts(language)
    found = []
    for theme in Theme:
        shown = [indicator for indicator in data.catalogue.shown if indicator.theme is theme]
        if shown:
            found.append((t(f"common.theme.{theme}"), "".join(_folded(data, t, indicator) for indicator in shown)))
    weights = [indicator for indicator in data.catalogue.indicators.values() if indicator.weight_only]
    found.append((t("metod.weights_title"), f'<ul class="weights">{"".join(_weight(t, indicator) for indicator in weights)}</ul>'))
    return tuple(found)


def _weight(t: Texts, indicator: Indicator) -> str:
    """A denominator or part: its name leads to its own entry."""
    name = link(with_language(f"/metod?matt={indicator.id}", t.language), indicator.name[t.language])
    return f'<li>{name} <span class="unit">{escape(indicator.definition[t.language])}</span></li>'


def _folded(data: Data, t: Texts, indicator: Indicator) -> str:
    """One measure, folded away under its name."""
    levels = ", ".join(t(f"metod.level_short.{level}") for level in levels_of(data, indicator) if (indicator.id, level) in covered(data))
    brief = [unit_line(t, indicator, None), levels or t("common.fetched_on_update")]
    return (
        f'<details class="measure-entry"><summary><span class="measure">{escape(indicator.name[t.language])}</span> '
        f'<span class="unit">{escape(" · ".join(brief))}</span></summary>{entry_html(data, t, indicator, brief=True)}</details>'
    )


def entry_html(data: Data, t: Texts, indicator: Indicator, *, brief: bool = False) -> str:
    """A measure's facts as a list of descriptions. `brief`: without the publisher's notes and the text to cite, for a list of many."""
    language = t.language
    facts: list[tuple[str, list[str]]] = [
        ("explanation", [escape(indicator.explanation[language])]),
        ("definition", [escape(indicator.definition[language])]),
        ("unit", [escape(unit_line(t, indicator, None).split(" · ")[0])]),
        ("direction", [escape(t(f"metod.direction.{indicator.polarity}"))]),
        ("combine", [escape(_combined(data, t, indicator))]),
    ]
    if indicator.derived:
        facts.append(("derived", [escape(_formula(data, t, indicator.derived)), escape(t("metod.derived_note"))]))
    facts.append(("figures", [escape(line) for line in figures_lines(t, data, indicator)]))
    facts.append(("sources", _sources(data, t, indicator)))
    if days := data.retrieved(indicator.id):
        facts.append(("retrieved", [escape(days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}")]))
    caveats = [caveat[language] for caveat in indicator.caveats] + [s.note[language] for s in indicator.sources if s.note]
    ended = [t("metod.ended")] if indicator.historical else []
    facts.append(("caveats", [escape(line) for line in dict.fromkeys([*ended, *caveats])]))
    facts.append(("breaks", [escape(line) for line in _breaks(t, indicator)]))
    notes = [] if brief else [note for key in data.catalogue.keys(indicator.id) for note in data.snapshot.notes(key)]
    facts.append(("notes", [escape(note) for note in dict.fromkeys(notes)]))
    facts.append(("cite", [] if brief else [escape(citation(data, t, indicator))]))
    facts.append(("links", [" · ".join(_links(data, t, indicator))]))
    return facts_html([(t(f"metod.fact.{name}"), lines) for name, lines in facts if lines])


def facts_html(facts: list[tuple[str, list[str]]]) -> str:
    """Pairs of a word and its lines (HTML) as a list of descriptions."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{'<br>'.join(lines)}</dd></div>" for name, lines in facts)
    return f'<dl class="facts">{rows}</dl>'


def _combined(data: Data, t: Texts, indicator: Indicator) -> str:
    """How the values of several areas are put together."""
    by = data.catalogue.indicators[indicator.denominator].name[t.language].lower() if indicator.denominator else ""
    if by and not indicator.denominator_exact:
        return t("metod.combine.nearly", by=by)
    return t(f"metod.combine.{indicator.measure}", by=by)


def _formula(data: Data, t: Texts, derived: Derived) -> str:
    above, below = _terms(data, t, derived.numerator), _terms(data, t, derived.denominator)
    if not below:
        return t("metod.derived_sum", terms=above)
    if derived.scale == 1:
        return t("metod.derived_plain", above=above, below=below)
    return t("metod.derived_ratio", scale=_plain(t, derived.scale), above=above, below=below)


def _terms(data: Data, t: Texts, parts: dict[str, float]) -> str:
    """ "a + b − 100 × c" of names and factors."""
    text = ""
    for name, factor in parts.items():
        word = data.catalogue.indicators[name].name[t.language]
        term = word if abs(factor) == 1 else f"{_plain(t, abs(factor))} × {word}"
        sign = "−" if factor < 0 else "+" if text else ""
        text = f"{text} {sign} {term}".strip()
    return text


def _plain(t: Texts, number: float) -> str:
    return format_number(number, 0 if number == int(number) else 4, t.language)


def _sources(data: Data, t: Texts, indicator: Indicator) -> list[str]:
    """One line per source; of a derived measure the tables of its parts."""
    if indicator.derived is None:
        return list(dict.fromkeys(_source(data, t, source) for source in indicator.sources))
    lines = [line for part in indicator.derived.parts for line in _sources(data, t, data.catalogue.indicators[part])]
    return list(dict.fromkeys(lines))


def _source(data: Data, t: Texts, source: Source) -> str:
    publisher = data.catalogue.publishers[source.publisher]
    page = None if source.withdrawn else publisher.table_page(source.table, t.language)
    label = t("metod.table_link", table=source.table, publisher=publisher.name)
    name = link(page, label) if page else escape(f"{publisher.name} {source.table}")
    levels = t.join([t(f"metod.level_short.{level}") for level in source.levels])
    said = [t("metod.source", levels=levels, span=_span(t, source))]
    said += [t("metod.source_calculated")] if source.calculated else []
    said += [t("metod.source_preliminary")] if source.preliminary else []
    said += [t("metod.source_origin", origin=source.origin)] if source.origin else []
    said += [t("metod.source_withdrawn")] if source.withdrawn else []
    return f"{name}: {escape('; '.join(said))}"


def _span(t: Texts, source: Source) -> str:
    first, last = (format_period(period, t.language) if period else "" for period in (source.first, source.last))
    if first and last:
        return first if first == last else t("metod.span.both", first=first, last=last)
    if first or last:
        return t("metod.span.from", first=first) if first else t("metod.span.to", last=last)
    return t("metod.span.all")


def _breaks(t: Texts, indicator: Indicator) -> list[str]:
    breaks = [(s.first, s.break_before) for s in indicator.sources if s.break_before and s.first]
    return [t("metod.break", period=format_period(period, t.language), why=why[t.language]) for period, why in dict.fromkeys(breaks)]


def citation(data: Data, t: Texts, indicator: Indicator, *, own: bool | None = None) -> str:
    """How to cite the measure's figures, in plain text: publisher, table, periods, when fetched, and whose calculation it is.

    `own`: whether groups' values, which are our calculation, are spoken of; None: wherever the measure has any.
    """
    tables: dict[str, list[str]] = {}
    for key in data.catalogue.keys(indicator.id):
        publisher, _, table = key.partition(":")
        tables.setdefault(publisher, []).append(table)
    publishers = [data.catalogue.publishers[name] for name in tables]
    sources = t.join([f"{p.name} ({', '.join(tables[p.id])})" for p in publishers])
    periods = periods_text(t, data.snapshot.periods(indicator.id))
    days = data.retrieved(indicator.id)
    grouped = indicator.measure in (Measure.COUNT, Measure.RATE, Measure.MEAN) and not indicator.weight_only
    calculated = indicator.derived is not None or any(source.calculated for source in indicator.sources)
    lines = "; ".join(p.calculation_line[t.language] for p in publishers)
    said = ""
    if calculated:
        said = t("metod.cite_calculated", line=lines)
    elif grouped if own is None else own:
        said = t("metod.cite_own", line=lines)
    return t(
        "metod.cite_measure",
        sources=sources,
        name=indicator.name[t.language],
        periods=t("metod.cite_periods", periods=periods) if periods else "",
        retrieved=t("metod.cite_retrieved", dates=days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}") if days else "",
        created=data.snapshot.created[:10],
        generation=data.snapshot.generation,
        own=said,
    )


def _links(data: Data, t: Texts, indicator: Indicator) -> list[str]:
    """Links to the pages that show the measure, and to this entry alone."""
    entry = next(entry for entry in entries_of(data, t.language) if entry.kind == "measure" and entry.id == indicator.id)
    pages = [link(with_language(href, t.language), t(f"common.page.{page}")) for page, href in entry.links.items()]
    return [*pages, link(with_language(entry.href, t.language), t("metod.measure_link"))]
