"""Typed facts: what an indicator, a source, an area, a group and a goal are.

Nothing here knows about any single indicator: entries are data in the YAML files beside this module, and a wrong entry is
refused when it is read (see `catalogue.reading`), with file, line and reason.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Period = Annotated[str, StringConstraints(pattern=r"^(19|20)\d{2}(M(0[1-9]|1[0-2]))?$")]
Year = Annotated[str, StringConstraints(pattern=r"^(19|20)\d{2}$")]
NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Entry(BaseModel):
    """Base of every catalogue entry: immutable, and a misspelt field is an error rather than silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Entry):
    """The same words in Swedish and English."""

    sv: NonEmpty
    en: NonEmpty

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.sv


class Theme(StrEnum):
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    FIRMS = "firms"
    INCOME = "income"
    HOUSING = "housing"
    POPULATION = "population"
    COMMUTING = "commuting"
    SOCIAL = "social"


class Level(StrEnum):
    """A kind of area. Versions of RegSO are different levels, because they are never joined."""

    SWEDEN = "sweden"
    COUNTY = "county"
    KOMMUN = "kommun"  # those of the county
    KOMMUN_ALL = "kommun_all"  # all 290
    DISTRICT = "district"  # the city's own districts
    REGSO2020 = "regso2020"
    REGSO2025 = "regso2025"
    EUROPE = "europe"  # Eurostat's: NUTS 2, countries, the union


class Unit(StrEnum):
    PERCENT = "percent"
    POINTS = "points"  # percentage points: a difference between two percentages
    PERSONS = "persons"
    PER_1000 = "per_1000"
    SEK = "sek"
    SEK_THOUSAND = "sek_thousand"
    SEK_MILLION = "sek_million"
    RATIO = "ratio"
    DWELLINGS = "dwellings"
    FIRMS = "firms"
    WORKPLACES = "workplaces"
    BANKRUPTCIES = "bankruptcies"
    NIGHTS = "nights"
    ARRIVALS = "arrivals"
    TONNES = "tonnes"
    YEARS = "years"
    MEGAWATT_HOURS = "megawatt_hours"
    INDEX = "index"
    CLASS = "class"
    PPS = "pps"  # purchasing power standards: euro at the union's price level


