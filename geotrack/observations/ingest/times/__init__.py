"""Times of observations in the forms of their publishers."""

from __future__ import annotations

__all__: list[str] = []
