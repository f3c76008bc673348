"""Maintainer scripts: pack the basemap and build `layers/` from named, pinned sources."""

from __future__ import annotations

__all__: list[str] = []
