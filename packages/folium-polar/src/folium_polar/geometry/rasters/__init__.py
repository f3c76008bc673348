"""Rasters in any coordinate system: reading them, and warping them to the plane of a map."""

from __future__ import annotations

__all__: list[str] = []
