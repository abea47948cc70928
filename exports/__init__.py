"""What leaves the dashboard: every card as picture, table, slide or brief, each with source, year and status inside.

`observations(view, indicators, fmt)` whole measures, `citation(view, card, style)` how to cite. What cannot be made raises `ExportError`.
"""

from exports.citation import STYLES, citation
from exports.collection import make_answer, make_collection
from exports.facts import permanent_link
from exports.formats import make, observations, view_on
from exports.model import COLLECTION_FORMATS, FORMATS, MEDIA_TYPES, SCALES, SIZES, TABLE_FORMATS, Export, ExportError, Options

__all__ = [
    "COLLECTION_FORMATS",
    "FORMATS",
    "MEDIA_TYPES",
    "SCALES",
    "SIZES",
    "STYLES",
    "TABLE_FORMATS",
    "Export",
    "ExportError",
    "Options",
    "citation",
    "make",
    "make_answer",
    "make_collection",
    "observations",
    "permanent_link",
    "view_on",
]
