"""Geometry of a record on the map: the position of its symbol, and all places that it allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError
from geotrack.footprint.outline import inner_radius_m, widened
from geotrack.model import Event, LayerFeature
from geotrack.model.maps.view import FirstView
from geotrack.polar.cache import WeakCache, recall
from geotrack.polar.packing import Layer, pack, packing_plane, parts_of
from geotrack.polarmap import rings
from geotrack.queries.discs import Discs

__all__ = [
    "Drawing",
    "anchor",
    "draw",
    "fitted_view",
    "packed_regions",
    "region_data",
    "region_tolerance_m",
]

Place = list[float]

# Coordinates in the page: 11 m is finer than a pixel at its closest zoom.
_DECIMALS = 4
_SIMPLIFY_M = 400.0
# Tolerance of areas, as a part of their width.
_REGION_STEPS = 500.0
_REGION_STEP_M = 500
_CACHE_SIZE = 64
# Places of a region's name, from which the page takes the first that is free.
_LABEL_PLACES = 4
_CIRCLES: dict[int, tuple[BaseGeometry, shapely.Point, shapely.Point]] = {}
_SPOTS: dict[int, tuple[BaseGeometry, list[Place]]] = {}
_COARSE: dict[int, tuple[BaseGeometry, BaseGeometry]] = {}
_DRAWINGS: WeakCache[Drawing | None] = WeakCache()
# By the identity of a part of the record's geometry, which lasts as long as the record.
_WIDENED: WeakCache[dict[int, BaseGeometry]] = WeakCache()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The geometry of a record for the page's script; see `web/src/page/payload.js`.

    Parameters
    ----------
    at : [lat, lon]
        Position of its symbol, degrees.
    shapes : tuple of dict
        All places that the record allows.
    """

    at: Place
    shapes: tuple[dict[str, Any], ...]

    def latitudes(self) -> Iterator[float]:
        """Yield the latitudes of its symbol and of the vertices of its lines and areas."""
        yield self.at[0]
        for shape in self.shapes:
            for line in shape.get("lines") or shape.get("rings") or ():
                yield from (lat for lat, _ in line)


def draw(event: Event, regions: Mapping[str, LayerFeature]) -> Drawing | None:
    """Return the geometry of a record on the map; None if it can only be listed.

    Parameters
    ----------
    event : Event
        The record.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id.
    """

    def make() -> Drawing | None:
        try:
            at = anchor(event, regions)
            return Drawing(at, tuple(_shapes(event, regions))) if at else None
        except GeometryError:
            # A circle that reaches the South Pole, or a region without a valid shape: `geotrack
            # check` reports these, and the page lists the record.
            return None

    return _DRAWINGS.recall(event, regions, make)


def anchor(event: Event, regions: Mapping[str, LayerFeature]) -> Place | None:
    """Return `[lat, lon]` of a record's symbol; None without a place to draw.

    Uses the position of a point, and a point well inside any other shape. Of several shapes, uses
    the first point, else the first shape.
    """
    if event.geometry is None:
        named = [regions[r].plane for r in event.regions if r in regions]
        # The smallest of several regions is the most precise.
        return _inside(min(named, key=lambda shape: shape.area)) if named else None
    if polar.is_south(event.geometry):
        return None
    first, *_ = sorted(_members(event.geometry), key=lambda part: part["type"] != "Point")
    if first["type"] == "Point":
        lon, lat, *_ = first["coordinates"]
        return _place(lon, lat)
    return _inside(polar.to_plane(first))


