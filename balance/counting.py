"""Headlines count concepts, not measures: the same thing measured three ways is one thing, and is told by its lead measure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from balance.verdict import StandardisedGap
from catalogue.models import Indicator


@dataclass(frozen=True)
class ConceptCount:
    """Ids of concepts, in the catalogue's order, by what their lead measure says of the second group; `not_comparable` are not counted.

    Slightly worse is worse, slightly better is better.
    """

    worse: tuple[str, ...]
    better: tuple[str, ...]
    about_equal: tuple[str, ...]
    not_comparable: tuple[str, ...]

    @property
    def counted(self) -> int:
        """How many concepts can be compared: the number that a headline is "of"."""
        return len(self.worse) + len(self.better) + len(self.about_equal)


def count_concepts(
    leads: Mapping[str, Indicator], gaps: Mapping[str, StandardisedGap], comparable: Collection[str] | None = None
) -> ConceptCount:
    """Count concepts by the verdict on their lead measure.

    `leads`: concept → its lead measure (`Catalogue.leads`); `gaps`: verdicts by measure; `comparable`: measures that can be compared
    under the reader's treatment of the city (None: all), as the split of it asks for figures of its parts. A lead measure without a
    verdict, a direction or such figures is not comparable: its concept is listed, and not counted. Source: our rule.
    """
    found: dict[int | None, list[str]] = {-1: [], 0: [], 1: [], None: []}
    for concept, lead in leads.items():
        gap = gaps.get(lead.id)
        usable = gap is not None and gap.directed and (comparable is None or lead.id in comparable)
        found[gap.side if gap is not None and usable else None].append(concept)
    return ConceptCount(*(tuple(found[side]) for side in (-1, 1, 0, None)))


def counted_leads(leads: Mapping[str, Indicator], shown: Iterable[str]) -> dict[str, Indicator]:
    """The lead measures that are among the measures of a page, by concept: what its headline may count."""
    there = set(shown)
    return {concept: lead for concept, lead in leads.items() if lead.id in there}
