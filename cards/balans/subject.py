"""What the balance page is about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from balance.regional import CityTreatment
from catalogue import Indicator


@dataclass(frozen=True)
class Subject:
    """What the page is about now: a measure and a treatment of the city, with their figures over time, or why there are none."""

    indicator: Indicator
    city: CityTreatment
    asked: CityTreatment
    table: pd.DataFrame | None
    refused: str = ""

    @property
    def has_kommuner(self) -> bool:
        """Whether the kommuner have figures of their own."""
        return self.refused not in ("to_come", "ended", "small_areas")

    @property
    def has_groups(self) -> bool:
        """Whether there is any period in which north and south can be compared."""
        return self.table is not None and bool(self.table["gap"].notna().any())
