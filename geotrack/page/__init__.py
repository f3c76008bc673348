"""The briefing page: a map view on a polar folium map, in one HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import RARELY_USED, attach

if TYPE_CHECKING:
    from geotrack.page.build import Briefing, briefing

__all__ = ["Briefing", "briefing"]

# The state of a page in links is read without folium.
__getattr__, __dir__ = attach(__name__, {"Briefing": "build", "briefing": "build"}, RARELY_USED)
