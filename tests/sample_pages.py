"""Pages of the sample workspace, each built once for all tests of a process."""

from __future__ import annotations

from functools import cache

from geotrack.files.resources import sample_workspace
from geotrack.page import Briefing, briefing
from geotrack.workspace import open_workspace

__all__ = ["sample_page"]


@cache
def sample_page(name: str | None) -> Briefing:
    """Return the page of a map, None for all records; only to be read."""
    return briefing(open_workspace(sample_workspace()), name)
