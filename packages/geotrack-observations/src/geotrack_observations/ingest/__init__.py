"""Rows of CSV, GeoJSON and Parquet files to a dataset: parsed, checked, sorted, written."""

from __future__ import annotations

__all__: list[str] = []
