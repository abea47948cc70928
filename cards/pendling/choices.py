"""The year of a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balance.periods import as_years
from cards.choices import Ask, Choice
from cards.context import View
from cards.data import Data
from cards.pendling.figures import city_kommun, flow_periods, flows, matrix_periods, works_in


def year(
    name: str, periods: Callable[[Data], Sequence[str]], words: Callable[[View, str], str] = lambda _, period: period
) -> Callable[[View, Ask], str | None]:
    """What asks for the choice `name` among the years that there are, oldest first: the newest until one is chosen, None without any."""

    def chosen(view: View, ask: Ask) -> str | None:
        years = periods(view.data)
        if not years:
            return None
        return ask.answer(Choice(name, years, years[-1], view.t("pendling.year"), lambda one: words(view, one), "segmented"))

    return chosen


def opens_with(data: Data) -> str:
    """The card that the page opens with: the flows, unless the jobs for those who live there are known for a later year."""
    flows_known, jobs_known = flow_periods(data), data.periods("jobs_ratio")
    return "kvot" if jobs_known and (not flows_known or as_years(jobs_known[-1]) > as_years(flows_known[-1])) else "floden"


def in_register(view: View, period: str) -> str:
    """A year of flows with the register that they are of."""
    return view.t(f"pendling.register.{flows(view.data, period).register}", period=period)


def matrix_year(view: View, ask: Ask) -> str | None:
    """The year of all pairs; empty until a refresh has fetched one, None where the catalogue has no measures of the region's commuting."""
    if works_in(city_kommun(view.data)) not in view.data.catalogue.indicators:
        return None
    return year("matrisar", matrix_periods)(view, ask) or ""
