"""What the comparison page is asked: a measure, areas, a way to look at it, one chart or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cards.availability import Absence, lacking
from cards.choices import BETWEEN, Ask, Choice
from cards.common.areas import alphabetical, kommun_of
from cards.common.choices import measure_choice
from cards.common.comparison import ALL_YEARS, KINDS, LEVEL, PER_INHABITANT, Comparison, Years, comparison
from cards.common.comparison_words import label
from cards.common.peers import Peers, peers
from cards.context import View
from cards.defaults import home
from cards.jamfor.figures import PEERS_AT_FIRST, measures, offered, years_with_figures
from catalogue import Indicator
from catalogue.selections import load_selections

MOST = 6
ONE, SEVERAL = "ett", "flera"
FIRST_YEAR, LAST_YEAR = "forsta", "senaste"  # until the reader has chosen a year


@dataclass(frozen=True)
class ComparisonChoice:
    """The reader's choices with the figures compared; no `compared` where the kommuner's figures have not been fetched."""

    indicator: Indicator
    compared: Comparison | None = None
    kind: str = LEVEL
    form: str = ONE
    span: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> Mapping[str, str]:
        """The choices as they stand in a link."""
        if self.compared is None:
            return {"matt": self.indicator.id}
        own = {"matt": self.indicator.id, "omraden": BETWEEN.join(self.compared.areas), "visa": self.kind, "diagram": self.form}
        return {**own, **self.span}

    @property
    def unmet(self) -> bool:
        """Whether years were asked for in which the measure has no figures: all are shown then."""
        return self.compared is not None and self.compared.years == ALL_YEARS and years_of(self.span) != ALL_YEARS

    @property
    def level_kind(self) -> str:
        """The view that ranks are told for: levels, or per inhabitant where that is shown."""
        return PER_INHABITANT if self.kind == PER_INHABITANT else LEVEL


def compared(view: View, ask: Ask) -> ComparisonChoice:
    """A measure, areas and a way to look at them; of a measure to come nothing more is asked."""
    t, indicator = view.t, _measure(view, ask)
    if not view.data.periods(indicator.id):
        return ComparisonChoice(indicator)
    codes = areas(view, ask, indicator)
    span = _span(view, ask)
    found = comparison(view.data, indicator, codes, years_of(span))
    found = found if found.periods else comparison(view.data, indicator, codes)
    words = {name: t(f"jamfor.views.{name}") for name in KINDS}
    kind = Choice("visa", found.views, LEVEL, t("jamfor.view"), words.__getitem__, "segmented", varies=True, among=KINDS, seldom=True)
    return ComparisonChoice(indicator, found, ask.answer(kind), span=span)


@dataclass(frozen=True)
class TableChoice:
    """Several measures with several areas' figures of each, in the reader's order."""

    compared: tuple[Comparison, ...]
    areas: tuple[str, ...]
    span: Mapping[str, str]

    @property
    def query(self) -> Mapping[str, str]:
        """The choices as they stand in a link."""
        return {"matten": BETWEEN.join(one.indicator.id for one in self.compared), "omraden": BETWEEN.join(self.areas), **self.span}


def several(view: View, ask: Ask) -> TableChoice | None:
    """Up to six measures, areas, years from and to; None where no measure has figures. A measure without figures in those years has no
    periods in its comparison."""
    t, options = view.t, {one.id: one for one in measures(view.data) if view.data.periods(one.id)}
    if not options:
        return None

    def words(name: str) -> str:
        return f"{options[name].name[t.language]} · {t(f'common.theme.{options[name].theme}')}"

    first = [name for name in load_selections().get("jamfor.tabell", ()) if name in options] or list(options)[:1]
    label, hint = t("jamfor.tabell.measures", most=MOST), t("jamfor.tabell.measures_placeholder")
    choice = Choice("matten", list(options), BETWEEN.join(first[:MOST]), label, words, "multiselect", MOST, hint)
    chosen = ask.answer(choice).split(BETWEEN)
    codes, span = areas(view, ask, options[chosen[0]]), _span(view, ask)
    return TableChoice(tuple(comparison(view.data, options[name], codes, years_of(span)) for name in chosen), codes, span)


def years_of(span: Mapping[str, str]) -> Years:
    """The years of a link's choices `fran` and `till`, the earlier first.

    >>> years_of({"fran": "2020", "till": "2015"}), years_of({"fran": "forsta", "till": "2015"})
    ((2015, 2020), (0, 2015))
    """
    first, last = span.get("fran", FIRST_YEAR), span.get("till", LAST_YEAR)
    low, high = int(first) if first.isdecimal() else ALL_YEARS[0], int(last) if last.isdecimal() else ALL_YEARS[1]
    return min(low, high), max(low, high)


def _span(view: View, ask: Ask) -> Mapping[str, str]:
    """The years from and to: the same for every measure, so that they stay when another is chosen."""
    t, years, found = view.t, [str(year) for year in years_with_figures(view.data)], {}
    for name, usual, options in (("fran", FIRST_YEAR, years), ("till", LAST_YEAR, years[::-1])):
        shown = {usual: t(f"jamfor.years.{usual}"), **{year: year for year in years}}
        choice = Choice(name, [usual, *options], usual, t(f"jamfor.years.{name}"), shown.__getitem__, "select", seldom=True)
        found[name] = ask.answer(choice)
    return found


def chosen(view: View, ask: Ask) -> ComparisonChoice:
    """The same, and whether in one chart or several."""
    t, found = view.t, compared(view, ask)
    if found.compared is None:
        return found
    form = Choice("diagram", (ONE, SEVERAL), ONE, t("jamfor.form"), lambda name: t(f"jamfor.forms.{name}"), "segmented", seldom=True)
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
