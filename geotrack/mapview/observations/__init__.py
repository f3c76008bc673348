"""Observations of a map: layers and the text about them."""

from __future__ import annotations

__all__: list[str] = []
