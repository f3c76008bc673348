"""The polar coordinate systems that a map can be drawn in."""

from __future__ import annotations

# Kept below, where a map's definition is checked too.
from geotrack.polar.projections import POLAR_CRS, normalise_crs, projection_note

__all__ = ["POLAR_CRS", "normalise_crs", "projection_note"]
