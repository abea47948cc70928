"""Cards as they may be written: what a file format cannot hold fails there with half a file made, and so it never gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from cards.model import Card
from store.washing import washed


def clean(card: Card) -> Card:
    """The card with all its texts washed, those of its table too; its picture is made of words of the program."""
    made, chart = card.table, card.chart
    found: Card = _clean(replace(card, chart=None, table=None))
    return replace(
        found,
        chart=None if chart is None else replace(chart, alt=washed(chart.alt), key=_clean(chart.key)),
        table=None if made is None else replace(made, make=lambda: _clean(made())),
    )


def _clean(value: Any) -> Any:
    if type(value) is str:
        return washed(value)
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value
