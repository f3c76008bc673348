"""Pages of small workspaces with a dataset."""

from __future__ import annotations

from dataset_maps import observing
from tests.map_workspaces import feature_fixture, make

__all__ = ["feature_fixture", "make", "observing"]
