"""Parsing of times of observations."""

from __future__ import annotations

__all__: list[str] = []
