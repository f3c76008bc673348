"""Use of the columns of a file: guesses, options and saved mappings."""

from __future__ import annotations

__all__: list[str] = []
