"""Geometry of a record on the map: the position of its symbol, and all places that it allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import check_disc, is_south, to_plane, unproject
from folium_polar.geometry.cache import WeakCache, recall
from folium_polar.geometry.simplify import simplified
from geotrack.errors import GeometryError
from geotrack.footprint.outline import inner_radius_m, widened
from geotrack.mapview.record.shapes import (
    Disc,
    Drawing,
    LonLat,
    NamedRegion,
    PlaneArea,
    PlaneLine,
    Shape,
)
from geotrack.model import Event, LayerFeature
from geotrack.model.maps.view import FirstView
from geotrack.queries.discs import Discs

__all__ = [
    "anchor",
    "circle_around",
    "draw",
    "fitted_view",
    "middle_of",
    "name_positions",
]

# Shapes whose places are kept.
_CACHE_SIZE = 64
# Positions of a region's name, from which a map takes the first that is free.
_LABEL_PLACES = 4
# By the id of a shape: the shape, so that the id stays its own, and what was computed.
_CIRCLES: dict[int, tuple[BaseGeometry, shapely.Point, shapely.Point]] = {}
_SPOTS: dict[int, tuple[BaseGeometry, list[LonLat]]] = {}
_DRAWINGS: WeakCache[Drawing | None] = WeakCache()
# By the identity of a part of the record's geometry, which lasts as long as the record.
_WIDENED: WeakCache[dict[int, BaseGeometry]] = WeakCache()


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
            position = anchor(event, regions)
            return Drawing(position, tuple(_shapes(event, regions))) if position else None
        except GeometryError:
            # A circle that reaches the South Pole, or a region without a valid shape: `geotrack
            # check` reports these, and the page lists the record.
            return None

    return _DRAWINGS.recall(event, regions, make)


def anchor(event: Event, regions: Mapping[str, LayerFeature]) -> LonLat | None:
    """Return the position of a record's symbol, degrees; None without a place to draw.

    Uses the position of a point, and a point well inside any other shape. Of several shapes, uses
    the first point, else the first shape.
    """
    if event.geometry is None:
        planes = [regions[r].plane for r in event.regions if r in regions]
        # The smallest of several regions is the most precise.
        return _inside(min(planes, key=lambda shape: shape.area)) if planes else None
    if is_south(event.geometry):
        return None
    first, *_ = sorted(_members(event.geometry), key=lambda part: part["type"] != "Point")
    if first["type"] == "Point":
        lon, lat, *_ = first["coordinates"]
        return lon, lat
    return _inside(to_plane(first))


def middle_of(region: LayerFeature) -> LonLat:
    """Return a position well inside a region, degrees."""
    return _lonlat(*_inscribed(region.plane)[0].coords[0])


def _members(geometry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if geometry["type"] != "GeometryCollection":
        yield geometry
        return
    for part in geometry["geometries"]:
        yield from _members(part)


def _inside(shape: BaseGeometry) -> LonLat | None:
    if shape.is_empty:
        return None
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        spot = _inscribed(shape)[0].coords[0]
    elif shape.geom_type in {"LineString", "MultiLineString"}:
        longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
        spot = longest.interpolate(0.5, normalized=True).coords[0]
    else:
        spot = shape.representative_point().coords[0]
    return _lonlat(spot[0], spot[1])


def _lonlat(x: float, y: float) -> LonLat:
    lon, lat = unproject(x, y)
    return float(lon), float(lat)


def _shapes(event: Event, regions: Mapping[str, LayerFeature]) -> Iterator[Shape]:
    if event.geometry is None or event.precision == "region":
        yield from (NamedRegion(regions[r]) for r in event.regions if r in regions)
        return
    radius = _radius_m(event)
    if inner_radius_m(event):
        lon, lat, *_ = event.geometry["coordinates"]
        check_disc(lon, lat, radius)
        yield PlaneArea("ring", _widened(event, event.geometry))
        return
    for part in _members(event.geometry):
        yield from _shapes_of(event, part)


def _radius_m(event: Event) -> float:
    return (event.radius_km or 0.0) * 1000.0


def _widened(event: Event, part: Mapping[str, Any]) -> BaseGeometry:
    """Return a part of a record's geometry with its radius, in the plane; cached."""
    cached = _WIDENED.recall(event, None, dict)
    if id(part) not in cached:
        cached[id(part)] = widened(part, _radius_m(event), inner_radius_m(event))
    return cached[id(part)]


