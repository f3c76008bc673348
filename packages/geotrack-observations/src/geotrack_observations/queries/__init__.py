"""Queries to a dataset: planned by row group, with rows or counts as results."""

from __future__ import annotations

__all__: list[str] = []
