"""What the university page says in words. Rules on figures only; the words are in texts/*/universitet.yaml.

A need and an effect are never put in one sentence as cause and consequence. What cannot be told is said to be so, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance.counting import ConceptCount
from balance.verdict import GapWord
from cards.common.verdict_words import verdict_words
from cards.common.verdicts import leads_of
from cards.common.words import figure, figure_with_unit, inner, pair_decimals, period_words
from cards.context import View
from cards.universitet.figures import Gap, Results
from catalogue import Indicator
from catalogue.models import Unit
from evidence.chance import LEVEL
from evidence.claims import Assessment, Finding, Points, State
from evidence.compare import AllEvents, Contrast, EventResult, OutcomeResult
from evidence.events import LEAST_AFTER, LEAST_BEFORE
from evidence.models import ClaimKind, Event, Study
from evidence.verdict import Reason, Verdict
from texts import Texts, format_change, format_number

SIGN = {State.SUPPORTS: "✓", State.CONTRADICTS: "✕", State.CANNOT_TELL: "?"}
POINTS_SIGN = {Points.FOR: "✓", Points.AGAINST: "✕", Points.SILENT: "?", Points.ABSENT: "–", Points.BESIDE: "·"}
VERDICT_SIGN = {Verdict.RAISED: "▲", Verdict.LOWERED: "▼", Verdict.NO_LARGE_CHANGE: "=", Verdict.CANNOT_TELL: "?"}
SMALL_P = 0.001
NARROW = 3.0  # width of an interval that is told with two decimals


def of(t: Texts, k: int, n: int) -> str:
    """ "4 av 6", "inget av 6", "alla 6"."""
    key = "none" if k == 0 else "all" if k == n and n > 1 else "some"
    return t(f"universitet.of.{key}", k=k, n=n)


def count(t: Texts, n: int) -> str:
    """A number of claims in running text: "inget" for none, "4"."""
    return t("universitet.of.zero") if n == 0 else format_number(n, 0, t.language)


def told(t: Texts, each: Assessment) -> str:
    """How many of a claim's figures speak for it, against it, or give no answer: "3 av 4 talar för, 1 av 4 ger inget svar"."""
    there = len(each.there)
    if not there:
        return t("universitet.board.no_figures")
    parts = []
    for points in (Points.FOR, Points.AGAINST, Points.SILENT):
        k = each.count(points)
        if k:
            key = "both" if k == there == 2 else "all" if k == there > 2 else "only" if there == 1 else "some"
            n_of = t(f"universitet.of.{'some' if points is Points.SILENT and there > 1 else key}", k=k, n=there)
            parts.append(t.plural(f"universitet.board.told.{points}", k, of=n_of))
    return t.join(parts)


def told_of(t: Texts, results: Results, each: Assessment) -> str:
    """What a claim's figures say: of a need the overview's word for each measure, never a count of them; of an effect `told`."""
    if each.claim.kind is ClaimKind.EFFECT or not each.there:
        return told(t, each)
    by_word: dict[str, list[str]] = {}
    for finding in each.there:
        gap = results.gaps.get(finding.indicator)
        if gap is not None and finding.points is not Points.BESIDE:
            name = inner(results.data.catalogue.indicators[finding.indicator].name[t.language])
            by_word.setdefault(inner(verdict_words(t, gap.verdict.word)), []).append(name)
    return "; ".join(t("universitet.need.word_of", word=word, names=t.join(names)) for word, names in by_word.items())


def board_title(t: Texts, needs: Sequence[Assessment], effects: Sequence[Assessment]) -> str:
    """How many claims the figures support, needs and effects apart."""
    held = [sum(each.state is State.SUPPORTS for each in group) for group in (needs, effects)]
    return t("universitet.board.title", needs=of(t, held[0], len(needs)), effects=of(t, held[1], len(effects)))


def board_lead(t: Texts, assessments: Sequence[Assessment]) -> list[str]:
    """How many are contradicted and how many cannot be told, and that a need is no effect."""
    contradicted = sum(each.state is State.CONTRADICTS for each in assessments)
    silent = sum(each.state is State.CANNOT_TELL for each in assessments)
    n = len(assessments)
    return [
        t("universitet.board.rest", contradicted=of(t, contradicted, n), silent=of(t, silent, n)),
        t("universitet.board.apart"),
    ]


def state_word(t: Texts, state: State) -> str:
    """The state of evidence with its symbol: "✓ Stöds av siffrorna"."""
    return f"{SIGN[state]} {t(f'universitet.state.{state}')}"


def points_word(t: Texts, points: Points) -> str:
    """Which way a figure points, with its symbol."""
    return f"{POINTS_SIGN[points]} {t(f'universitet.points.{points}')}"


