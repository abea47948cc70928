"""Every rule of what may be said, with its thresholds, why they are what they are, and what the rule says today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from balance.hangs_on import LeaveOneOut
from balance.rounding import round_to_decimal
from cards.common.goal_words import state_word, trimmed
from cards.common.goals import goal_standings
from cards.common.standing import Standing, pair_sentence, standings
from cards.common.standing_rows import gap_note
from cards.common.verdict_words import direction_words, hangs_on_words, verdict_words
from cards.common.verdicts import chance_of, concepts_counted, direction_of, hangs_on
from cards.common.words import figure, figure_with_unit, gap_text, inner
from cards.context import View
from catalogue import Indicator
from catalogue.region import FIRST, SECOND
from catalogue.rules import Rules, Threshold, load_rules, load_thresholds
from catalogue.selections import load_selections
from evidence.chance import AGREE, LEVEL, POWER
from evidence.events import LEAST_BEFORE
from texts import Texts, format_change, format_number, format_period

RULES: Mapping[str, tuple[str, ...]] = {  # rule → its thresholds
    "difference": ("more_decimals",),
    "verdict": ("slight", "clear"),
    "hangs_on": ("named_at_most", "divisions", "divisions_seed"),
    "direction": ("least_points", "confidence", "steady"),
    "counting": (),
    "mean_years": ("mean_years",),
    "goal": ("pace_years",),
    "persons": ("persons_step",),
    "convergence": ("half_life_years",),
    "pattern": ("permutations", "significance", "borderline"),
    "effect": (),
}


def rules_parts(view: View) -> list[str]:
    """As HTML: each rule in words, today's example, and its thresholds with value, reason and source."""
    t, found = view.t, {threshold.id: threshold for threshold in load_thresholds()}
    parts = [f'<p class="body">{escape(t("metod.rules.lead"))}</p>']
    for rule, names in RULES.items():
        example = EXAMPLES[rule](view) if rule in EXAMPLES else ""
        told = f'<p class="note">{escape(t("metod.rules.today", example=example))}</p>' if example else ""
        limits = "".join(_threshold(t, found[name]) for name in names)
        words = escape(t(f"metod.rules.{rule}.words", **thresholds_in_words(t), **effects_in_words(t)))
        listed = f'<dl class="facts metrics">{limits}</dl>' if limits else ""
        parts.append(f'<h3 id="{rule}">{escape(t(f"metod.rules.{rule}.name"))}</h3><p class="body">{words}</p>{told}{listed}')
    return parts


def thresholds_in_words(t: Texts, rules: Rules | None = None) -> dict[str, str]:
    """Every threshold by its id as a text: shares of risk and confidence in per cent, all else as it is."""
    values = (rules or load_rules()).model_dump()
    percents = ("confidence", "significance")
    return {name: _plain(t, 100 * value if name in percents else value) for name, value in values.items()}


def effects_in_words(t: Texts) -> dict[str, str]:
    """The limits of the rule on what followed elsewhere (`evidence.verdict`) as texts."""
    limits = {"level": 100 * LEVEL, "agree": 100 * AGREE, "power": 100 * POWER, "least_before": LEAST_BEFORE}
    return {name: _plain(t, value) for name, value in limits.items()}


def _plain(t: Texts, value: float) -> str:
    """A number with the decimals that it has."""
    places = next(places for places in range(9) if float(round_to_decimal(value, places) or 0) == value or places == 8)
    return format_number(value, places, t.language)


def _threshold(t: Texts, threshold: Threshold) -> str:
    source = (
        f' <span class="unit">{escape(t("metod.metrics.source", source=threshold.source.rstrip(".")))}</span>' if threshold.source else ""
    )
    value = escape(_plain(t, threshold.value))
    return f"<div><dt>{value} <code>{escape(threshold.id)}</code></dt><dd>{escape(threshold.reason[t.language])}{source}</dd></div>"


def _every(view: View) -> list[Standing]:
    return [one for rows in standings(view.data, "apart").values() for one in rows]


def _example(view: View) -> Standing | None:
    """The measure that the page shows how to cite, now; None where it has no comparison."""
    return next((one for one in _every(view) if one.indicator.id == load_selections()["metod.cited"][0]), None)


def _name(view: View, indicator: Indicator) -> str:
    return indicator.name[view.language]


def _difference(view: View) -> str:
    """The first measure whose own decimals would not subtract."""
    for one in _every(view):
        b, own = one.balance, one.indicator
        if one.decimals > own.decimals:
            shown, short = ([figure(view.t, own, v, n) for v in (b.south, b.north)] for n in (one.decimals, own.decimals))
            gaps = [format_change(b.gap, n, view.language) for n in (one.decimals, own.decimals)]
            words = {SECOND: shown[0], FIRST: shown[1], "gap": gaps[0], "short": ", ".join([*short, gaps[1]])}
            return view.t("metod.rules.difference.example", name=_name(view, own), when=one.when(view.t), **words)
    return ""


