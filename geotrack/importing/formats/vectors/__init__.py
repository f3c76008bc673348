"""Files of vector data, most of them through GDAL."""

from __future__ import annotations

__all__: list[str] = []
