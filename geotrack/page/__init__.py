"""The briefing page: a map view on a polar folium map, in one HTML file."""

from __future__ import annotations

from geotrack.page.build import Briefing, briefing

__all__ = ["Briefing", "briefing"]
