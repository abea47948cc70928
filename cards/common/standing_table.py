"""Standings as a table: what their rows show, with theme, unit and how final the figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance.regional import CityTreatment
from cards.common.standing import Standing
from cards.common.standing_rows import gap_note, shown_groups
from cards.common.verdict_words import direction_words, hangs_on_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on
from cards.common.words import figure, unit_line
from cards.context import View
from cards.model import Table
from catalogue import Theme
from charts.spec.ranges import STATUS_SIGN
from charts.table import Column, Row


def standings_table(view: View, city: CityTreatment, by_theme: Mapping[Theme, Sequence[Standing]], caption: str) -> Table:
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
    return Table(columns, rows, caption)
