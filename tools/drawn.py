"""Regions that no data set has, drawn from the limits that their definitions cite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import corridor, disc, distance_m, geodesic, project, unproject
from tools.limits import Limits
from tools.lines import Position, rhumb
from tools.storing import DECIMALS

__all__ = [
    "ARCTIC_CIRCLE_LAT",
    "BOUNDARY_1990_LON",
    "DRAWN",
    "LIMITS",
    "OWN_COASTS",
    "Drawing",
]

ARCTIC_CIRCLE_LAT = 66.55
"""Natural Earth's 66.54999."""
BOUNDARY_1990_LON = -(168 + 58 / 60 + 37 / 3600)
_POINT_1_LAT = 65.5
_AMAP_CIRCLE_LAT = 66 + 32 / 60
_CAPE_ZHELANIYA_LON = 68.58
_WRANGEL_ISLAND = (180.0, 71.2)
_POINT_BARROW = (-(156 + 20 / 60), 71 + 20 / 60)
_ELSON_LAGOON = (-156.45, 71.31)
_CAPE_BLOSSOM = (178.7589, 70.7834)
_CAPE_YAKAN = (177 + 28.5 / 60, 69 + 35 / 60 + 28 / 3600)
_EEZ_M = 200 * 1852.0
_COAST_STEP_M = 10_000.0
_LIMIT_STEP_M = 2_500.0
"""Between two such vertices a chord of the plane, and one of lon/lat, is off by less than 0.5 m."""
_EXACT = 12
"""Decimals that round nothing off."""
_GIUK_M = 50_000.0
_COAST_M, _BERING_COAST_M = 500.0, 250.0
"""By how much the coasts of regions that have their own are simplified."""
_INLAND_M = 6_000.0
_FINE_EDGE_DEG = 0.05
"""Where a coast meets a parallel between two vertices, it still meets it to 0.0001 degrees."""


@dataclass(frozen=True)
class Drawing:
    """What the drawn regions are cut from: all in plane metres."""

    land: BaseGeometry
    water: BaseGeometry
    seas: Mapping[str, BaseGeometry]


def bering_strait(drawing: Drawing) -> BaseGeometry:
    """Coast to coast from point 1 of the line of 1990 to the Arctic Circle."""
    band = _bering_band()
    water = band.difference(_coast(drawing, band, _BERING_COAST_M))
    return _holding(water.difference(drawing.seas["Kotzebue Sound"].buffer(500)), -168.8, 66.2)


def chukchi_sea_iho(drawing: Drawing) -> BaseGeometry:
    """Take the water inside the lines of S-23, which are closed over land; Elson Lagoon is not."""
    north, west = _chukchi_lines(drawing)
    land = [(177.5, 68.5), (177.5, 66.0), (-168.9, 66.0), (_POINT_BARROW[0], 66.0)]
    outline = shapely.Polygon(_plane([*north, _WRANGEL_ISLAND, *west, *land]))
    within = drawing.water.intersection(outline).intersection(arctic_circle(drawing))
    return within.difference(_holding(within, *_ELSON_LAGOON))


def arctic_circle(_: Drawing) -> BaseGeometry:
    """Everything north of the circle."""
    return _cap(ARCTIC_CIRCLE_LAT)


def northern_sea_route(drawing: Drawing) -> BaseGeometry:
    """Within 200 nautical miles of Russia's Arctic coast, between the limits of the law."""
    coast = drawing.land.intersection(_box(50.0, 66.0, 180.0, 82.5)).union(
        drawing.land.intersection(_box(-180.0, 65.5, BOUNDARY_1990_LON, 82.5))
    )
    shore = shapely.segmentize(coast.simplify(500), _COAST_STEP_M)
    lon, lat = unproject(*shapely.get_coordinates(shore).T)
    reach = shapely.union_all(
        [disc(*at, _EEZ_M) for at in sorted(set(zip(lon.round(1), lat.round(2), strict=True)))]
    )
    cape_dezhnev = _easternmost_lat(drawing.land)
    sides = shapely.union_all(
        [
            _box(_CAPE_ZHELANIYA_LON, 65.0, 180.0, 90.0),
            _box(-180.0, cape_dezhnev, BOUNDARY_1990_LON, 90.0),
        ]
    )
    # Natural Earth's Barents Sea goes some way east of the meridian of Cape Zhelaniya.
    named = ("barents-sea", "laptev-sea", "east-siberian-sea", "chukchi-sea")
    water = shapely.union_all(
        [drawing.seas[name] for name in (*named, "arctic-ocean-central")]
    ).intersection(sides)
    kara = drawing.seas["kara-sea"]
    # North of the cape its meridian is the limit; south of it the Kara Sea's own edge.
    kara = kara.difference(_box(50.0, 76.95, _CAPE_ZHELANIYA_LON, 90.0))
    route = shapely.union_all([water, kara]).intersection(reach.simplify(500))
    return _without_specks(route)