def _verdict(view: View) -> str:
    one = _example(view)
    if one is None or one.balance.verdict.d is None:
        return ""
    t, verdict, places = view.t, one.balance.verdict, one.indicator.decimals + 2
    gap, spread = (gap_text(t, one.indicator, value, places) for value in (verdict.gap, verdict.spread))
    words = {"gap": gap, "spread": spread.lstrip("+"), "d": format_change(verdict.d, 2, t.language)}
    said = inner(verdict_words(t, verdict.word))
    return t("metod.rules.verdict.example", name=_name(view, one.indicator), when=one.when(t), verdict=said, **words)


def _leave_one_out(view: View, one: Standing) -> LeaveOneOut | None:
    return hangs_on(view.data, one.indicator.id, one.balance.period, "apart")


def _hangs_on(view: View) -> str:
    """The example measure, and the first that holds whichever kommun is left out."""
    one, t, catalogue = _example(view), view.t, view.data.catalogue
    firm = next((each for each in _every(view) if each.balance.verdict.counts and (f := _leave_one_out(view, each)) and f.holds), None)
    chosen = [each for each in (one, None if firm is one else firm) if each is not None]
    said = [f"{_name(view, each.indicator)}: {inner(hangs_on_words(t, catalogue, _leave_one_out(view, each)))}" for each in chosen]
    chance = None if one is None else chance_of(view.data, one.indicator.id, one.balance.period, "apart")
    if one is not None and chance is not None:
        percent = format_number(100 * chance, 1, t.language)
        said.append(t("metod.rules.hangs_on.example", name=_name(view, one.indicator), percent=percent))
    return " ".join(said)


def _direction(view: View) -> str:
    """The example measure, and the lead measure with the longest series."""
    t, one = view.t, _example(view)
    names = [lead.id for lead in view.data.catalogue.leads.values() if view.data.periods(lead.id)]
    names += [one.indicator.id] if one is not None else []
    found = {name: becomes for name in names if (becomes := direction_of(view.data, name, "apart")) is not None}
    longest = max(found, key=lambda name: found[name].n, default=None)
    said = []
    for name in dict.fromkeys([*([one.indicator.id] if one is not None else []), *([longest] if longest is not None else [])]):
        becomes, entry = found.get(name), view.data.catalogue.indicators[name]
        if becomes is None:
            continue
        words = {"name": _name(view, entry), "state": inner(direction_words(t, becomes)), "n": becomes.n}
        if becomes.per_year is None or becomes.low is None or becomes.high is None:
            said.append(t("metod.rules.direction.few", **words))
            continue
        ends = (format_change(value, 3, t.language) for value in (becomes.per_year, becomes.low, becomes.high))
        said.append(t("metod.rules.direction.example", **words, **dict(zip(("slope", "low", "high"), ends, strict=True))))
    return " ".join(said)


def _counting(view: View) -> str:
    t, found = view.t, concepts_counted(view.data, "apart")
    names = {
        key: t.join([inner(view.data.catalogue.concepts[one].name[t.language]) for one in concepts]) or t("metod.rules.counting.nothing")
        for key, concepts in (("worse", found.worse), ("better", found.better), ("equal", found.about_equal), ("out", found.not_comparable))
    }
    return t("metod.rules.counting.example", n=found.counted, k=len(found.worse), **names)


def _mean_years(view: View) -> str:
    one = next((one for one in _every(view) if one.indicator.several_years), None)
    return "" if one is None else pair_sentence(view.t, one)


def _goal(view: View) -> str:
    """The first goal with a number and a figure."""
    t = view.t
    for standing in goal_standings(view.data).values():
        entry = standing.indicator
        if standing.measured and entry is not None and standing.target is not None:
            latest, state = figure_with_unit(t, entry, standing.own.latest), inner(state_word(t, standing.goal, standing.state))
            words = {"latest": latest, "target": trimmed(t, entry, standing.target), "state": state}
            return t("metod.rules.goal.example", name=standing.goal.name[t.language], **words)
    return ""


def _persons(view: View) -> str:
    one = _example(view)
    return "" if one is None else f"{_name(view, one.indicator)}: {gap_note(view, one)} ({one.when(view.t)})."


def _pattern(view: View) -> str:
    one = _example(view)
    found = None if one is None else view.data.pattern(one.indicator.id, one.balance.period, True)
    if one is None or found is None or found.p_sim is None:
        return ""
    words = {"i": format_number(found.i, 2, view.language), "p": format_number(found.p_sim, 3, view.language)}
    when = format_period(one.balance.period, view.language)
    return view.t("metod.rules.pattern.example", name=_name(view, one.indicator), when=when, **words)


EXAMPLES: Mapping[str, Callable[[View], str]] = {
    "difference": _difference, "verdict": _verdict, "hangs_on": _hangs_on, "direction": _direction, "counting": _counting,
    "mean_years": _mean_years, "goal": _goal, "persons": _persons, "pattern": _pattern,
}  # fmt: skip
