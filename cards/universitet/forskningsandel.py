"""Research as a share of the income of Södertörns högskola, and what it is in kronor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.context import View
from cards.model import Card, Caution, LazyTable
from cards.universitet.figures import Results
from cards.universitet.hogskolan import institution_table, percent, sources_of, way_of, years_of
from charts.spec import chart
from charts.spec.lines import Lines, Series
from evidence.facts import InstitutionYear, first_and_last
from texts import Texts, format_number


def share_card(view: View, results: Results) -> Card | None:
    """Research as a share of the institution's income, and what it is in kronor; None without two years in its own text."""
    t, years = view.t, years_of(results)
    ends = first_and_last(years)
    if ends is None:
        return None
    title = share_sentence(t, ends)
    return Card(
        id="universitet.forskningsandel",
        query={},
        title=title.rstrip("."),
        kicker=t("universitet.kicker_institution"),
        body=[" ".join(beside_share(t, years, ends))],
        heading=t("universitet.institution.share_heading"),
        chart=chart(Lines(_share_lines(t, years), 0, "%"), title),
        table=LazyTable(partial(institution_table, view, years)),
        notes=[
            Caution(sources_of(t, years)),
            Caution(t("universitet.institution.share_note")),
            t("universitet.institution.between"),
        ],
    )


def beside_share(t: Texts, years: Sequence[InstitutionYear], ends: tuple[InstitutionYear, InstitutionYear]) -> list[str]:
    """What must be read with the share: what it is in kronor, and newer figures of another text."""
    return [income_sentence(t, ends), *_later(t, years, ends[1])]


def share_sentence(t: Texts, ends: tuple[InstitutionYear, InstitutionYear]) -> str:
    """Where research as a share of income went from the first year to the last: "… från 41 procent 2013 till 34 procent 2019." """
    first, last = ends
    way = "level" if first.research_share == last.research_share else "fell" if last.research_share < first.research_share else "rose"
    shares = {"was": percent(t, first.research_share), "now": percent(t, last.research_share)}
    return t(f"universitet.institution.share.{way}", first=first.year, last=last.year, **shares)


def income_sentence(t: Texts, ends: tuple[InstitutionYear, InstitutionYear]) -> str:
    """What the share is in kronor, in the prices of each year: a share can fall while the money grows."""
    first, last = (one.research_income for one in ends)
    way = way_of(t, first, last)
    return t(f"universitet.institution.income.{way[0]}", change=way[1], was=_round(t, first), now=_round(t, last))


def _later(t: Texts, years: Sequence[InstitutionYear], last: InstitutionYear) -> list[str]:
    """Newer figures that another text alone gives."""
    newer = [one for one in years if not one.verified and one.year > last.year]
    return [t("universitet.institution.second_hand", year=one.year, share=percent(t, one.research_share)) for one in newer[-1:]]


def _share_lines(t: Texts, years: Sequence[InstitutionYear]) -> list[Series]:
    """The institution's own figures as a line, and what another text alone gives dashed from the last of them."""
    own = [one for one in years if one.verified]
    later = [one for one in years if not one.verified and one.year > own[-1].year]
    lines = [Series(t("universitet.institution.own"), "region", {str(one.year): one.research_share for one in own})]
    joined = {str(one.year): one.research_share for one in (own[-1], *later)}
    return [*lines, *([Series(t("universitet.institution.other"), "city", joined, dashed=True)] if later else [])]


def _round(t: Texts, millions: float) -> str:
    """To millions, as the share of the published income gives."""
    return format_number(millions, 0, t.language)
