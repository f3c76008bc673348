"""Differences between two states of a workspace."""

from __future__ import annotations

__all__: list[str] = []
