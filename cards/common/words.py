"""Small phrases about figures that every page needs: a value with its unit, a unit line, a gap."""

from __future__ import annotations

from decimal import Decimal

from balance.periods import year_of
from balance.rounding import ShownDifference, shown_difference
from catalogue import Indicator
from catalogue.models import Unit
from catalogue.rules import load_rules
from store.schema import BOTH
from texts import Texts, format_change, format_number, format_period
from texts.numbers import MINUS


def figure(t: Texts, indicator: Indicator, value: float | None, decimals: int | None = None) -> str:
    """A value rounded for the indicator, or to `decimals` (see `pair_decimals`), without unit: "58,0"."""
    return format_number(value, indicator.decimals if decimals is None else decimals, t.language)


def pair_decimals(indicator: Indicator, value: float | None, other: float | None) -> int:
    """With how many decimals two values and their difference are shown, so that what is shown subtracts; see `balance.rounding`."""
    found = shown_difference(value, other, indicator.decimals, load_rules().more_decimals)
    return indicator.decimals if found is None else found.decimals


def figure_with_unit(t: Texts, indicator: Indicator, value: float | None, decimals: int | None = None) -> str:
    """A value with its unit in words: "58,0 procent", "114 304 personer", "1 person"; the dash alone where there is no figure."""
    text = figure(t, indicator, value, decimals)
    return with_unit(t, indicator.unit, text) if value is not None and value == value else text  # noqa: PLR0124 - NaN


def with_unit(t: Texts, unit: Unit, text: str) -> str:
    """A figure that is text already with its unit in words, which is singular after 1."""
    return f"{text} {t(f'common.unit_after_one.{unit}' if _is_one(text) else f'common.unit_after.{unit}')}".rstrip()


def with_gap_unit(t: Texts, unit: Unit, text: str) -> str:
    """A difference that is text already with its unit: "7,0 procentenheter", "−1 procentenhet"."""
    return f"{text} {t(f'common.gap_unit_one.{unit}' if _is_one(text) else f'common.gap_unit.{unit}')}".rstrip()


def _is_one(text: str) -> bool:
    """Whether a printed figure is followed by a word in the singular: 1 is, with or without sign, 1,0 and 0 are not."""
    return text.lstrip(f"+{MINUS}") == "1"


def gap_text(t: Texts, indicator: Indicator, gap: float | None, decimals: int | None = None) -> str:
    """A difference with sign and unit: "−9,3 procentenheter"; empty where it is not known."""
    if gap is None or gap != gap:  # noqa: PLR0124 - NaN
        return ""
    return with_gap_unit(t, indicator.unit, format_change(gap, indicator.decimals if decimals is None else decimals, t.language))


def pair_gap(t: Texts, indicator: Indicator, value: float | None, other: float | None, *, unit: bool = True) -> str:
    """value − other with sign, and `unit` unless a column's head says it, as it is printed beside the two (`pair_decimals`): "−9,3
    procentenheter"; with "(avrundat)" where no decimals make the three subtract. Empty where either is not known."""
    found = shown_difference(value, other, indicator.decimals, load_rules().more_decimals)
    if found is None:
        return ""
    return shown_gap(t, found, indicator.unit if unit else None)


def shown_gap(t: Texts, found: ShownDifference, unit: Unit | None = None) -> str:
    """The difference of two shown figures with its sign and `unit`: the one place that says that it is rounded."""
    text = format_change(float(found.difference), found.decimals, t.language)
    text = text if unit is None else with_gap_unit(t, unit, text)
    return text if found.exact else t("common.rounded_gap", gap=text)


def pair_distance(t: Texts, indicator: Indicator, value: float | None, other: float | None, *, unit: bool = True) -> str:
    """`pair_gap` without its sign, for sentences that say which is higher: "9,3 procentenheter"."""
    return pair_gap(t, indicator, value, other, unit=unit).lstrip(f"+{MINUS}")


def axis_start(t: Texts, value: float, decimals: int) -> str:
    """Where an axis starts, exactly as it is drawn: whole as "45", else with `decimals` or as many as the value has ("0,84", "22,5")."""
    if value == int(value):
        return format_number(value, 0, t.language)
    needed = -int(Decimal(str(value)).normalize().as_tuple().exponent)
    return format_number(value, max(decimals, needed), t.language)


def status_words(t: Texts, status: str) -> str:
    """What a status says beside a figure, remark by remark: "brott i serien, låg tillförlitlighet"."""
    return ", ".join(t(f"common.status.{part}") for part in status.split(BOTH))


def capital(text: str) -> str:
    """The text with a capital first letter, behind a quotation mark too, the rest as it is.

    >>> capital("innerstaden i Stockholm"), capital("”arbetar i bygg”")
    ('Innerstaden i Stockholm', '”Arbetar i bygg”')
    """
    start = 1 if text[:1] in "“”" else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def inner(words: str) -> str:
    """A name or a claim as it stands within a sentence. What begins with two capitals is an abbreviation and stays.

    >>> inner("Nettoinkomst, medelvärde"), inner("IT-jobb")
    ('nettoinkomst, medelvärde', 'IT-jobb')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def of_measure(t: Texts, indicator: Indicator, said: str) -> str:
    """A finding with the measure that it is about in front, so that it can be read aloud, and taken away, by itself."""
    return t("common.of_measure", name=indicator.name[t.language], said=inner(said))


def period_words(t: Texts, indicator: Indicator, period: str) -> str:
    """The period that a verdict is taken on: "2024"; of what single years say little of "medel 2020–2024"."""
    if not indicator.several_years:
        return format_period(period, t.language)
    last = year_of(period)
    return t("common.mean_of_years", first=str(last - load_rules().mean_years + 1), last=str(last))


def rank_text(low: int, high: int) -> str:
    """ "17" or "17–19".

    >>> rank_text(17, 19), rank_text(4, 4)
    ('17–19', '4')
    """
    return str(low) if low == high else f"{low}–{high}"


def unit_line(t: Texts, indicator: Indicator, period: str | None, *, preliminary: bool = False, worded: bool = False) -> str:
    """Unit, of what, when and how final: "% av invånarna 25–64 år, 2024, preliminär · lägre är bättre".

    `worded`: the period is words already.
    """
    unit = t(f"common.unit_line.{indicator.unit}")
    of = indicator.per[t.language] if indicator.per else ""
    # "per 1 000 invånare 16–64 år" says the unit and of what in one.
    parts = [of if of and indicator.unit is Unit.PER_1000 else " ".join(part for part in (unit, of) if part)]
    if period:
        parts.append(period if worded else format_period(period, t.language))
    if preliminary:
        parts.append(t("common.status.preliminary"))
    line = ", ".join(part for part in parts if part)
    return line if indicator.polarity == "higher" else f"{line} · {t(f'common.polarity.{indicator.polarity}')}"
