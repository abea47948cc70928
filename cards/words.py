"""Small phrases about figures that every page needs: a value with its unit, a unit line, a gap."""

from __future__ import annotations

from catalogue import Indicator
from catalogue.models import Unit
from texts import Texts, format_change, format_number, format_period


def figure(t: Texts, indicator: Indicator, value: float | None) -> str:
    """A value rounded for the indicator, without unit: "58,0"."""
    return format_number(value, indicator.decimals, t.language)


def figure_with_unit(t: Texts, indicator: Indicator, value: float | None) -> str:
    """A value with its unit in words: "58,0 procent", "114 304 personer"; the dash alone where there is no figure."""
    text = figure(t, indicator, value)
    unit = t(f"common.unit_after.{indicator.unit}")
    return f"{text} {unit}" if unit and value is not None and value == value else text  # noqa: PLR0124 - NaN


def gap_text(t: Texts, indicator: Indicator, gap: float | None) -> str:
    """A difference with sign and unit: "−9,3 procentenheter"; empty where it is not known."""
    if gap is None or gap != gap:  # noqa: PLR0124 - NaN
        return ""
    unit = t(f"common.gap_unit.{indicator.unit}")
    return f"{format_change(gap, indicator.decimals, t.language)} {unit}".rstrip()


def rank_text(low: int, high: int) -> str:
    """ "17" or "17–19".

    >>> rank_text(17, 19), rank_text(4, 4)
    ('17–19', '4')
    """
    return str(low) if low == high else f"{low}–{high}"


def unit_line(t: Texts, indicator: Indicator, period: str | None, *, preliminary: bool = False) -> str:
    """Unit, of what, when and how final: "% av invånarna 25–64 år, 2024, preliminär · lägre är bättre"."""
    unit = t(f"common.unit_line.{indicator.unit}")
    of = indicator.per[t.language] if indicator.per else ""
    # "per 1 000 invånare 16–64 år" says the unit and of what in one.
    parts = [of if of and indicator.unit is Unit.PER_1000 else " ".join(part for part in (unit, of) if part)]
    if period:
        parts.append(format_period(period, t.language))
    if preliminary:
        parts.append(t("common.status.preliminary"))
    line = ", ".join(part for part in parts if part)
    return line if indicator.polarity == "higher" else f"{line} · {t(f'common.polarity.{indicator.polarity}')}"
