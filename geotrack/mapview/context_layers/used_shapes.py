"""Used shapes of a context layer as a file: a snapshot keeps them in place of the layer's file.

A FeatureCollection with the vertices in longitude and latitude, and a foreign member that says how
they were simplified. They are on the grid of whole steps, so reading them gives the same shapes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from folium_polar.geometry.packing import Layer, sphere_project, sphere_unproject
from geotrack.errors import GeotrackError
from geotrack.mapview.context_layers.shapes import Kind, Shapes, step_of
from geotrack.messages import Message
from geotrack.reading.text.geojson_text import collection_text

__all__ = ["UsedShapes", "read_used_shapes", "used_shapes_text"]

_MEMBER = "geotrack-context"
# Bytes that show what the file is, bytes of a file, and features that are left out; at most.
_HEAD, _MOST_BYTES, _MOST_COUNTED = 400, 20_000_000, 1_000_000
# A hundredth of a millimetre: less than a step by far.
_DECIMALS = 9
# Type of GeoJSON by kind of shape.
_TYPES = {
    "area": "MultiPolygon",
    "fill": "MultiPolygon",
    "line": "MultiLineString",
    "point": "MultiPoint",
}
# Vertices of a shape at least.
_FEWEST = {"area": 3, "fill": 3, "line": 2, "point": 1}


class UsedShapes(NamedTuple):
    """Shapes of a layer, their accuracy in metres, and the number of features left out."""

    shapes: tuple[Shapes, ...]
    accuracy_m: int
    left_out: int


def used_shapes_text(used: UsedShapes) -> str:
    """Return shapes as the text of a GeoJSON file."""
    step = step_of(used.accuracy_m)
    features = [
        {
            "type": "Feature",
            "properties": {"kind": shape.kind, "label": shape.label},
            "geometry": {"type": _TYPES[shape.kind], "coordinates": _coordinates(shape, step)},
        }
        for shape in used.shapes
    ]
    about = {"accuracy_m": used.accuracy_m, "left_out": used.left_out}
    return collection_text(features, {_MEMBER: about})


def _coordinates(shapes: Shapes, step: int) -> list[Any]:
    closed = shapes.kind in {"area", "fill"}

    def places(ring: Sequence[tuple[int, int]]) -> list[list[float]]:
        closed_ring = [*ring, ring[0]] if closed else ring
        lon, lat = sphere_unproject(np.array(closed_ring, dtype=np.float64) * step)
        positions: list[list[float]] = np.column_stack([lon, lat]).round(_DECIMALS).tolist()
        return positions

    if closed:
        return [[places(ring) for ring in part] for part in shapes.parts]
    lines = [places(part[0]) for part in shapes.parts]
    return lines if shapes.kind == "line" else [line[0] for line in lines]


def read_used_shapes(path: Path) -> UsedShapes | None:
    """Return the shapes of a file that `used_shapes_text` wrote; None for another file.

    Raises
    ------
    GeotrackError
        The file says that it is one, and is not.
    """
    if not path.is_file() or not _is_marked(path):
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(path)
        values = json.loads(path.read_text(encoding="utf-8"))
        about = values[_MEMBER]
        accuracy, left_out = about["accuracy_m"], about["left_out"]
        if not (_is_count(accuracy) and step_of(accuracy) and _is_count(left_out)):
            raise ValueError(about)
        shapes = tuple(_shapes(feature, step_of(accuracy)) for feature in values["features"])
    except (KeyError, TypeError, ValueError, IndexError, RecursionError):
        message = Message(
            "{file} does not hold the shapes of a context layer; write the snapshot again",
            path.name,
        )
        raise GeotrackError(message) from None
    return UsedShapes(shapes, accuracy, left_out)


def _is_marked(path: Path) -> bool:
    with path.open("rb") as file:
        return f'"{_MEMBER}"'.encode() in file.read(_HEAD)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_COUNTED


def _shapes(feature: Any, step: int) -> Shapes:
    kind, label = feature["properties"]["kind"], feature["properties"]["label"]
    coordinates = feature["geometry"]["coordinates"]
    if kind not in get_args(Kind) or not isinstance(label, str) or not coordinates:
        raise ValueError(kind)
    closed = kind in {"area", "fill"}
    parts = coordinates if closed else [[c] if kind == "line" else [[c]] for c in coordinates]
    layer: Layer = [[_steps(ring, step, _FEWEST[kind], closed) for ring in part] for part in parts]
    if not all(layer):
        raise ValueError(kind)
    return Shapes(kind, label, layer)


def _steps(ring: Any, step: int, fewest: int, closed: bool) -> list[tuple[int, int]]:
    places = np.array(ring, dtype=np.float64)
    if places.shape[1:] != (2,) or not np.isfinite(places).all():
        raise ValueError(ring)
    steps = np.rint(sphere_project(places[:, 0], places[:, 1]) / step).astype(np.int64)
    pairs = [(x, y) for x, y in steps.tolist()]
    pairs = pairs[:-1] if closed else pairs
    if len(pairs) < fewest:
        raise ValueError(ring)
    return pairs
