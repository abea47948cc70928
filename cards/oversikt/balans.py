"""The overview's one card: north against south on every measure, as rows on the screen, as a figure in files, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from balance.regional import CityTreatment
from cards.common.legend import overview_key
from cards.common.standing import Standing, standings
from cards.common.standing_rows import gap_note, headings, sections
from cards.common.verdict_words import direction_words, hangs_on_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on, leads_of
from cards.common.words import figure, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.oversikt.choices import MEASURES, OverviewChoice
from cards.oversikt.findings import chance_note, goal_notes, lead_sentences, reading_note, title
from catalogue import Theme
from catalogue.region import GROUPS, PAIR
from charts.spec import chart
from charts.spec.rows import STATUS_SIGN, Ranges
from charts.table import Column, Row

ByTheme = Mapping[Theme, list[Standing]]


def balance_card(view: View, chosen: OverviewChoice) -> Card:
    """The card; its sentences are about the lead measures of the concepts, whichever measures (`MEASURES`) are shown."""
    t, city, by_theme = view.t, chosen.city, standings(view.data, chosen.city)
    shown, leads, counted = shown_groups(city), chosen.which == MEASURES[0], {one.id for one in leads_of(view.data, city).values()}
    told = {
        theme: [one for one in found if one.indicator.lead or one.indicator.id in counted or not leads] for theme, found in by_theme.items()
    }
    rows, words = sections(view, told, shown, f"&{chosen.shared}", city=city, leads=leads), headings(t, shown)
    return Card(
        id="oversikt.balans",
        query={"visa": chosen.which, "stad": city},
        title=title(view, city),
        kicker=t("oversikt.kicker"),
        body=lead_sentences(view, city),
        chart=chart(Ranges(rows, words), t("oversikt.caption"), overview_key(t, shown)),
        table=LazyTable(partial(balance_table, view, city, told)),
        notes=[
            f"{t('oversikt.how_title')} {reading_note(view, told, city)}",
            *([chance] if (chance := chance_note(view, city)) else []),
            *goal_notes(view, told),
        ],
        provenance=Provenance(
            indicators=[standing.indicator.id for found in told.values() for standing in found],
            shown_at={standing.indicator.id: [standing.balance.period] for found in told.values() for standing in found},
        ),
    )


def shown_groups(city: CityTreatment) -> tuple[str, ...]:
    """The groups that have a column and a mark: the city only where it is shown apart."""
    return GROUPS if city == "apart" else PAIR


def balance_table(view: View, city: CityTreatment, by_theme: ByTheme) -> Table:
    """Every row of the chart: theme, unit, the groups' values, their difference, the verdict, the period and how final it is."""
    t, shown, rows = view.t, shown_groups(city), []
    for theme, found in by_theme.items():
        for standing in found:
            indicator, balance = standing.indicator, standing.balance
            preliminary = view.data.preliminary(indicator.id, balance.period)
            figures = [figure(t, indicator, getattr(balance, group), standing.decimals) for group in shown]
            verdict = f"{STATUS_SIGN[balance.status]} {verdict_words(t, balance.status)}".strip()
            treatment = balance.city_treatment
            said = hangs_on_words(t, view.data.catalogue, hangs_on(view.data, indicator.id, balance.period, treatment))
            direction = direction_words(t, direction_of(view.data, indicator.id, treatment))
            cells = [indicator.name[t.language], t(f"common.theme.{theme}"), unit_line(t, indicator, None), *figures]
            cells += [gap_note(view, standing), verdict, said, direction, standing.when(t)]
            rows.append(Row([*cells, t("common.status.preliminary" if preliminary else "balans.table.final")]))
    columns = [
        *(Column(t(key)) for key in ("oversikt.measure", "oversikt.table.theme", "oversikt.table.unit")),
        *(Column(t(f"common.group.{group}_short"), numeric=True) for group in shown),
        Column(t("oversikt.table.gap")),
        Column(t("oversikt.south_against_north")),
        *(Column(t(key)) for key in ("common.hangs_on.title", "common.gap_closing", "balans.table.period", "balans.table.status")),
    ]
    return Table(columns, rows, t("oversikt.caption"))
