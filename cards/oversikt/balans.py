"""The overview's one card: north against south on every measure, as rows on the screen, as a figure in files, as a table."""

from __future__ import annotations

from functools import partial

from cards.common.legend import overview_key
from cards.common.standing import standings
from cards.common.standing_notes import goal_notes, reading_note
from cards.common.standing_rows import headings, sections, shown_groups
from cards.common.standing_table import standings_table
from cards.common.verdicts import leads_of
from cards.context import View
from cards.model import Card, LazyTable, Provenance
from cards.oversikt.choices import MEASURES, OverviewChoice
from cards.oversikt.findings import chance_note, lead_sentences, title
from charts.spec import chart
from charts.spec.ranges import Ranges


def balance_card(view: View, chosen: OverviewChoice) -> Card:
    """The card; its sentences are about the lead measures of the concepts, whichever measures (`MEASURES`) are shown."""
    t, city, by_theme = view.t, chosen.city, standings(view.data, chosen.city)
    shown, leads, counted = shown_groups(city), chosen.which == MEASURES[0], {one.id for one in leads_of(view.data, city).values()}
    told = {
        theme: [one for one in found if one.indicator.lead or one.indicator.id in counted or not leads] for theme, found in by_theme.items()
    }
    every = [one for found in told.values() for one in found]
    rows, words = sections(view, told, shown, f"&{chosen.shared}", city=city, leads=leads), headings(t, shown)
    return Card(
        id="oversikt.balans",
        query={"visa": chosen.which, "stad": city},
        title=title(view, city),
        kicker=t("oversikt.kicker"),
        body=lead_sentences(view, city),
        chart=chart(Ranges(rows, words), t("oversikt.caption"), overview_key(t, shown)),
        table=LazyTable(partial(standings_table, view, city, told, t("oversikt.caption"))),
        notes=[
            f"{t('oversikt.how_title')} {reading_note(view, every, city)}",
            *([chance] if (chance := chance_note(view, city)) else []),
            *goal_notes(view, every),
        ],
        provenance=Provenance(
            indicators=[standing.indicator.id for standing in every],
            shown_at={standing.indicator.id: [standing.balance.period] for standing in every},
        ),
    )