def verdict_word(t: Texts, verdict: Verdict) -> str:
    """A verdict with its symbol."""
    return f"{VERDICT_SIGN[verdict]} {t(f'universitet.verdict.{verdict}')}"


def amount(t: Texts, indicator: Indicator, value: float | None, decimals: int | None = None) -> str:
    """A value with its unit in words, where the measure's name does not say it already ("… per 1 000 invånare")."""
    said = indicator.unit is Unit.PER_1000 and t("common.unit.per_1000") in indicator.name[t.language]
    return figure(t, indicator, value, decimals) if said else figure_with_unit(t, indicator, value, decimals)


def need_sentence(t: Texts, indicator: Indicator, gap: Gap | None) -> str:
    """ "Trångboddhet: 21,2 procent i söder mot 16,8 i norr (2023)."; that figures are missing where there are none."""
    name = indicator.name[t.language]
    if gap is None or gap.north is None or gap.south is None:
        return t("universitet.need.absent", name=name)
    key = "undirected" if not gap.verdict.directed else "equal" if gap.verdict.word is GapWord.ABOUT_EQUAL else "pair"
    places = pair_decimals(indicator, gap.south, gap.north)
    return t(
        f"universitet.need.{key}", name=name, south=amount(t, indicator, gap.south, places), north=figure(t, indicator, gap.north, places),
        period=period_words(t, indicator, gap.period),
    )  # fmt: skip


def need_title(t: Texts, found: ConceptCount) -> str:
    """On how many of the concepts that can be compared the second group is behind: "på alla 11 områden"."""
    if not found.counted:
        return t("universitet.need.title_none")
    return t("universitet.need.title", of=of(t, len(found.worse), found.counted))


LEAD_WORDS = {
    GapWord.SLIGHTLY_WORSE: "slightly_worse", GapWord.ABOUT_EQUAL: "equal", GapWord.SLIGHTLY_BETTER: "slightly_better",
    GapWord.BETTER: "better",
}  # fmt: skip


def need_lead(view: View, results: Results, found: ConceptCount) -> str:
    """The concepts that a headline of how many are worse does not tell, by the word that the overview gives each; empty for none."""
    leads, by_word = leads_of(results.data, "apart"), dict[str, list[str]]()
    for concept in (*found.worse, *found.about_equal, *found.better):
        gap = results.gap(leads[concept].id)
        if gap is not None and gap.verdict.word in LEAD_WORDS:
            by_word.setdefault(LEAD_WORDS[gap.verdict.word], []).append(concept)
    told = [view.t(f"universitet.need.{key}_in", names=_concepts(view, by_word[key])) for key in LEAD_WORDS.values() if key in by_word]
    return " ".join(told)


def _concepts(view: View, concepts: Sequence[str]) -> str:
    return view.t.join([inner(view.data.catalogue.concepts[one].name[view.language]) for one in concepts])


def change(t: Texts, value: float, decimals: int = 1) -> str:
    """An estimated change with its sign."""
    return format_change(value, decimals, t.language)


def decimals_of(found: Contrast) -> int:
    """Decimals that an estimate is told with: two where its interval is narrow."""
    return 2 if found.high - found.low < NARROW else 1


def told_change(t: Texts, found: Contrast) -> str:
    """An estimate with its sign."""
    return change(t, found.att, decimals_of(found))


def interval(t: Texts, found: Contrast) -> str:
    """ "−0,6 till +1,2"."""
    return t("universitet.interval", low=change(t, found.low, decimals_of(found)), high=change(t, found.high, decimals_of(found)))


def matters_text(t: Texts, found: Contrast) -> str:
    """The smallest change that matters, as text."""
    return format_number(found.matters, decimals_of(found), t.language)


def detectable_text(t: Texts, found: Contrast) -> str:
    """The smallest change that the rule finds in four cases of five, as text; that none could be found."""
    if found.detectable is None:
        return t("universitet.undetectable")
    return format_number(found.detectable, decimals_of(found), t.language)


def p_text(t: Texts, p_value: float) -> str:
    """A p-value with two decimals, or that it is very small. Three decimals where two would hide which side of 5 % it lies."""
    if p_value < SMALL_P:
        return f"< {format_number(SMALL_P, 3, t.language)}"
    return format_number(p_value, 3 if abs(p_value - LEVEL) < 0.005 else 2, t.language)


def estimate_text(t: Texts, found: Contrast | None) -> str:
    """ "+0,3 procentenheter (−0,6 till +1,2)"; the dash where nothing was estimated."""
    if found is None:
        return format_number(None, 0, t.language)
    return t("universitet.estimate", att=told_change(t, found), unit=found.outcome.unit[t.language], interval=interval(t, found))


def event_title(t: Texts, event: Event | AllEvents, indicator: Indicator, verdict: Verdict) -> str:
    """The finding about one outcome after one event."""
    return t(
        "universitet.event.title", event=event.name[t.language], name=inner(indicator.name[t.language]), verdict=verdict_of(t, verdict)
    )