def _shapes_of(event: Event, geometry: Mapping[str, Any]) -> Iterator[Shape]:
    kind, radius = geometry["type"], _radius_m(event)
    if kind in {"Point", "MultiPoint"}:
        points = geometry["coordinates"]
        for lon, lat, *_ in [points] if kind == "Point" else points:
            if radius:
                check_disc(lon, lat, radius)
                yield Disc(lon, lat, radius)
        return
    plane = to_plane(geometry)
    if radius:
        yield PlaneArea("corridor", _widened(event, geometry))
    is_line = kind in {"LineString", "MultiLineString"}
    yield PlaneLine(plane) if is_line else PlaneArea("area", plane)


def fitted_view(events: Iterable[Event], regions: Mapping[str, LayerFeature]) -> FirstView:
    """Return the smallest circle round all that is drawn; the whole Arctic if nothing is."""
    return circle_around(*_extent(events, regions))


def circle_around(shapes: Sequence[BaseGeometry], discs: Discs | None) -> FirstView:
    """Return the smallest circle round shapes of the plane and discs; else the whole Arctic."""
    hull = shapely.GeometryCollection(shapes).convex_hull
    if discs is not None:
        hull = shapely.GeometryCollection([hull, *_outer(discs, hull)]).convex_hull
    if hull.is_empty:
        return FirstView()
    circle = shapely.minimum_bounding_circle(hull)
    lon, lat = _lonlat(circle.centroid.x, circle.centroid.y)
    radius = max(shapely.minimum_bounding_radius(hull) / 1000.0 * 1.15, 300.0)
    return FirstView(lat=max(lat, 0.0), lon=lon, radius_km=min(radius, 9_000.0))


def _extent(
    events: Iterable[Event], regions: Mapping[str, LayerFeature]
) -> tuple[list[BaseGeometry], Discs | None]:
    """Return the shapes of records in the plane, and the discs of those that are points."""
    shapes: list[BaseGeometry] = []
    planes: dict[str, BaseGeometry] = {}
    discs: list[tuple[float, float, float]] = []
    for event in events:
        if draw(event, regions) is None:
            continue
        if event.geometry is None or event.precision == "region":
            planes |= {r: regions[r].plane for r in event.regions if r in regions}
            continue
        radius, inner = _radius_m(event), inner_radius_m(event)
        for part in _members(event.geometry):
            if part["type"] == "Point" and radius and not inner:
                lon, lat, *_ = part["coordinates"]
                discs.append((lon, lat, radius))
            else:
                shapes.append(_widened(event, part))
    return [*shapes, *planes.values()], Discs(*np.array(discs).T) if discs else None


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


def name_positions(region: LayerFeature) -> list[LonLat]:
    """Return where a region's name may stand, best first: well inside it, apart from symbols."""
    shape = region.plane
    # The cache holds the shape too, so that no other object gets its id.
    return recall(
        _SPOTS, id(shape), lambda: (shape, _beside_symbols(simplified(shape))), most=_CACHE_SIZE
    )[1]


def _beside_symbols(shape: BaseGeometry) -> list[LonLat]:
    """Return points well inside a shape, away from the position of symbols and each other."""
    spots: list[LonLat] = []
    rest, circle = shape, _inscribed(shape)
    while len(spots) < _LABEL_PLACES:
        middle, edge = circle
        rest = rest.difference(middle.buffer(middle.distance(edge)))
        if rest.is_empty and spots:
            break
        circle = _inscribed(shape) if rest.is_empty else _circle_in(rest)
        spots.append(_lonlat(circle[0].x, circle[0].y))
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
