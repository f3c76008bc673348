"""Positions and edges of what a map draws: their checks, their extent, and projected frames."""

from __future__ import annotations

__all__: list[str] = []
