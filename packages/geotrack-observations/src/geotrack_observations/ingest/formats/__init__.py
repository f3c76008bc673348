"""Formats of observations: CSV, Parquet, GeoJSON and NMEA 0183."""

from __future__ import annotations

__all__: list[str] = []
