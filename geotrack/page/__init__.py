"""The briefing page: selected records on a polar folium map, in one HTML file."""

from __future__ import annotations

from geotrack.page.assemble import Briefing
from geotrack.page.choosing import Counts, MarkingError
from geotrack.page.numbers import NumbersError
from geotrack.page.opening import briefing, is_packaged, unranked

__all__ = [
    "Briefing",
    "Counts",
    "MarkingError",
    "NumbersError",
    "briefing",
    "is_packaged",
    "unranked",
]
