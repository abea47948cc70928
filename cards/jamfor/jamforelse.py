"""The comparison itself: one chart or a small one per area, the figures with their status, and where the first kommun stands."""

from __future__ import annotations

from functools import partial

from cards.availability import Absence, lacking, sentence, word
from cards.common.comparison import CHANGE, INDEX, PER_INHABITANT, Comparison, figure_at
from cards.common.comparison_series import earlier_comparison, kind_heading, table_of
from cards.common.comparison_words import in_text, notes
from cards.context import View
from cards.data import POPULATION
from cards.jamfor.choices import ONE, ComparisonChoice, first_kommun
from cards.jamfor.drawing import one_chart, small_charts
from cards.jamfor.findings import Placed, standing_sentence, title
from cards.jamfor.plats import rank_period, standing
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec import chart


def compared_card(view: View, chosen: ComparisonChoice) -> Card:
    """The page's finding. A measure whose figures by kommun are to come says so, and draws no empty chart."""
    compared, t = chosen.compared, view.t
    if compared is None:
        name = chosen.indicator.name[t.language]
        why = lacking(view.data, chosen.indicator)
        title_words = t("jamfor.title.to_come", name=name, to_come=word(t, why))
        said = t("balans.refused.ended") if why is Absence.WITHDRAWN else sentence(t, view.data, chosen.indicator, why)
        return Card(
            id="jamfor.jamforelse",
            query=chosen.query,
            title=title_words,
            kicker=t("jamfor.kicker"),
            body=[said],
            provenance=Provenance(indicators=[chosen.indicator.id], calculated=False),
        )
    finding = _title(view, compared, chosen.kind)
    lines = one_chart(view, compared, chosen.kind) if chosen.form == ONE else None
    small = None if chosen.form == ONE else small_charts(view, compared, chosen.kind, finding)
    own = chosen.kind in (INDEX, CHANGE, PER_INHABITANT) or bool(compared.calculated)
    return Card(
        id="jamfor.jamforelse",
        query=chosen.query,
        title=finding,
        kicker=t("jamfor.kicker"),
        body=[_lead(view, chosen, compared)],
        heading=kind_heading(view, compared, chosen.kind),
        chart=chart(small or lines, t("jamfor.alt", title=finding)),
        table=LazyTable(partial(_table, view, compared, chosen.kind)),
        notes=[
            *([t("jamfor.years.unmet")] if chosen.unmet else []),
            *([t("jamfor.small_note")] if small else []),
            *notes(view, compared, chosen.kind, lines),
        ],
        provenance=Provenance(
            indicators=[compared.indicator.id],
            sources=[POPULATION] if chosen.kind == PER_INHABITANT else _earlier(view, compared, chosen.kind) if lines is not None else [],
            calculated=own or chosen.form == ONE,
        ),
    )


def _earlier(view: View, compared: Comparison, kind: str) -> list[str]:
    """The measure of the earlier register, where it is drawn too."""
    older = earlier_comparison(view, compared, kind)
    return [] if older is None else [older.indicator.id]


def _table(view: View, compared: Comparison, kind: str) -> Table:
    return Table(*table_of(view, compared, kind))


def _title(view: View, compared: Comparison, kind: str) -> str:
    table = compared.shown(kind)
    newest = compared.newest(table)
    figures = {str(code): figure_at(table, str(code), newest) for code in table.index} if newest else {}
    placed = [Placed(in_text(view, code), value) for code, value in figures.items() if value is not None]
    first = compared.comparable[0] if compared.comparable else (newest or "")
    return title(view.t, compared.indicator, kind, placed, (first, newest or ""))


def _lead(view: View, chosen: ComparisonChoice, compared: Comparison) -> str:
    """Where the first chosen kommun stands; empty where none is chosen or it has no figure."""
    period, own = rank_period(view, chosen, compared), first_kommun(view, compared.areas)
    found = standing(view, chosen, compared, own, period) if period and own in compared.areas else None
    if found is None or period is None:
        return ""
    return standing_sentence(view.t, compared.indicator, chosen.level_kind, found, period)
