"""geotrack: Arctic events with honest places and dates, on one offline polar map.

Everything public is here, loaded when first used:

* `open`: a workspace with its records, maps and datasets; `Workspace` and `Event` underneath.
* `query`: what happened there, then? A GeoDataFrame. `Query` and `select` underneath.
* `briefing`: a folium map of a workspace's map definition, or of any events.
* `PolarMap`: folium in polar projections, offline.
* `observations`: positions by the million, a module of its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from folium_polar.lazy import attach
from geotrack._version import __version__ as __version__

if TYPE_CHECKING:
    from folium_polar import PolarMap
    from geotrack.api import open, query
    from geotrack.errors import GeometryError, GeotrackError, UsageError
    from geotrack.model import Event
    from geotrack.model.query import Query
    from geotrack.page import Briefing, briefing
    from geotrack.queries import Selection, select
    from geotrack.workspace import Workspace, open_workspace

__all__ = [
    "Briefing",
    "Event",
    "GeometryError",
    "GeotrackError",
    "PolarMap",
    "Query",
    "Selection",
    "UsageError",
    "Workspace",
    "briefing",
    "open",
    "open_workspace",
    "query",
    "select",
]

# Importing geotrack itself costs nothing.
_public, _ = attach(
    __name__,
    {
        "open": "api",
        "query": "api",
        "GeometryError": "errors",
        "GeotrackError": "errors",
        "UsageError": "errors",
        "Event": "model",
        "Briefing": "page",
        "briefing": "page",
        "Query": "queries",
        "Selection": "queries",
        "select": "queries",
        "Workspace": "workspace",
        "open_workspace": "workspace",
    },
)


def __getattr__(name: str) -> Any:
    if name == "PolarMap":
        return import_module("folium_polar").PolarMap
    return import_module("geotrack.observations") if name == "observations" else _public(name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
