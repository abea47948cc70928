"""Everything that is known about a measure, as HTML: one entry, and the list of all of them by theme."""

from __future__ import annotations

from html import escape

from cards.availability import lacking, word
from cards.common.links import link, with_language
from cards.common.words import unit_line
from cards.context import View
from cards.currency import newer_html
from cards.data import Data, kept
from cards.metod.citing import citation
from cards.metod.figures import covered, days_text, figures_lines, levels_of
from cards.search_entries import entries_of
from catalogue import Indicator, Level, Theme
from catalogue.models import Derived, Source
from texts import LANGUAGES, Language, Texts, format_number, format_period, load_texts


def head(view: View) -> tuple[str, str]:
    """Title and lead of the page, counted from the catalogue and the store."""
    t, data = view.t, view.data
    shown = data.catalogue.listed
    tables = {key for indicator in data.catalogue.indicators.values() for key in indicator.keys}
    known = set(data.snapshot.indicators)
    have = sum(indicator.id in known for indicator in shown)
    n, to_come = _count(t, len(shown)), len(shown) - have
    key = "metod.lead" if to_come else "metod.lead_all"
    title = t("metod.title", n=n, tables=_count(t, len(tables)))
    return title, t(key, with_figures=_count(t, have), to_come=_count(t, to_come))


def _count(t: Texts, number: int) -> str:
    return format_number(number, 0, t.language)


def list_parts(view: View) -> tuple[str, list[str]]:
    """All measures by theme: the title of the list, and its parts as HTML."""
    t, lists = view.t, theme_lists(view.data, view.language)
    parts = [f'<p class="body">{escape(t("metod.list_lead"))}</p>']
    for heading, entries in lists:
        lead = f'<p class="note">{escape(t("metod.weights_lead"))}</p>' if heading == t("metod.weights_title") else ""
        parts.append(f'<section class="theme-list"><h3>{escape(heading)}</h3>{lead}{entries}</section>')
    shown = _count(t, len(view.data.catalogue.listed))
    return t("metod.list_title", n=shown, themes=_count(t, len(lists) - 1)), parts


@kept(len(LANGUAGES))
def theme_lists(data: Data, language: Language) -> tuple[tuple[str, str], ...]:
    """(heading, HTML) of each theme's measures, and last of what is only used to weigh with or to work others out from."""
    t = load_texts(language)
    found = []
    for theme in Theme:
        shown = [indicator for indicator in data.catalogue.listed if indicator.theme is theme]
        if shown:
            found.append((t(f"common.theme.{theme}"), "".join(_folded(data, t, indicator) for indicator in shown)))
    weights = [indicator for indicator in data.catalogue.indicators.values() if indicator.weight_only]
    listed = f'<ul class="weights">{"".join(_weight(t, indicator) for indicator in weights)}</ul>'
    shown_all = escape(t("metod.weights_show", n=len(weights)))
    found.append((t("metod.weights_title"), f'<details class="fold"><summary>{shown_all}</summary>{listed}</details>'))
    return tuple(found)


def _weight(t: Texts, indicator: Indicator) -> str:
    """A denominator or part: its name leads to its own entry."""
    name = link(with_language(f"/metod?matt={indicator.id}", t.language), indicator.name[t.language])
    return f'<li>{name} <span class="unit">{escape(indicator.definition[t.language])}</span></li>'


def _folded(data: Data, t: Texts, indicator: Indicator) -> str:
    """One measure, folded away under its name."""
    known = [level for level in levels_of(data, indicator) if (indicator.id, level) in covered(data)]
    whole_country = Level.KOMMUN_ALL in known  # says the county's kommuner too
    levels = ", ".join(t(f"metod.level_short.{level}") for level in known if not (whole_country and level is Level.KOMMUN))
    brief = [unit_line(t, indicator, None), levels or word(t, lacking(data, indicator, list(Level)))]
    return (
        f'<details class="measure-entry"><summary><span class="measure">{escape(indicator.name[t.language])}</span> '
        f'<span class="told">{escape(" · ".join(brief))}</span></summary>{entry_html(data, t, indicator, brief=True)}</details>'
    )


def entry_html(data: Data, t: Texts, indicator: Indicator, *, brief: bool = False) -> str:
    """A measure's facts as a list of descriptions. `brief`: without the publisher's notes and the text to cite, for a list of many."""
    language = t.language
    facts: list[tuple[str, list[str]]] = [
        ("explanation", [escape(indicator.explanation[language])]),
        ("definition", [escape(indicator.definition[language])]),
        ("unit", [escape(_unit(t, indicator))]),
        ("combine", [escape(_combined(data, t, indicator))]),
    ]
    if indicator.derived:
        facts.append(("derived", [escape(_formula(data, t, indicator.derived))]))
    facts.append(("figures", [escape(line) for line in figures_lines(t, data, indicator)]))
    facts.append(("newer", [newer] if (newer := newer_html(t, data, [indicator.id])) else []))
    facts.append(("sources", _sources(data, t, indicator)))
    if indicator.id in data.snapshot.indicators:
        facts.append(("retrieved", [escape(days_text(t, data.retrieved(indicator.id)))]))
    caveats = [caveat[language] for caveat in indicator.caveats] + [s.note[language] for s in indicator.sources if s.note]
    ended = [t("metod.ended")] if indicator.historical else []
    facts.append(("caveats", [escape(line) for line in dict.fromkeys([*ended, *caveats])]))
    facts.append(("breaks", [escape(line) for line in _breaks(data, t, indicator)]))
    notes = [] if brief else [note for key in data.catalogue.keys(indicator.id) for note in data.snapshot.notes(key)]
    facts.append(("notes", [escape(note) for note in dict.fromkeys(notes)]))
    facts.append(("cite", [] if brief else [escape(citation(data, t, indicator))]))
    facts.append(("links", [" · ".join(_links(data, t, indicator))]))
    return facts_html([(t(f"metod.fact.{name}"), lines) for name, lines in facts if lines])


