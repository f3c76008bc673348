"""Typed, frozen records: events, layer features, reports and map definitions."""

from __future__ import annotations

from geotrack.model.base import MEMBERS, Model
from geotrack.model.event import Actor, Event, Kind, Place
from geotrack.model.layer import LayerFeature
from geotrack.model.map_definition import MapDefinition
from geotrack.model.observed import Observed
from geotrack.model.report import Claim, Report
from geotrack.model.scene import Scene
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
