"""What the goals page says in words. Rules on figures only; the words are in texts/*/mal.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from balance.counting import ConceptCount
from balance.goals import GoalProgress
from balance.periods import as_years
from balance.rounding import round_to_decimal
from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import GoalStanding
from cards.common.words import figure, figure_with_unit, inner, pair_decimals, pair_distance, with_unit
from catalogue import Goal, GoalStatus, Indicator
from catalogue.region import FIRST, SECOND
from catalogue.rules import load_rules
from texts import Texts, format_change, format_number, format_period

STATES = ("reached", "on_the_way", "right_direction", "pace_uncertain", "wrong_direction")  # of a goal that is judged, from best to worst
SILENT = ("pace_only", "not_followed", "unverified", "no_number")  # of one that is not


def title(t: Texts, found: Iterable[GoalStanding]) -> str:
    """The page's finding: the first adopted goal of the county that has a figure and a number, in figures."""
    for standing in found:
        indicator = standing.indicator
        adopted = standing.measured and standing.goal.status is GoalStatus.ADOPTED
        if adopted and indicator is not None and standing.target is not None:
            return finding(t, indicator, standing)
    return t("mal.title.none")


def finding(t: Texts, indicator: Indicator, standing: GoalStanding) -> str:
    """The newest figure and the number: in the goal's own sentence where the catalogue has one, "Det byggs 5,5 bostäder per 1 000
    invånare (2024); målet är 8,9"."""
    own, name = standing.goal.finding, standing.goal.name[t.language]
    if own is None:
        return t("mal.title.figures", name=name, **latest_and_target(t, indicator, standing))
    decimals = decimals_of(indicator, standing.own)
    latest = format_number(standing.own.latest, decimals, t.language)
    period = format_period(standing.own.period or "", t.language)
    return own[t.language].format(latest=latest, period=period, target=trimmed(t, indicator, standing.target, decimals))


def lead_sentences(t: Texts, found: Sequence[GoalStanding]) -> list[str]:
    """Of the adopted goals how many are in which state, and of how many goals nothing can be said."""
    silent = sum(s.state in SILENT for s in found)
    said = (_states(t, found, GoalStatus.ADOPTED), t.plural("mal.silent_short", silent, all=len(found)) if silent else "")
    return [part for part in said if part]


def beside_sentences(t: Texts, found: Sequence[GoalStanding]) -> list[str]:
    """The states of the goals that are not adopted, kind by kind, and why nothing can be said of the others."""
    others = [_states(t, found, kind) for kind in (GoalStatus.PROGRAMME, GoalStatus.DRAFT)]
    return [part for part in (*others, silent_goals(t, found)) if part]


def _states(t: Texts, found: Sequence[GoalStanding], kind: GoalStatus) -> str:
    """ "Av 7 antagna mål med ett läge är 1 nått, 3 på väg …"; empty where none of the kind is judged."""
    judged = [s for s in found if s.measured and s.goal.status is kind and s.state in STATES]
    said: list[str] = [
        "right_direction" if s.state == "on_the_way" and s.goal.year is None else s.state for s in judged
    ]  # as `state_word` has it
    phrases = [t.plural(f"mal.state_count.{state}", n) for state in STATES if (n := said.count(state))]
    return t.plural(f"mal.states.{kind}", len(judged), states=t.join(phrases)) if judged else ""


def silent_goals(t: Texts, found: Sequence[GoalStanding]) -> str:
    """How many goals are not judged, by reason; empty where every goal is."""
    reasons = [(reason, sum(s.state == reason for s in found)) for reason in SILENT]
    phrases = [t.plural(f"mal.silent.{reason}", n) for reason, n in reasons if n]
    return t("mal.silent_of", n=len(found), reasons=t.join(phrases)) if phrases else ""


def latest_and_target(t: Texts, indicator: Indicator, standing: GoalStanding) -> dict[str, str]:
    """The newest figure with its unit and the number it is set against, as texts that subtract."""
    decimals = decimals_of(indicator, standing.own)
    latest = with_unit(t, indicator.unit, format_number(standing.own.latest, decimals, t.language))
    return {"latest": latest, "target": trimmed(t, indicator, standing.target, decimals)}


def section_finding(t: Texts, found: Sequence[GoalStanding]) -> str:
    """How many of a section's goals are reached; empty where none is judged."""
    judged = [s for s in found if s.measured and s.state in STATES]
    return t("mal.section_finding", k=sum(s.state == "reached" for s in judged), n=len(judged)) if judged else ""


