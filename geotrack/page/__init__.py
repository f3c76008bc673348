"""The briefing page: selected records on a polar folium map, in one HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.lazy import attach

if TYPE_CHECKING:
    from geotrack.page.build import Briefing
    from geotrack.page.open import briefing, is_packaged, unranked

__all__ = [
    "Briefing",
    "briefing",
    "is_packaged",
    "unranked",
]

# `geotrack check` asks which records a map has, and needs no folium for it.
__getattr__, __dir__ = attach(
    __name__,
    {
        "Briefing": "build",
        "Counts": "choosing",
        "MarkingError": "choosing",
        "NumbersError": "numbers",
        "briefing": "open",
        "is_packaged": "open",
        "unranked": "open",
    },
)
