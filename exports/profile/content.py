"""What a kommun's profile says on paper: the cards of its page, the rows that are in sight there, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from cards.common.words import capital
from cards.context import View
from cards.kommun.choices import Profile, name_of, other_name
from cards.kommun.figures import MeasureRank, counted, places
from cards.kommun.sammanfattning import concepts, in_full
from cards.kommun.themes import ON_PAGE
from cards.model import Card, Provenance
from cards.registry import UnknownCard, build, build_exactly, choices_of
from charts.spec.ranges import RangeHead, Ranges, RangeSection
from charts.spec.words import SideList, TwoSides
from exports.clean import clean
from exports.facts import Facts
from exports.model import Options

SUMMARY, SIDES = "kommun.sammanfattning", "kommun.styrkor"


@dataclass(frozen=True)
class ProfileContent:
    """A profile, ready to be written: `summary` with the rows, `sides` with the two lists, `charts` over time."""

    view: View
    about: Profile
    options: Options
    summary: Card
    sides: Card
    charts: Sequence[Card]

    @property
    def name(self) -> str:
        """The kommun's name."""
        return name_of(self.view, self.about.code)

    @property
    def other(self) -> str:
        """What it is set against, with a capital."""
        return capital(other_name(self.view, self.about))

    @property
    def name_of_file(self) -> str:
        """What the file is called, before it becomes a file's name."""
        title = self.view.t("exports.profile.title", name=self.name)
        default = choices_of(self.view, SUMMARY, {}).choices["jamfor"].default
        return title if self.about.against == default else f"{title} {other_name(self.view, self.about)}"

    @property
    def lead(self) -> str:
        """The answer in sentences: in how many areas it is better and worse off, and how large it is."""
        return " ".join(part for part in (self.summary.body[0], self.summary.body[-1]) if part)

    @property
    def ranges(self) -> Ranges:
        """The rows by theme."""
        assert self.summary.chart is not None
        assert isinstance(self.summary.chart.shows, Ranges)
        return self.summary.chart.shows

    @property
    def head(self) -> RangeHead:
        """The words of the rows' heads."""
        return self.ranges.head

    @cached_property
    def sections(self) -> list[RangeSection]:
        """Themes with rows that are in sight."""
        return [section for section in self.ranges.sections if section.rows]

    @property
    def lists(self) -> Sequence[SideList]:
        """The areas ahead, and those behind."""
        assert self.sides.chart is not None
        assert isinstance(self.sides.chart.shows, TwoSides)
        return self.sides.chart.shows.sides

    @cached_property
    def counted(self) -> list[tuple[str, MeasureRank]]:
        """The areas that are counted, by name, the one furthest ahead first."""
        areas = concepts(self.view)
        found = counted(places(self.view.data, self.about.code, self.about.other))
        return [(areas[str(place.indicator.concept)], place) for place in sorted(found, key=lambda place: -place.size)]

    @cached_property
    def facts(self) -> Facts:
        """Source, years and link of what is shown, and of nothing else."""
        found = [place for place in places(self.view.data, self.about.code, self.about.other) if in_full(place)]
        shown = [place.indicator for place in found]
        names = [*(one.id for one in shown), *(name for card in self.charts for name in card.indicators)]
        weights = [one.denominator for one in shown if one.denominator]
        over_time = {name for card in self.charts for name in card.indicators}
        newest = {place.indicator.id: [place.period] for place in found if place.indicator.id not in over_time}
        provenance = Provenance(list(dict.fromkeys(names)), list(dict.fromkeys(weights)), newest)
        return Facts(self.view, replace(self.summary, provenance=provenance), self.options)

    @property
    def source(self) -> str:
        """Publishers with the tables of what is shown, when they were fetched, that what is between the figures is ours, and the years."""
        return self.facts.sourced

    @property
    def address(self) -> str:
        """The page's own address, with what was chosen; without a host where none is known."""
        return self.facts.link

    @property
    def dated(self) -> str:
        """The day that the figures were put together."""
        return self.view.t("exports.profile.dated", app=self.view.t("common.app_title"), day=self.view.data.snapshot.created[:10])

    @property
    def appendix(self) -> Facts:
        """Every measure of the profile as a table, as a card of its own."""
        title = self.view.t("exports.profile.appendix", name=self.name)
        return Facts(self.view, replace(self.summary, title=title, body=(), heading="", chart=None), self.options)


def content_of(view: View, code: str, against: str, options: Options) -> ProfileContent:
    """The profile of a kommun. Raises UnknownCard, WrongChoice."""
    query = {"omrade": code, **({"jamfor": against} if against else {})}
    summary, asked = build_exactly(view, SUMMARY, query), choices_of(view, SUMMARY, query)
    about = cast(Profile, asked.gave.chosen)
    charts = []
    for name in ON_PAGE:
        try:
            charts.append(clean(build(view, f"kommun.{name}", about.query)))
        except UnknownCard:
            continue
    return ProfileContent(view, about, options, clean(summary), clean(build(view, SIDES, about.query)), charts)
