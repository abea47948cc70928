"""What must be said below the lines of north, south and the city: gaps, breaks, rounding, status, weights."""

from __future__ import annotations

import pandas as pd

from balance.periods import as_years
from cards.common.breaks import break_words, register_notes
from cards.common.groups_over_time import GroupsOverTime, earlier_subject, missing_notes
from cards.common.weights import other_weights, weight_name
from cards.common.words import axis_start, capital
from cards.context import View
from cards.model import Caution
from catalogue.rules import load_rules
from charts.line_layout import layout_of
from charts.spec.lines import Lines
from texts import Texts, format_period, format_periods


def level_notes(view: View, subject: GroupsOverTime, lines: Lines | None) -> list[str]:
    """What must be said below the chart: axis, gaps, breaks, rounding, status, weights, the city."""
    t, notes, at = view.t, [], None if lines is None else layout_of(lines)
    if at is not None and at.axis_start is not None:
        notes.append(t("balans.note.axis", start=axis_start(t, at.axis_start, subject.indicator.decimals)))
    if at is not None and at.gaps:
        notes.append(t("balans.note.gaps"))
    if at is not None and at.single:
        notes.append(t("balans.note.single"))
    if subject.has_groups:
        notes.append(t("balans.note.rounding"))
    if subject.has_groups and subject.indicator.averaged_by:
        notes.append(f"{capital(t('oversikt.mean_of_medians'))}.")
    if subject.has_groups and subject.indicator.several_years:
        notes.append(t("balans.note.mean_years", n=load_rules().mean_years))
    first = " ".join(notes)
    notes = [first] if first else []
    if lines is not None and subject.table is not None:
        notes += break_notes(view, subject, subject.table)
        older = earlier_subject(view, subject)
        notes += register_notes(view, subject.indicator, older.indicator) if older is not None else []
    notes += [*(missing_notes(view, subject) if subject.has_groups else []), *_weight_notes(view, subject)]
    return [*notes, city_note(t, subject)] if subject.has_groups else notes


def break_notes(view: View, subject: GroupsOverTime, table: pd.DataFrame) -> list[str]:
    """Breaks within the periods of `table`, preliminary figures among them, and that months are compared with the same month."""
    periods = [as_years(str(period)) for period in table.index]
    inside = [(p, why) for p, why in break_words(view, subject.indicator) if periods and periods[0] < as_years(p) <= periods[-1]]
    notes: list[str] = [
        Caution(view.t("balans.note.break", period=format_period(period, view.language), why=why)) for period, why in inside
    ]
    preliminary = [str(p) for p in table.index if view.data.preliminary(subject.indicator.id, str(p))]
    if preliminary:
        notes.append(Caution(view.t("balans.note.preliminary", periods=format_periods(preliminary, view.language))))
    if any("M" in str(period) for period in table.index):
        notes.append(view.t("balans.note.months"))
    return notes


def _weight_notes(view: View, subject: GroupsOverTime) -> list[str]:
    t, indicator, table = view.t, subject.indicator, subject.table
    if table is None or not subject.has_groups:
        return []
    if indicator.denominator is None:
        return [t("balans.note.counts")]
    by = weight_name(view, indicator)
    lines = other_weights(view, indicator, table)
    notes = [" ".join([t("balans.note.weights", by=by), *lines])] if lines else [t("balans.note.weights_same", by=by)]
    return notes if indicator.denominator_exact else [*notes, t("balans.note.approximate")]


def city_note(t: Texts, subject: GroupsOverTime) -> str:
    """How the city is treated; said also when the treatment asked for is not possible."""
    if subject.asked != subject.city:
        return t("balans.note.city_split_not")
    return t(f"balans.note.city_{subject.city}")
