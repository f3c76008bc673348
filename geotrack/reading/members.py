"""Checks of GeoJSON members: forbidden ones, required ones, and `bbox` (RFC 7946)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from geotrack.findings import shown
from geotrack.i18n.folding import is_blank
from geotrack.messages import Message
from geotrack.reading.foreign_formats import crs_fault, other_crs
from geotrack.reading.model_faults import Fault

__all__ = [
    "collection_faults",
    "feature_faults",
    "features_fault",
    "features_in",
    "lift_ids",
    "number_features",
]

# Section 7.1: members that define another kind of object.
_OF_OTHERS = {
    "FeatureCollection": ("coordinates", "geometries", "geometry", "properties"),
    "Feature": ("coordinates", "geometries", "features"),
    "geometry": ("geometry", "properties", "features"),
}
_PLAIN = frozenset({"type", "id", "geometry", "properties"})
_PLAIN_GEOMETRY = frozenset({"type", "coordinates"})
_SIZES = (4, 6)
_POLE = 90

Path = tuple[str | int, ...]


def collection_faults(collection: dict[str, Any]) -> Iterator[Fault]:
    """Yield the faults of a FeatureCollection's members, except its Features."""
    fault = features_fault(collection)
    if fault is not None:
        yield fault
    yield from _faults(collection, "FeatureCollection")


def features_fault(collection: dict[str, Any]) -> Fault | None:
    """Return the fault of a FeatureCollection's `features`; None if it is a list."""
    if "features" not in collection:
        message = "a FeatureCollection without a list of features"
        return Fault((), message, "add 'features': []", "features")
    features = collection["features"]
    if isinstance(features, list):
        return None
    message = Message("{features} where a list of Features is meant", shown(features))
    return Fault(("features",), message, "write a list", "features", features)


def feature_faults(feature: dict[str, Any]) -> Iterator[Fault]:
    """Yield the faults of the members of a Feature and its geometry, missing ones first.

    Examples
    --------
    >>> [str(f.path) for f in feature_faults({"type": "Feature", "bbox": [10, 70], "features": []})]
    ['()', '()', '()', "('features',)", "('bbox',)"]
    """
    yield from _needed(feature)
    if not feature.keys() <= _PLAIN:
        yield from _faults(feature, "Feature")
        yield from _crs(feature)
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and not geometry.keys() <= _PLAIN_GEOMETRY:
        yield from _geometry(geometry, ("geometry",))


def _needed(feature: dict[str, Any]) -> Iterator[Fault]:
    """Yield faults of the members that every Feature needs."""
    properties = feature.get("properties")
    if "properties" not in feature:
        yield Fault(
            (),
            "the Feature has no properties",
            "add 'properties'",
            "feature-properties",
            key="properties",
        )
    elif not isinstance(properties, dict):
        message = Message("{properties} where an object of properties is meant", shown(properties))
        remedy = 'write an object: {"title": …, "type": …, "start": …, "sources": …}'
        yield Fault(("properties",), message, remedy, "feature-properties", properties)
    if "geometry" not in feature:
        remedy = "add it; null where the place is unknown or regions say it all"
        yield Fault((), "the Feature has no 'geometry'", remedy, "feature-geometry", key="geometry")
    if "id" not in feature:
        remedy = (
            "add one that stays, for example 2024-09-28-patrol-sighted; `geotrack add` gives one"
        )
        if isinstance(properties, dict) and "id" in properties:
            remedy = "move the 'id' of its properties up; `geotrack add` does"
        yield Fault((), "the Feature has no 'id'", remedy, "feature-id", key="id")


def lift_ids(value: Any) -> None:
    """Move the property `id` of Features without an id to the Feature, as QGIS writes ids.

    Parameters
    ----------
    value : Any
        A parsed FeatureCollection or Feature, changed in place. Numbers are not moved: they count
        rows.

    Examples
    --------
    >>> feature = {"type": "Feature", "properties": {"id": "patrol", "title": "A patrol"}}
    >>> lift_ids(feature)
    >>> feature["id"], feature["properties"]
    ('patrol', {'title': 'A patrol'})
    """
    for feature in features_in(value):
        properties = feature.get("properties")
        if "id" in feature or not isinstance(properties, dict):
            continue
        property_id = properties.get("id")
        if isinstance(property_id, str) and not is_blank(property_id):
            feature["id"] = properties.pop("id")


def number_features(value: Any) -> None:
    """Give Features without an id their number in the file, from 1, as id; see `lift_ids` too.

    Parameters
    ----------
    value : Any
        A parsed FeatureCollection or Feature, changed in place.

    Examples
    --------
    >>> feature = {"type": "Feature", "properties": {"title": "A patrol"}}
    >>> number_features(feature)
    >>> feature["id"]
    '1'
    """
    lift_ids(value)
    for n, feature in enumerate(features_in(value), start=1):
        feature.setdefault("id", str(n))


def features_in(value: Any) -> list[dict[str, Any]]:
    """Return the Features of a parsed FeatureCollection, or a single Feature."""
    features = value.get("features") if isinstance(value, dict) else None
    single = [value] if isinstance(value, dict) and value.get("type") == "Feature" else []
    return [f for f in (features if isinstance(features, list) else single) if isinstance(f, dict)]


def _geometry(geometry: dict[str, Any], path: Path) -> Iterator[Fault]:
    kind = geometry.get("type")
    if (
        isinstance(kind, str) and kind in _OF_OTHERS
    ):  # no geometry, which `structure_faults` reports
        return
    for fault in (*_faults(geometry, "geometry"), *_crs(geometry)):
        yield replace(fault, path=(*path, *fault.path))
    parts = geometry.get("geometries")
    for n, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict):
            yield from _geometry(part, (*path, "geometries", n))


def _crs(value: dict[str, Any]) -> Iterator[Fault]:
    crs = other_crs(value)
    if crs is not None:
        yield crs_fault(crs)


def _faults(value: dict[str, Any], kind: str) -> Iterator[Fault]:
    for key in _OF_OTHERS[kind]:
        if key in value:
            noun = Message("geometry") if kind == "geometry" else kind
            message = Message("a {what} has no member {key!r}", noun, key)
            yield Fault((key,), message, "leave it out, or give it another name", "member")
    if "bbox" in value:
        problem = _bbox_problem(value["bbox"])
        if problem:
            yield Fault(("bbox",), problem, "correct it, or leave it out", "bbox", value["bbox"])


def _bbox_problem(box: Any) -> str | None:
    """Return the fault of a `bbox` (section 5); west may be east of east, across 180°."""
    if not isinstance(box, list) or len(box) not in _SIZES or not all(map(_is_number, box)):
        return Message("{box} is no bbox of 4 or 6 numbers", shown(box))
    south, north = box[1], box[len(box) // 2 + 1]
    if not -_POLE <= south <= north <= _POLE:
        return Message("the bbox goes from latitude {south} to {north}", shown(south), shown(north))
    return None


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and (isinstance(value, int) or math.isfinite(value))
