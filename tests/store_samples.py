"""A small catalogue and small tidy frames for the tests of the store and of the refresh."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from catalogue import Area, Catalogue, Indicator, Level, load_catalogue
from store.editions import open_snapshot
from store.folder import EMBEDDED
from store.generations import write_files
from store.schema import COLUMNS, empty, tidy
from store.snapshot import Snapshot

AREAS = {"00": Level.SWEDEN, "01": Level.COUNTY, "0126": Level.KOMMUN, "0127": Level.KOMMUN, "0180": Level.KOMMUN}
AREAS |= {"SE11": Level.EUROPE, "DK01": Level.EUROPE}


def words(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def indicator(name: str, *keys: str, derived: dict | None = None, **more) -> Indicator:
    """An indicator with one source for each `publisher:table` in `keys` (or a derivation)."""
    entry = {
        "id": name,
        "theme": "population",
        "name": words(name.title()),
        "explanation": words("x"),
        "unit": "persons",
        "decimals": 0,
        "polarity": "neither",
        "measure": "count",
        "definition": words("x"),
        "plausible": [0, 1_000_000],
        "revision": 0.05,
        "derived": derived,
        "sources": [{"publisher": k.split(":")[0], "table": k.split(":")[1], "levels": ["kommun", "county"]} for k in keys],
    }
    return Indicator.model_validate(entry | more)


def catalogue(*indicators: Indicator) -> Catalogue:
    areas = {code: Area(code=code, name=f"Place {code}", level=level) for code, level in AREAS.items()}
    entries = indicators or (
        indicator("people", "kolada:N1"),
        indicator("homes", "scb:TAB1"),
        indicator("homes_per_1000", derived={"numerator": {"homes": 1}, "denominator": {"people": 1}, "scale": 1000}),
    )
    region = load_catalogue().region
    return Catalogue(publishers={}, areas=areas, groups={}, indicators={i.id: i for i in entries}, goals={}, region=region)


def row(indicator: str, area: str, period: str, value: float | None, status: str = "", **more) -> dict:
    return {
        "indicator": indicator,
        "area": area,
        "period": period,
        "sex": "T",
        "value": value,
        "status": status or ("missing" if value is None else "ok"),
        "source": "kolada:N1" if indicator == "people" else "scb:TAB1",
        "updated": "2026-01-01",
        "retrieved": "2026-04-01",
    } | more


def frame(*rows: dict) -> pd.DataFrame:
    return tidy(pd.DataFrame(list(rows), columns=list(COLUMNS)))


def some_figures() -> pd.DataFrame:
    """People and homes in three kommuner, two years."""
    return frame(
        *(row("people", area, year, 1000.0 * n) for n, area in enumerate(("0126", "0127", "0180"), 1) for year in ("2023", "2024")),
        *(row("homes", area, year, 10.0 * n) for n, area in enumerate(("0126", "0127", "0180"), 1) for year in ("2023", "2024")),
    )


def small_embedded(folder: Path, *indicators: str) -> Path:
    """An embedded default with the real figures of a few measures: a refresh on it writes little, and takes little."""
    snapshot = open_snapshot(folder / "nothing", EMBEDDED)
    figures = pd.concat([snapshot.observations(name) for name in indicators], ignore_index=True)
    write_files(
        figures, {}, folder, stem="observations", generation="embedded", origin="embedded",
        created=datetime.fromisoformat(snapshot.created),
        manifest_name="manifest.json",
    )  # fmt: skip
    return folder


def embedded_without_figures(folder: Path) -> Path:
    """An embedded default without a figure: what is seen comes from a refresh."""
    created = datetime(2020, 1, 1, tzinfo=UTC)
    write_files(empty(), {}, folder, stem="o", generation="e", created=created, origin="embedded", manifest_name="manifest.json")
    return folder


def with_value(value: float) -> pd.DataFrame:
    """Figures that can be told apart: Huddinge's people of 2024 are `value`."""
    figures = some_figures()
    figures.loc[(figures["indicator"] == "people") & (figures["area"] == "0126") & (figures["period"] == "2024"), "value"] = value
    return figures


def seen(data: Path, embedded: Path) -> float:
    return open_snapshot(data, embedded).value("people", "0126", "2024")


def snapshot_of(figures: pd.DataFrame) -> Snapshot:
    return Snapshot(figures, "g", "2026-01-01T00:00:00Z", "embedded")
