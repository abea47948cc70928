"""What the overview is asked: which measures to show, and how the city is treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from balance.regional import CityTreatment
from cards.choices import Ask, Choice, shared_query
from cards.context import View

MEASURES = ("viktiga", "alla")


@dataclass(frozen=True)
class OverviewChoice:
    """One of `MEASURES`, the treatment of the city, and the URL query that follows along from a row to the measure's own page."""

    which: str
    city: CityTreatment
    shared: str


def chosen(view: View, ask: Ask) -> OverviewChoice:
    """The reader's choices."""
    t, options = view.t, view.data.catalogue.region.treatments
    which = Choice("visa", MEASURES, MEASURES[0], t("oversikt.measures_label"), lambda name: t(f"oversikt.measures.{name}"), "segmented")
    city = Choice("stad", options, "apart", t("oversikt.city_label"), lambda name: t(f"oversikt.city.{name}"), "segmented")
    asked = ask.answer(which), cast(CityTreatment, ask.answer(city))
    return OverviewChoice(*asked, urlencode(shared_query(ask, stad=asked[1])))
