"""What the strategy's cards are asked: how the city is treated, which focus area, against what the fields are set and in which year."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from balance.regional import CityTreatment
from cards.choices import Ask, Choice, shared_query
from cards.common.choices import city
from cards.common.industries import JOB_SHARES, industry_periods
from cards.context import View
from cards.data import SWEDEN
from catalogue.region import WHOLE

COUNTRY = "riket"
BASES = {"lanet": WHOLE, COUNTRY: SWEDEN}  # what a share of the jobs is set against: the county's, or the country's


@dataclass(frozen=True)
class StrategyChoice:
    """The treatment of the city, and the URL query that follows along from a row to the measure's own page."""

    city: CityTreatment
    shared: str


@dataclass(frozen=True)
class AreaChoice(StrategyChoice):
    """The same for one focus area (its id)."""

    area: str


@dataclass(frozen=True)
class FieldChoice:
    """One of `BASES`, and a year."""

    base: str
    period: str


def chosen(view: View, ask: Ask) -> StrategyChoice | None:
    """The reader's choices; None where the region has no strategy."""
    if not view.data.catalogue.focus_areas:
        return None
    treatment = city(view, ask)
    return StrategyChoice(treatment, urlencode(shared_query(ask, stad=treatment)))


def chosen_area(view: View, ask: Ask) -> AreaChoice | None:
    """The same with the focus area (`inriktning`), the strategy's first until another is chosen."""
    areas, asked = view.data.catalogue.focus_areas, chosen(view, ask)
    if asked is None:
        return None
    label = view.t("strategin.area_label")
    area = ask.answer(Choice("inriktning", list(areas), next(iter(areas)), label, lambda one: areas[one].short[view.language], "select"))
    return AreaChoice(asked.city, asked.shared, area)


def chosen_field(view: View, ask: Ask) -> FieldChoice | None:
    """What the fields are set against (`bas`) and the year (`specialiseringsar`); None without figures or fields."""
    t, years = view.t, industry_periods(view.data, JOB_SHARES)
    if not years or not view.data.catalogue.specialisations:
        return None
    base = ask.answer(
        Choice("bas", list(BASES), next(iter(BASES)), t("strategin.base"), lambda one: t(f"strategin.bases.{one}"), "segmented")
    )
    year = ask.answer(Choice("specialiseringsar", years, years[-1], t("strategin.year"), str, "segmented"))
    return FieldChoice(base, year)
