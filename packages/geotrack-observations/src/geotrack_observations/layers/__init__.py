"""Map layers of datasets: points, densities and tracks as arrays, for any renderer."""

from __future__ import annotations

__all__: list[str] = []
