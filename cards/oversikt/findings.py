"""What the overview says in words. Headlines count concepts, each by its lead measure; the words are in texts/*/oversikt.yaml."""

from __future__ import annotations

from html import escape

from balance.counting import ConceptCount
from balance.regional import CityTreatment
from cards.common.standing import Standing, pair_sentence, standings
from cards.common.standing_notes import closing_sentence, names_of, split_sentences
from cards.common.verdicts import chance_of_as_many, concepts_counted, leads_of
from cards.context import View
from catalogue import Indicator
from catalogue.rules import load_rules
from texts import format_number

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


def chance_note(view: View, city: CityTreatment) -> str:
    """How often random divisions of the kommuner would give a headline as large as the page's; empty where that cannot be told."""
    joint, found = chance_of_as_many(view.data, city), concepts_counted(view.data, city)
    if joint is None:
        return ""
    n, percent = format_number(load_rules().divisions, 0, view.language), format_number(100 * joint.share, 1, view.language)
    way = "ahead" if len(found.better) > len(found.worse) else "behind"
    return view.t(f"oversikt.chance.{way}", k=joint.count, of=joint.of, n=n, percent=percent)
