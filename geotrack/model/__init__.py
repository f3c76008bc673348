"""Typed, frozen records: events, layer features, reports and map definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import attach

if TYPE_CHECKING:
    from geotrack.model.actor import Actor
    from geotrack.model.base import MEMBERS, Model
    from geotrack.model.event import Event, Kind, Place
    from geotrack.model.layer import LayerFeature
    from geotrack.model.maps.map_definition import MapDefinition
    from geotrack.model.maps.observation_layers import Observed
    from geotrack.model.maps.scene import Scene
    from geotrack.model.report import Claim, Report
    from geotrack.model.source import Source

__all__ = [
    "MEMBERS",
    "Actor",
    "Claim",
    "Event",
    "Kind",
    "LayerFeature",
    "MapDefinition",
    "Model",
    "Observed",
    "Place",
    "Report",
    "Scene",
    "Source",
]

# The table of conditions beside them is read without them.
__getattr__, __dir__ = attach(
    __name__,
    {
        "MEMBERS": "base",
        "Actor": "actor",
        "Claim": "report",
        "Event": "event",
        "Kind": "event",
        "LayerFeature": "layer",
        "MapDefinition": "maps.map_definition",
        "Model": "base",
        "Observed": "maps.observation_layers",
        "Place": "event",
        "Report": "report",
        "Scene": "maps.scene",
        "Source": "source",
    },
)
