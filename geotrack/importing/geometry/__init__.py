"""Geometries of imported rows: positions in cells, repair, reprojection."""

from __future__ import annotations

__all__: list[str] = []
