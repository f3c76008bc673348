"""Places of the labels of context layers on a map."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import unproject
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.record.shapes import LonLat
from geotrack.model.maps.ice import Ice

__all__ = ["label_places"]

# Metres; accurate enough for a name, and quick.
_WITHIN_M = 20_000.0


def label_places(layer: ContextLayer) -> list[tuple[str, LonLat]]:
    """Return each label of a layer once, with a position of its largest part, degrees.

    Sea ice has none on the map: its concentrations are in the legend.
    """
    if isinstance(layer.settings, Ice):
        return []
    places: dict[str, tuple[float, LonLat]] = {}
    for shape in layer.shapes:
        if not shape.label:
            continue
        largest = max(
            shapely.get_parts(layer.geometry(shape)), key=lambda part: (part.area, part.length)
        )
        if largest.area + 1e-9 * largest.length >= places.get(shape.label, (-1.0,))[0]:
            lon, lat = (float(v) for v in unproject(*_spot(largest)))
            size = largest.area + 1e-9 * largest.length
            places[shape.label] = (size, (lon, lat))
    # The largest first: it gets its place before the others.
    by_size = sorted(places.items(), key=lambda item: (-item[1][0], item[0]))
    return [(label, place) for label, (_, place) in by_size]


def _spot(part: BaseGeometry) -> tuple[float, float]:
    if part.geom_type == "LineString":
        point = part.interpolate(0.5, normalized=True)
    elif part.geom_type == "Polygon":
        # Simplified shapes may touch themselves.
        largest = max(shapely.get_parts(shapely.make_valid(part)), key=lambda one: one.area)
        point = shapely.Point(shapely.maximum_inscribed_circle(largest, _WITHIN_M).coords[0])
    else:
        point = part.representative_point()
    return point.x, point.y
