"""GeoJSON coordinates to shapes of the analysis plane, and back."""

from __future__ import annotations

__all__: list[str] = []
