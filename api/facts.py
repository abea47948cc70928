"""What the catalogue knows: measures, areas, goals, and which generations of the figures are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from api.cache import Made, json_of
from api.parameters import BETWEEN, KEPT, LANG, LEVELS, PAGE, PER_PAGE, QUERY, THEME, RequestQuery, area_problem
from api.problems import Problem
from api.service import Call
from balance.periods import as_years
from cards.common.efforts import efforts_of
from cards.common.links import with_language
from cards.data import Data
from cards.search import SearchEntry, search, words_of
from cards.search_entries import MEANT, entries_of
from catalogue import Area, Bilingual, Catalogue, Goal, Indicator, Level, Source
from catalogue.efforts import Effort
from charts.root import rooted
from store.editions import kept_editions
from texts import Language, load_texts

BASE = "/api/v1"


def indicators(call: Call) -> Made:
    """All measures, or those of a theme or a level."""
    theme, levels = call.asked.several(THEME), {Level(name) for name in call.asked.several(LEVELS)}
    known = call.data.catalogue
    found = [
        entry
        for entry in known.indicators.values()
        if (not theme or entry.theme in theme) and (not levels or levels & set(known.levels(entry.id)))
    ]
    return whole(call, [indicator_of(call, entry) for entry in found])


def indicator(call: Call) -> Made:
    """One measure."""
    catalogue, asked = call.data.catalogue, call.place["id"]
    entry = catalogue.indicators.get(catalogue.renamed.get(asked, asked))
    if entry is None:
        raise unknown("indicator", call.place["id"])
    return json_of({**indicator_of(call, entry), "generation": call.data.snapshot.edition})


def areas(call: Call) -> Made:
    """Areas, or those of some levels; `kommun_all` holds the county's own too."""
    levels = call.asked.several(LEVELS)
    known = call.data.catalogue
    found = list(known.areas.values())
    if levels:
        codes = {area.code for level in levels for area in known.areas_at(Level(level))}
        found = [area for area in found if area.code in codes]
    groups = groups_by_area(call.data)
    return paged(call, [area_of(area, groups) for area in found])


def area(call: Call) -> Made:
    """One area."""
    found = call.data.catalogue.areas.get(call.place["code"])
    if found is None:
        raise unknown_area(call.place["code"], call.data.catalogue)
    return json_of({**area_of(found, groups_by_area(call.data)), "generation": call.data.snapshot.edition})


def goals(call: Call) -> Made:
    """All goals with their documents."""
    return whole(call, [goal_of(goal, call.language) for goal in call.data.catalogue.goals.values()])


def efforts(call: Call) -> Made:
    """All efforts in the strategy's focus areas, those of the region's own files among them."""
    return whole(call, [effort_of(effort, call.language) for effort in efforts_of(call.data).efforts.values()])


def generations(call: Call) -> Made:
    """The generation in use and those that a permanent link can still name."""
    snapshot = call.data.snapshot
    return json_of({"generation": snapshot.edition, "created": snapshot.created, "origin": snapshot.origin, "kept": kept_editions()})


def unknown_area(code: str, known: Catalogue) -> Problem:
    """The problem of an area code that is none, with the areas that it may mean."""
    return area_problem(code, known) or unknown("area", code)


def unknown(what: str, name: str) -> Problem:
    """The problem of a name in the path or the query that nothing goes by."""
    return Problem("unknown_name", more={"what": what}, what=what, name=name)


def indicator_of(call: Call, entry: Indicator) -> dict[str, Any]:
    """A measure as a program reads it."""
    language, known, data = call.language, call.data.catalogue, call.data
    t = load_texts(language)
    about = data.snapshot.summary(entry.id)
    periods = sorted((p for part in about.sources.values() for p in (part.first, part.last) if p), key=as_years)
    return {
        "id": entry.id,
        "name": entry.name[language],
        "explanation": entry.explanation[language],
        "definition": entry.definition[language],
        "theme": entry.theme.value,
        "unit": entry.unit.value,
        "unit_name": t(f"common.unit.{entry.unit}"),
        "per": _words(entry.per, language),
        "decimals": entry.decimals,
        "polarity": entry.polarity.value,
        "measure": entry.measure.value,
        "denominator": entry.denominator,
        "denominator_exact": entry.denominator_exact,
        "weight_only": entry.weight_only,
        "historical": entry.historical,
        "derived": entry.derived is not None,
        "caveats": [caveat[language] for caveat in entry.caveats],
        "levels": [level.value for level in known.levels(entry.id)],
        "observations": about.rows,
        "first_period": periods[0] if periods else None,
        "last_period": periods[-1] if periods else None,
        "retrieved": list(data.retrieved(entry.id)),
        "notes": list(dict.fromkeys(note for key in known.keys(entry.id) for note in data.snapshot.notes(key))),
        "sources": [_source(data, source, language) for source in _sources(data, entry)],
        "links": {name: rooted(f"{BASE}/{name}?indicator={entry.id}") for name in ("observations", "balance")},
    }


def _sources(data: Data, entry: Indicator) -> list[Source]:
    """A measure's own sources; those of its parts for a derived one."""
    if entry.derived is None:
        return list(entry.sources)
    return [source for part in entry.derived.parts for source in _sources(data, data.catalogue.indicators[part])]


