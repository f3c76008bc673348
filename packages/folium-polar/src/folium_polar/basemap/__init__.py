"""The packed basemaps: their files, where they end, and the colours of their layers."""

from __future__ import annotations

__all__: list[str] = []
