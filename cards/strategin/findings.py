"""What is said of the strategy and its focus areas. Headlines count concepts, each by one measure; words in texts/*/strategin.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from balance.regional import CityTreatment
from balance.verdict import AHEAD, BEHIND, GapWord
from cards.common.standing import Standing
from cards.common.standing_notes import closing_sentence, names_of
from cards.common.words import capital, inner
from cards.context import View
from cards.strategin.figures import AreaStanding
from catalogue import Indicator


def title(view: View, areas: Sequence[AreaStanding], city: CityTreatment) -> str:
    """In how many of the strategy's focus areas more concepts are worse than better in the second group, or better than worse, and how
    many cannot be compared."""
    t, sides = view.t, [one.side for one in areas if one.side is not None]
    n, behind, ahead = len(areas), sides.count(-1), sides.count(1)
    rest = t.plural("strategin.title.rest", n - len(sides)) if len(sides) < n else ""
    if not sides:
        said = t("strategin.title.none")
    elif behind and ahead:
        said = t("strategin.title.mixed", worse=behind, better=ahead, n=n, rest=rest)
    elif behind or ahead:
        way, k = ("behind", behind) if behind else ("ahead", ahead)
        said = t(f"strategin.title.{way}{'_one' if len(sides) == 1 else '_all' if k == n else ''}", k=k, n=n, rest=rest)
    else:
        said = t("strategin.title.even")
    return t("strategin.with_split", said=inner(said)) if city == "split" else said


def lead_sentences(view: View, areas: Sequence[AreaStanding], city: CityTreatment) -> list[str]:
    """What is counted, what the areas hold that cannot be, and which gaps close."""
    t, leads = view.t, counted_leads(areas)
    unknown = [inner(one.area.short[t.language]) for one in areas if one.side is None]
    said = [t.plural("strategin.counted", len(leads))] if leads else []
    key = "strategin.uncounted_split" if city == "split" else "strategin.uncounted"
    said += [t(key, names=capital(t.join(unknown)))] if unknown and leads else []
    return [*said, *([closing_sentence(view, leads, city)] if leads else [])]


def counted_leads(areas: Sequence[AreaStanding]) -> dict[str, Indicator]:
    """The concepts that are counted in any of the areas, each with one measure: its lead where an area has that."""
    found: dict[str, Indicator] = {}
    for one in areas:
        for concept in counted_in(one):
            if concept not in found or one.leads[concept].lead:
                found[concept] = one.leads[concept]
    return found


def counted_in(found: AreaStanding) -> tuple[str, ...]:
    """The concepts that are counted in an area."""
    return (*found.count.worse, *found.count.about_equal, *found.count.better)


def area_title(view: View, found: AreaStanding) -> str:
    """ "Kompetens: sämre i söder på utbildningsnivå och sysselsättning, ungefär lika på skolresultat"."""
    t, count, name = view.t, found.count, found.area.short[view.language]
    if not count.counted:
        return t("strategin.area.none", name=name)
    told = {"worse": count.worse, "better": count.better, "equal": count.about_equal}
    said = [t(f"strategin.area.{word}", names=names_of(view, names)) for word, names in told.items() if names]
    return t("strategin.area.title", name=name, said=", ".join(said))


def area_sentences(view: View, found: AreaStanding, city: CityTreatment) -> list[str]:
    """What the area is, its measures counted, which of the counted gaps close, and no more: what is done in it is a card of its own."""
    counted = {concept: found.leads[concept] for concept in counted_in(found)}
    return [
        found.area.about[view.language],
        tally_sentence(view, found.standings, city),
        closing_sentence(view, counted, city) if counted else "",
    ]


def tally_sentence(view: View, standings: Sequence[Standing], city: CityTreatment) -> str:
    """ "7 mått har siffror för båda: 2 sämre i söder, 1 ungefär lika (konkurser) och 4 varken bättre eller sämre." What is not worse is
    named. Of a split city only the measures that can be split are counted."""
    t, split = view.t, city == "split"
    told = [one for one in standings if not split or one.balance.city_treatment == city]

    def named(*among: GapWord) -> list[str]:
        return [inner(one.indicator.name[t.language]) for one in told if one.balance.verdict.directed and one.balance.status in among]

    behind, equal, ahead = named(*BEHIND), named(GapWord.ABOUT_EQUAL), named(*AHEAD)
    neither = sum(not one.balance.verdict.directed for one in told)
    parts = [t("strategin.tally.behind", n=len(behind))] if behind else []
    parts += [t(f"strategin.tally.{key}", n=len(one), names=t.join(one)) for key, one in (("equal", equal), ("ahead", ahead)) if one]
    parts += [t("strategin.tally.neither", n=neither)] if neither else []
    return t.plural(f"strategin.tally.{'split' if split else 'sentence'}", len(told), parts=t.join(parts)) if parts else ""


def counted_by(view: View, found: AreaStanding) -> str:
    """Which measure each concept of the area is counted by; empty where none is."""
    t, concepts = view.t, view.data.catalogue.concepts
    pairs = [(inner(concepts[one].name[t.language]), inner(found.leads[one].name[t.language])) for one in counted_in(found)]
    by = [t("strategin.counted_by.each", concept=concept, measure=measure) for concept, measure in pairs]
    return t("strategin.counted_by.sentence", each=t.join(by)) if by else ""
