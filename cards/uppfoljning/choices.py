"""Which years are followed up, and with which earlier edition the figures are compared."""

from __future__ import annotations

from dataclasses import dataclass

from cards.choices import Ask, Choice
from cards.context import View
from cards.uppfoljning.figures import followable, usual_year
from catalogue.strategy import FocusArea
from store.editions import kept_editions

NO_EDITION = "ingen"


@dataclass(frozen=True)
class Follow:
    """The year followed up and the year that it is set against."""

    year: int
    against: int

    @property
    def query(self) -> dict[str, str]:
        """The two as choices of a link."""
        return {"ar": str(self.year), "mot": str(self.against)}

    @property
    def words(self) -> dict[str, str]:
        """The two as values for texts."""
        return {"year": str(self.year), "against": str(self.against)}


def chosen(view: View, ask: Ask) -> Follow | None:
    """The two years; None where the measures of the strategy have figures of fewer."""
    t, years = view.t, followable(view.data)
    if not years:
        return None
    year = ask.answer(Choice("ar", years[::-1], usual_year(view.data), t("uppfoljning.year_label"), look="select"))
    earlier = [str(one) for one in range(int(year) - 1, int(years[0]) - 2, -1)]
    against = Choice("mot", earlier, earlier[0], t("uppfoljning.against_label"), look="select", varies=True)
    return Follow(int(year), int(ask.answer(against)))


def chosen_area(view: View, ask: Ask) -> tuple[Follow, FocusArea] | None:
    """The years, and one of the strategy's focus areas."""
    areas = view.data.catalogue.focus_areas
    if not areas:
        return None
    names = list(areas)
    area = Choice("inriktning", names, names[0], view.t("uppfoljning.area_label"), lambda name: areas[name].short[view.language], "select")
    name = ask.answer(area)
    years = chosen(view, ask)
    return None if years is None else (years, areas[name])


def chosen_edition(view: View, ask: Ask) -> tuple[Follow, str] | None:
    """The years, and the edition that the figures are compared with: an earlier one that is kept here, or `NO_EDITION`."""
    years = chosen(view, ask)
    if years is None:
        return None
    known = earlier_editions(view.data.snapshot.edition) or (NO_EDITION,)
    return years, ask.answer(Choice("utgava", known, known[0], view.t("uppfoljning.edition_label"), look="select"))


def earlier_editions(edition: str) -> tuple[str, ...]:
    """Editions kept here that are older than the one given, newest first."""
    known = kept_editions()
    return known[known.index(edition) + 1 :] if edition in known else tuple(one for one in known if one != edition)