def verdict_of(t: Texts, verdict: Verdict) -> str:
    """A verdict as it stands within a sentence."""
    return t(f"universitet.verdict_in.{verdict}")


def event_sentence(t: Texts, results: Results, result: EventResult, one: OutcomeResult) -> str:
    """The verdict on one outcome, with the figures that it follows from and the reason."""
    found, reason = one.comparison, one.judgement.reason
    if found is None or reason is Reason.NO_FIGURES:
        return absent_sentence(t, results, result.event, one.outcome.indicator)
    words = {
        "att": told_change(t, found), "unit": one.outcome.unit[t.language], "interval": interval(t, found),
        "p": p_text(t, found.adjusted_p), "matters": matters_text(t, found), "n": found.comparisons,
    }  # fmt: skip
    return t(f"universitet.reason.{reason}", **words, way=verdict_of(t, one.verdict))


def absent_sentence(t: Texts, results: Results, event: Event | AllEvents, indicator: str) -> str:
    """Which figures are missing, and whether a refresh may bring them."""
    years = results.years(indicator)
    if years is None:
        return t("universitet.absent.none")
    if isinstance(event, AllEvents):
        return t("universitet.absent.pooled", least=LEAST_BEFORE)
    begins = event.begins
    key = "later" if years[0] >= begins else "ended" if years[1] < begins else "few"
    words = {"first": years[0], "last": years[1], "year": begins, "least": LEAST_BEFORE, "after": LEAST_AFTER}
    rest = "" if key == "ended" else t(f"universitet.absent.{'to_come' if results.may_reach_back(event, indicator) else 'unpublished'}")
    return " ".join(part for part in (t(f"universitet.absent.{key}", **words), rest) if part)


def finding_sentence(t: Texts, results: Results, finding: Finding) -> str:
    """One figure of a claim as a sentence: a gap, or what happened after an event."""
    indicator = results.data.catalogue.indicators[finding.indicator]
    if finding.event is None:
        return need_sentence(t, indicator, results.gaps.get(finding.indicator))
    one = results.event(finding.event).outcomes[finding.indicator]
    name = inner(indicator.name[t.language])
    if one.comparison is None:
        return t("universitet.effect.absent", event=results.event(finding.event).event.name[t.language], name=name)
    event = results.event(one.comparison.event).event.name[t.language]  # of an outcome that one event alone has years for: that one
    return t(
        "universitet.effect.line", event=event, name=name, estimate=estimate_text(t, one.comparison), verdict=verdict_of(t, one.verdict)
    )


def why_left_out(t: Texts, assessment: Assessment) -> str:
    """Why a claim is not in an argument: it speaks for the other side, or its figures are missing, silent or point both ways."""
    if assessment.state is not State.CANNOT_TELL:
        return t(f"universitet.left_out.{assessment.state}")
    if not assessment.findings and assessment.claim.no_figures is not None:
        return assessment.claim.no_figures[t.language]
    if not assessment.there:
        return t("universitet.left_out.absent")
    return t(f"universitet.left_out.{'torn' if torn(assessment) else 'silent'}", told=told(t, assessment))


def what_would_change(t: Texts, results: Results, each: Assessment) -> str:
    """What would change a claim's state: of a need by the rule and its gaps, of an effect which figures it would take."""
    if each.claim.would_change is not None:
        return each.claim.would_change[t.language]
    names = {
        points: t.join(
            [inner(results.data.catalogue.indicators[f.indicator].name[t.language]) for f in each.findings if f.points is points]
        )
        for points in Points
    }
    there = len(each.there)
    if not there:
        return t("universitet.would_change.absent", names=names[Points.ABSENT])
    if torn(each):
        return t("universitet.would_change.torn", against=names[Points.AGAINST], speaking=names[Points.FOR])
    every = t("universitet.of.both" if there == 2 else "universitet.of.all", n=there)
    return t.plural(f"universitet.would_change.{each.state}", there, every=every)


def torn(assessment: Assessment) -> bool:
    """Whether figures of the claim point both ways."""
    return bool(assessment.count(Points.FOR) and assessment.count(Points.AGAINST))


def study_name(t: Texts, study: Study) -> str:
    """ "Ejermo & Sofer (2024)"."""
    return f"{study.authors} ({study.year})"


def study_sentence(t: Texts, study: Study) -> str:
    """What a study found, where; that it is an association where it is no more."""
    words = {"name": study_name(t, study), "place": study.place[t.language], "finding": study.finding[t.language]}
    return t("universitet.study.effect" if study.effect else "universitet.study.association", **words)


def doi_link(study: Study) -> str:
    """The address of a study's DOI; empty where it has none."""
    return f"https://doi.org/{study.doi}" if study.doi else ""
