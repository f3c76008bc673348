"""A dataset as its file: layout, row groups, columns, and what is checked on reading."""

from __future__ import annotations

__all__: list[str] = []
