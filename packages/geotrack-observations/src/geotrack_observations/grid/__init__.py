"""Grids of cells that decide for most positions whether they lie in an area."""

from __future__ import annotations

__all__: list[str] = []
