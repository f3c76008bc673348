"""Build `layers/administrative.geojson`: `python -m tools.build_administrative` (a minute)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from tools import sources
from tools.coverage import join
from tools.storing import geojson, stored, write

__all__ = ["build", "generalised"]

Row: TypeAlias = tuple[str, str]
"""Country and name of a row of the source."""

_TEXTS = Path(__file__).parent / "administrative.toml"
_NORTH_LAT = 50.0
"""Areas that end south of it are neighbours of none."""
_DEGREES = 1e-3
_EDGE_DEG = 0.1
_AUTHORITY = "Natural Earth"
_VERSION = "1:10m, version 4.1.0, as QGIS 3.40.6 simplified them"
_ISLAND_M2 = 2e6
_SOUND_M = 5_000.0
"""Half the width of the waters between shores that an area has: fjords and sounds."""
_SHORE_M = 3_000.0
"""By how much an area reaches beyond its shores, before its lines are simplified."""
_LINE_M = 2_000.0
_FAR_M = 75_000.0
"""An island that the source has lost is that of the nearest area, if it is nearer than this."""
_NATURAL_EARTH = (
    "https://www.naturalearthdata.com/downloads/10m-cultural-vectors/10m-admin-1-states-provinces/"
)
_NOTE = (
    "Generalised: limits on land are exact to about 2 km; it has the waters within about 5 km of "
    "its shores and those between shores less than 10 km apart, so that its ports are inside. Its "
    "land has {land_km2:,.0f} km² in the source. The outline states no sovereignty."
)


def generalised(lands: Mapping[Row, BaseGeometry], others: BaseGeometry) -> dict[Row, BaseGeometry]:
    """Return areas with the waters at their shores, their lines simplified as one set.

    Parameters
    ----------
    lands : mapping of pair of str to shapely geometry
        Land by country and name, in plane metres, none over another.
    others : shapely geometry
        The land of other areas, which no area gets.

    Returns
    -------
    dict
        The areas; neighbours share their border.
    """
    grown: dict[Row, BaseGeometry] = {}
    for name, land in lands.items():
        near = [other for key, other in lands.items() if key != name]
        wide: BaseGeometry = land.buffer(_SOUND_M, quad_segs=4).buffer(
            _SHORE_M - _SOUND_M, quad_segs=4
        )
        wide = wide.union(land).difference(others)
        for other in (*near, *grown.values()):
            wide = wide.difference(other)
        grown[name] = shapely.set_precision(wide, 1.0)
    return _simplified(grown)


def _simplified(areas: Mapping[Row, BaseGeometry]) -> dict[Row, BaseGeometry]:
    lines = shapely.line_merge(shapely.union_all([area.boundary for area in areas.values()]))
    simple = shapely.union_all(shapely.simplify(lines, _LINE_M), grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(simple)))
    faces = faces[shapely.area(faces) >= _ISLAND_M2]
    points = shapely.point_on_surface(faces)
    return {
        name: shapely.union_all(faces[shapely.intersects(area, points)], grid_size=1.0)
        for name, area in areas.items()
    }


def build() -> list[dict[str, Any]]:
    """Return the features."""
    areas = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["area"]
    rows = {row for area in areas for row in _rows(area)}
    lonlat = sources.provinces()
    boxes = shapely.union_all([shapely.box(*area["left"]) for area in areas if "left" in area])
    lands = {row: shapely.difference(lonlat[row], boxes) for row in sorted(rows)}
    others = [
        land
        for row, land in lonlat.items()
        if row not in rows and shapely.bounds(land)[3] > _NORTH_LAT
    ]
    joined = {row: join(list(shapely.get_parts(land))) for row, land in lands.items()}
    other = join(others)
    shapes = generalised(_with_lost_islands(joined, other), other)
    return [
        _feature(
            area,
            shapely.union_all([shapes[row] for row in _rows(area)], grid_size=1.0),
            sum(_area_km2(lands[row]) for row in _rows(area)),
        )
        for area in areas
    ]


def _with_lost_islands(lands: Mapping[Row, BaseGeometry], other: BaseGeometry) -> dict[Row, Any]:
    """Return areas with the islands of Natural Earth's land that the source has simplified away."""
    fine = [p for p in sources.land("10m") if shapely.bounds(p)[3] > _NORTH_LAT]
    islands = shapely.get_parts(join(fine))
    owners = [*lands.values(), other]
    nearest = np.array([shapely.distance(islands, owner) for owner in owners])
    nearest[:, (nearest == 0).any(axis=0)] = np.inf
    found = {}
    for row, distances in zip(lands, nearest, strict=False):
        own = islands[(distances == nearest.min(axis=0)) & (distances < _FAR_M)]
        found[row] = shapely.union_all([lands[row], *own], grid_size=1.0)
    return found


def _rows(area: Mapping[str, Any]) -> list[Row]:
    return [(country, name) for country, names in area["of"].items() for name in names]


def _area_km2(land: BaseGeometry) -> float:
    """Return the area of lon/lat polygons on the ellipsoid, their edges straight in lon/lat."""
    dense = shapely.segmentize(shapely.orient_polygons(land), _EDGE_DEG)
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(dense)[0]) / 1e6


def _feature(area: Mapping[str, Any], shape: BaseGeometry, land_km2: float) -> dict[str, Any]:
    rounded = shapely.set_precision(shapely.geometry.shape(stored(shape)), _DEGREES)
    return {
        "id": area["id"],
        "properties": {
            "name": area["names"]["en"],
            "names": area["names"],
            "aliases": area["aliases"],
            "kind": "administrative",
            "authority": _AUTHORITY,
            "definition": {
                "text": f"{area['text']} Natural Earth's states and provinces, {_VERSION}.",
                "url": _NATURAL_EARTH,
            },
            "note": " ".join(filter(None, (area.get("note"), _NOTE.format(land_km2=land_km2)))),
            "licence": "Public domain (Natural Earth)",
        },
        "geometry": geojson(p for p in shapely.get_parts(rounded) if p.geom_type == "Polygon"),
    }


if __name__ == "__main__":
    path = write("administrative", "Administrative areas", build())
    print(f"{path.name}: {path.stat().st_size:,} bytes")