class Polarity(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Measure(StrEnum):
    """How values of several areas may be put together: counts are summed, rates and means weighted by their denominator,
    medians, index numbers and classes not at all, nor what one area may have in common with another."""

    COUNT = "count"
    OVERLAP = "overlap"  # a firm with workplaces in two kommuner is counted in both
    RATE = "rate"
    MEAN = "mean"
    MEDIAN = "median"
    INDEX = "index"
    CLASS = "class"


class Publisher(Entry):
    """Who publishes figures, and how to say so."""

    id: Identifier
    name: NonEmpty
    source_line: Bilingual
    calculation_line: Bilingual  # the wording for figures we calculated ourselves
    licence: Bilingual
    licence_url: NonEmpty
    api_url: NonEmpty  # where it answers, unless the environment says otherwise (data_sources.settings)
    table_url: Bilingual | None = None  # the publisher's own description of a table; {table} stands for its id

    def table_page(self, table: str, language: str) -> str | None:
        """Address of the publisher's own description of a table; None where the publisher has none."""
        return self.table_url[language].format(table=quote(table, safe="")) if self.table_url else None


class Share(Entry):
    """A percentage calculated from published counts: 100 · Σ numerator codes / Σ denominator codes of one variable."""

    variable: NonEmpty
    numerator: list[str] = Field(min_length=1)
    denominator: list[str] = Field(min_length=1)


class Source(Entry):
    """One publisher's table (or KPI), for a span of periods and a set of levels.

    `select` names the code of every SCB variable except region, time, sex and contents, which the loader fills in. With `share` or
    `sum_over` the figure is calculated by us from published counts, and is labelled so wherever it is shown. A sum of several of Kolada's
    counts names them as `select: {kpi: [...]}` with `sum_over: [kpi]`.
    """

    publisher: Identifier
    table: NonEmpty
    levels: list[Level] = Field(min_length=1)
    first: Period | None = None
    last: Period | None = None
    periods: Literal["all", "last_month_of_half_year"] = "all"
    every: int | None = Field(default=None, ge=2)  # years: an election's figure, which the publisher repeats until the next
    contents: str | None = None
    region: str = "Region"
    select: dict[str, list[str]] = Field(default_factory=dict)
    sex: dict[Literal["T", "K", "M"], str] = Field(default_factory=dict)
    sex_variable: str = "Kon"
    share: Share | None = None
    sum_over: list[str] = Field(default_factory=list)
    scale: float = 1.0
    preliminary: bool = False
    withdrawn: bool = False
    origin: str | None = None  # the agency behind the figures when it is not the publisher, e.g. "Tillväxtanalys"
    break_before: Bilingual | None = None
    extract: list[str] = Field(default_factory=list)  # series of the embedded default; {Variable} stands for each selected code of it
    note: Bilingual | None = None

    @property
    def key(self) -> str:
        """Publisher's key, e.g. `scb:TAB3200` or `kolada:N01951`; of a sum of KPIs `calc:kolada:N01954+kolada:N01955`."""
        keys = "+".join(f"{self.publisher}:{table}" for table in self.tables)
        return f"calc:{keys}" if len(self.tables) > 1 else keys

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables (or KPIs) it rests on: one, but for a sum of KPIs."""
        return tuple(self.select.get("kpi", [self.table]))

    def in_turn(self, period: str) -> bool:
        """Whether a period within the span is one that the figure belongs to: every one, or each `every`-th year counted from `first`."""
        return self.every is None or self.first is None or (int(period[:4]) - int(self.first[:4])) % self.every == 0

    @property
    def calculated(self) -> bool:
        """True when the figure is our own calculation on the publisher's counts."""
        return self.share is not None or bool(self.sum_over)

    @field_validator("table")
    @classmethod
    def _no_blanks(cls, value: str) -> str:
        if re.search(r"\s", value):
            raise ValueError("a table or KPI id has no blanks")
        return value

    @model_validator(mode="after")
    def _span(self) -> Source:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"first {self.first} is after last {self.last}")
        if self.break_before is not None and self.first is None:
            raise ValueError("break_before says what changed at `first`: give the first period too")
        if self.every is not None and self.first is None:
            raise ValueError("every counts years from `first`: give the first period too")
        return self


