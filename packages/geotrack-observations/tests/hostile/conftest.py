"""A workspace whose outside is watched, as for the hostile tests of geotrack."""

from __future__ import annotations

from tests.hostile.conftest import folder, outside, run

__all__ = ["folder", "outside", "run"]
