"""Times of observations: parsed from cells, and as counts of microseconds."""

from __future__ import annotations

__all__: list[str] = []
