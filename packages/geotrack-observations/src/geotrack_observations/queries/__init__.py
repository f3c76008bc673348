"""Queries to a dataset: planned by row groups, answered as rows or counts."""

from __future__ import annotations

__all__: list[str] = []
