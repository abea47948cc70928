"""The region that the dashboard is about: its county, the two groups that are compared, the city, the places it begins with, its pages.

Everything here is data (`region.yaml`). The program speaks of *roles* only: the first and the second of the pair, the city, the whole.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from catalogue.models import Bilingual, Entry, Identifier, NonEmpty

FIRST, SECOND, CITY, WHOLE = "north", "south", "city", "region"
"""Roles of a region's groups, as keys of figures, of texts, and of colours and marks (CSS classes): the first of the pair, the second, the
city, and all of them together. Which areas play them, and what they are called, `region.yaml` says; the keys are those of the first region,
so that links, files and the API's answers keep theirs."""

PAIR = (FIRST, SECOND)
GROUPS = (FIRST, SECOND, CITY)
Point = tuple[float, float]  # longitude and latitude, degrees


class Frame(Entry):
    """Degrees that a map shows."""

    west: float
    east: float
    south: float
    north: float

    @model_validator(mode="after")
    def _not_turned(self) -> Frame:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("west is left of east, and south below north")
        return self


class Side(Entry):
    """One of the two groups that are compared, with the words that sentences need: "i norr", "de norra kommunerna"."""

    group: Identifier
    word: Bilingual
    adjective: Bilingual
    label_at: Point  # where the map writes its name


class City(Entry):
    """The group that is in neither side, and how it may be divided between them.

    `halves`: pairs of groups of its small areas, the first side's and the second's; the first pair that has figures is used. Without any
    the city cannot be split. `border` is what divides them.
    """

    group: Identifier
    kommun: NonEmpty  # the one that commuting is counted to and from
    name: Bilingual
    place: Bilingual
    label_at: Point
    label_to: Point
    halves: tuple[tuple[Identifier, Identifier], ...] = ()
    border: Bilingual | None = None

    @model_validator(mode="after")
    def _divided_by_something(self) -> City:
        if bool(self.halves) != (self.border is not None):
            raise ValueError("halves and border are given together: what divides the city, and into what")
        return self


class Home(Entry):
    """The small areas that some pages are about: `group` of them in `kommun`, set `beside` another; `others` may be chosen too."""

    group: Identifier
    kommun: NonEmpty
    beside: Identifier
    others: tuple[Identifier, ...] = ()
    student_areas: tuple[NonEmpty, ...] = Field(min_length=1)  # whose figures of young adults are those of students
    around: Bilingual  # the wider place: "Södertörn"
    institution: Bilingual  # of higher education, which the university question is about: "Södertörns högskola"

    @property
    def presets(self) -> tuple[str, ...]:
        """Groups of small areas that may be chosen, the home first."""
        return (self.group, self.beside, *self.others)


class Link(Entry):
    """Two kommuner that are neighbours by road though water parts them, and by which road."""

    kommuner: tuple[NonEmpty, NonEmpty]
    reason: Bilingual


class Peer(Entry):
    """A region of Europe that the county is set beside, by Eurostat's code. `city`: whom it stands for. `older`: a code that has ended and
    is drawn by itself, never joined to its successor. `own_choice`: chosen by this program, not by the county's own documents. `wider`:
    how much more than the city it holds, where that is much."""

    area: NonEmpty
    city: Bilingual
    older: bool = False
    own_choice: bool = False
    wider: Bilingual | None = None


class Europe(Entry):
    """The county among Eurostat's regions: its own code, the union's, and the regions that it is compared with, with who chose them."""

    county: NonEmpty
    union: NonEmpty
    peers: tuple[Peer, ...] = Field(min_length=3)
    chosen_by: Bilingual

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of the county and of all that it is compared with."""
        return (self.county, *(peer.area for peer in self.peers))

    @model_validator(mode="after")
    def _each_once(self) -> Europe:
        if len({*self.areas, self.union}) != len(self.areas) + 1:
            raise ValueError("an area is named twice")
        return self


class Region(Entry):
    """See the module. `first` and `second` of `pair` are in the order of the difference: the second's figure minus the first's."""

    county: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: Bilingual
    county_name: Bilingual
    place: Bilingual
    frame: Frame
    inner: Frame  # where most of the small areas are
    pair: tuple[Side, Side]
    city: City
    links: tuple[Link, ...] = ()
    home: Home | None = None
    europe: Europe | None = None
    pages: tuple[NonEmpty, ...] = Field(min_length=1)

    @property
    def groups(self) -> dict[str, str]:
        """Id of the group in groups.yaml that plays each role."""
        return {FIRST: self.pair[0].group, SECOND: self.pair[1].group, CITY: self.city.group}

    @property
    def sides(self) -> dict[str, Side]:
        """The compared groups by role."""
        return dict(zip(PAIR, self.pair, strict=True))

    @property
    def linked(self) -> tuple[tuple[str, str], ...]:
        """Pairs of kommuner that are neighbours by road alone."""
        return tuple(link.kommuner for link in self.links)

    @property
    def treatments(self) -> tuple[Literal["apart", "excluded", "split"], ...]:
        """What may become of the city, the usual first."""
        return ("apart", "excluded", "split") if self.city.halves else ("apart", "excluded")
