"""Warnings to shipping (NAVAREA, HYDROARC, PRIP) and to air (NOTAM) as rows of an import."""

from __future__ import annotations

__all__: list[str] = []
