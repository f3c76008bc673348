"""Search for probable duplicates by place, time, type, actors and title."""

from __future__ import annotations

__all__: list[str] = []
