"""What the goals page says in words. Rules on figures only; the words are in texts/*/mal.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balance.goals import GoalProgress
from balance.rounding import round_to_decimal
from cards.mal.progress import GoalStanding
from cards.words import figure, figure_with_unit, with_gap_unit
from catalogue import Goal, GoalStatus, Indicator
from texts import Texts, format_change, format_number, format_period


def title(t: Texts, found: Iterable[GoalStanding]) -> str:
    """The page's finding: how many of the goals that can be followed the county meets; proposals are counted for themselves."""
    followed = [s for s in found if s.measured]
    adopted = [s for s in followed if s.goal.status is not GoalStatus.DRAFT]
    drafts = [s for s in followed if s.goal.status is GoalStatus.DRAFT]
    met, met_drafts = (sum(s.state == "met" for s in group) for group in (adopted, drafts))
    if adopted and drafts:
        of = t.plural("mal.title.of_adopted", len(adopted), k=met)
        return t("mal.title.both", adopted=of, drafts=t.plural("mal.title.of_drafts", len(drafts), k=met_drafts))
    if adopted:
        return t("mal.title.adopted", adopted=t.plural("mal.title.of_adopted", len(adopted), k=met))
    if drafts:
        return t("mal.title.drafts", drafts=t.plural("mal.title.of_drafts", len(drafts), k=met_drafts))
    return t("mal.title.none")


def lead_sentences(t: Texts, found: Sequence[GoalStanding]) -> list[str]:
    """The first adopted goal in figures, then how many goals nothing can be said about, and why."""
    parts = [pair(t, s) for s in found if s.followed and s.goal.status is not GoalStatus.DRAFT][:1]
    parts.append(silent_goals(t, found))
    return [part for part in parts if part]


def silent_goals(t: Texts, found: Sequence[GoalStanding]) -> str:
    """How many goals are not judged, by reason; empty where every goal is."""
    reasons = [(reason, sum(s.state == reason for s in found)) for reason in ("not_followed", "unverified", "no_target")]
    phrases = [t.plural(f"mal.silent.{reason}", n) for reason, n in reasons if n]
    return t("mal.silent_of", n=len(found), reasons=t.join(phrases)) if phrases else ""


def pair(t: Texts, standing: GoalStanding) -> str:
    """ "Nya bostäder: 5,5 per 1 000 invånare i länet mot målets 8,9 (2024); 6,2 i norr och 5,5 i söder." Empty without a figure."""
    indicator, region = standing.indicator, standing.groups["region"]
    if indicator is None or region.latest is None or region.period is None:
        return ""
    north, south = standing.groups["north"], standing.groups["south"]
    words = {
        "name": standing.goal.name[t.language],
        "region": figure_with_unit(t, indicator, region.latest),
        "target": trimmed(t, indicator, standing.target),
        "period": format_period(region.period, t.language),
    }
    if north.latest is None or south.latest is None:
        return t("mal.pair_region", **words)
    return t("mal.pair", **words, north=figure(t, indicator, north.latest), south=figure(t, indicator, south.latest))


def trimmed(t: Texts, indicator: Indicator, value: float | None) -> str:
    """A target as text: without decimals where it is whole ("80"), else rounded as the indicator ("8,9")."""
    whole = value is not None and value == int(value)
    return format_number(value, 0 if whole else indicator.decimals, t.language)


def stated(t: Texts, goal: Goal) -> str:
    """The number that the document gives, with its unit: "22 000 bostäder". Never for an unverified goal, and empty without a number."""
    if goal.value is None or not goal.verified:
        return ""
    text = format_number(goal.value, 0 if goal.value == int(goal.value) else 1, t.language)
    unit = t(f"common.unit_after.{goal.unit}") if goal.unit else ""
    return f"{text} {unit}".rstrip()


def section_finding(t: Texts, found: Sequence[GoalStanding]) -> str:
    """How many of a section's goals the county meets; empty where none is followed."""
    followed = [s for s in found if s.measured]
    if not followed:
        return ""
    met = sum(s.state == "met" for s in followed)
    kind = "draft" if followed[0].goal.status is GoalStatus.DRAFT else "goal"
    return t(f"mal.section_finding.{kind}", k=met, n=len(followed))


def distance_text(t: Texts, goal: Goal, indicator: Indicator, progress: GoalProgress) -> str:
    """Which side of the number a figure lies on, and how far: "3,4 per 1 000 under målet". Empty without a figure."""
    if progress.distance is None:
        return ""
    words = {"goal": t(f"mal.the_goal.{'draft' if goal.status is GoalStatus.DRAFT else 'goal'}")}
    if round_to_decimal(progress.distance, indicator.decimals):
        amount = format_number(abs(progress.distance), indicator.decimals, t.language)
        words["amount"] = with_gap_unit(t, indicator.unit, amount)
    return t(f"mal.distance.{_side(indicator, progress.distance)}", **words)


def status_note(t: Texts, standing: GoalStanding, indicator: Indicator) -> str:
    """The county's distance, and that its pace is uncertain where a verdict rests on it."""
    distance = distance_text(t, standing.goal, indicator, standing.groups["region"])
    rests_on_pace = standing.state in ("on_the_way", "away")
    return t("mal.uncertain_pace", distance=distance) if rests_on_pace and uncertain(standing) else distance


