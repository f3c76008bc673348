"""Layers of observations on sheets and slides, and in their legends."""

from __future__ import annotations

__all__: list[str] = []
