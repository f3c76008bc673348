"""The JSON Schema of an event file, generated from the models."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from geotrack.model.event import Event
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

__all__ = ["event_schema"]


_NULL = {"type": "null"}


class _Untitled(GenerateJsonSchema):
    """Omits titles, which would only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """Allow null for optional properties: an empty column means the same."""
        result = super().default_schema(schema)
        options = result.get("anyOf", [{k: v for k, v in result.items() if k != "default"}])
        if _NULL in options:
            return result
        beside = {k: v for k, v in result.items() if k == "default"}
        return {"anyOf": [*options, _NULL], **beside}


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -540, "maximum": 540, "description": "longitude, degrees"},
        {"type": "number", "minimum": -90, "maximum": 90, "description": "latitude, degrees"},
        {"type": "number", "description": "height, metres; not used"},
        {"type": "number", "description": "measure (M); not used"},
    ],
    "items": False,
    "minItems": 2,
}


def event_schema(taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a FeatureCollection of events.

    Unknown properties are allowed: they are kept, with a warning.

    Parameters
    ----------
    taxonomy : Taxonomy, optional
        The types that records can have; the built-in ones without it.
    """
    used = taxonomy or built_in_taxonomy()
    model = Event.model_json_schema(mode="validation", by_alias=True, schema_generator=_Untitled)
    definitions: dict[str, Any] = model.pop("$defs")
    properties: dict[str, Any] = model["properties"]
    id_ = properties.pop("@id")
    for member in ("@geometry", "@feature"):
        properties.pop(member)
    required = [r for r in model["required"] if not r.startswith("@")]
    properties["type"] = {
        "description": "Theme and type; the bare type where only one theme has it.",
        "enum": list(used.words),
    }
    definitions["Position"] = _POSITION
    definitions |= _geometries()
    definitions["Properties"] = {
        "type": "object",
        "properties": properties,
        "required": required,
    }
    definitions["Event"] = {
        "type": "object",
        "properties": {
            "type": {"const": "Feature"},
            "id": id_,
            "geometry": {"anyOf": [{"$ref": "#/$defs/Geometry"}, {"type": "null"}]},
            "properties": {"$ref": "#/$defs/Properties"},
        },
        "required": ["type", "id", "geometry", "properties"],
    }
    return {
        "$schema": _DRAFT,
        "$comment": "Made by `geotrack schema`; do not edit.",
        "title": "geotrack events",
        "description": "A GeoJSON FeatureCollection (RFC 7946) of events.",
        "type": "object",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"$ref": "#/$defs/Event"}},
        },
        "required": ["type", "features"],
        "$defs": definitions,
    }


def _geometries() -> dict[str, dict[str, Any]]:
    def listed(items: dict[str, Any], least: int = 1) -> dict[str, Any]:
        return {"type": "array", "items": items, "minItems": least}

    position = {"$ref": "#/$defs/Position"}
    line, ring = listed(position, 2), listed(position, 4)
    coordinates = {
        "Point": position,
        "MultiPoint": listed(position),
        "LineString": line,
        "MultiLineString": listed(line),
        "Polygon": listed(ring),
        "MultiPolygon": listed(listed(ring)),
    }
    shapes: list[dict[str, Any]] = [
        {
            "type": "object",
            "properties": {"type": {"const": kind}, "coordinates": form},
            "required": ["type", "coordinates"],
        }
        for kind, form in coordinates.items()
    ]
    collection = {
        "type": "object",
        "properties": {
            "type": {"const": "GeometryCollection"},
            "geometries": listed({"$ref": "#/$defs/Geometry"}),
        },
        "required": ["type", "geometries"],
    }
    return {
        "Shape": {"oneOf": shapes},
        "Geometry": {"anyOf": [{"$ref": "#/$defs/Shape"}, collection]},
    }
