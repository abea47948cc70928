"""The catalogue: every area, group, indicator and goal, as data. One place knows each fact."""

from catalogue.goals import Document, Goal, GoalStatus, Reading
from catalogue.models import Area, Bilingual, Derived, Group, Indicator, Level, Measure, Polarity, Publisher, Source, Theme, Unit
from catalogue.reading import Catalogue, CatalogueError, load_catalogue
from catalogue.region import Region

__all__ = [
    "Area", "Bilingual", "Catalogue", "CatalogueError", "Derived", "Document", "Goal", "GoalStatus", "Group", "Indicator", "Level",
    "Measure", "Polarity", "Publisher", "Reading", "Region", "Source", "Theme", "Unit", "load_catalogue",
]  # fmt: skip
