"""Fixtures of the engines' tests."""

from __future__ import annotations

from engine_answers import asked, same_counts, same_hits, statement

__all__ = ["asked", "same_counts", "same_hits", "statement"]
