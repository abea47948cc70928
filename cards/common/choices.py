"""Choices that several pages have: a measure, how the city is treated, a kommun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from balance.regional import CityTreatment
from cards.availability import Absence, word
from cards.choices import Ask, Choice, Look
from cards.common.areas import alphabetical
from cards.context import View
from cards.defaults import first_measure, home
from catalogue import Indicator
from texts import format_period


def measure_choice(
    view: View, page: str, offered: Sequence[Indicator], label: str, lacks: Callable[[Indicator], Absence | None] = lambda _: None
) -> Choice:
    """A measure (`matt`) by name and theme, the one that `page` begins with until another is chosen. `lacks`: why it has no figures yet."""
    t, options = view.t, {indicator.id: indicator for indicator in offered}

    def words(name: str) -> str:
        text, why = f"{options[name].name[t.language]} · {t(f'common.theme.{options[name].theme}')}", lacks(options[name])
        return t("common.to_come_option", name=text, to_come=word(t, why)) if why else text

    return Choice("matt", list(options), first_measure(page, list(options)), label, words, "select")


def city(view: View, ask: Ask, look: Look = "segmented") -> CityTreatment:
    """How the city is treated (`stad`)."""
    t, options = view.t, view.data.catalogue.region.treatments
    chosen = ask.answer(Choice("stad", options, "apart", t("balans.stad"), lambda name: t(f"balans.stads.{name}"), look))
    return cast(CityTreatment, chosen)


def kommun(view: View, ask: Ask, label: str, *, varies: bool = False) -> str:
    """A kommun's code (`omrade`). A small area, chosen on another page, becomes its kommun."""
    areas, asked = view.data.catalogue.areas, ask.asked("omrade")
    options = sorted(view.data.kommuner, key=lambda code: alphabetical(areas[code].name))
    if asked not in options and asked in areas and areas[asked].within in options:
        ask.choose("omrade", str(areas[asked].within))
    return ask.answer(Choice("omrade", options, home(view.data), label, lambda code: areas[code].name, "select", varies=varies))


def period_choice(view: View, periods: Sequence[str], label: str) -> Choice:
    """One of the periods (`ar`), the newest until another is chosen. `label`: key of a text with {first} and {last}."""

    def words(period: str) -> str:
        return format_period(period, view.language)

    said = view.t(label, first=words(periods[0]), last=words(periods[-1]))
    return Choice("ar", periods, periods[-1], said, words, "slider", varies=True)