class Derived(Entry):
    """An indicator calculated from others, area by area and period by period: scale · Σ aᵢ·xᵢ / Σ bⱼ·xⱼ (no denominator: the sum itself).

    Calculated only where every part has a figure for the same area, period and sex.

    `times` gives back the count behind a published rate: scale · Σ aᵢ·xᵢ · t, with t of `times_lag` years before. It is kept, as a whole
    number, only where the publisher's figures are exact enough for it to come out whole. `otherwise` is another way to the same figure, for
    areas and periods that the first has none for.
    """

    numerator: dict[Identifier, float] = Field(min_length=1)
    denominator: dict[Identifier, float] = Field(default_factory=dict)
    scale: float = 1.0
    times: Identifier | None = None
    times_lag: int = Field(default=0, ge=0, le=5)
    otherwise: Derived | None = None
    breaks_with_parts: bool = False  # where a part begins a new series, so does this

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids of the indicators it is calculated from, by whichever way."""
        return tuple(dict.fromkeys(part for way in self.ways for part in way.own_parts))

    @property
    def own_parts(self) -> tuple[str, ...]:
        """Ids of the indicators that this way alone takes."""
        return tuple(dict.fromkeys([*self.numerator, *self.denominator, *([self.times] if self.times else [])]))

    @property
    def ways(self) -> tuple[Derived, ...]:
        """The derivation and those that stand in for it, in order."""
        return (self, *(self.otherwise.ways if self.otherwise else ()))

    @model_validator(mode="after")
    def _either(self) -> Derived:
        if self.times is not None and self.denominator:
            raise ValueError("times gives a count: leave out the denominator")
        if self.times_lag and self.times is None:
            raise ValueError("times_lag says which year's count is meant: give times too")
        return self


class Indicator(Entry):
    """One measure: words, unit, how it may be aggregated, where it comes from."""

    id: Identifier
    theme: Theme
    name: Bilingual
    explanation: Bilingual
    unit: Unit
    per: Bilingual | None = None  # of what: "av invånarna 25–64 år"
    decimals: int = Field(ge=0, le=4)
    polarity: Polarity
    measure: Measure
    denominator: Identifier | None = None
    denominator_exact: bool = True
    denominator_lag: int = Field(default=0, ge=0, le=5)  # years: 1 weights a figure of 2022 by the denominator of 2021
    denominator_unknown: bool = False  # a rate or mean whose denominator nobody publishes: areas are never put together
    averaged_by: Identifier | None = (
        None  # of a median: weights for the mean of its areas' medians, which is called that; else none is given
    )
    definition: Bilingual
    caveats: list[Bilingual] = Field(default_factory=list)
    plausible: tuple[float, float]
    revision: float = Field(default=0.05, gt=0)  # relative change that a publisher's revision can explain
    weight_only: bool = False  # a denominator: kept and listed, not shown as an indicator
    headline: bool = False  # one of the few that the start page begins with and an area's profile on the map shows
    concept: Identifier | None = None  # what it is a measure of (concepts.yaml): headlines count concepts
    focus: list[Identifier] = Field(default_factory=list)  # the strategy's focus areas that it follows (focus.yaml)
    lead: bool = False  # the measure that its concept is counted by
    several_years: bool = False  # single years say little: verdicts are on the mean of several (rules.yaml: mean_years)
    historical: bool = False  # ended series: kept for history, not shown as today's state
    continues: Identifier | None = None  # the same thing by an earlier register: drawn before it, with the break, and never joined to it
    formerly: list[Identifier] = Field(default_factory=list)  # ids it had: old links and earlier editions still find it
    sources: list[Source] = Field(default_factory=list)
    derived: Derived | None = None

    @property
    def counted(self) -> bool:
        """Whether its values are numbers of things, which follow the size of the area."""
        return self.measure is Measure.COUNT or (self.measure is Measure.OVERLAP and self.unit is not Unit.PERCENT)

    @property
    def weighted_by(self) -> str | None:
        """Id of the count that areas are weighted by when they are put together; None where they are summed, or never are."""
        return self.denominator or self.averaged_by

    @property
    def levels(self) -> tuple[Level, ...]:
        """Levels that any source covers (for a derived indicator: filled in by the catalogue from its parts)."""
        return tuple(dict.fromkeys(level for source in self.sources for level in source.levels))

    @property
    def keys(self) -> tuple[str, ...]:
        """Publisher keys of all sources, in order of time."""
        return tuple(dict.fromkeys(f"{source.publisher}:{table}" for source in self.sources for table in source.tables))

    @model_validator(mode="after")
    def _whole(self) -> Indicator:
        if bool(self.sources) == (self.derived is not None):
            raise ValueError("an indicator has either sources or a derivation")
        if self.plausible[0] >= self.plausible[1]:
            raise ValueError("plausible: [low, high] with low below high")
        if self.measure in (Measure.RATE, Measure.MEAN) and (self.denominator is None) != self.denominator_unknown:
            raise ValueError(f"a {self.measure} needs a denominator to be weighted by")
        if self.measure in (Measure.COUNT, Measure.OVERLAP, Measure.MEDIAN, Measure.INDEX, Measure.CLASS) and self.denominator is not None:
            raise ValueError(f"a {self.measure} is not weighted: leave out the denominator")
        if self.averaged_by is not None and self.measure is not Measure.MEDIAN:
            raise ValueError("averaged_by is for medians: a rate or mean has a denominator")
        if self.denominator_lag and self.denominator is None:
            raise ValueError("denominator_lag says which year's denominator is meant: give the denominator too")
        return self


class Area(Entry):
    """A place that figures are published for. `within` is the code of the kommun (or county) that holds it.

    `since` is the year it was formed and `until` the last year with figures, None where no figure reaches outside. Stocks at 31 December
    of the year before `since` may be published for it (it was formed the day after); a 0 from before `since` is no figure.
    """

    code: NonEmpty
    name: NonEmpty
    level: Level
    within: str | None = None
    since: Year | None = None
    until: Year | None = None

    def existed_in(self, period: str) -> bool:
        """Whether the area existed in the year of a period."""
        return (self.since is None or period[:4] >= self.since) and (self.until is None or period[:4] <= self.until)


class Group(Entry):
    """A named set of areas of one level, with the source that defines it."""

    id: Identifier
    name: Bilingual
    short: Bilingual
    level: Level
    members: list[str] = Field(min_length=1)
    source: Bilingual
