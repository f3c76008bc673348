"""OGC API - Features, Parts 1 and 2: the workspace for GIS programs, read only (`serve --ogc`)."""

from __future__ import annotations

__all__: list[str] = []
