"""A focus area of the strategy: its measures north against south as rows, and what of it cannot be followed so."""

from __future__ import annotations

from functools import partial

from balance.regional import CityTreatment
from cards.common.legend import overview_key
from cards.common.standing_notes import goal_notes, reading_note
from cards.common.standing_rows import headings, shown_groups, standing_row
from cards.common.standing_table import standings_table
from cards.context import View
from cards.model import Card, LazyTable, Provenance
from cards.strategin.choices import AreaChoice
from cards.strategin.figures import AreaStanding, area_standing
from cards.strategin.findings import area_sentences, area_title, counted_by
from cards.strategin.missing import missing_notes
from charts.spec import chart
from charts.spec.ranges import Ranges, RangeSection


def area_card(view: View, chosen: AreaChoice) -> Card:
    """The card. What stands in it beside the rows is in its notes, so that it goes along into files."""
    t, city, found = view.t, chosen.city, area_standing(view.data, chosen.area, chosen.city)
    area, shown = found.area, shown_groups(city)
    caption = t("strategin.area.caption", name=area.name[t.language])
    told = [one.indicator.id for one in found.standings]
    return Card(
        id="strategin.omrade",
        query={"inriktning": area.id, "stad": city},
        title=area_title(view, found),
        kicker=t("strategin.area.kicker", number=area.number, name=area.name[t.language]),
        body=[sentence for sentence in area_sentences(view, found, city) if sentence],
        chart=chart(Ranges(_sections(view, found, chosen), headings(t, shown)), caption, overview_key(t, shown)) if told else None,
        table=LazyTable(partial(standings_table, view, city, found.by_theme, caption)) if told else None,
        notes=[*missing_notes(view, found), *own_notes(view, found), how_note(view, found, city)],
        provenance=Provenance(
            indicators=[*told, *(one.id for one in found.apart)],
            shown_at={
                **{one.indicator.id: [one.balance.period] for one in found.standings},
                **{one.id: [view.data.periods(one.id)[-1]] for one in found.apart},
            },
        ),
    )


def own_notes(view: View, found: AreaStanding) -> list[str]:
    """How the area is counted, the documents of its goals, and where the area itself was read."""
    t, area = view.t, found.area
    source = t("strategin.area.source", document=area.document[t.language], source=area.source[t.language])
    return [note for note in (counted_by(view, found), *goal_notes(view, found.standings), source) if note]


def how_note(view: View, found: AreaStanding, city: CityTreatment) -> str:
    """How the rows are read."""
    return f"{view.t('oversikt.how_title')} {reading_note(view, found.standings, city)}"


def _sections(view: View, found: AreaStanding, chosen: AreaChoice) -> list[RangeSection]:
    """The rows by theme."""
    shown, shared = shown_groups(chosen.city), f"&{chosen.shared}"
    return [
        RangeSection(view.t(f"common.theme.{theme}"), "", [standing_row(view, one, shown, shared, chosen.city) for one in here])
        for theme, here in found.by_theme.items()
    ]
