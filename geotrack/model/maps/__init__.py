"""Definitions of maps: what they show, how it is framed, and their scenes."""

from __future__ import annotations

__all__: list[str] = []
