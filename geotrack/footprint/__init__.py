"""Footprints: all places where a record may have been, as shapes of the analysis plane."""

from __future__ import annotations

__all__: list[str] = []
