"""What commands print and write."""

from __future__ import annotations

__all__: list[str] = []
