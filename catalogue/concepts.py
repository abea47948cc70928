"""What measures are measures of: the concepts that headlines count, each told by one lead measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalogue.models import Bilingual, Entry, Identifier, Indicator, Polarity


class Concept(Entry):
    """Something that several measures may be measures of; `Indicator.concept` says which are."""

    id: Identifier
    name: Bilingual


def leads_of(concepts: Mapping[str, Concept], indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """The lead measure of each concept, in the order of the concepts; one that no measure leads is left out."""
    leads = {indicator.concept: indicator for indicator in indicators if indicator.lead}
    return {concept: leads[concept] for concept in concepts if concept in leads}


def concept_faults(concepts: Mapping[str, Concept], indicators: Iterable[Indicator]) -> Iterator[tuple[Entry, str, str]]:
    """What is wrong between concepts and measures, as (entry, its id, reason): each concept has one lead measure, which can be counted,
    and each measure with a direction that views begin with belongs to a concept."""
    leading: dict[str, list[str]] = {concept: [] for concept in concepts}
    for indicator in indicators:
        reason = _fault(indicator, concepts)
        if reason:
            yield indicator, indicator.id, f"indicator {indicator.id}: {reason}"
        elif indicator.lead and indicator.concept is not None:
            leading[indicator.concept].append(indicator.id)
    for concept, leads in leading.items():
        if len(leads) != 1:
            yield concepts[concept], concept, f"concept {concept}: one lead measure is expected, not {len(leads)} {leads}"


def _fault(indicator: Indicator, concepts: Mapping[str, Concept]) -> str:
    if indicator.concept is not None and indicator.concept not in concepts:
        return f"unknown concept {indicator.concept!r}"
    if indicator.lead and indicator.concept is None:
        return "a lead measure belongs to a concept"
    if indicator.lead and (indicator.polarity is Polarity.NEITHER or indicator.historical or indicator.weight_only):
        return "a lead measure is counted: it has a direction and is still published"
    if indicator.headline and indicator.polarity is not Polarity.NEITHER and indicator.concept is None:
        return "a headline measure with a direction needs a concept to be counted under"
    return ""
