"""JSON as text: strict parsing, line numbers, sequences, and writing."""

from __future__ import annotations

__all__: list[str] = []
