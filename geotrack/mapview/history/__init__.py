"""Earlier states of a map: snapshots, and what changed since a day."""

from __future__ import annotations

__all__: list[str] = []
