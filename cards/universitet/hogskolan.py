"""Södertörns högskola in figures, as it tells them itself: students, full-time equivalents, staff and professors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cards.context import View
from cards.model import Card, Caution, LazyTable, Table
from cards.universitet.figures import Results
from charts.spec import chart
from charts.spec.lines import Lines, Series
from charts.table import Column, Row
from evidence.facts import InstitutionYear, first_and_last
from texts import Texts, format_number

COUNTS: dict[str, Callable[[InstitutionYear], int]] = {
    "students": lambda one: one.students,
    "full_time_students": lambda one: one.full_time_students,
    "staff": lambda one: one.staff,
    "professors": lambda one: one.professors,
}
HEADLINE = ("full_time_students", "professors")
COLOURS = {"students": "city", "full_time_students": "muted", "staff": "accent", "professors": "ink"}


def years_of(results: Results) -> list[InstitutionYear]:
    """The years that there are figures of, oldest first."""
    return sorted(results.evidence.institution.values(), key=lambda one: one.year)


def institution_card(view: View, results: Results) -> Card | None:
    """The newest year's full-time students and professors, and all four counts with the first year = 100.

    Research as a share of income has its own years and its own card. None without two years in the institution's own text.
    """
    t, years = view.t, years_of(results)
    own = first_and_last(years)
    if own is None:
        return None
    first, newest = own[0], years[-1]
    shown = [one for one in years if one.year >= first.year]
    series = [Series(t(f"universitet.institution.{name}"), "other", _indexed(shown, read), COLOURS[name]) for name, read in COUNTS.items()]
    title = t("universitet.institution.title", year=newest.year, parts=_counts(t, newest))
    return Card(
        id="universitet.hogskolan",
        query={},
        title=title,
        kicker=t("universitet.kicker_institution"),
        body=[_changes(t, first, newest), *_second_hand(t, own[1], newest)],
        heading=_heading(t, first, shown),
        chart=chart(Lines(series, 0), title),
        table=LazyTable(partial(institution_table, view, years)),
        notes=[
            *(Caution(said) for said in (sources_of(t, shown), t("universitet.institution.note"))),
            *(t(f"universitet.institution.{name}") for name in ("guests", "between", "campus")),
        ],
    )


def _counts(t: Texts, one: InstitutionYear) -> str:
    """ "7 351 helårsstudenter och 77 professorer"."""
    named = [(format_number(COUNTS[name](one), 0, t.language), t(f"universitet.institution.what.{name}")) for name in HEADLINE]
    return t.join([t("universitet.institution.count", n=n, what=what) for n, what in named])


def _changes(t: Texts, first: InstitutionYear, newest: InstitutionYear) -> str:
    """How the newest year's figures stand to the first year's."""
    parts = [_change(t, name, (first, newest)) for name in HEADLINE]
    return t("universitet.institution.changes", first=first.year, parts=t.join(parts))


def _second_hand(t: Texts, own: InstitutionYear, newest: InstitutionYear) -> list[str]:
    """That the newest figures are not the institution's own, and what its own say last; nothing where they are its own."""
    if newest.verified:
        return []
    return [t("universitet.institution.newest_second_hand", year=newest.year, own=own.year, parts=_counts(t, own))]


def _heading(t: Texts, first: InstitutionYear, shown: Sequence[InstitutionYear]) -> str:
    other = [str(one.year) for one in shown if not one.verified]
    index = t("universitet.institution.heading", first=first.year)
    return f"{index} {t('universitet.institution.heading_second_hand', years=t.join(other))}" if other else index


def _change(t: Texts, name: str, ends: tuple[InstitutionYear, InstitutionYear]) -> str:
    """ "39 procent fler professorer", "lika många studenter"."""
    way, change = way_of(t, *(float(COUNTS[name](one)) for one in ends))
    return t(f"universitet.institution.change.{way}", change=change, what=t(f"universitet.institution.what.{name}"))


def way_of(t: Texts, first: float, last: float) -> tuple[str, str]:
    """Whether it is more, fewer or the same in whole per cent, and how many per cent."""
    change = 100 * (last / first - 1)
    shown = format_number(abs(change), 0, t.language)
    return "same" if shown == "0" else "more" if change > 0 else "fewer", shown


def _indexed(years: Sequence[InstitutionYear], read: Callable[[InstitutionYear], int]) -> dict[str, float | None]:
    return {str(one.year): 100 * read(one) / read(years[0]) for one in years}


def institution_table(view: View, years: Sequence[InstitutionYear]) -> Table:
    """Every year, newest first: the figures, whose text they were read in, and where."""
    t, rows = view.t, []
    for one in reversed(years):
        counts = [format_number(read(one), 0, t.language) for read in COUNTS.values()]
        money = [format_number(one.income, 1, t.language), percent(t, one.research_share)]
        mark = t(f"universitet.institution.mark.{'own' if one.verified else 'other'}")
        rows.append(Row([str(one.year), *counts, *money, mark, " ".join(_source(t, one))]))
    names = ("year", *COUNTS, "income", "research_share", "mark", "source")
    columns = [Column(t(f"universitet.institution.column.{name}"), numeric=name not in ("year", "mark", "source")) for name in names]
    return Table(columns, rows, t("universitet.institution.caption"))


def _source(t: Texts, one: InstitutionYear) -> list[str]:
    return [f"{one.source[t.language]}.", *([one.note[t.language]] if one.note is not None else []), *([one.url] if one.url else [])]


def sources_of(t: Texts, years: Sequence[InstitutionYear]) -> str:
    """Where the figures of the years were read."""
    return t("universitet.institution.sources", sources="; ".join(one.source[t.language] for one in years))


def percent(t: Texts, share: float) -> str:
    """A share as it is published, in whole per cent."""
    return format_number(share, 0, t.language)
