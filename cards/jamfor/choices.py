"""What the comparison page is asked: a measure, areas, a way to look at it, one chart or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards.availability import Absence, lacking
from cards.choices import BETWEEN, Ask, Choice
from cards.common.areas import alphabetical, kommun_of
from cards.common.choices import measure_choice
from cards.common.comparison import KINDS, LEVEL, PER_INHABITANT, Comparison, comparison
from cards.common.comparison_words import label
from cards.common.peers import Peers, peers
from cards.context import View
from cards.defaults import home
from cards.jamfor.figures import PEERS_AT_FIRST, measures, offered
from catalogue import Indicator

MOST = 6
ONE, SEVERAL = "ett", "flera"


@dataclass(frozen=True)
class ComparisonChoice:
    """The reader's choices with the figures compared; no `compared` where the kommuner's figures have not been fetched."""

    indicator: Indicator
    compared: Comparison | None = None
    kind: str = LEVEL
    form: str = ONE

    @property
    def query(self) -> Mapping[str, str]:
        """The choices as they stand in a link."""
        if self.compared is None:
            return {"matt": self.indicator.id}
        return {"matt": self.indicator.id, "omraden": BETWEEN.join(self.compared.areas), "visa": self.kind, "diagram": self.form}

    @property
    def level_kind(self) -> str:
        """The view that ranks are told for: levels, or per inhabitant where that is shown."""
        return PER_INHABITANT if self.kind == PER_INHABITANT else LEVEL


def compared(view: View, ask: Ask) -> ComparisonChoice:
    """A measure, areas and a way to look at them; of a measure to come nothing more is asked."""
    t, indicator = view.t, _measure(view, ask)
    if not view.data.periods(indicator.id):
        return ComparisonChoice(indicator)
    found = comparison(view.data, indicator, areas(view, ask, indicator))
    words = {name: t(f"jamfor.views.{name}") for name in KINDS}
    kind = Choice("visa", found.views, LEVEL, t("jamfor.view"), words.__getitem__, "segmented", varies=True, among=KINDS)
    return ComparisonChoice(indicator, found, ask.answer(kind))


def chosen(view: View, ask: Ask) -> ComparisonChoice:
    """The same, and whether in one chart or several."""
    t, found = view.t, compared(view, ask)
    if found.compared is None:
        return found
    form = Choice("diagram", (ONE, SEVERAL), ONE, t("jamfor.form"), lambda name: t(f"jamfor.forms.{name}"), "segmented")
    return replace(found, form=ask.answer(form))


def alike(view: View, ask: Ask) -> Peers | None:
    """The first kommun among the areas of the link, whatever the measure, with those most like it; None where that cannot be told."""
    own = first_kommun(view, areas(view, ask, measures(view.data)[0]))
    ask.choose("omraden", own)
    names, kommuner = view.data.catalogue.areas, [code for code in by_name(view) if code in view.data.kommuner]
    choice = Choice("omraden", kommuner, own, view.t("kommun.choose"), lambda code: names[code].name, varies=True)
    return peers(view.data, ask.answer(choice))


def _measure(view: View, ask: Ask) -> Indicator:
    def lacks(one: Indicator) -> Absence | None:
        return None if view.data.periods(one.id) else lacking(view.data, one)

    choice = measure_choice(view, "jamfor", measures(view.data), view.t("jamfor.measure"), lacks)
    return view.data.catalogue.indicators[ask.answer(choice)]


def areas(view: View, ask: Ask, indicator: Indicator) -> tuple[str, ...]:
    """The chosen areas. Until the reader has chosen: the kommun chosen on another page, or Huddinge, and those most like it."""
    data, known = view.data, view.data.catalogue.areas
    elsewhere = ask.asked("omrade")
    own = kommun_of(data, elsewhere) if elsewhere in known and known[elsewhere].within else elsewhere
    own = own if own in data.kommuner else home(data)
    default = first_peers(peers(data, own), own, PEERS_AT_FIRST)
    if own != home(data) and not ask.asked("omraden"):
        ask.choose("omraden", BETWEEN.join(default))
    names = by_name(view)
    asked = [part for part in ask.asked("omraden").split(BETWEEN) if part in names or part in known]
    options, t = offered(data, indicator, asked, names), view.t
    choice = Choice("omraden", options, BETWEEN.join(default), t("jamfor.areas", most=MOST), lambda code: label(view, code), "multiselect")
    answer = ask.answer(replace(choice, most=MOST, placeholder=t("jamfor.areas_placeholder"), varies=True))
    return tuple(answer.split(BETWEEN))


def first_peers(found: Peers | None, area: str, n: int) -> tuple[str, ...]:
    """An area with its `n` nearest; alone where likeness cannot be told."""
    return (area, *(found.nearest(n) if found else ()))


def first_kommun(view: View, codes: tuple[str, ...] | list[str]) -> str:
    """The first of the chosen areas that is a kommun of the county: the one that the page is about."""
    return next((code for code in codes if code in view.data.kommuner), home(view.data))


def peers_of(view: View, chosen: ComparisonChoice) -> Peers | None:
    """The kommun that the page is about, with those most like it; None where that cannot be told."""
    return peers(view.data, first_kommun(view, chosen.compared.areas)) if chosen.compared is not None else None


def by_name(view: View) -> list[str]:
    """Codes of all kommuner in alphabetical order."""
    kommuner = [area for area in view.data.catalogue.areas.values() if str(area.level).startswith("kommun")]
    return [area.code for area in sorted(kommuner, key=lambda area: alphabetical(area.name))]
