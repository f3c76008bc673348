"""Positions by cells of a grid: which lie in an area, and which must be judged exactly."""

from __future__ import annotations

__all__: list[str] = []
