"""Elements of folium with scripts of their own: pins, plugins, legends of colour scales."""

from __future__ import annotations

__all__: list[str] = []