def distance_text(t: Texts, goal: Goal, indicator: Indicator, progress: GoalProgress) -> str:
    """Which side of the number a figure lies on, and how far: "3,4 per 1 000 under målet". Empty without a figure."""
    if progress.distance is None:
        return ""
    kind = "draft" if goal.status is GoalStatus.DRAFT else "level_of" if goal.level_of else "goal"
    words = {"goal": t(f"mal.the_goal.{kind}")}
    decimals = decimals_of(indicator, progress)
    if round_to_decimal(progress.distance, decimals):
        words["amount"] = pair_distance(t, indicator, *_target_and_latest(progress))
    return t(f"mal.distance.{_side(decimals, progress.distance)}", **words)


def decimals_of(indicator: Indicator, progress: GoalProgress) -> int:
    """Decimals with which figure, number and distance are printed, so that they subtract."""
    return pair_decimals(indicator, *_target_and_latest(progress))


def _target_and_latest(progress: GoalProgress) -> tuple[float | None, float | None]:
    if progress.latest is None or progress.distance is None:
        return None, progress.latest
    return progress.latest + progress.distance, progress.latest


def status_note(t: Texts, standing: GoalStanding, indicator: Indicator) -> str:
    """How far it is to the number, of whom the goal is about."""
    return distance_text(t, standing.goal, indicator, standing.own)


def distance_short(t: Texts, progress: GoalProgress, decimals: int) -> str:
    """The same for a table whose head says unit and goal: "3,4 under"."""
    if progress.distance is None:
        return format_number(None, 0, t.language)
    amount = format_number(abs(progress.distance), decimals, t.language)
    return t(f"mal.distance_short.{_side(decimals, progress.distance)}", amount=amount)


def _side(decimals: int, distance: float) -> str:
    """Where a figure lies, as a key: a distance that is printed as zero has no side."""
    if not round_to_decimal(distance, decimals):
        return "at"
    return "below" if distance > 0 else "above"


def needed_text(t: Texts, progress: GoalProgress, decimals: int) -> str:
    """The even yearly change that is needed, or why there is none. Only for a goal with a target year."""
    if progress.distance is None:
        return format_number(None, 0, t.language)
    if progress.met:
        return t("mal.needed.none")
    if progress.needed_per_year is None:
        return t("mal.needed.passed")
    return format_change(progress.needed_per_year, decimals, t.language)


def observed_text(t: Texts, progress: GoalProgress, decimals: int, usual: str) -> str:
    """The yearly change so far, with its periods where they are not the `usual` ones; "–" where no figure or too few for a pace."""
    if progress.observed_per_year is None:
        return format_number(None, 0, t.language)
    change, periods = format_change(progress.observed_per_year, decimals, t.language), span(t, progress)
    return change if periods == usual else f"{change} ({periods})"


def span(t: Texts, progress: GoalProgress) -> str:
    """The periods behind a pace: "2014–2024"; empty without a pace."""
    if progress.pace_since is None or progress.period is None:
        return ""
    return "–".join(format_period(p, t.language) for p in (progress.pace_since, progress.period))


def detail_title(t: Texts, standing: GoalStanding) -> str:
    """The finding about one goal."""
    name, indicator, goal = standing.goal.name[t.language], standing.indicator, standing.goal
    if not standing.followed or indicator is None:
        return t(f"mal.detail_title.{standing.state}", name=name)
    if standing.own.latest is None:
        return t("mal.detail_title.no_figure", name=name)
    words = {"name": name, **latest_and_target(t, indicator, standing)}
    if goal.pace_only:
        return t("mal.detail_title.pace_only", name=name, pace=pace_of_sum(t, standing))
    if standing.target is None:
        return t(f"mal.detail_title.{goal.direction}", **words, state=inner(state_word(t, goal, standing.state)))
    if goal.more_than and standing.own.met:
        return t("mal.detail_title.more_than", **words)
    told = t("mal.detail_title.level_of", **words) if goal.level_of else finding(t, indicator, standing)
    return t("mal.detail_title.target", finding=told, state=inner(state_word(t, goal, standing.state)))


