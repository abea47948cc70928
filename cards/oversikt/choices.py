"""What the overview is asked: which measures to show, and how the city is treated."""

from __future__ import annotations

from typing import cast

from balance.regional import CityTreatment
from cards.choices import Ask
from cards.context import View

MEASURES = ("viktiga", "alla")


def chosen(view: View, ask: Ask) -> tuple[str, CityTreatment]:
    """One of `MEASURES`, and the treatment of the city."""
    t = view.t
    which = ask.segmented("visa", t("oversikt.measures_label"), MEASURES, MEASURES[0], lambda m: t(f"oversikt.measures.{m}"))
    city = cast(
        CityTreatment,
        ask.segmented("stad", t("oversikt.city_label"), view.data.catalogue.region.treatments, "apart", lambda c: t(f"oversikt.city.{c}")),
    )
    return which, city
