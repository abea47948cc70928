"""What the overview says in words. Headlines count concepts, each by its lead measure; the words are in texts/*/oversikt.yaml."""

from __future__ import annotations

from html import escape

from balance.counting import ConceptCount
from balance.regional import CityTreatment
from cards.common.standing import Standing, pair_sentence, standings
from cards.common.standing_notes import closing_sentence, names_of
from cards.common.verdict_words import verdict_words
from cards.common.verdicts import chance_of_as_many, concepts_counted, leads_of
from cards.common.words import figure, gap_text, inner
from cards.context import View
from catalogue import Indicator
from catalogue.rules import load_rules
from texts import format_number

SHRUNK = 0.6  # a gap of which the split of the city leaves at most this share is told of
TOLD = ("education_level",)  # concepts whose figures stand in the lead


def title(view: View, city: CityTreatment) -> str:
    """The page's finding: on how many of the concepts that can be compared the second group is behind, or ahead where that is more."""
    t, found = view.t, concepts_counted(view.data, city)
    behind, ahead, n = len(found.worse), len(found.better), found.counted
    split = "_split" if city == "split" else ""
    if not n:
        return t("oversikt.title.none")
    if behind == ahead:
        return t(f"oversikt.title.{'mixed' if behind else 'even'}{split}", worse=behind, better=ahead, n=n)
    way, k = ("behind", behind) if behind > ahead else ("ahead", ahead)
    return t(f"oversikt.title.{way}{'_all' if k == n else ''}{split}", k=k, n=n)


def lead(view: View, city: CityTreatment) -> str:
    """What the title leaves out and the concept in figures, as HTML with the figures in the groups' colours: the rest of `lead_sentences`
    stands where the page asks about it."""
    found = concepts_counted(view.data, city)
    return " ".join([*map(escape, _others(view, found, city)), *(pair_sentence(view.t, one, html=True) for one in _told(view, city))])


def lead_sentences(view: View, city: CityTreatment) -> list[str]:
    """Which concepts are otherwise, which gaps close, what the split of the city changes, and the two first concepts in figures."""
    return [*_sentences(view, city), *(pair_sentence(view.t, one) for one in _told(view, city))]


def _sentences(view: View, city: CityTreatment) -> list[str]:
    found = concepts_counted(view.data, city)
    if not found.counted:
        return []
    return [*_others(view, found, city), closing_sentence(view, leads_counted(view, city), city), *split_sentences(view, city)]


def leads_counted(view: View, city: CityTreatment) -> dict[str, Indicator]:
    """The concepts that the title counts, each with the measure that it is counted by."""
    found, leads = concepts_counted(view.data, city), leads_of(view.data, city)
    return {concept: leads[concept] for concept in (*found.worse, *found.about_equal, *found.better)}


def _told(view: View, city: CityTreatment) -> list[Standing]:
    """The concepts whose figures stand in the lead, where they have any."""
    leads = {lead.id for concept, lead in leads_of(view.data, city).items() if concept in TOLD}
    return [one for rows in standings(view.data, city).values() for one in rows if one.indicator.id in leads]


def _others(view: View, found: ConceptCount, city: CityTreatment) -> list[str]:
    """The concepts that the title does not count, by name: about equal, the other way round, not comparable."""
    behind = len(found.worse) >= len(found.better)
    other = found.better if behind else found.worse
    left_out = "not_split" if city == "split" else "missing"
    told = {"equal": found.about_equal, "better" if behind else "worse": other, left_out: found.not_comparable}
    return [view.t.plural(f"oversikt.others.{key}", len(one), names=names_of(view, one)) for key, one in told.items() if one]


def split_sentences(view: View, city: CityTreatment) -> list[str]:
    """What changes when the city is split between the groups, for the concepts that can be: a gap that shrinks much, a verdict that
    turns. Empty where nothing does, and where the reader has left the city out."""
    if city == "excluded" or "split" not in view.data.catalogue.region.treatments:
        return []
    t, data, changes = view.t, view.data, []
    for concept, lead in leads_of(data, "split").items():
        apart, split = (data.judged_balance(lead.id, data.periods(lead.id)[-1], one) for one in ("apart", "split"))
        own = lead is leads_of(data, "apart").get(concept)  # else a measure that the page has not told of, which is named itself
        name = inner((data.catalogue.concepts[concept] if own else lead).name[view.language])
        if apart.gap is None or split.gap is None:
            continue
        if apart.verdict.side != split.verdict.side:
            changes.append(t("oversikt.split_effect.turned", name=name, verdict=inner(verdict_words(t, split.status))))
        elif abs(split.gap) <= SHRUNK * abs(apart.gap):
            was, now = figure(t, lead, abs(apart.gap)), gap_text(t, lead, abs(split.gap)).lstrip("+")
            changes.append(t("oversikt.split_effect.smaller", name=name, was=was, now=now))
    return [t(f"oversikt.split_effect.{city}", changes=t.join(changes))] if changes else []


def chance_note(view: View, city: CityTreatment) -> str:
    """How often random divisions of the kommuner would give a headline as large as the page's; empty where that cannot be told."""
    joint, found = chance_of_as_many(view.data, city), concepts_counted(view.data, city)
    if joint is None:
        return ""
    n, percent = format_number(load_rules().divisions, 0, view.language), format_number(100 * joint.share, 1, view.language)
    way = "ahead" if len(found.better) > len(found.worse) else "behind"
    return view.t(f"oversikt.chance.{way}", k=joint.count, of=joint.of, n=n, percent=percent)
