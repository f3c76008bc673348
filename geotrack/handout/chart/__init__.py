"""The map of a picture or a slide, drawn on the packed basemap with matplotlib."""

from __future__ import annotations

__all__: list[str] = []