def amap_area(drawing: Drawing) -> BaseGeometry:
    """Take the caps and sectors of the text, with the seas it names."""
    names = ("bering-sea", "hudson-bay", "labrador-sea", "davis-strait", "Hudson Strait")
    seas = shapely.union_all([drawing.seas[name] for name in (*names, "Ungava Bay", "Foxe Basin")])
    south = _box(-75.0, 59.0, -10.0, 67.0)
    greenland = _holding(_coast(drawing, south, 3_000), -45.0, 65.0)
    sectors = shapely.union_all(
        [
            _cap(_AMAP_CIRCLE_LAT),
            _box(60.0, 62.0, 180.0, 67.0),
            _box(-180.0, 62.0, -169.0, 67.0),
            _box(-169.0, 60.0, -64.0, 67.0),
            greenland,
        ]
    )
    # The sectors speak of land: of the seas beside it only those named belong.
    others = [drawing.seas[name].simplify(3_000) for name in ("sea-of-okhotsk", "gulf-of-alaska")]
    whole = sectors.difference(shapely.union_all(others)).union(_landward(seas, drawing.water))
    return _without_holes(_largest(whole))


def polar_code_waters(drawing: Drawing) -> BaseGeometry:
    """Take the waters north of the code's line, with coasts drawn roughly on the land side."""
    north = _polar_code_outline()
    sea = _without_specks(drawing.water.intersection(north))
    return _landward(sea, drawing.water).intersection(north)


def giuk_gap(drawing: Drawing) -> BaseGeometry:
    """Take a corridor along two transects, less land."""
    return _without_specks(_giuk_corridors().difference(drawing.land)).simplify(_COAST_M)


def fram_strait(drawing: Drawing) -> BaseGeometry:
    """Greenland to Spitsbergen, a degree to either side of 79 N."""
    band = _fram_band()
    return _holding(band.difference(_coast(drawing, band, _COAST_M)), 0.0, 79.0)


DRAWN: dict[str, Callable[[Drawing], BaseGeometry]] = {
    drawing.__name__: drawing
    for drawing in (
        bering_strait,
        chukchi_sea_iho,
        arctic_circle,
        northern_sea_route,
        amap_area,
        polar_code_waters,
        giuk_gap,
        fram_strait,
    )
}


def _bering_band() -> BaseGeometry:
    return _box(-173.0, _POINT_1_LAT, -161.0, ARCTIC_CIRCLE_LAT)


def _fram_band() -> BaseGeometry:
    return _box(-25.1, 78.0, 15.3, 80.0)


def _giuk_corridors() -> BaseGeometry:
    lines = (
        [(-24.06, 65.52), (-31.16, 68.33)],
        [(-3.91, 58.46), (-5.74, 60.80), (-6.83, 62.12), (-10.56, 63.51), (-14.28, 64.83)],
    )
    return shapely.union_all([corridor(line, _GIUK_M) for line in lines])


OWN_COASTS: dict[str, tuple[Callable[[], BaseGeometry], float]] = {
    "bering_strait": (_bering_band, _BERING_COAST_M),
    "fram_strait": (_fram_band, _COAST_M),
    "giuk_gap": (_giuk_corridors, _COAST_M),
}
"""Drawn regions whose coast is finer than the seas': their outline, and by how much in metres the
coast in it is simplified."""


def _chukchi_lines(
    drawing: Drawing, decimals: int = _EXACT
) -> tuple[list[Position], list[Position]]:
    """Run the limits in the water: from Point Barrow, and from Wrangel Island to the mainland.

    The capes are vertices of the shore, rounded to some decimals.
    """
    island = _vertices(_shore_round(drawing.water, _WRANGEL_ISLAND), decimals)
    near_yakan = drawing.water.intersection(_box(176.0, 69.0, 179.0, 70.0))
    blossom = _nearest(island, _CAPE_BLOSSOM)
    yakan = _nearest(_vertices(near_yakan, decimals), _CAPE_YAKAN)
    northernmost = max(island, key=lambda at: at[1])
    return (
        rhumb(_POINT_BARROW, northernmost, _LIMIT_STEP_M),
        rhumb(blossom, yakan, _LIMIT_STEP_M),
    )


def _chukchi_limits(drawing: Drawing) -> Limits:
    """Let the limits end at the shore as it is stored."""
    return Limits(_chukchi_lines(drawing, DECIMALS), as_cut=_chukchi_lines(drawing))


def _polar_code_lines() -> tuple[list[Position], ...]:
    """Run the code's lines in the water: in the Atlantic and along 60 N in the east and west."""
    named = [
        (-(56 + 37.1 / 60), 60.0),
        (-42.0, 58.0),
        (-(35 + 27 / 60), 64 + 37 / 60),
        (-(26 + 33.4 / 60), 67 + 3.9 / 60),
        (-(8 + 59.61 / 60), 70 + 49.56 / 60),
    ]
    bear_island, kanin_nos = (19 + 1 / 60, 73 + 31.6 / 60), (43 + 23.08 / 60, 68 + 38.29 / 60)
    atlantic = [at for pair in pairwise(named) for at in rhumb(*pair, _LIMIT_STEP_M)]
    for pair in pairwise([named[-1], bear_island, kanin_nos]):
        atlantic += geodesic(pair, _LIMIT_STEP_M)
    pacific = rhumb((164.2, 60.0), (-164.3, 60.0), _LIMIT_STEP_M)
    return atlantic, pacific, rhumb((-130.0, 60.0), named[0], _LIMIT_STEP_M)


