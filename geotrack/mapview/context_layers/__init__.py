"""Context layers of maps: features of other people's files, as shapes that every output renders."""

from __future__ import annotations

__all__: list[str] = []
