"""What is said beside a gap: its verdict, what it hangs on, where it is going, how many people it is (words: texts/*/common.yaml)."""

from __future__ import annotations

from balance.direction import GapDirection
from balance.hangs_on import LeaveOneOut
from balance.verdict import GapWord
from catalogue import Catalogue
from texts import Texts, format_number, format_period


def verdict_words(t: Texts, word: GapWord) -> str:
    """The second group against the first: "Något sämre i söder"."""
    return t(f"common.status_south.{word}")


def hangs_on_words(t: Texts, catalogue: Catalogue, found: LeaveOneOut | None) -> str:
    """ "Håller vem som än räknas bort.", "Hänger på Solna."; empty where there is no verdict."""
    if found is None or found.everyone.word is GapWord.UNKNOWN:
        return ""
    if found.holds:
        return t("common.hangs_on.holds")
    names, more = [catalogue.areas[code].name for code in found.named], len(found.changing) - len(found.named)
    return t("common.hangs_on.names", names=t.join([*names, *([t.plural("common.hangs_on.more", more)] if more else [])]))


def direction_words(t: Texts, found: GapDirection | None) -> str:
    """ "Gapet minskar sedan 2012", "För få år"; empty where nothing is followed."""
    if found is None or found.first is None:
        return ""
    slowly = "slow_" if found.slow else ""
    state = f"{slowly}{found.state}"
    return t(f"common.direction.{state}", first=format_period(found.first, t.language), n=found.n)


def persons_words(t: Texts, people: int | None) -> str:
    """ "omkring 3 300 personer"; empty where that is not known."""
    return "" if people is None else t("common.people_behind", n=format_number(people, 0, t.language))
