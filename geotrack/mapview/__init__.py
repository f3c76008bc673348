"""The model of a map before it is rendered: selection, record views, scenes, frame, digest."""

from __future__ import annotations

__all__: list[str] = []