def _source(data: Data, source: Source, language: Language) -> dict[str, Any]:
    publisher = data.catalogue.publishers[source.publisher]
    return {
        "publisher": publisher.id,
        "publisher_name": publisher.name,
        "table": source.table,
        "url": publisher.table_page(source.table, language),
        "licence": publisher.licence[language],
        "licence_url": publisher.licence_url,
        "first": source.first,
        "last": source.last,
        "own_calculation": source.calculated,
        "preliminary": source.preliminary,
        "break_before": _words(source.break_before, language),
        "note": _words(source.note, language),
    }


def groups_by_area(data: Data) -> dict[str, list[str]]:
    """Groups that each area belongs to."""
    found: dict[str, list[str]] = {}
    for group in data.catalogue.groups.values():
        for code in group.members:
            found.setdefault(code, []).append(group.id)
    return found


def area_of(found: Area, groups: dict[str, list[str]]) -> dict[str, Any]:
    """An area as a program reads it."""
    return {
        "code": found.code,
        "name": found.name,
        "level": found.level.value,
        "within": found.within,
        "groups": groups.get(found.code, []),
    }


def goal_of(goal: Goal, language: Language) -> dict[str, Any]:
    """A goal as a program reads it; what has not been read in its document says so (`verified`, `note`)."""
    return {
        "id": goal.id,
        "name": goal.name[language],
        "indicator": goal.indicator,
        "scope": goal.scope,
        "place": _words(goal.place, language),
        "value": goal.value,
        "unit": goal.unit.value if goal.unit else None,
        "group": goal.group,
        "level_of": goal.level_of,
        "base": goal.base,
        "per_inhabitants": goal.per_inhabitants,
        "direction": goal.direction,
        "year": goal.year,
        "status": goal.status.value,
        "document": goal.document[language],
        "page": goal.page,
        "quotation": goal.quotation,
        "url": goal.document.url,
        "read": goal.read.value,
        "verified": goal.verified,
        "proxy": _words(goal.proxy, language),
        "note": _words(goal.note, language),
    }


def effort_of(effort: Effort, language: Language) -> dict[str, Any]:
    """An effort as a program reads it; what its source does not say is null, or empty."""
    return {
        "id": effort.id,
        "focus": effort.focus,
        "title": effort.title[language],
        "actors": [actor[language] for actor in effort.actors],
        "start": effort.start,
        "end": effort.end,
        "state": effort.state.value,
        "source": effort.source,
        "url": effort.url,
        "measures": list(effort.measures),
        "coupling": effort.coupling,
        "note": _words(effort.note, language),
    }


def _words(text: Bilingual | None, language: Language) -> str | None:
    return text[language] if text else None


def found(call: Call) -> Made:
    """What a search finds, best first; without a query everything that can be found, for a search of one's own."""
    entries, asked = entries_of(call.data, call.language), call.asked.one(QUERY)
    return whole(call, [entry_of(call, entry) for entry in (search(asked, entries) if asked else entries)])


def entry_of(call: Call, entry: SearchEntry) -> dict[str, Any]:
    """Something found: `words` are those beside the name's own, without accents, that lead to it."""
    named = words_of(entry.name)
    words = [word for word, worth in entry.words.items() if worth >= MEANT and word not in named]
    told = {"kind": entry.kind, "id": entry.id, "name": entry.name, "detail": entry.detail, "words": words}
    return {**told, "with_figures": entry.with_figures, "href": rooted(with_language(entry.href, call.language))}


def whole(call: Call, items: Sequence[Any]) -> Made:
    """A list that is given whole."""
    return json_of({"items": items, "total": len(items), "generation": call.data.snapshot.edition})


def paged(call: Call, items: Sequence[Any]) -> Made:
    """One page of a list that is at hand."""
    first, last = span(call.asked)
    return page_of(call, items[first:last], len(items))


def span(asked: RequestQuery) -> tuple[int, int]:
    """First place of the page asked for, and the place after its last."""
    size = asked.number(PER_PAGE)
    first = (asked.number(PAGE) - 1) * size
    return first, first + size


def page_of(call: Call, items: Sequence[Any], total: int) -> Made:
    """One page of a list of `total`, with the addresses of the others. They keep to the generation that this page is of."""
    page, size = call.asked.number(PAGE), call.asked.number(PER_PAGE)
    last = max(1, -(-total // size))
    wanted = {"first": 1, "last": last}
    wanted |= {"prev": min(page - 1, last)} if page > 1 else {}
    wanted |= {"next": page + 1} if page < last else {}
    links = {relation: _address(call, number) for relation, number in wanted.items()}
    body = {"items": items, "total": total, "page": page, "per_page": size, "pages": last, "generation": call.data.snapshot.edition}
    made = json_of({**body, "links": links})
    return Made(made.content, links=links)


def _address(call: Call, page: int) -> str:
    values = {name: BETWEEN.join(found) for name, found in call.asked.values.items()}
    fixed = {PAGE.name: str(page), PER_PAGE.name: str(call.asked.number(PER_PAGE)), KEPT.name: call.data.snapshot.edition}
    return f"{rooted(call.path)}?{urlencode({LANG.name: call.language, **values, **fixed}, safe=',')}"
