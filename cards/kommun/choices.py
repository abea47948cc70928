"""Which kommun the page is about, and what it is set against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cards.choices import Ask, Choice
from cards.common import choices
from cards.common.against import Other
from cards.common.areas import alphabetical, group_of
from cards.common.peers import ALIKE_BY, PEERS, peers
from cards.common.words import inner
from cards.context import View
from catalogue.region import PAIR, WHOLE

SIMILAR = "similar"


@dataclass(frozen=True)
class Profile:
    """A kommun's code, what it is set against as a link says it (`WHOLE`, a group of the pair, `SIMILAR`, a kommun's code) and as figures
    are looked up by it."""

    code: str
    against: str = WHOLE
    other: Other = WHOLE

    @property
    def query(self) -> Mapping[str, str]:
        """The choices as they stand in a link."""
        return {"omrade": self.code, "jamfor": self.against}


def profile(view: View, ask: Ask) -> Profile:
    """The chosen kommun, and what it is set against (`jamfor`): the county until the reader has chosen otherwise."""
    t, areas, code = view.t, view.data.catalogue.areas, choices.kommun(view, ask, view.t("kommun.choose"))
    alike = peers(view.data, code)
    others = sorted((one for one in view.data.kommuner if one != code), key=lambda one: alphabetical(areas[one].name))
    options = [WHOLE, *PAIR, *([SIMILAR] if alike else []), *others]

    def words(option: str) -> str:
        return areas[option].name if option in areas else t(f"kommun.against.option.{option}", n=PEERS)

    among = (WHOLE, *PAIR, SIMILAR, *view.data.kommuner)
    against = ask.answer(Choice("jamfor", options, WHOLE, t("kommun.against.choose"), words, "select", varies=True, among=among))
    return Profile(code, against, tuple(alike.nearest(PEERS)) if alike and against == SIMILAR else against)


def name_of(view: View, code: str) -> str:
    """The kommun's name."""
    return view.data.catalogue.areas[code].name


def other_name(view: View, about: Profile) -> str:
    """What the kommun is set against, as it stands within a sentence: "länet", "de norra kommunerna", "liknande kommuner", "Solna"."""
    areas = view.data.catalogue.areas
    return areas[about.against].name if about.against in areas else view.t(f"kommun.against.name.{about.against}")


def against_note(view: View, about: Profile) -> str:
    """Who the kommun is set against, and why they are; empty for the county and for one kommun."""
    t, areas = view.t, view.data.catalogue.areas
    if isinstance(about.other, tuple):
        names, own = [areas[code].name for code in about.other], [inner(t(f"jamfor.peers.by.{by}")) for by in ALIKE_BY]
        return t("kommun.against.note.similar", name=name_of(view, about.code), n=len(names), names=t.join(names), by=t.join(own))
    if about.other not in PAIR:
        return ""
    members = view.data.catalogue.members(about.other)
    within = t("kommun.against.note.within", name=name_of(view, about.code)) if group_of(view.data, about.code) == about.other else ""
    listed = t.join([areas[code].name for code in sorted(members, key=lambda one: alphabetical(areas[one].name))])
    return f"{t('kommun.against.note.group', other=other_name(view, about), n=len(members), names=listed)} {within}".strip()
