"""Changes to records and reports, written as one changeset."""

from __future__ import annotations

__all__: list[str] = []
