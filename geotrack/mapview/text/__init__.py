"""Texts of a map: lead, frame, periods, and its selection in words."""

from __future__ import annotations

__all__: list[str] = []
