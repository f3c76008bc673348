"""Commands: `geotrack observations`, and `geotrack query --dataset`."""

from __future__ import annotations

__all__: list[str] = []
