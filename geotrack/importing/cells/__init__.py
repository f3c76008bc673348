"""Values of cells: text, lists, dates and words."""

from __future__ import annotations

__all__: list[str] = []
