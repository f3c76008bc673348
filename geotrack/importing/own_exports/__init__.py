"""Exports of geotrack that come back: records with the edits of their rows."""

from __future__ import annotations

__all__: list[str] = []
