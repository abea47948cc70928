"""Words: every text of the interface per language, and numbers as each language writes them."""

from texts.numbers import format_change, format_number, format_period, format_periods, format_span
from texts.reading import LANGUAGES, Language, Texts, load_texts

__all__ = [
    "LANGUAGES",
    "Language",
    "Texts",
    "format_change",
    "format_number",
    "format_period",
    "format_periods",
    "format_span",
    "load_texts",
]
