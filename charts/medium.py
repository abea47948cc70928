"""What a picture is drawn for: whose colours, which language, a screen or paper of which width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from charts.tokens import Palette
from texts import Language

Form = Literal["screen", "column", "slide"]


@dataclass(frozen=True)
class Medium:
    """`form`: a page of the site, a report's column, or a slide, which is wider than high."""

    palette: Palette
    language: Language
    form: Form = "screen"
