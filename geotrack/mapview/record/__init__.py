"""What a map shows of one record: its view, accounts, sources, coordinates and geometry."""

from __future__ import annotations

__all__: list[str] = []
