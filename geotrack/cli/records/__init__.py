"""Records on the command line: prompts, the last steps of a new one, and changes."""

from __future__ import annotations

__all__: list[str] = []
