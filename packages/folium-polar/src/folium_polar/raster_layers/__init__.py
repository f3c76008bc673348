"""Images, tiles and WMS on a polar map: what folium calls raster layers."""

from __future__ import annotations

__all__: list[str] = []
