"""What the relationships page is asked: two measures, a level of areas, a period, and the area to find in the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cards.choices import Ask, Choice
from cards.common.areas import alphabetical, kommun_of
from cards.common.choices import period_choice
from cards.context import View
from cards.defaults import home, home_areas
from cards.samband.drawing import area_name
from cards.samband.figures import LEVELS, Pair, common_levels, measures, pair, partners, period_choices
from catalogue import Indicator, Level

FIRST_X = "tertiary_25_64"
FIRST_Y = ("net_income", "employment_rate", "population")  # the first that has figures at the same level


@dataclass(frozen=True)
class PairChoice:
    """The two measures over their areas, the area to find in the picture, and the periods there are to choose among."""

    pair: Pair
    area: str
    periods: tuple[str, ...]

    @property
    def query(self) -> Mapping[str, str]:
        """The choices as they stand in a link."""
        pair = self.pair
        return {"x": pair.x.id, "y": pair.y.id, "niva": pair.level.value, "ar": pair.x_period, "omrade": self.area}


def chosen(view: View, ask: Ask) -> PairChoice:
    """Ask for all but the period, which has its slider below the picture."""
    x, y = _measures(view, ask)
    level = _level(view, ask, x, y)
    periods = tuple(period_choices(view.data, x.id, y.id, level))
    found = pair(view.data, x, y, level, ask.answer(replace(year_choice(view, periods), look="none")))
    return PairChoice(found, _area(view, ask, found), periods)


def year_choice(view: View, periods: Sequence[str]) -> Choice:
    """One of the periods, the newest until another is chosen. Its slider stands below the picture."""
    return period_choice(view, periods, "samband.year")


def _measures(view: View, ask: Ask) -> tuple[Indicator, Indicator]:
    """Both measures. The first is the one chosen on another page, until the reader has chosen here; the second is always another."""
    t, catalogue = view.t, view.data.catalogue

    def label(name: str) -> str:
        return catalogue.indicators[name].name[t.language]

    options = [indicator.id for indicator in measures(view.data)]
    first = next(name for name in (ask.asked("matt"), FIRST_X, options[0]) if name in options)
    x = ask.answer(Choice("x", options, first, t("samband.x"), label, "select", varies=True))
    others = partners(view.data, x)
    names_of = [indicator.id for indicator in others]
    rates = [indicator.id for indicator in others if not indicator.counted]
    second = next(name for name in (*FIRST_Y, *rates, *names_of) if name in names_of)
    y = ask.answer(Choice("y", names_of, second, t("samband.y"), label, "select", varies=True))
    return catalogue.indicators[x], catalogue.indicators[y]


def _level(view: View, ask: Ask, x: Indicator, y: Indicator) -> Level:
    levels = [level.value for level in common_levels(view.data, x.id, y.id)]
    label, words = view.t("samband.level"), {level.value: view.t(f"samband.level_name.{level}") for level in LEVELS}
    return Level(ask.answer(Choice("niva", levels, levels[0], label, words.__getitem__, "segmented", varies=True, among=list(words))))


def _area(view: View, ask: Ask, found: Pair) -> str:
    """The area to find in the picture: a kommun chosen elsewhere becomes one of its small areas here, and the other way round."""
    t, data = view.t, view.data
    codes = sorted((str(code) for code in found.figures.index), key=lambda code: alphabetical(area_name(view, code)))
    asked = ask.asked("omrade")
    elsewhere = (
        kommun_of(data, asked) if asked in data.catalogue.areas and (data.catalogue.areas[asked].within or asked in data.kommuner) else ""
    )
    default = _default_area(view, codes, elsewhere or home(data))
    if elsewhere and asked not in codes:
        ask.choose("omrade", default)

    def label(code: str) -> str:
        if found.level is Level.KOMMUN:
            return area_name(view, code)
        return t("samband.small_area", name=area_name(view, code), kommun=area_name(view, kommun_of(view.data, code)))

    return ask.answer(Choice("omrade", codes, default, t("samband.area"), label, "select", varies=True))


def _default_area(view: View, codes: list[str], kommun: str) -> str:
    """The kommun itself, or of its small areas the first of the region's home where it has any."""
    at_home = home_areas(view.data)
    inside = [code for code in codes if kommun_of(view.data, code) == kommun]
    return next((code for code in at_home if code in inside), (inside or codes)[0])