def pace_of_sum(t: Texts, standing: GoalStanding) -> str:
    """What a place has added in the last ten years towards a sum: of a yearly flow the sum and mean of its years, of a stock its change."""
    indicator, series = standing.indicator, standing.series
    if indicator is None or series is None or series.dropna().empty:
        return ""
    known = series.dropna()
    known = known[[as_years(str(known.index[-1])) - as_years(str(period)) < load_rules().pace_years for period in known.index]]
    first, last = (format_period(str(period), t.language) for period in (known.index[0], known.index[-1]))
    number = partial(format_number, decimals=0, language=t.language)
    if standing.goal.pace_only == "flow":
        return t("mal.sum.flow", total=number(float(known.sum())), mean=number(float(known.mean())), first=first, last=last)
    years = as_years(str(known.index[-1])) - as_years(str(known.index[0]))
    if not years:
        return t("mal.sum.one", latest=number(float(known.iloc[-1])), last=last)
    moved = float(known.iloc[-1] - known.iloc[0])
    words = {"change": format_change(moved, 0, t.language), "mean": format_change(moved / years, 0, t.language)}
    return t("mal.sum.stock", latest=number(float(known.iloc[-1])), first=first, last=last, **words)


def groups_sentence(t: Texts, standing: GoalStanding) -> str:
    """Where north and south are, whatever the county's verdict; empty where they have no figures of one period."""
    indicator, groups = standing.indicator, standing.groups
    north, south = groups.get(FIRST), groups.get(SECOND)
    if indicator is None or north is None or south is None or north.latest is None or south.latest is None or north.period is None:
        return ""
    if north.period != south.period:
        return ""
    words = {FIRST: figure_with_unit(t, indicator, north.latest), SECOND: figure(t, indicator, south.latest)}
    return t("mal.groups_now", **words, period=format_period(north.period, t.language))


def pace_sentence(t: Texts, standing: GoalStanding) -> str:
    """What the county's pace means for the goal, and how sure it is; empty where the number is met or there is no figure.

    Where there is no pace it says so even for a number that is met: the table below has kommuner that do not meet it.
    """
    region, indicator, goal = standing.own, standing.indicator, standing.goal
    if goal.pace_only:
        return t("mal.pace.no_start", target=stated(t, goal))
    if indicator is None or region.latest is None or (region.met and region.observed_per_year is not None):
        return ""
    if region.observed_per_year is None:
        return t.plural("mal.pace.few", region.n_periods, least=load_rules().least_points)
    if region.verdict == "pace_uncertain":
        return _certainty(t, standing)
    if region.verdict == "wrong_direction":
        return t("mal.pace.wrong_way")
    return "" if region.distance is None else _years_left(t, goal, region.distance / region.observed_per_year, region.pace_since or "")


def _years_left(t: Texts, goal: Goal, years: float, since: str) -> str:
    """The distance as years of change, and whether there is a year to compare them with."""
    told = t("mal.pace.years", years=format_number(years, 0 if years >= 10 else 1, t.language), first=format_period(since, t.language))
    return f"{told} {t('mal.pace.no_year')}" if goal.year is None else told


def _certainty(t: Texts, standing: GoalStanding) -> str:
    """That the pace cannot be told from standing still, with its interval."""
    pace, indicator = standing.pace, standing.indicator
    if pace is None or indicator is None:
        return ""
    low, high = (format_change(end, indicator.decimals + 1, t.language) for end in (pace.low, pace.high))
    return t("mal.pace.uncertain", low=low, high=high, confidence=format_number(100 * load_rules().confidence, 0, t.language))


def kommun_sentences(t: Texts, standing: GoalStanding, names: dict[str, str]) -> list[str]:
    """How many kommuner are at or past the number, and which are nearest to either end of the list."""
    known = [(code, progress) for code, progress in standing.ranked() if progress.latest is not None]
    indicator = standing.indicator
    if not known or indicator is None:
        return [t("mal.kommuner_none")]
    met = sum(progress.met for _, progress in known)
    parts = [t("mal.kommuner_met", k=met, n=len(known))]
    if len(known) > 1:
        (best, first), (worst, last) = known[0], known[-1]
        parts.append(
            t(
                "mal.kommuner_ends",
                best=names[best],
                high=figure(t, indicator, first.latest),
                worst=names[worst],
                low=figure(t, indicator, last.latest),
            )
        )
    if len(known) < len(standing.kommuner):
        parts.append(t.plural("mal.kommuner_missing", len(standing.kommuner) - len(known)))
    return parts


def yardstick_sentence(t: Texts, found: ConceptCount) -> str:
    """The second group against the first over all concepts that can be compared; empty where there are none."""
    if not found.counted:
        return ""
    return t("mal.yardstick", equal=len(found.about_equal), better=len(found.better), worse=len(found.worse), n=found.counted)
