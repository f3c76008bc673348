"""Counts of positions in hexagons of equal area."""

from __future__ import annotations

__all__: list[str] = []
