"""What the page on Europe is asked: a measure, a year, regions to draw, and which measure the parts of the county are placed on."""

from __future__ import annotations

from dataclasses import dataclass

from cards.choices import BETWEEN, Ask, Choice
from cards.common.choices import measure_choice, period_choice
from cards.context import View
from cards.europa.figures import name_of, newest_year, peer_label, peers_with_figures, register_of, years_of
from catalogue import Indicator

MOST = 4
FIRST_PEERS = 3


@dataclass(frozen=True)
class EuropeChoice:
    """A measure, and of what else was asked: a year, codes of the regions drawn."""

    indicator: Indicator
    query: dict[str, str]
    year: str = ""
    drawn: tuple[str, ...] = ()


def measure(view: View, ask: Ask) -> EuropeChoice | None:
    """A measure that the county and its peers have figures of; None for a region without peers, or without figures."""
    offered = [] if view.data.catalogue.region.europe is None else [i for i in view.data.catalogue.european if years_of(view.data, i.id)]
    if not offered:
        return None
    name = ask.answer(measure_choice(view, "europa", offered, view.t("europa.measure")))
    return EuropeChoice(view.data.catalogue.indicators[name], {"matt": name})


def measure_and_year(view: View, ask: Ask) -> EuropeChoice | None:
    """The same, and one of the years in which the county can be placed."""
    found = measure(view, ask)
    if found is None:
        return None
    year = ask.answer(period_choice(view, years_of(view.data, found.indicator.id), "europa.year"))
    return EuropeChoice(found.indicator, {**found.query, "ar": year}, year)


def measure_and_peers(view: View, ask: Ask) -> EuropeChoice | None:
    """The same measure, and some regions to draw beside the county."""
    found = measure(view, ask)
    if found is None:
        return None
    t, options = view.t, {peer.area: peer_label(view, peer) for peer in peers_with_figures(view.data, found.indicator.id)}
    usual = BETWEEN.join([peer.area for peer in peers_with_figures(view.data, found.indicator.id) if not peer.older][:FIRST_PEERS])
    choice = Choice("regioner", list(options), usual, t("europa.regions", most=MOST), options.__getitem__, "multiselect", most=MOST)
    drawn = ask.answer(Choice(**{**choice.__dict__, "varies": True, "placeholder": t("europa.regions_placeholder")}))
    return EuropeChoice(found.indicator, {**found.query, "regioner": drawn}, "", tuple(drawn.split(BETWEEN)))


def measure_and_part(view: View, ask: Ask) -> EuropeChoice | None:
    """One of the measures that a register of our own has too, so that the parts of the county have figures."""
    if view.data.catalogue.region.europe is None:
        return None
    entries = view.data.catalogue.indicators
    offered = [name for name in register_of() if newest_year(view.data, name) and view.data.periods(register_of()[name])]
    if not offered:
        return None
    words = {name: name_of(view.t, entries[name]) for name in offered}
    name = ask.answer(Choice("del", offered, offered[0], view.t("europa.parts.measure"), words.__getitem__, "segmented"))
    return EuropeChoice(entries[name], {"del": name}, newest_year(view.data, name))
