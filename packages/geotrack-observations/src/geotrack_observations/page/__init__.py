"""Observations in a page: layers packed into bytes, and their symbols as SVG."""

from __future__ import annotations

__all__: list[str] = []
