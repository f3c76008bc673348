"""Themes and types of events, and names of countries."""

from __future__ import annotations

from geotrack.taxonomy.countries import countries, country_names
from geotrack.taxonomy.types import (
    OUTLINES,
    EventType,
    Taxonomy,
    Theme,
    UnknownTypeError,
    built_in_taxonomy,
)

__all__ = [
    "OUTLINES",
    "EventType",
    "Taxonomy",
    "Theme",
    "UnknownTypeError",
    "built_in_taxonomy",
    "countries",
    "country_names",
]
