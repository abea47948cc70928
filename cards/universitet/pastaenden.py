"""The claims with their state of evidence: as a board on the screen, and every figure and study behind them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from cards.common.words import period_words
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.figures import Results, shown_at, weighted_by
from cards.universitet.findings import (
    POINTS_SIGN,
    SIGN,
    board_lead,
    board_title,
    doi_link,
    finding_sentence,
    points_word,
    state_word,
    study_name,
    study_sentence,
    told_of,
    what_would_change,
)
from catalogue.models import Bilingual
from charts.spec import chart
from charts.spec.words import BoardSection, BoardWords, ClaimBoard, ClaimRow, Ground
from charts.table import Column, Row
from evidence.claims import RULE, Assessment, Finding, Points, State
from evidence.models import Claim, ClaimKind, Says

SAYS_SIGN = {Says.FOR: "✓", Says.MIXED: "±", Says.AGAINST: "✕"}


def board_card(view: View, chosen: tuple[Results, str]) -> Card:
    """The board on the results; with the URL query that follows along in its links."""
    results, query = chosen
    t, everything = view.t, (*results.needs, *results.effects)
    return Card(
        id="universitet.pastaenden",
        query={},
        title=board_title(t, results.needs, results.effects),
        kicker=t("universitet.kicker"),
        body=board_lead(t, everything),
        chart=chart(ClaimBoard([_section(view, results, kind, query) for kind in ClaimKind], _words(view)), t("universitet.board.caption")),
        table=LazyTable(partial(board_table, view, results)),
        notes=[rule(view), t("universitet.board.research_note"), said_by(view, everything[0].claim)],
        provenance=Provenance(
            indicators=list(dict.fromkeys(finding.indicator for finding in figures_of(results))),
            sources=weighted_by(results, figures_of(results)),
            shown_at=shown_at(results, figures_of(results)),
        ),
    )


def rule(view: View) -> str:
    """The rule that gives a claim its state, in full."""
    return view.t("universitet.rule", rule=RULE[view.language])


def said_by(view: View, claim: Claim) -> str:
    """Whose claims these are."""
    return view.t("universitet.said_by", who=claim.said_by[view.language])


def figures_of(results: Results) -> list[Finding]:
    """Every figure that there is behind some claim."""
    return [f for each in (*results.needs, *results.effects) for f in each.findings if f.points is not Points.ABSENT]


def _words(view: View) -> BoardWords:
    t = view.t
    return BoardWords(
        concerns=t("universitet.board.concerns"),
        figures=t("universitet.board.figures"),
        research=t("universitet.board.research"),
        no_research=t("universitet.board.no_research"),
        would_change=t("universitet.board.would_change"),
    )


def _section(view: View, results: Results, kind: ClaimKind, query: str) -> BoardSection:
    found = results.needs if kind is ClaimKind.NEED else results.effects
    rows = [_row(view, results, each, query) for each in found]
    return BoardSection(view.t(f"universitet.kind.{kind}"), _tally(view, found), view.t(f"universitet.kind_note.{kind}"), rows)


def _tally(view: View, found: Sequence[Assessment]) -> str:
    """How many claims are in each state: "✓ 4 stöds · ✕ 0 motsägs · ? 2 går inte att säga"."""
    counts = {state: sum(each.state is state for each in found) for state in State}
    return " · ".join(f"{SIGN[state]} {view.t(f'universitet.board.tally.{state}', n=n)}" for state, n in counts.items())


def _row(view: View, results: Results, each: Assessment, query: str) -> ClaimRow:
    t, claim = view.t, each.claim
    shown = [finding for finding in each.findings if finding.event is None or finding.points is not Points.ABSENT]
    left = len(each.findings) - len(shown)
    figures = [_figure(view, results, finding, query) for finding in shown]
    if left:
        figures.append(Ground(POINTS_SIGN[Points.ABSENT], t("universitet.points.absent"), t.plural("universitet.board.absent", left)))
    return ClaimRow(
        sign=SIGN[each.state],
        state=t(f"universitet.state.{each.state}"),
        mark=each.state.value,
        claim=claim.claim[t.language],
        told=told_of(t, results, each),
        concerns=claim.concerns[t.language],
        figures=figures,
        research=[_study(view, results, name) for name in claim.research],
        would_change=what_would_change(t, results, each),
        none=_said(view, claim.no_figures),
    )


def _said(view: View, words: Bilingual | None) -> str:
    return words[view.language] if words is not None else ""


def _figure(view: View, results: Results, finding: Finding, query: str) -> Ground:
    t = view.t
    page = (
        {"matt": finding.indicator}
        if finding.event is None
        else {"del": "handelser", "handelse": finding.event, "utfall": finding.indicator}
    )
    path = "balans" if finding.event is None else "universitet"
    absent = finding.points is Points.ABSENT
    href = "" if absent else f"/{path}?{'&'.join(part for part in (urlencode(page), query) if part)}"
    return Ground(
        POINTS_SIGN[finding.points], t(f"universitet.points.{finding.points}"), finding_sentence(t, results, finding), href,
        t("universitet.board.link") if href else "",
    )  # fmt: skip


def _study(view: View, results: Results, name: str) -> Ground:
    study, t = results.evidence.studies[name], view.t
    href = doi_link(study)
    return Ground(
        SAYS_SIGN[study.says], t(f"universitet.says.{study.says}"), study_sentence(t, study), href,
        f"doi:{study.doi}" if href else "",
    )  # fmt: skip


def board_table(view: View, results: Results) -> Table:
    """A row for every figure and every study behind a claim: what, which figure, when, and which way it points."""
    t, rows = view.t, []
    for each in (*results.needs, *results.effects):
        head = [each.claim.claim[t.language], t(f"universitet.kind_short.{each.claim.kind}"), state_word(t, each.state)]
        rows += [Row([*head, *_cells(view, results, finding)]) for finding in each.findings]
        if not each.findings:
            rows.append(Row([*head, _said(view, each.claim.no_figures), "–", "–", "–"]))
        for name in each.claim.research:
            study = results.evidence.studies[name]
            label = f"{SAYS_SIGN[study.says]} {t(f'universitet.says.{study.says}')}"
            source = f"{study_name(t, study)} {doi_link(study)}".rstrip()
            rows.append(Row([*head, source, study.finding[t.language], str(study.year), label]))
    columns = [Column(t(f"universitet.board.column.{name}")) for name in ("claim", "kind", "state", "ground", "figure", "when", "points")]
    return Table(columns, rows, t("universitet.board.caption"))


def _cells(view: View, results: Results, finding: Finding) -> list[str]:
    """Name, figure, period and direction of one figure."""
    t = view.t
    indicator = results.data.catalogue.indicators[finding.indicator]
    name = indicator.name[t.language]
    points = points_word(t, finding.points)
    sentence = finding_sentence(t, results, finding).removeprefix(f"{name}: ")
    if finding.event is None:
        gap = results.gaps.get(finding.indicator)
        return [name, sentence, period_words(t, indicator, gap.period) if gap else "–", points]
    found = results.event(finding.event).outcomes[finding.indicator].comparison
    events = found.events if found is not None else ()
    years = t.join([str(results.evidence.events[each].year) for each in events]) or "–"
    return [f"{name}, {results.event(finding.event).event.name[t.language]}", sentence, years, points]
