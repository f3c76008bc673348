"""geotrack: Arctic events with honest places and dates, on one offline polar map.

Everything public is here, loaded when first used:

* `open_workspace`, `Workspace`, `Event`: records.
* `query`: what happened there, then? A GeoDataFrame. `Query` and `select` underneath.
* `briefing`: a folium map of a workspace's map definition, or of any events.
* `PolarMap`: folium in polar projections, offline.
* `observations`: positions by the million, a module of its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geotrack.asking import query
    from geotrack.errors import GeometryError, GeotrackError, UsageError
    from geotrack.model import Event
    from geotrack.page import Briefing, briefing
    from geotrack.polarmap import PolarMap
    from geotrack.questions import Query, Selection, select
    from geotrack.workspace import Workspace, open_workspace

__version__ = "0.1.0"

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
    "open_workspace",
    "query",
    "select",
]

# Where each public name lives: importing geotrack itself costs nothing.
_HOMES = {
    "query": "geotrack.asking",
    "GeometryError": "geotrack.errors",
    "GeotrackError": "geotrack.errors",
    "UsageError": "geotrack.errors",
    "Event": "geotrack.model",
    "Briefing": "geotrack.page",
    "briefing": "geotrack.page",
    "PolarMap": "geotrack.polarmap",
    "Query": "geotrack.questions",
    "Selection": "geotrack.questions",
    "select": "geotrack.questions",
    "Workspace": "geotrack.workspace",
    "open_workspace": "geotrack.workspace",
}


def __getattr__(name: str) -> Any:
    if name == "observations":
        return import_module("geotrack.observations")
    if name not in _HOMES:
        message = f"module 'geotrack' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
