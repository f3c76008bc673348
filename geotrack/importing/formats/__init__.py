"""Input formats of an import, one module each, and preparation of files for GDAL."""

from __future__ import annotations

__all__: list[str] = []
