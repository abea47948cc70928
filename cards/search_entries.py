"""What a search can find: the county's kommuner and small areas, measures, pages, goals, and the words of the method."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cards.common.areas import levels_with_figures, on_the_map
from cards.data import Data, kept
from cards.defaults import page_path
from cards.search import SearchEntry, words_of
from catalogue import Area, Goal, GoalStatus, Indicator, Level
from catalogue.synonyms import Synonym, load_synonyms
from texts import LANGUAGES, Language, Texts, load_texts

NAME, KEY, MEANT, ABOUT = 1.0, 0.9, 0.7, 0.35  # what a find is worth: in the name, in a code or theme, by a synonym, in the description
LEADING, LATER = 1.1, 0.02  # by a synonym, for what it names first (of a concept the lead measure), and how much less for each after it
BEHIND = 0.8  # times that for a measure that is only used to weigh with or to work others out from
METHOD = re.compile(r"metod\.(rules|metrics)\.(\w+)\.name")  # the words of the method, as the texts name them
PARTS = {"rules": "regler", "metrics": "berakning"}  # of the method page

Meant = dict[tuple[str, str], list[tuple[float, list[str]]]]  # (kind, id) → worth and words of the synonyms that lead there


@kept(len(LANGUAGES))
def entries_of(data: Data, language: Language) -> tuple[SearchEntry, ...]:
    """Everything that can be found, kind by kind."""
    t, meant = load_texts(language), _meant(data)
    return (*_areas(data, t), *_measures(data, t, meant), *_pages(data, t, meant), *_goals(data, t, meant), *_words(t))


def examples(t: Texts) -> list[str]:
    """Words that can be asked for, in the reader's language."""
    return [getattr(entry.words, t.language)[0] for entry in load_synonyms() if entry.tried]


def _meant(data: Data) -> Meant:
    found: Meant = {}
    for entry in load_synonyms():
        words = [*entry.words.sv, *entry.words.en]
        for target, worth in _targets(data, entry):
            found.setdefault(target, []).append((worth, words))
    return found


def _targets(data: Data, entry: Synonym) -> Iterator[tuple[tuple[str, str], float]]:
    for indicator in data.catalogue.listed:
        if indicator.concept in entry.concepts:
            yield ("measure", indicator.id), LEADING - LATER * entry.concepts.index(indicator.concept) if indicator.lead else MEANT
    for kind, names, worth in (("measure", entry.measures, LEADING), ("page", entry.pages, LEADING), ("goal", entry.goals, KEY)):
        yield from (((kind, name), worth - LATER * place) for place, name in enumerate(names))


def _worth(*texts: tuple[float, Iterable[str]]) -> dict[str, float]:
    worth: dict[str, float] = {}
    for weight, parts in texts:
        for word in words_of(" ".join(parts)):
            worth[word] = max(weight, worth.get(word, 0.0))
    return worth


def _areas(data: Data, t: Texts) -> Iterator[SearchEntry]:
    areas = data.catalogue.areas
    yield from (_kommun(area, t) for area in data.catalogue.areas_at(Level.KOMMUN))
    for area in data.catalogue.areas_at(Level.REGSO2025):
        kommun = areas[area.within].name if area.within in areas else ""
        words = _worth((NAME, [area.name]), (KEY, [area.code]), (ABOUT, [kommun]))
        detail = t("sok.small_area", kommun=kommun)
        yield SearchEntry("area", area.code, area.name, detail, f"/karta?niva={Level.REGSO2025}&omrade={area.code}", words, {})


def _kommun(area: Area, t: Texts) -> SearchEntry:
    words = _worth((NAME, [area.name]), (KEY, [area.code]))
    links = {"kommun": f"/kommun?omrade={area.code}", "karta": f"/karta?omrade={area.code}"}
    return SearchEntry("area", area.code, area.name, t("sok.kommun"), links["kommun"], words, links)


def _measures(data: Data, t: Texts, meant: Meant) -> Iterator[SearchEntry]:
    """Measures, those that lead a concept first and those that no page shows last. Each leads to where its figures are."""
    over_time = {indicator.id for indicator in data.with_figures}
    mapped = {indicator.id for indicator in on_the_map(data) if levels_with_figures(data, indicator.id)}
    known = set(data.snapshot.indicators)
    for indicator in sorted(data.catalogue.indicators.values(), key=lambda entry: (entry.weight_only, not entry.lead)):
        shown = not indicator.weight_only
        links = {"balans": f"/balans?matt={indicator.id}"} if shown and indicator.id in over_time else {}
        links |= {"karta": f"/karta?matt={indicator.id}"} if shown and indicator.id in mapped else {}
        links |= {"metod": f"/metod?matt={indicator.id}"}
        yield SearchEntry(
            "measure",
            indicator.id,
            indicator.name[t.language],
            t(f"common.theme.{indicator.theme}"),
            next(iter(links.values())),
            _measure_words(data, t, indicator, meant),
            links,
            indicator.id in known,
        )


def _measure_words(data: Data, t: Texts, indicator: Indicator, meant: Meant) -> dict[str, float]:
    part = BEHIND if indicator.weight_only else 1.0
    themes = [load_texts(language)(f"common.theme.{indicator.theme}") for language in LANGUAGES]
    return _worth(
        (part * NAME, [indicator.name.sv, indicator.name.en]),
        (part * KEY, [indicator.id, *data.catalogue.keys(indicator.id), *themes]),
        (part * ABOUT, [indicator.explanation[t.language], indicator.definition[t.language]]),
        *meant.get(("measure", indicator.id), []),
    )


def _pages(data: Data, t: Texts, meant: Meant) -> Iterator[SearchEntry]:
    for name in data.catalogue.region.pages:
        key, about = f"common.page.{name}", f"common.about.{name}"
        words = _worth(
            (NAME, [load_texts(language)(key) for language in LANGUAGES]),
            (KEY, [name]),
            (ABOUT, [t(about)] if about in t.words else []),
            *meant.get(("page", name), []),
        )
        yield SearchEntry("page", name, t(key), t(about) if about in t.words else "", page_path(name), words, {})


def _goals(data: Data, t: Texts, meant: Meant) -> Iterator[SearchEntry]:
    if "mal" not in data.catalogue.region.pages:
        return
    known = set(data.snapshot.indicators)
    for goal in data.catalogue.goals.values():
        words = _worth((NAME, [goal.name.sv, goal.name.en]), (ABOUT, [goal.document[t.language]]), *meant.get(("goal", goal.id), []))
        address = f"/mal?mal={goal.id}"
        yield SearchEntry("goal", goal.id, goal.name[t.language], goal.document[t.language], address, words, {}, _measured(goal, known))


def _measured(goal: Goal, known: set[str]) -> bool:
    """Whether there are figures of what the goal is about; the dashboard's own yardstick follows every measure."""
    return goal.status is GoalStatus.YARDSTICK or goal.indicator in known


def _words(t: Texts) -> Iterator[SearchEntry]:
    """Rules and metrics by their names; their explanations are found too."""
    for key in t.words:
        named = METHOD.fullmatch(key)
        if named:
            part, about = named[1], t.words[key.replace(".name", ".words")]
            words = _worth((NAME, [load_texts(language)(key) for language in LANGUAGES]), (ABOUT, [re.sub(r"\{\w+\}", "", about)]))
            address = f"/metod?visa={PARTS[part]}"
            yield SearchEntry("word", f"{part}.{named[2]}", t(key), t(f"metod.part.{PARTS[part]}"), address, words, {})
