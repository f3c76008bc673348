"""The view of one record: texts, accounts, sources, coordinates and geometry."""

from __future__ import annotations

__all__: list[str] = []
