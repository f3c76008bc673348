"""The polar coordinate systems of maps."""

from __future__ import annotations

# Defined in `polar`, since map definitions are validated with them too.
from geotrack.polar.projections import POLAR_CRS, normalise_crs, projection_note

__all__ = ["POLAR_CRS", "normalise_crs", "projection_note"]
