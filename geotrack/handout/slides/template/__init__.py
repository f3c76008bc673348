"""Templates of presentations: their layouts and theme."""

from __future__ import annotations

__all__: list[str] = []
