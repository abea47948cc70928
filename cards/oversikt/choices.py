"""What the overview is asked: which measures to show, and how the city is treated."""

from __future__ import annotations

from typing import cast

from balance.groups import CITY_TREATMENTS
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
        ask.segmented("stad", t("oversikt.city_label"), CITY_TREATMENTS, CITY_TREATMENTS[0], lambda c: t(f"oversikt.city.{c}")),
    )
    return which, city
