"""Workbooks: XLSX and ODS."""

from __future__ import annotations

__all__: list[str] = []