def distance_short(t: Texts, indicator: Indicator, progress: GoalProgress) -> str:
    """The same for a table whose head says unit and goal: "3,4 under"."""
    if progress.distance is None:
        return format_number(None, 0, t.language)
    amount = format_number(abs(progress.distance), indicator.decimals, t.language)
    return t(f"mal.distance_short.{_side(indicator, progress.distance)}", amount=amount)


def _side(indicator: Indicator, distance: float) -> str:
    """Where a figure lies, as a key: a distance that is printed as zero has no side."""
    if not round_to_decimal(distance, indicator.decimals):
        return "at"
    return "below" if distance > 0 else "above"


def needed_text(t: Texts, progress: GoalProgress, decimals: int) -> str:
    """The even yearly change that is needed, or why there is none. Only for a goal with a target year."""
    if progress.distance is None:
        return format_number(None, 0, t.language)
    if progress.status == "met":
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


def state_word(t: Texts, goal: Goal, state: str, *, has_figure: bool = True) -> str:
    """The state in words. Without a target year "on the way" says only that figures go the right way, so it says that.

    A place that has a figure but no pace has not met the number, and that much is said.
    """
    if state == "on_the_way" and goal.year is None:
        return t("mal.state.right_way")
    if state == "not_computable" and has_figure:
        return t("mal.state.not_met_no_pace")
    return t(f"mal.state.{state}")


def detail_title(t: Texts, standing: GoalStanding) -> str:
    """The finding about one goal."""
    name, indicator = standing.goal.name[t.language], standing.indicator
    if not standing.followed or indicator is None:
        return t(f"mal.detail_title.{standing.state}", name=name)
    region = standing.groups["region"]
    if region.latest is None:
        return t("mal.detail_title.no_figure", name=name)
    what = t(f"mal.the_goal_has.{'draft' if standing.goal.status is GoalStatus.DRAFT else 'goal'}")
    words = {"name": name, "latest": figure(t, indicator, region.latest), "target": trimmed(t, indicator, standing.target), "goal": what}
    return t("mal.detail_title.met" if region.status == "met" else "mal.detail_title.not_met", **words)


def groups_sentence(t: Texts, standing: GoalStanding) -> str:
    """Where north and south are, whatever the county's verdict; empty where they have no figures of one period."""
    indicator, north, south = standing.indicator, standing.groups["north"], standing.groups["south"]
    if indicator is None or north.latest is None or south.latest is None or north.period is None or north.period != south.period:
        return ""
    words = {"north": figure_with_unit(t, indicator, north.latest), "south": figure(t, indicator, south.latest)}
    return t("mal.groups_now", **words, period=format_period(north.period, t.language))


def pace_sentence(t: Texts, standing: GoalStanding) -> str:
    """What the county's pace means for the goal, and how sure it is; empty where the goal is met or there is no figure.

    Where there is no pace it says so even for a goal that is met: the table below has kommuner that do not meet it.
    """
    region, indicator, goal = standing.groups["region"], standing.indicator, standing.goal
    if indicator is None or region.distance is None:
        return ""
    if region.observed_per_year is None:
        return t.plural("mal.pace.few", region.n_periods)
    if region.status == "met":
        return ""
    if region.observed_per_year * region.distance <= 0:
        return f"{t('mal.pace.wrong_way')} {_certainty(t, standing)}".rstrip()
    years = region.distance / region.observed_per_year
    first = format_period(region.pace_since or "", t.language)
    parts = [t("mal.pace.years", years=format_number(years, 0 if years >= 10 else 1, t.language), first=first), _certainty(t, standing)]
    if goal.year is None:
        parts.append(t("mal.pace.no_year"))
    return " ".join(part for part in parts if part)


def uncertain(standing: GoalStanding) -> bool:
    """True when the 95 % interval of the county's pace holds zero."""
    return standing.pace is not None and standing.pace.low <= 0 <= standing.pace.high


def _certainty(t: Texts, standing: GoalStanding) -> str:
    """That the pace cannot be told from standing still, where its 95 % interval holds zero; else nothing."""
    pace, indicator = standing.pace, standing.indicator
    if pace is None or indicator is None or not uncertain(standing):
        return ""
    low, high = (format_change(end, indicator.decimals + 1, t.language) for end in (pace.low, pace.high))
    return t("mal.pace.uncertain", low=low, high=high)


def kommun_sentences(t: Texts, standing: GoalStanding, names: dict[str, str]) -> list[str]:
    """How many kommuner are at or past the number, and which are nearest to either end of the list."""
    known = [(code, progress) for code, progress in standing.ranked() if progress.latest is not None]
    indicator = standing.indicator
    if not known or indicator is None:
        return [t("mal.kommuner_none")]
    met = sum(progress.status == "met" for _, progress in known)
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


def yardstick_sentence(t: Texts, counts: dict[str, int]) -> str:
    """South against north over all measures with a direction; empty where none has figures."""
    if not counts["directed"]:
        return ""
    return t("mal.yardstick", equal=counts["equal"], better=counts["better_south"], worse=counts["worse_south"], n=counts["directed"])
