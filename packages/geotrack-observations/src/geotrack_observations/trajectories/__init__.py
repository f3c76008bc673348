"""Positions of one craft in order: tracks, gaps, and crossings of regions."""

from __future__ import annotations

__all__: list[str] = []
