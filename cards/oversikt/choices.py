"""What the overview is asked: which measures to show, how the city is treated, and what the map shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from balance.regional import CityTreatment
from cards.choices import Ask, Choice, shared_query
from cards.common.choices import kommun
from cards.context import View
from catalogue import Indicator

MEASURES = ("viktiga", "alla")


@dataclass(frozen=True)
class OverviewChoice:
    """One of `MEASURES`, the treatment of the city, and the URL query that follows along from a row to the measure's own page."""

    which: str
    city: CityTreatment
    shared: str


@dataclass(frozen=True)
class LandChoice:
    """A lead measure, the treatment of the city, a kommun (empty: none), and the choices that follow along in a link."""

    indicator: Indicator
    city: CityTreatment
    area: str
    shared: Mapping[str, str]

    def link(self, area: str) -> str:
        """The URL query of a link to a page about an area."""
        return urlencode({**self.shared, "omrade": area})


def asked_land(view: View, ask: Ask) -> LandChoice:
    """What the map shows. Its measure has a name of its own: one that follows along from another page is seldom among the lead measures."""
    t, data = view.t, view.data
    here, names = {indicator.id for indicator in data.with_figures}, data.catalogue.concepts
    leads = {lead.id: names[concept].name[t.language] for concept, lead in data.catalogue.leads.items() if lead.id in here}
    first = next(iter(leads))
    measure = ask.answer(Choice("kartmatt", list(leads), first, t("oversikt.land.measure"), leads.__getitem__, "select"))
    city = cast(CityTreatment, ask.answer(_city(view)))
    area = kommun(view, ask, t("kommun.choose"))
    return LandChoice(data.catalogue.indicators[measure], city, area, shared_query(ask, stad=city))


def _city(view: View) -> Choice:
    options = view.data.catalogue.region.treatments
    return Choice("stad", options, "apart", view.t("oversikt.city_label"), lambda name: view.t(f"oversikt.city.{name}"), "segmented")


def chosen(view: View, ask: Ask) -> OverviewChoice:
    """The reader's choices."""
    t = view.t
    which = Choice("visa", MEASURES, MEASURES[0], t("oversikt.measures_label"), lambda name: t(f"oversikt.measures.{name}"), "segmented")
    asked = ask.answer(which), cast(CityTreatment, ask.answer(_city(view)))
    return OverviewChoice(*asked, urlencode(shared_query(ask, stad=asked[1])))
