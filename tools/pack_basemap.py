"""Pack Natural Earth into `folium_polar/basemap/`: `python -m tools.pack_basemap`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.files import EQUATOR, FAR_SOUTH, LAP, SOUTH
from folium_polar.geometry.packing import RADIUS_M, pack, parts_of, sphere_project
from folium_polar.resources import PACKAGE
from tools import sources

__all__ = [
    "ANTARCTICA",
    "BASEMAP",
    "FAR_COAST",
    "FAR_COAST_NORTH",
    "build",
    "build_antarctica",
    "build_far",
    "circle",
    "seamless",
    "sized",
]

_FOLDER = PACKAGE / "basemap"
BASEMAP = _FOLDER / "natural-earth.b91"
FAR_COAST = _FOLDER / "far-coast.b91"
FAR_COAST_NORTH = _FOLDER / "far-coast-north.b91"
ANTARCTICA = _FOLDER / "antarctica.b91"

STEP_M = 250
FINE_LAT, MIDDLE_LAT, COARSE_LAT = 51.0, 45.0, SOUTH
"""Land reaches down to these parallels in three grades."""
FAR_LAT = 20.0
"""The far coast is in two grades: down to this parallel, and from it to `FAR_SOUTH`."""
FINE_M, MIDDLE_M, COARSE_M, LINE_M = 320.0, 1600.0, 4000.0, 2000.0
"""Simplified by this much; with half a step's diagonal the fine coast stays within 500 m."""
ISLAND_M2, MIDDLE_ISLAND_M2, COARSE_ISLAND_M2 = 2e6, 1e7, 1e8
FAR_M, FAR_ISLAND_M2, FAR_LINE_M = 2000.0, 2e7, 4000.0
LAKE_M, LAKE_M2, GLACIER_M, GLACIER_M2 = 1500.0, 1e9, 1500.0, 1e8
SHELF_M, SHELF_LAP_M = 1000.0, 2500.0
"""Ice shelves are simplified by the one and lie under the land by the other."""
ANTARCTIC_LAT = 60.0
"""Land south of this parallel is Antarctica's."""
_CIRCLE_POINTS = 720
# 50m vertices at the cut lie at 179.9999, Marble's at 179.9917: without this, slivers stay.
_SEAM_LON = 179.99
_EDGE_DEG = 0.5
_CUT_MARGIN = 2.0  # degrees south of the circle at which the plain lon/lat cut is made


Mirror = Callable[[Sequence[BaseGeometry]], Sequence[BaseGeometry]]


def build() -> str:
    """Return the packed basemap."""
    land = _land()
    borders = _borders(circle(COARSE_LAT), COARSE_LAT, LINE_M)
    return _packed(land, _lakes(), _glaciers(land), *borders)


def build_far(south: float = FAR_SOUTH) -> str:
    """Return the packed far coast: land and borders from the basemap to a latitude, degrees.

    The basemap's own land is repeated from `SOUTH` to `LAP`: where two fills only meet, the water
    would show between them as a hairline.
    """
    coarse, far, furthest = map(circle, (COARSE_LAT, FAR_LAT, south))
    detailed = _area(sources.land("10m"), FAR_LAT, LAP)
    rough = _area(sources.land("50m"), south, FAR_LAT)
    parts = [
        _land() - circle(LAP),
        _graded(detailed, FAR_M, FAR_ISLAND_M2).intersection(far - coarse),
        _graded(rough, COARSE_M, COARSE_ISLAND_M2).intersection(furthest - far),
    ]
    # On the grid, the edges on both sides of a parallel become one line.
    land = shapely.union_all(parts, grid_size=STEP_M)
    none = shapely.MultiPolygon()
    return _packed(land, none, none, *_borders(furthest - coarse, south, FAR_LINE_M))


def build_antarctica() -> str:
    """Return the packed basemap of the southern hemisphere, with its latitudes negated.

    Its layers are ice shelves, Antarctica, and those of the northern basemap.
    """
    land = _land(_negated)
    antarctic = circle(ANTARCTIC_LAT)
    antarctica, others = land.intersection(antarctic), land - antarctic
    borders = _borders(circle(COARSE_LAT), COARSE_LAT, LINE_M, _negated)
    lakes, glaciers = _lakes(_negated) - antarctic, _glaciers(others, _negated)
    return _packed(_shelves(antarctica), antarctica, others, lakes, glaciers, *borders)


def _shelves(land: BaseGeometry) -> BaseGeometry:
    """Return the ice shelves, which reach under the land: the two have no water between them."""
    source = _area(_negated(sources.ice_shelves()), ANTARCTIC_LAT, 90.0)
    lap = source.buffer(SHELF_LAP_M) & land.buffer(SHELF_LAP_M)
    whole = [shapely.Polygon(part.exterior) for part in shapely.get_parts(source | lap)]
    return _snap(_graded(shapely.union_all(whole), SHELF_M, ISLAND_M2))


