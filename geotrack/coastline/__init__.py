"""Land, shores and inland waters of the packed coastline."""

from __future__ import annotations

__all__: list[str] = []
