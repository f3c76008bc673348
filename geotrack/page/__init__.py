"""The briefing page: selected records on a polar folium map, in one HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.lazy import attach

if TYPE_CHECKING:
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

# `geotrack check` asks which records a map has, and needs no folium for it.
__getattr__, __dir__ = attach(
    __name__,
    {
        "Briefing": "assemble",
        "Counts": "choosing",
        "MarkingError": "choosing",
        "NumbersError": "numbers",
        "briefing": "opening",
        "is_packaged": "opening",
        "unranked": "opening",
    },
)