LIMITS: dict[str, Callable[[Drawing], Limits]] = {
    "chukchi_sea_iho": _chukchi_limits,
    "northern_sea_route": lambda _: Limits(meridians=[BOUNDARY_1990_LON]),
    "amap_area": lambda _: Limits(parallels=[_AMAP_CIRCLE_LAT]),
    "polar_code_waters": lambda _: Limits(_polar_code_lines()),
}
"""Drawn regions whose limits are defined finer than a coast is stored: what they are."""


def _polar_code_outline() -> BaseGeometry:
    """Run the code's line in the water and close it over land where a shore is the limit."""
    atlantic, pacific, canada = _polar_code_lines()
    # Over land, anywhere behind the shore: Kanin, Siberia south of every Arctic inlet, Koryakia.
    asia = [(44.2, 68.3), (45.5, 67.5), (46.2, 66.5), (60.0, 65.5), (76.0, 65.5), (100.0, 66.0)]
    koryakia = [(135.0, 66.0), (160.0, 64.5), (166.0, 62.5), (165.0, 61.0), (164.2, 60.0)]
    alaska = [(-163.5, 60.4), (-160.0, 61.5), (-156.0, 63.0), (-145.0, 64.0), (-135.0, 62.0)]
    outline = [*atlantic, *asia, *koryakia, *pacific, *alaska, *canada]
    return shapely.make_valid(shapely.Polygon(_plane(outline)))


def _box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """Bounds in lon/lat, whose edges follow meridians and parallels, as a plane area."""
    dense = shapely.segmentize(shapely.box(west, south, east, north), _FINE_EDGE_DEG)
    return shapely.transform(dense, lambda at: np.column_stack(project(*at.T)))


def _cap(south: float) -> BaseGeometry:
    lon = np.arange(-180.0, 180.0, _FINE_EDGE_DEG)
    return shapely.Polygon(np.column_stack(project(lon, np.full_like(lon, south))))


def _plane(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    lon, lat = np.array(points).T
    return [(x, y) for x, y in np.column_stack(project(lon, lat)).tolist()]


def _coast(drawing: Drawing, window: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """Return the simplified land about a window, so that the window's own edges stay as drawn."""
    return drawing.land.intersection(window.buffer(50_000)).simplify(tolerance_m)


def _shore_round(water: BaseGeometry, inside: Position) -> shapely.LinearRing:
    """Return the shore of the island that holds a position."""
    x, y = project(*inside)
    at = shapely.Point(float(x), float(y))
    rings = (ring for part in shapely.get_parts(water) for ring in part.interiors)
    found: shapely.LinearRing = next(ring for ring in rings if shapely.Polygon(ring).covers(at))
    return found


def _vertices(shape: BaseGeometry, decimals: int) -> list[Position]:
    lon, lat = np.round(unproject(*shapely.get_coordinates(shape).T), decimals)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _nearest(among: Sequence[Position], to: Position) -> Position:
    return min(among, key=lambda at: distance_m(at[0], at[1], to[0], to[1]))


def _easternmost_lat(land: BaseGeometry) -> float:
    """Latitude of the mainland's easternmost point: Cape Dezhnev."""
    near = _box(-173.0, 65.8, -169.3, 66.4)
    mainland = _largest(land.intersection(near))
    lon, lat = unproject(*shapely.get_coordinates(mainland).T)
    return round(float(lat[np.argmax(lon)]), 3)


def _holding(area: BaseGeometry, lon: float, lat: float) -> BaseGeometry:
    """Return the part that holds a position."""
    x, y = project(lon, lat)
    at = shapely.Point(float(x), float(y))
    found: BaseGeometry = next(p for p in shapely.get_parts(area) if p.distance(at) < 1)
    return found


def _largest(area: BaseGeometry) -> shapely.Polygon:
    largest: shapely.Polygon = max(shapely.get_parts(area), key=lambda part: part.area)
    return largest


def _without_holes(polygon: shapely.Polygon) -> shapely.Polygon:
    return shapely.Polygon(polygon.exterior)


def _landward(sea: BaseGeometry, water: BaseGeometry) -> BaseGeometry:
    """Move coasts some kilometres inland and fill the islands: few vertices, no water lost."""
    rough = sea.buffer(_INLAND_M, quad_segs=2).simplify(_INLAND_M - 1_000)
    parts = [_without_holes(part) for part in shapely.get_parts(rough)]
    beyond = water.difference(sea)
    return _without_specks(shapely.union_all(parts).difference(beyond))


def _without_specks(area: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(area) if part.area > 2e6]
    return shapely.MultiPolygon(parts)
