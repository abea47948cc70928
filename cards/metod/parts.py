"""The parts of the page on data and method, each as a title and its HTML: for the page, and for what is read before it runs."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cards.common.links import link, with_language
from cards.common.words import unit_line
from cards.context import View
from cards.metod.citing import citing_parts
from cards.metod.coverage import coverage_html, coverage_title
from cards.metod.goals import goals_html, goals_title
from cards.metod.measures import list_parts
from cards.metod.metrics import metrics_parts
from cards.metod.rules import rules_parts
from cards.metod.status import status_parts, status_title
from catalogue import Indicator, Level, Theme

PARTS = ("matt", "tackning", "uppdatering", "mal", "regler", "berakning", "citera")
LEVELS, FIRST_LEVEL = [level.value for level in Level], Level.KOMMUN.value


def part_of(view: View, part: str, asked_level: str, url: str) -> tuple[str, list[str]]:
    """Title of a part (PARTS), and what it is made of. `asked_level` (one of LEVELS): whose coverage is shown; `url`: the page's address,
    for who cites it."""
    t, level = view.t, Level(asked_level)
    made: dict[str, Callable[[], tuple[str, list[str]]]] = {
        "matt": lambda: list_parts(view),
        "tackning": lambda: (coverage_title(view, level), [coverage_html(view, level)]),
        "uppdatering": lambda: (status_title(view), status_parts(view)),
        "mal": lambda: (goals_title(view), [goals_html(view)]),
        "regler": lambda: (t("metod.rules.title"), rules_parts(view)),
        "berakning": lambda: (t("metod.metrics.title"), metrics_parts(t)),
        "citera": lambda: (t("metod.cite.title"), citing_parts(view, url)),
    }
    return made[part]()


def names_by_theme(view: View) -> list[str]:
    """Every measure's name and unit by theme, each a link to all that is known of it: the list in short."""
    t, listed = view.t, view.data.catalogue.listed
    found = []
    for theme in Theme:
        items = "".join(f"<li>{_named(view, one)}</li>" for one in listed if one.theme is theme)
        found += [f"<h3>{escape(t(f'common.theme.{theme}'))}</h3><ul>{items}</ul>"] if items else []
    return found


def _named(view: View, indicator: Indicator) -> str:
    address = with_language(f"/metod?matt={indicator.id}", view.language)
    return f'{link(address, indicator.name[view.language])} <span class="unit">{escape(unit_line(view.t, indicator, None))}</span>'
