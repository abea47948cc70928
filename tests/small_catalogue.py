"""A small catalogue for tests of loaders: entries built here, so that they do not change when the real catalogue does."""

from __future__ import annotations

from typing import Any

from catalogue.models import Area, Bilingual, Indicator, Level, Measure, Polarity, Source, Theme
from catalogue.reading import Catalogue, load_catalogue

KOMMUNER = {"0126": "Huddinge", "0127": "Botkyrka", "0162": "Danderyd", "0180": "Stockholm"}
EUROPE = {"SE11": "Stockholm", "DK01": "Hovedstaden", "NO08": "Oslo og Viken", "EU27_2020": "EU (27)"}


def words(text: str = "ord") -> Bilingual:
    return Bilingual(sv=text, en=text)


def source(publisher: str = "scb", table: str = "TAB3200", **given: Any) -> Source:
    given.setdefault("levels", [Level.KOMMUN])
    return Source(publisher=publisher, table=table, **given)


def indicator(id: str = "employment_rate", *sources: Source, **given: Any) -> Indicator:
    name = given.pop("name", "Sysselsättningsgrad")
    return Indicator(
        id=id,
        theme=given.pop("theme", Theme.EMPLOYMENT),
        name=words(name),
        explanation=words(given.pop("explanation", "Andel sysselsatta")),
        unit=given.pop("unit", "percent"),
        decimals=1,
        polarity=Polarity.HIGHER,
        measure=given.pop("measure", Measure.INDEX),
        definition=words("Definition"),
        plausible=given.pop("plausible", (0, 100)),
        sources=list(sources) or [source()],
        **given,
    )


def catalogue(*indicators: Indicator) -> Catalogue:
    areas = [Area(code="00", name="Sverige", level=Level.SWEDEN), Area(code="01", name="Stockholms län", level=Level.COUNTY, within="00")]
    areas += [Area(code=code, name=name, level=Level.KOMMUN, within="01") for code, name in KOMMUNER.items()]
    areas += [Area(code="1480", name="Göteborg", level=Level.KOMMUN_ALL, within="00")]
    for number in (1, 2, 3):
        code = f"0126R00{number}"
        areas.append(Area(code=f"{code}_RegSO2025", name=f"Område {number}", level=Level.REGSO2025, within="0126"))
        areas.append(Area(code=code, name=f"Område {number}", level=Level.REGSO2020, within="0126"))
    areas += [Area(code=code, name=name, level=Level.EUROPE) for code, name in EUROPE.items()]
    publishers = [
        publisher.model_copy(update={"name": name, "source_line": words(), "calculation_line": words(), "licence": words("CC0")})
        for name, publisher in load_catalogue().publishers.items()
    ]
    return Catalogue(
        publishers={publisher.id: publisher for publisher in publishers},
        areas={area.code: area for area in areas},
        groups={},
        indicators={entry.id: entry for entry in indicators},
        goals={},
        region=load_catalogue().region,
    )
