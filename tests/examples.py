"""How many examples a property is tried with, beside the number of the profile in `conftest.py`."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["few"]

few = settings(max_examples=max(settings.default.max_examples // 3, 1))
"""A third: for examples that take tenths of a second each."""
