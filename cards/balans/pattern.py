"""Whether kommuner that are alike lie beside each other: Moran's I in words."""

from __future__ import annotations

from balance.spatial import Moran
from cards.balans.findings import SIGNIFICANT
from cards.context import View
from cards.data import SHUFFLES
from texts import Texts, format_number, format_period

I_DECIMALS, P_DECIMALS = 2, 3


def pattern_way(found: Moran) -> str:
    """`alike` or `unlike` neighbours, or `none` where the pattern may as well be chance.

    >>> pattern_way(Moran(0.6, -0.04, 0.0, 0.002, 24, ())), pattern_way(Moran(0.6, -0.04, 0.0, 0.4, 24, ()))
    ('alike', 'none')
    >>> pattern_way(Moran(-0.5, -0.04, 0.0, 0.01, 24, ()))
    'unlike'
    """
    if found.p_sim is None or not found.p_sim < SIGNIFICANT:
        return "none"
    return "alike" if found.i > found.expected else "unlike"


def pattern_sentence(t: Texts, found: Moran | None, period: str) -> str:
    """Whether neighbours are more or less alike than chance would make them; empty without figures."""
    if found is None:
        return ""
    i, p = pattern_figures(t, found)
    return t(f"balans.pattern.{pattern_way(found)}", i=i, p=p, period=format_period(period, t.language))


def pattern_figures(t: Texts, found: Moran | None) -> tuple[str, str]:
    """Moran's I and its p as they are printed; a dash each where there is none."""
    if found is None or found.p_sim is None:
        return "–", "–"
    return format_number(found.i, I_DECIMALS, t.language), format_number(found.p_sim, P_DECIMALS, t.language)


def pattern_note(view: View, found: Moran | None) -> str:
    """How the pattern is reckoned, and which kommuner it is reckoned without; empty where it is not."""
    if found is None:
        return ""
    t, names = view.t, [view.data.catalogue.areas[code].name for code in found.islands]
    words = {"shuffles": SHUFFLES, "limit": format_number(100 * SIGNIFICANT, 0, t.language)}
    return " ".join([t("balans.pattern.note", **words), *([t("balans.pattern.islands", names=t.join(names))] if names else [])])
