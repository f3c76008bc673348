"""Observations on a page: layers packed into bytes, and the text about them."""

from __future__ import annotations

__all__: list[str] = []
