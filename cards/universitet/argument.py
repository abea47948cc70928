"""An argument for an audience, put together from the claims whose evidence holds, and from nothing else.

Every section is a card: its paragraphs are made from the figures of its own table. What the figures do not carry is not written; it is
listed with the reason. A need is never given as a reason why a university would help, and "cannot tell" is never given as "no effect".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cards.basket import Item, encode
from cards.model import Table
from cards.universitet.board import SAYS_SIGN, said_by
from cards.universitet.findings import (
    change,
    doi_link,
    finding_sentence,
    inner,
    need_sentence,
    of,
    points_word,
    state_word,
    study_name,
    study_sentence,
    torn,
    why_left_out,
)
from cards.universitet.results import Results
from cards.view import View
from cards.words import figure, figure_with_unit, gap_text
from charts.table import Column, Row
from evidence.claims import RULE, Assessment, Finding, Points, State
from evidence.models import Kind, Says, Study
from evidence.verdict import Verdict
from texts import format_number, format_period

AUDIENCES = ("namnd", "riksdag", "press")
LENGTHS = ("kort", "lang")
STANCES = ("for", "emot", "bada")
SUMMARY, RESEARCH, OTHER_SIDE, LEFT_OUT = "sammanfattning", "forskning", "motargument", "utelamnat"
OWN_KOMMUN = "0126"  # Huddinge: whose board is addressed
Choices = Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """A part of the argument: its paragraphs, the measures in it, and the table that each figure in it is traced to.

    `name` is a claim's id or one of the fixed parts; `side` says which stance it serves, empty for both.
    """

    name: str
    heading: str
    paragraphs: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    table: Table | None = None
    side: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Argument:
    """Sections in order, and every claim that is not in them with the reason. `cards` are the same sections as cards of the registry."""

    choices: Choices
    sections: tuple[Section, ...]
    left_out: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    def section(self, name: str) -> Section | None:
        """The section of that name; None where the argument has none."""
        return next((each for each in self.sections if each.name == name), None)

    @property
    def cards(self) -> tuple[Item, ...]:
        """The sections as items of a basket, from which files are made."""
        return tuple(Item("universitet.argument", {**self.choices, "pastaende": each.name}) for each in self.sections)

    @property
    def basket(self) -> str:
        """The basket's link (`korg=…`)."""
        return encode(self.cards)


def build(view: View, results: Results, audience: str, length: str, stance: str) -> Argument:
    """The argument for `audience`, of `length`, with `stance`: see `AUDIENCES`, `LENGTHS`, `STANCES`."""
    maker = _Maker(view, results, audience, length, stance)
    choices = {"publik": audience, "langd": length, "hallning": stance}
    points = maker.points()
    left = tuple((claim, why) for claim, why in maker.left_out({section.name for section in points}))
    body = [*points, *maker.levers(), *maker.research(), *maker.other_side()]
    sections = [maker.summary(points), *body, maker.left_out_section(left)]
    return Argument(choices, tuple(sections), left)


def carried(assessment: Assessment) -> str:
    """Which side a claim's figures carry something for: "for", "emot", or "" where they carry nothing.

    Supported: for. Contradicted: against. Neither, for a claim about an effect that events have figures on: against, as "not shown" and
    no more; for a claim about a need whose figures point both ways: against, as "not one-sided". A claim without figures: nothing.
    """
    if assessment.state is State.SUPPORTS:
        return "for"
    if assessment.state is State.CONTRADICTS:
        return "emot"
    there = len(assessment.findings) - assessment.count(Points.ABSENT)
    if assessment.claim.kind is Kind.EFFECT and there:
        return "emot"
    return "emot" if torn(assessment) else ""


