"""The formats that an import reads, a module each, and what makes a file safe for GDAL."""

from __future__ import annotations

__all__: list[str] = []
