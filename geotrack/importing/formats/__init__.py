"""Input formats of an import by the kind of file, each with what makes it safe to read."""

from __future__ import annotations

__all__: list[str] = []
