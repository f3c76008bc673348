"""Queries of records: areas, predicates, selections, counts, explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import attach
from geotrack.model.query import Box, Drawn, Query, Within
from geotrack.queries.areas import Area, Match
from geotrack.queries.predicates import idle
from geotrack.queries.resolve import reference, reference_of
from geotrack.queries.selection import Hit, Selection, select

if TYPE_CHECKING:
    from geotrack.queries.containing_regions import answers_by_region, regions_of
    from geotrack.queries.counts import Count, Counts, count_by
    from geotrack.queries.geodataframe import is_answer, to_frame

__all__ = [
    "Area",
    "Box",
    "Count",
    "Counts",
    "Drawn",
    "Hit",
    "Match",
    "Query",
    "Selection",
    "Within",
    "answers_by_region",
    "count_by",
    "idle",
    "is_answer",
    "reference",
    "reference_of",
    "regions_of",
    "select",
    "to_frame",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "Count": "counts",
        "Counts": "counts",
        "count_by": "counts",
        "is_answer": "geodataframe",
        "answers_by_region": "containing_regions",
        "regions_of": "containing_regions",
        "to_frame": "geodataframe",
    },
)
