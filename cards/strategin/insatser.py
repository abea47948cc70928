"""The efforts of one focus area of the strategy as a table."""

from __future__ import annotations

from functools import partial

from balance.regional import CityTreatment
from cards.choices import Ask, Choice
from cards.common.choices import city
from cards.common.efforts import effort_table, efforts_in, followed_measures, refused_notes, state_name
from cards.context import View
from cards.model import Card, LazyTable, Provenance
from catalogue.efforts import Effort, EffortState
from catalogue.strategy import EffortsRead, FocusArea


def asked_area(view: View, ask: Ask) -> tuple[FocusArea, CityTreatment] | None:
    """The focus area that the reader chooses (`inriktning`); None where the catalogue has no strategy."""
    areas, language = view.data.catalogue.focus_areas, view.language
    if not areas:
        return None
    label = view.t("insatser.area")
    chosen = ask.answer(Choice("inriktning", list(areas), next(iter(areas)), label, lambda name: areas[name].short[language], "select"))
    return areas[chosen], city(view, ask, "none")


def efforts_card(view: View, chosen: tuple[FocusArea, CityTreatment]) -> Card:
    """What is being done in the area, or why nothing is shown."""
    area, treatment = chosen
    efforts, t, language = efforts_in(view.data, area.id), view.t, view.language
    followed = followed_measures(view, efforts, treatment)
    own = [effort for effort in efforts if effort.measures and effort.coupling == "own"]
    return Card(
        id="strategin.insatser",
        query={"inriktning": area.id, "stad": treatment},
        title=t.plural("insatser.title", len(efforts), area=area.short[language])
        if efforts
        else t("insatser.none", area=area.short[language]),
        kicker=t("insatser.kicker", number=area.number),
        body=_body(view, area, efforts),
        table=LazyTable(partial(effort_table, view, efforts, treatment), "open") if efforts else None,
        notes=[
            *(f"{effort.title[language]}: {effort.note[language]}" for effort in efforts if effort.note is not None),
            *([t("insatser.own_coupling")] if own else []),
            *([t("insatser.no_cause")] if followed else []),
            *refused_notes(view),
        ],
        provenance=Provenance(indicators=followed, calculated=bool(followed)),
    )


def _body(view: View, area: FocusArea, efforts: list[Effort]) -> list[str]:
    """How far the efforts have come, what none of them says, and why the strategy's own list is not shown where it is not."""
    t, language = view.t, view.language
    if not efforts:
        return [area.note[language] if area.note is not None else t("insatser.empty")]
    counts = {state: sum(effort.state is state for effort in efforts) for state in EffortState}
    known = [f"{n} {state_name(state, language)}" for state, n in counts.items() if n]
    silent = {
        "actors": not any(effort.actors for effort in efforts),
        "time": not any(effort.start or effort.end for effort in efforts),
        "state": counts[EffortState.UNKNOWN] == len(efforts),
    }
    missing = [t(f"insatser.silent.{name}") for name, lacking in silent.items() if lacking]
    return [
        "" if silent["state"] else t("insatser.states", states=t.join(known)),
        t("insatser.silent_of", what=t.join(missing)) if missing else "",
        "" if area.efforts_read is EffortsRead.READ else t(f"insatser.strategy_list.{area.efforts_read}"),
    ]