def _unit(t: Texts, indicator: Indicator) -> str:
    """Unit and direction as two short sentences."""
    unit = unit_line(t, indicator, None).split(" · ")[0]
    return f"{unit[:1].upper()}{unit[1:]}. {t(f'metod.direction.{indicator.polarity}')}."


def facts_html(facts: list[tuple[str, list[str]]]) -> str:
    """Pairs of a word and its lines (HTML) as a list of descriptions."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{'<br>'.join(lines)}</dd></div>" for name, lines in facts)
    return f'<dl class="facts">{rows}</dl>'


def _combined(data: Data, t: Texts, indicator: Indicator) -> str:
    """How the values of several areas are put together."""
    if indicator.denominator_unknown:
        return t("metod.combine.unknown")
    by = data.catalogue.indicators[indicator.denominator].name[t.language].lower() if indicator.denominator else ""
    if by and not indicator.denominator_exact:
        return t("metod.combine.nearly", by=by)
    return t(f"metod.combine.{indicator.measure}", by=by)


def _formula(data: Data, t: Texts, derived: Derived) -> str:
    """How a measure is worked out, in names and signs, by each way that there is."""
    first, *others = derived.ways
    told = _one_way(data, t, first)
    for other in others:
        told = t("metod.derived_otherwise", first=told, second=_one_way(data, t, other))
    return told


def _one_way(data: Data, t: Texts, derived: Derived) -> str:
    above, below = _terms(data, t, derived.numerator), _terms(data, t, derived.denominator)
    if derived.times is not None:
        above = f"({above})" if len(derived.numerator) > 1 else above
        words = {"scale": _plain(t, derived.scale), "above": above, "times": data.catalogue.indicators[derived.times].name[t.language]}
        return t.plural("metod.derived_count_lag", derived.times_lag, **words) if derived.times_lag else t("metod.derived_count", **words)
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
    """One line (HTML) per table, with what is taken from it; of a derived measure the tables of its parts."""
    tables: dict[str, list[Source]] = {}
    for source in _all_sources(data, indicator):
        tables.setdefault(source.key, []).append(source)
    return [_table(data, t, sources) for sources in tables.values()]


def _all_sources(data: Data, indicator: Indicator) -> list[Source]:
    if indicator.derived is None:
        return indicator.sources
    return [source for part in indicator.derived.parts for source in _all_sources(data, data.catalogue.indicators[part])]


def _table(data: Data, t: Texts, sources: list[Source]) -> str:
    """A table's name, linked to the publisher's description while it is still fetched, and its levels and periods."""
    first = sources[0]
    publisher = data.catalogue.publishers[first.publisher]
    page = None if all(source.withdrawn for source in sources) else publisher.table_page(first.table, t.language)
    name = f"{publisher.name} {' + '.join(first.tables)}"
    said = dict.fromkeys(_said(t, source) for source in sources)
    return f"{link(page, name) if page else escape(name)}: {escape('; '.join(said))}"


def _said(t: Texts, source: Source) -> str:
    """What is taken from one source: levels, periods, and what sets it apart."""
    levels = t.join([t(f"metod.level_short.{level}") for level in source.levels])
    said = [t("metod.source", levels=levels, span=_span(t, source))]
    said += [t("metod.source_calculated")] if source.calculated else []
    said += [t("metod.source_preliminary")] if source.preliminary else []
    said += [t("metod.source_origin", origin=source.origin)] if source.origin else []
    said += [t("metod.source_withdrawn")] if source.withdrawn else []
    return ", ".join(said)


def _span(t: Texts, source: Source) -> str:
    first, last = (format_period(period, t.language) if period else "" for period in (source.first, source.last))
    if first and last:
        return first if first == last else t("metod.span.both", first=first, last=last)
    if first or last:
        return t("metod.span.from", first=first) if first else t("metod.span.to", last=last)
    return t("metod.span.all")


def _breaks(data: Data, t: Texts, indicator: Indicator) -> list[str]:
    breaks = [(s.first, s.break_before) for s in data.catalogue.new_series(indicator.id) if s.break_before and s.first]
    return [t("metod.break", period=format_period(period, t.language), why=why[t.language]) for period, why in dict.fromkeys(breaks)]


def _links(data: Data, t: Texts, indicator: Indicator) -> list[str]:
    """Links to the pages that show the measure, and to this entry alone."""
    entry = next(entry for entry in entries_of(data, t.language) if entry.kind == "measure" and entry.id == indicator.id)
    labels = {page: t("metod.measure_link" if page == "metod" else f"common.page.{page}") for page in entry.links}
    return [link(with_language(href, t.language), labels[page]) for page, href in entry.links.items()]
