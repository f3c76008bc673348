"""The map of a picture or a slide, drawn with matplotlib on the packed basemap."""

from __future__ import annotations

__all__: list[str] = []
