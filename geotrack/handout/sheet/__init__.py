"""The sheet of a picture: map, title, marking, legend, records and sources in columns."""

from __future__ import annotations

__all__: list[str] = []
