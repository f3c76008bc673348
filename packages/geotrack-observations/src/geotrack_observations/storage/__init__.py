"""The file of a dataset: layout, row groups, columns, and checks on reading."""

from __future__ import annotations

__all__: list[str] = []
