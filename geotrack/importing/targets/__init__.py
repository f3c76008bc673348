"""What a column can fill: properties of a record, words for their names, labels of their values."""

from __future__ import annotations

__all__: list[str] = []