def _members(geometry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if geometry["type"] != "GeometryCollection":
        yield geometry
        return
    for part in geometry["geometries"]:
        yield from _members(part)


def _inside(shape: BaseGeometry) -> Place | None:
    if shape.is_empty:
        return None
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        spot = _inscribed(shape)[0].coords[0]
    elif shape.geom_type in {"LineString", "MultiLineString"}:
        longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
        spot = longest.interpolate(0.5, normalized=True).coords[0]
    else:
        spot = shape.representative_point().coords[0]
    lon, lat = polar.unproject(spot[0], spot[1])
    return _place(float(lon), float(lat))


def _shapes(event: Event, regions: Mapping[str, LayerFeature]) -> Iterator[dict[str, Any]]:
    if event.geometry is None or event.precision == "region":
        yield from ({"kind": "region", "id": r} for r in event.regions if r in regions)
        return
    radius = _radius_m(event)
    if inner_radius_m(event):
        lon, lat, *_ = event.geometry["coordinates"]
        polar.check_disc(lon, lat, radius)
        yield {"kind": "ring", "rings": _outline(_widened(event, event.geometry))}
        return
    for part in _members(event.geometry):
        yield from _shapes_of(event, part)


def _radius_m(event: Event) -> float:
    return (event.radius_km or 0.0) * 1000.0


def _widened(event: Event, part: Mapping[str, Any]) -> BaseGeometry:
    """Return a part of a record's geometry with its radius, in the plane; cached."""
    kept = _WIDENED.recall(event, None, dict)
    if id(part) not in kept:
        kept[id(part)] = widened(part, _radius_m(event), inner_radius_m(event))
    return kept[id(part)]


def _shapes_of(event: Event, geometry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind, radius = geometry["type"], _radius_m(event)
    if kind in {"Point", "MultiPoint"}:
        points = geometry["coordinates"]
        for lon, lat, *_ in [points] if kind == "Point" else points:
            if radius:
                polar.check_disc(lon, lat, radius)
                yield {"kind": "disc", "at": _place(lon, lat), "radius": radius}
        return
    plane = polar.to_plane(geometry)
    if radius:
        yield {"kind": "corridor", "rings": _outline(_widened(event, geometry))}
    if kind in {"LineString", "MultiLineString"}:
        yield {"kind": "line", "lines": _outline(plane)}
    else:
        yield {"kind": "area", "rings": _outline(plane)}


def fitted_view(events: Iterable[Event], regions: Mapping[str, LayerFeature]) -> FirstView:
    """Return the smallest circle round all that is drawn; the whole Arctic if nothing is."""
    shapes, discs = _extent(events, regions)
    hull = shapely.GeometryCollection(shapes).convex_hull
    if discs is not None:
        hull = shapely.GeometryCollection([hull, *_outer(discs, hull)]).convex_hull
    if hull.is_empty:
        return FirstView()
    circle = shapely.minimum_bounding_circle(hull)
    lon, lat = (float(v) for v in polar.unproject(circle.centroid.x, circle.centroid.y))
    radius = max(shapely.minimum_bounding_radius(hull) / 1000.0 * 1.15, 300.0)
    return FirstView(lat=max(lat, 0.0), lon=lon, radius_km=min(radius, 9_000.0))


def _extent(
    events: Iterable[Event], regions: Mapping[str, LayerFeature]
) -> tuple[list[BaseGeometry], Discs | None]:
    """Return the shapes of records in the plane, and the discs of those that are points."""
    shapes: list[BaseGeometry] = []
    named: dict[str, BaseGeometry] = {}
    discs: list[tuple[float, float, float]] = []
    for event in events:
        if draw(event, regions) is None:
            continue
        if event.geometry is None or event.precision == "region":
            named |= {r: regions[r].plane for r in event.regions if r in regions}
            continue
        radius, inner = _radius_m(event), inner_radius_m(event)
        for part in _members(event.geometry):
            if part["type"] == "Point" and radius and not inner:
                lon, lat, *_ = part["coordinates"]
                discs.append((lon, lat, radius))
            else:
                shapes.append(_widened(event, part))
    return [*shapes, *named.values()], Discs(*np.array(discs).T) if discs else None


def _outer(discs: Discs, hull: BaseGeometry) -> list[BaseGeometry]:
    """Return the discs that may reach beyond a hull that is widened by their centres."""
    centres = np.asarray(shapely.points(discs.x, discs.y))
    hull = shapely.GeometryCollection([hull, *centres]).convex_hull
    # The stubs allow one distance only, not one for each point.
    within_reach: Any = shapely.dwithin
    if hull.geom_type != "Polygon":
        return list(discs.polygons())  # a line has no inside
    inner = shapely.contains(hull, centres) & ~within_reach(hull.boundary, centres, discs.reach)
    return list(discs.of(np.flatnonzero(~inner)).polygons())


def packed_regions(regions: Iterable[LayerFeature]) -> str:
    """Return regions as one packed text, one layer for each, in order.

    A large region is seen at a small scale, so it is coarser than a strait.
    """
    return pack([_region_parts(region) for region in regions], _REGION_STEP_M)


def region_data(region: LayerFeature) -> dict[str, Any]:
    """Return the name of a region and its positions, for the page's script."""
    shape = region.plane
    # The cache holds the shape too, so that no other object gets its id.
    spots = recall(
        _SPOTS, id(shape), lambda: (shape, _beside_symbols(_coarse(shape))), most=_CACHE_SIZE
    )[1]
    label, *further = spots
    return {
        "id": region.id,
        "name": region.name,
        "label": label,
        "further": further,
    }


def _beside_symbols(shape: BaseGeometry) -> list[Place]:
    """Return points well inside a shape, away from the position of symbols and each other."""
    spots: list[Place] = []
    rest, circle = shape, _inscribed(shape)
    while len(spots) < _LABEL_PLACES:
        middle, edge = circle
        rest = rest.difference(middle.buffer(middle.distance(edge)))
        if rest.is_empty and spots:
            break
        circle = _inscribed(shape) if rest.is_empty else _circle_in(rest)
        lon, lat = polar.unproject(circle[0].x, circle[0].y)
        spots.append(_place(float(lon), float(lat)))
    return spots


def _inscribed(shape: BaseGeometry) -> tuple[shapely.Point, shapely.Point]:
    """Return the centre of the largest circle in a shape, and a point on its rim.

    Cached for regions, which many records name.
    """
    # The cache holds the shape too, so that no other object gets its id.
    return recall(_CIRCLES, id(shape), lambda: (shape, *_circle_in(shape)), most=_CACHE_SIZE)[1:]


def _circle_in(shape: BaseGeometry) -> tuple[shapely.Point, shapely.Point]:
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    # Twenty kilometres are accurate enough for a symbol, and quick.
    radius = shapely.maximum_inscribed_circle(largest, tolerance=20_000.0)
    return shapely.Point(radius.coords[0]), shapely.Point(radius.coords[-1])


def _region_parts(region: LayerFeature) -> Layer:
    return parts_of(packing_plane(polar.to_lonlat(_coarse(region.plane))), _REGION_STEP_M)


def _coarse(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape with the vertices that are visible on the map; cached for regions."""
    return recall(_COARSE, id(shape), lambda: (shape, _simplified(shape)), most=_CACHE_SIZE)[1]


def region_tolerance_m(shape: BaseGeometry) -> float:
    """Return by how much the packed outline of a region may be off, metres."""
    return round(_step(shape) * 9 / 8 + _REGION_STEP_M)


def _step(shape: BaseGeometry) -> float:
    return float(max(shape.area**0.5 / _REGION_STEPS, _SIMPLIFY_M))


def _simplified(shape: BaseGeometry) -> BaseGeometry:
    step = _step(shape)
    # Simplifying a long coast is many times as fast without preserving topology.
    few = shape.simplify(step / 8, preserve_topology=False)
    is_whole = shapely.get_num_geometries(few) == shapely.get_num_geometries(shape)
    return (few if few.is_valid and is_whole else shape).simplify(step)


def _outline(plane_shape: BaseGeometry) -> list[list[Place]]:
    shape = polar.to_lonlat(_coarse(plane_shape))
    return rings(shape.__geo_interface__, precision=_DECIMALS)


def _place(lon: float, lat: float) -> Place:
    return [round(lat, _DECIMALS), round(lon, _DECIMALS)]
