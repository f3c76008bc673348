"""Questions to the records, and honest answers."""

from __future__ import annotations

from geotrack.questions.asking import Hit, Match, Query, Selection, select, strangers
from geotrack.questions.footprint import Footprint, footprint, region_shape, widened
from geotrack.questions.frame import query, to_frame

__all__ = [
    "Footprint",
    "Hit",
    "Match",
    "Query",
    "Selection",
    "footprint",
    "query",
    "region_shape",
    "select",
    "strangers",
    "to_frame",
    "widened",
]