@dataclass(frozen=True)
class _Maker:
    view: View
    results: Results
    audience: str
    length: str
    stance: str

    @property
    def sides(self) -> tuple[str, ...]:
        return ("for", "emot") if self.stance == "bada" else (self.stance,)

    @property
    def long(self) -> bool:
        return self.length == "lang"

    def points(self) -> list[Section]:
        """A section for each claim that carries something for the stance, those for first."""
        every = self.results.assessments.values()
        return [self._point(each, side) for side in self.sides for each in every if carried(each) == side]

    def _point(self, each: Assessment, side: str) -> Section:
        t, claim = self.view.t, each.claim
        stated = claim.claim[t.language].rstrip(".")
        kind = "holds" if each.state is State.SUPPORTS else "contradicted" if each.state is State.CONTRADICTS else "torn"
        if kind == "torn" and not torn(each):
            kind = "not_shown"
        findings = [finding for finding in each.findings if finding.points is not Points.ABSENT]
        shown = findings if self.long else _told_first(findings)
        lead = t(f"universitet.argument.lead.{kind}", told=self._told(each))
        lines = [self._figure(finding) for finding in shown]
        if len(shown) < len(findings):
            lines.append(t.plural("universitet.argument.more", len(findings) - len(shown)))
        missing = each.count(Points.ABSENT)
        if missing and self.long:
            lines.append(t.plural("universitet.argument.absent", missing))
        paragraphs = [lead, *lines]
        if self.long:
            paragraphs.append(t("universitet.argument.would_change", what=claim.would_change[t.language]))
        return Section(
            name=claim.id,
            heading=t(f"universitet.argument.heading.{kind}", claim=stated if kind == "holds" else inner(stated)),
            paragraphs=tuple(part for part in paragraphs if part),
            indicators=tuple(dict.fromkeys(finding.indicator for finding in findings)),
            table=self._table(each, findings),
            side=side,
            caveats=tuple(self._caveats(each, kind, shown)),
        )

    def _told(self, each: Assessment) -> str:
        there = len(each.findings) - each.count(Points.ABSENT)
        points = Points.FOR if each.state is State.SUPPORTS else Points.AGAINST if each.state is State.CONTRADICTS else Points.SILENT
        return of(self.view.t, each.count(points), there)

    def _figure(self, finding: Finding) -> str:
        """A figure in a sentence, with what this audience needs beside it."""
        t, data = self.view.t, self.results.data
        indicator = data.catalogue.indicators[finding.indicator]
        gap = self.results.gaps.get(finding.indicator)
        if finding.event is not None or gap is None:
            return self._press(finding) if self.audience == "press" else finding_sentence(t, self.results, finding)
        sentence = need_sentence(t, indicator, gap)
        if self.audience == "namnd" and (own := self._own(finding)) is not None:
            name = data.catalogue.areas[OWN_KOMMUN].name
            return f"{sentence} {t('universitet.argument.own', name=name, value=figure_with_unit(t, indicator, own))}"
        if self.audience == "riksdag" and gap.region is not None:
            return f"{sentence} {t('universitet.argument.region', value=figure_with_unit(t, indicator, gap.region))}"
        return sentence

    def _own(self, finding: Finding) -> float | None:
        """The own kommun's figure in the same period; None where it is missing."""
        gap, wide = self.results.gaps[finding.indicator], self.results.data.values(finding.indicator)
        value = wide[gap.period].get(OWN_KOMMUN) if gap.period in wide else None
        return None if value is None or value != value else float(value)  # noqa: PLR0124 - NaN

    def _press(self, finding: Finding) -> str:
        """What happened after an event, in plain words and without terms of method."""
        t, event = self.view.t, self.results.evidence.events[finding.event or ""]
        name = self.results.data.catalogue.indicators[finding.indicator].name[t.language]
        verdict = finding.verdict or Verdict.CANNOT_TELL
        return t(
            f"universitet.argument.press.{verdict}",
            event=event.name[t.language],
            name=inner(name),
        )

    def _caveats(self, each: Assessment, kind: str, shown: Sequence[Finding]) -> list[str]:
        """What must be read with the figures: that a need is no effect, what was too small to see, weights and preliminary figures."""
        t, data = self.view.t, self.results.data
        lines = [t(f"universitet.argument.caveat.{each.claim.kind if kind in ('holds', 'contradicted') else kind}")]
        if kind == "not_shown" and self.audience != "press":
            lines += [sentence for finding in shown if (sentence := self._detectable(finding))]
        gaps = [gap for f in shown if f.event is None and (gap := self.results.gaps.get(f.indicator)) is not None]
        named = {gap.indicator: inner(data.catalogue.indicators[gap.indicator].name[t.language]) for gap in gaps}
        rough = [name for key, name in named.items() if not data.catalogue.indicators[key].denominator_exact]
        early = [named[gap.indicator] for gap in gaps if data.preliminary(gap.indicator, gap.period)]
        if rough and self.long:
            lines.append(t("universitet.argument.caveat.weights", names=t.join(rough)))
        if early:
            lines.append(t("universitet.argument.caveat.preliminary", names=t.join(early)))
        return lines

    def _detectable(self, finding: Finding) -> str:
        """The smallest change that would have been found after an event; empty where nothing was estimated."""
        t = self.view.t
        result = self.results.event(finding.event) if finding.event else None
        one = result.outcomes[finding.indicator] if result is not None else None
        if result is None or one is None or one.estimate is None or one.verdict is not Verdict.CANNOT_TELL:
            return ""
        return t(
            "universitet.argument.caveat.detectable", event=result.event.name[t.language],
            name=inner(self.results.data.catalogue.indicators[finding.indicator].name[t.language]),
            detectable=format_number(one.estimate.detectable, 1, t.language), unit=one.outcome.unit[t.language],
        )  # fmt: skip

    def _table(self, each: Assessment, findings: Sequence[Finding]) -> Table:
        """The figures that the section's sentences are made from: gaps or estimates, never mixed."""
        t = self.view.t
        rows = [self._effect_row(f) if f.event else self._need_row(f) for f in findings]
        names = ("measure", "south", "north", "gap", "region", "own", "period", "points")
        if each.claim.kind is Kind.EFFECT:
            names = ("measure", "estimate", "low", "high", "unit", "detectable", "event", "points")
        columns = [Column(t(f"universitet.argument.column.{name}"), numeric=name in NUMERIC) for name in names]
        return Table(columns, rows, t("universitet.argument.caption", claim=each.claim.claim[t.language]))

    def _need_row(self, finding: Finding) -> Row:
        t, gap = self.view.t, self.results.gaps[finding.indicator]
        indicator, own = self.results.data.catalogue.indicators[finding.indicator], self._own(finding)
        cells = [figure(t, indicator, value) for value in (gap.south, gap.north)]
        period = format_period(gap.period, t.language)
        rest = [gap_text(t, indicator, gap.difference), *(figure(t, indicator, value) for value in (gap.region, own))]
        return Row([indicator.name[t.language], *cells, *rest, period, points_word(t, finding.points)])

    def _effect_row(self, finding: Finding) -> Row:
        t, result = self.view.t, self.results.event(finding.event or "")
        one = result.outcomes[finding.indicator]
        name, found = self.results.data.catalogue.indicators[finding.indicator].name[t.language], one.estimate
        numbers = ["–"] * 3 if found is None else [change(t, value) for value in (found.att, found.low, found.high)]
        least = format_number(found.detectable if found is not None else None, 1, t.language)
        return Row([name, *numbers, one.outcome.unit[t.language], least, result.event.name[t.language], points_word(t, finding.points)])

    def summary(self, points: Sequence[Section]) -> Section:
        """What the figures carry for the stance, how much they do not, and the rule."""
        t, every = self.view.t, list(self.results.assessments.values())
        rows = [
            Row([each.claim.claim[t.language], t(f"universitet.kind_short.{each.claim.kind}"), state_word(t, each.state)]) for each in every
        ]
        counts = {state: sum(each.state is state for each in every) for state in State}
        paragraphs = [
            t(f"universitet.argument.opening.{self.stance}", points=len(points), n=len(every), **self._kinds(points)) if points
            else t("universitet.argument.nothing"),
            t(
                "universitet.argument.states", n=len(every), supports=counts[State.SUPPORTS], contradicts=counts[State.CONTRADICTS],
                cannot=counts[State.CANNOT_TELL],
            ),
            t(f"universitet.argument.audience.{self.audience}"),
        ]  # fmt: skip
        columns = [Column(t(f"universitet.board.column.{name}")) for name in ("claim", "kind", "state")]
        caveats = (t("universitet.rule", rule=RULE[t.language]), said_by(self.view, every[0].claim)) if self.long else ()
        table = Table(columns, rows, t("universitet.argument.states_caption"))
        return Section(SUMMARY, t(f"universitet.argument.title.{self.stance}"), tuple(paragraphs), (), table, "", caveats)

    def _kinds(self, points: Sequence[Section]) -> dict[str, int]:
        """How many of the sections are about a need, and how many about an effect."""
        kinds = [self.results.assessments[section.name].claim.kind for section in points]
        return {"needs": kinds.count(Kind.NEED), "effects": kinds.count(Kind.EFFECT)}

    def levers(self) -> list[Section]:
        """For those who decide about all three: the title, the money and the places are three decisions."""
        t = self.view.t
        if self.audience != "riksdag":
            return []
        return [Section("beslut", t("universitet.argument.levers_heading"), (t("universitet.argument.levers"),))]

    def research(self) -> list[Section]:
        """Studies that point the stance's way, mixed ones in both; what they are about is elsewhere, and that is said."""
        studies = self._studies(self.sides)
        if not studies:
            return []
        t = self.view.t
        shown = studies if self.long else studies[:3]
        lines = [study_sentence(t, study) for study in shown]
        if len(shown) < len(studies):
            lines.append(t.plural("universitet.argument.more_studies", len(studies) - len(shown)))
        table = self._study_table(studies)
        heading, caveat = t("universitet.argument.research_heading"), t("universitet.argument.caveat.research")
        return [Section(RESEARCH, heading, (" ".join(lines),), (), table, "", (caveat,))]

    def _studies(self, sides: Sequence[str]) -> list[Study]:
        """Those read in the source that point one of the ways, the clear ones before the mixed ones."""
        ways = {"for": Says.FOR, "emot": Says.AGAINST}
        wanted = [*(ways[side] for side in sides), Says.MIXED]
        known = [study for study in self.results.evidence.studies.values() if study.verified and study.says in wanted]
        return sorted(known, key=lambda study: (study.says is Says.MIXED, -study.year))

    def _study_table(self, studies: Sequence[Study]) -> Table:
        t = self.view.t
        rows = []
        for study in studies:
            says = f"{SAYS_SIGN[study.says]} {t(f'universitet.says.{study.says}')}"
            cells = [study_name(t, study), study.place[t.language], study.method[t.language], study.finding[t.language], says]
            rows.append(Row([*cells, doi_link(study) or study.published]))
        columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("study", "place", "method", "finding", "says", "link")]
        return Table(columns, rows, t("universitet.argument.research_caption"))

    def other_side(self) -> list[Section]:
        """What the other side can say with the same right; with both stances it is in the argument already."""
        if self.stance == "bada":
            return []
        t, other = self.view.t, "emot" if self.stance == "for" else "for"
        held = [each for each in self.results.assessments.values() if carried(each) == other]
        lines = [t("universitet.argument.other.need")] if self.stance == "for" else []
        rows, findings = [], []
        for each in held:
            findings += [finding for finding in each.findings if finding.points is not Points.ABSENT]
            said = t(f"universitet.argument.other.{_how(each)}", claim=inner(each.claim.claim[t.language].rstrip(".")))
            lines.append(said)
            rows.append(Row([each.claim.claim[t.language], state_word(t, each.state), _first_figure(self, each)]))
        studies = [study for study in self._studies((other,)) if study.says is not Says.MIXED]
        for study in studies:
            rows.append(Row([study_name(t, study), t(f"universitet.says.{study.says}"), study.finding[t.language]]))
        if studies:
            lines.append(t("universitet.argument.other.research", names=t.join([study_name(t, study) for study in studies])))
        if not lines:
            return []
        columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("claim", "state", "figure")]
        indicators = tuple(dict.fromkeys(finding.indicator for finding in findings))
        table = Table(columns, rows, t("universitet.argument.other_caption")) if rows else None
        heading = t(f"universitet.argument.other_heading.{self.stance}")
        return [Section(OTHER_SIDE, heading, tuple(lines), indicators, table)]

    def left_out(self, used: set[str]) -> list[tuple[str, str]]:
        """Claims that are not in the argument, with the reason."""
        t, found = self.view.t, []
        for name, each in self.results.assessments.items():
            if name not in used:
                why = why_left_out(t, each) if carried(each) != "for" else t("universitet.left_out.supported")
                found.append((each.claim.claim[t.language], why))
        return [*found, (t("universitet.left_out.scenario_name"), t("universitet.left_out.scenario"))]

    def left_out_section(self, left: Sequence[tuple[str, str]]) -> Section:
        """What was not written and why, as a section of its own."""
        t = self.view.t
        rows = [Row(pair) for pair in left]
        columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("claim", "why")]
        table = Table(columns, rows, t("universitet.argument.left_out_caption"))
        return Section(LEFT_OUT, t("universitet.argument.left_out_heading", n=len(left)), (t("universitet.argument.left_out"),), (), table)


NUMERIC = ("south", "north", "gap", "region", "own", "estimate", "low", "high", "detectable")


def _told_first(findings: Sequence[Finding]) -> Sequence[Finding]:
    """For a short text: of each way that figures point, the first that the claim names. Which those are is set in the catalogue."""
    first: dict[Points, Finding] = {}
    for finding in findings:
        first.setdefault(finding.points, finding)
    return list(first.values())


def _how(each: Assessment) -> str:
    """How the other side may put a claim."""
    if each.state is State.SUPPORTS:
        return "holds"
    if each.state is State.CONTRADICTS:
        return "contradicted"
    return "torn" if torn(each) else "not_shown"


def _first_figure(maker: _Maker, each: Assessment) -> str:
    """The first figure of a claim that there is, as a sentence."""
    first = next((finding for finding in each.findings if finding.points is not Points.ABSENT), None)
    return finding_sentence(maker.view.t, maker.results, first) if first is not None else "–"
