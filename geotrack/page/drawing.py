"""What a record looks like on the map: where its symbol stands, and all the places it allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.model import Event, LayerFeature
from geotrack.page.names import LETTERED
from geotrack.page.records import Entry
from geotrack.polar.packing import Layer, pack, packing_plane, parts_of
from geotrack.polarmap import rings

__all__ = ["anchor", "event_data", "packed_regions", "region_data"]

Place = list[float]

# Coordinates in the page: 11 m is finer than a pixel at its closest zoom.
_DECIMALS = 4
_SIMPLIFY_M = 400.0
# How fine a region is drawn: this part of its own width.
_REGION_STEPS = 500.0
_REGION_STEP_M = 500


def event_data(entry: Entry, regions: Mapping[str, LayerFeature]) -> dict[str, Any]:
    """Return a record as the page's script draws it; see `web/src/page/data.js`.

    Parameters
    ----------
    entry : Entry
        The record as the page tells it.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id.
    """
    event = entry.event
    return {
        "n": entry.number,
        "theme": event.theme.id,
        "drawn": entry.drawn,
        "at": anchor(event, regions),
        "shapes": list(_shapes(event, regions)),
    }


def anchor(event: Event, regions: Mapping[str, LayerFeature]) -> Place | None:
    """Return `[lat, lon]` where a record's symbol stands; None where it has no place.

    A point stands where it is; of anything else a point well inside it is taken.
    """
    if event.geometry is None:
        named = [regions[r].plane for r in event.regions if r in regions]
        # Of several regions the smallest says most of where it was.
        return _inside(min(named, key=lambda shape: shape.area)) if named else None
    if event.geometry["type"] == "Point":
        lon, lat, *_ = event.geometry["coordinates"]
        return _place(lon, lat)
    if polar.is_south(event.geometry):
        return None
    return _inside(polar.to_plane(event.geometry))


def _inside(shape: BaseGeometry) -> Place:
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        spot = _inscribed(shape)[0].coords[0]
    elif shape.geom_type in {"LineString", "MultiLineString"}:
        longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
        spot = longest.interpolate(0.5, normalized=True).coords[0]
    else:
        spot = shape.representative_point().coords[0]
    lon, lat = polar.unproject(spot[0], spot[1])
    return _place(float(lon), float(lat))


def _shapes(event: Event, regions: Mapping[str, LayerFeature]) -> Iterable[dict[str, Any]]:
    geometry = event.geometry
    if geometry is None:
        yield from ({"kind": "region", "id": r} for r in event.regions if r in regions)
    if geometry is None or polar.is_south(geometry):
        return
    radius = (event.radius_km or 0.0) * 1000.0
    kind, coordinates = geometry["type"], geometry.get("coordinates", [])
    if kind in {"Point", "MultiPoint"}:
        for point in [coordinates] if kind == "Point" else coordinates:
            if radius and event.precision != "unstated":
                yield {"kind": "disc", "at": _place(point[0], point[1]), "radius": radius}
    elif kind in {"LineString", "MultiLineString"}:
        lines = [coordinates] if kind == "LineString" else coordinates
        if radius:
            wide = shapely.union_all([polar.corridor(line, radius) for line in lines])
            yield {"kind": "corridor", "rings": _outline(wide)}
        yield {"kind": "line", "lines": _outline(polar.to_plane(geometry))}
    else:
        yield {"kind": "area", "rings": _outline(polar.to_plane(geometry))}


def packed_regions(regions: Iterable[LayerFeature]) -> str:
    """Return regions as one packed text, a layer each in their order.

    A large region is seen from far, so it is drawn coarser than a strait.
    """
    return pack([_region_parts(region) for region in regions], _REGION_STEP_M)


def region_data(region: LayerFeature) -> dict[str, Any]:
    """Return what the page's script is told of a region: its name, and where that can stand."""
    return {
        "id": region.id,
        "name": region.name,
        "label": _beside_symbols(region.plane),
        "lettered": region.name.casefold() in LETTERED,
    }


def _beside_symbols(shape: BaseGeometry) -> Place:
    """Return a place well inside a shape, but off the one where symbols stand."""
    middle, edge = _inscribed(shape)
    rest = shape.difference(middle.buffer(middle.distance(edge)))
    spot, _ = _inscribed(shape if rest.is_empty else rest)
    lon, lat = polar.unproject(spot.x, spot.y)
    return _place(float(lon), float(lat))


def _inscribed(shape: BaseGeometry) -> tuple[shapely.Point, shapely.Point]:
    """Return the middle of the largest circle in a shape, and a place on its rim."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    # Twenty kilometres are close enough for a symbol, and quick.
    radius = shapely.maximum_inscribed_circle(largest, tolerance=20_000.0)
    return shapely.Point(radius.coords[0]), shapely.Point(radius.coords[-1])


def _region_parts(region: LayerFeature) -> Layer:
    fineness = max(region.plane.area**0.5 / _REGION_STEPS, _SIMPLIFY_M)
    coarse = region.plane.simplify(fineness)
    return parts_of(packing_plane(polar.to_lonlat(coarse)), _REGION_STEP_M)


def _outline(plane_shape: BaseGeometry) -> list[list[Place]]:
    shape = polar.to_lonlat(plane_shape.simplify(_SIMPLIFY_M))
    return rings(shape.__geo_interface__, precision=_DECIMALS)


def _place(lon: float, lat: float) -> Place:
    return [round(lat, _DECIMALS), round(lon, _DECIMALS)]
