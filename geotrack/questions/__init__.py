"""Questions to the records, and honest answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.lazy import attach
from geotrack.model.asking import Box, Drawn, Query, Within
from geotrack.questions.areas import Area, Match
from geotrack.questions.asked import reference
from geotrack.questions.courses import Course
from geotrack.questions.cutting import footprint
from geotrack.questions.fitting import idle
from geotrack.questions.footprint import Footprint, outline, region_shape, widened
from geotrack.questions.selecting import Hit, Selection, select

if TYPE_CHECKING:
    from geotrack.questions.counting import Count, Counts, count_by
    from geotrack.questions.frame import is_answer, to_frame
    from geotrack.questions.whereabouts import regions_of

__all__ = [
    "Area",
    "Box",
    "Count",
    "Counts",
    "Course",
    "Drawn",
    "Footprint",
    "Hit",
    "Match",
    "Query",
    "Selection",
    "Within",
    "count_by",
    "footprint",
    "idle",
    "is_answer",
    "outline",
    "reference",
    "region_shape",
    "regions_of",
    "select",
    "to_frame",
    "widened",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "Count": "counting",
        "Counts": "counting",
        "count_by": "counting",
        "is_answer": "frame",
        "regions_of": "whereabouts",
        "to_frame": "frame",
    },
)
