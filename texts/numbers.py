"""Numbers and periods as the reader's language writes them. Rounding happens here, once, half up, from the unrounded value."""

from __future__ import annotations

from collections.abc import Sequence

from balance.rounding import round_to_decimal
from texts.reading import Language, load_texts

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"
NO_FIGURE = "\N{EN DASH}"
NAMED_PERIODS = 4  # more of them are said as a span


def format_number(value: float | None, decimals: int, language: Language, *, signed: bool = False) -> str:
    """A number as text: 1234.55 with one decimal is "1 234,6" in Swedish and "1,234.6" in English; None or NaN is "–".

    A value that rounds to zero carries no sign. `signed` puts a plus before positive numbers. Decimals below 0 print to tens, hundreds …
    """
    exact = round_to_decimal(value, decimals)
    if exact is None:
        return NO_FIGURE
    whole = f"{abs(exact):,.{max(decimals, 0)}f}"
    if language == "sv":
        whole = whole.replace(",", THIN).replace(".", ",")
    if exact == 0:
        return whole
    return (MINUS if exact < 0 else "+" if signed else "") + whole


def format_change(value: float | None, decimals: int, language: Language) -> str:
    """A difference with its sign."""
    return format_number(value, decimals, language, signed=True)


def format_period(period: str, language: Language) -> str:
    """ "2024" stays; "2026M06" is "juni 2026" / "June 2026"."""
    year, _, month = period.partition("M")
    return f"{load_texts(language)(f'common.month.{int(month)}')} {year}" if month else year


def format_span(first: str, last: str, language: Language) -> str:
    """From one period to another: "2015–2024", and with months "juni 2020 – juni 2026"."""
    dash = " – " if "M" in first + last else "–"
    return f"{format_period(first, language)}{dash}{format_period(last, language)}"


def format_periods(periods: Sequence[str], language: Language) -> str:
    """Periods in order: up to four by name, more as the span from the first to the last."""
    if len(periods) > NAMED_PERIODS:
        return format_span(periods[0], periods[-1], language)
    return load_texts(language).join([format_period(period, language) for period in periods])
