"""Python interface: an open workspace, its records, maps and datasets."""

from __future__ import annotations

from geotrack.api.hits import Answers, Hits
from geotrack.api.query_function import query
from geotrack.api.workspace import OpenWorkspace, open

__all__ = ["Answers", "Hits", "OpenWorkspace", "open", "query"]
