"""Editing of records and reports; changes are written as one transaction."""

from __future__ import annotations

__all__: list[str] = []
