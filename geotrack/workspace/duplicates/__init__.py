"""Records that are probably of one event: by place and time first, then by title."""

from __future__ import annotations

__all__: list[str] = []