def _negated(geometries: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    """Return geometries in lon/lat with their latitudes negated."""
    return [shapely.transform(each, lambda points: points * (1, -1)) for each in geometries]


def _lakes(mirror: Mirror = list) -> BaseGeometry:
    lakes = _area(mirror(sources.lakes("10m")), MIDDLE_LAT).intersection(circle(MIDDLE_LAT))
    return _snap(_graded(lakes, LAKE_M, LAKE_M2))


def _glaciers(land: BaseGeometry, mirror: Mirror = list) -> BaseGeometry:
    ice = _graded(_area(mirror(sources.glaciers()), MIDDLE_LAT), GLACIER_M, GLACIER_M2)
    # Clipped by the land as drawn, so that ice and coast share their line.
    return _snap(sized(shapely.intersection(ice, land), GLACIER_M2))


def _land(mirror: Mirror = list) -> BaseGeometry:
    """Return the basemap's land."""
    fine, middle, coarse = map(circle, (FINE_LAT, MIDDLE_LAT, COARSE_LAT))
    detailed = _area(mirror(sources.land("10m")), MIDDLE_LAT)
    rough = _area(mirror(sources.land("50m")), COARSE_LAT)
    return _snap(
        shapely.union_all(
            [
                _graded(detailed, FINE_M, ISLAND_M2).intersection(fine),
                _graded(detailed, MIDDLE_M, MIDDLE_ISLAND_M2).intersection(middle - fine),
                _graded(rough, COARSE_M, COARSE_ISLAND_M2).intersection(coarse - middle),
            ]
        )
    )


def _packed(*layers: BaseGeometry) -> str:
    return pack([parts_of(layer, STEP_M) for layer in layers], STEP_M)


def seamless(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Project to the packing plane, with what was cut at 180 degrees put back on it.

    Parameters
    ----------
    lon, lat : ndarray
        Degrees.

    Returns
    -------
    ndarray of shape (n, 2)
        x and y in metres, as `folium_polar.geometry.packing.sphere_project`.
    """
    return sphere_project(np.where(np.abs(lon) > _SEAM_LON, 180.0, lon), lat)


def _area(
    polygons: Sequence[BaseGeometry], south: float, north: float = 90.0 - _CUT_MARGIN
) -> BaseGeometry:
    """Project polygons and join what the source cut at 180 degrees."""
    projected = []
    # Cut in lon/lat first, so that nothing near the south pole is projected.
    window = shapely.box(-180, south - _CUT_MARGIN, 180, north + _CUT_MARGIN)
    for polygon in polygons:
        within = shapely.make_valid(polygon).intersection(window)
        if not within.is_empty:
            plane = shapely.make_valid(_to_plane(within))
            # On a 1 m grid the two sides of the cut are one line.
            projected.append(shapely.set_precision(plane, 1.0))
    return shapely.union_all(projected, grid_size=1.0)


def _borders(
    window: BaseGeometry, south: float, tolerance_m: float, mirror: Mirror = list
) -> tuple[BaseGeometry, BaseGeometry]:
    """Return agreed and disputed borders.

    The point of view: Natural Earth's own class, save that Crimea is in Ukraine, so that the line
    across its isthmus is no border of states.
    """
    agreed: list[BaseGeometry] = []
    disputed: list[BaseGeometry] = []
    for row, line in sources.borders("10m"):
        sides = {row["ADM0_LEFT"], row["ADM0_RIGHT"]}
        if sides == {"Russia", "Ukraine"} and row["FCLASS_UA"] == "Admin-1 boundary":
            continue
        if row["FEATURECLA"] in {"Lease limit", "Overlay limit"}:  # of no state
            continue
        (within,) = mirror([line])
        within = within.intersection(shapely.box(-180, south - _CUT_MARGIN, 180, 90))
        if not within.is_empty:
            is_agreed = row["FEATURECLA"].startswith("International boundary")
            (agreed if is_agreed else disputed).append(_to_plane(within))
    return _lines(agreed, window, tolerance_m), _lines(disputed, window, tolerance_m)


def _lines(lines: list[BaseGeometry], window: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    # Clipped first: what is projected from far south has edges too long to mean anything.
    joined = shapely.line_merge(shapely.union_all(lines))
    return _snap(joined.intersection(window).simplify(tolerance_m))


def _to_plane(geometry: BaseGeometry) -> BaseGeometry:
    """Project, every edge straight in lon/lat as the source has it (the 49th parallel, the cut)."""
    dense = shapely.segmentize(geometry, _EDGE_DEG)
    return shapely.transform(dense, lambda points: seamless(points[:, 0], points[:, 1]))


def circle(lat: float) -> shapely.Polygon:
    """Return the area north of a parallel in the packing plane."""
    rho = 2 * RADIUS_M * math.sin(math.radians(90 - lat) / 2)
    turns = np.linspace(0, 2 * math.pi, _CIRCLE_POINTS, endpoint=False)
    return shapely.Polygon(np.column_stack([rho * np.cos(turns), rho * np.sin(turns)]))


def _graded(area: BaseGeometry, tolerance_m: float, least_m2: float) -> BaseGeometry:
    return sized(area.simplify(tolerance_m), least_m2)


def sized(area: BaseGeometry, least_m2: float) -> BaseGeometry:
    """Leave out parts and holes too small to be seen."""
    kept = []
    for part in shapely.get_parts(area):
        if part.geom_type == "Polygon" and part.area >= least_m2:
            holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= least_m2]
            kept.append(shapely.Polygon(part.exterior, holes))
    return shapely.MultiPolygon(kept)


def _snap(geometry: BaseGeometry) -> BaseGeometry:
    """Move vertices to whole steps and keep the shapes valid."""
    return shapely.set_precision(geometry, STEP_M)


if __name__ == "__main__":
    for path, text in (
        (BASEMAP, build()),
        (FAR_COAST, build_far()),
        (FAR_COAST_NORTH, build_far(EQUATOR)),
        (ANTARCTICA, build_antarctica()),
    ):
        path.write_text(text + "\n", encoding="ascii")
        print(f"{path.name}: {len(text):,} bytes")
