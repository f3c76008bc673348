"""Pages of small workspaces."""

from __future__ import annotations

from tests.map_workspaces import feature_fixture, make

__all__ = ["feature_fixture", "make"]
