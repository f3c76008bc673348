"""Pack `geotrack/coastline/natural-earth.b91`: `python -m tools.build_coastline` (half a minute).

The land is what the stored seas leave: it has their vertices, so that a shape less land ends where
its sea ends. All of it happens in lon/lat, in which stored edges are straight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.packing import Layer, pack, parts_of
from tools.build_regions import cover, drawing_of, drawn, outline, read_texts
from tools.drawn import OWN_COASTS, Drawing
from tools.shore import areas, land_of, short_edged, turned
from tools.storing import DECIMALS, stored

__all__ = ["COASTLINE", "build", "own_land", "with_vertices"]

COASTLINE = Path(__file__).parents[1] / "geotrack" / "coastline" / "natural-earth.b91"

_STEPS = 10**DECIMALS
_NEAR_DEG = 1e-3
"""A stored edge is at most 40 km long: straight in lon/lat it is within 100 m of its chord."""
_BESIDE_M = 10.0
_AROUND_M = 5_000.0
_CUT_SHORES = ("chukchi_sea_iho", "northern_sea_route")
"""Drawn regions with the seas' coast, cut by limits that meet it between two vertices."""


def build() -> str:
    """Return the packed coastline."""
    regions = read_texts()["region"]
    coverage = cover(regions)
    drawing = drawing_of(coverage, regions)
    own_shores = {name: drawn(name, drawing) for name in (*_CUT_SHORES, *OWN_COASTS)}
    land = land_of([outline(sea) for sea in coverage.seas.values()])
    for name in _CUT_SHORES:
        land = with_vertices(land, own_shores[name])
    own = [own_land(drawing, name, own_shores[name]) for name in OWN_COASTS]
    return pack([_steps([land]), _steps(own)], _STEPS)


def own_land(drawing: Drawing, name: str, region: Mapping[str, Any]) -> BaseGeometry:
    """Return what a drawn region with a finer coast has as land inside its outline.

    Parameters
    ----------
    drawing : Drawing
        What the region was cut from.
    name : str
        A key of `OWN_COASTS`.
    region : mapping
        The region as it is stored, in GeoJSON.

    Returns
    -------
    shapely geometry
        In lon/lat as `turned` gives it.
    """
    frame_of, tolerance_m = OWN_COASTS[name]
    frame = frame_of()
    land = drawing.land.intersection(frame.buffer(_AROUND_M))
    # The region's coast is off by the tolerance; what is farther out is a sea beside the region.
    shore = land.buffer(tolerance_m + _BESIDE_M, quad_segs=2)
    inside = turned(stored(shore)).intersection(short_edged(turned(stored(frame))))
    return areas(shapely.set_precision(inside.difference(turned(region)), 1 / _STEPS))


def with_vertices(land: BaseGeometry, region: Mapping[str, Any]) -> BaseGeometry:
    """Put a region's vertices into the shore where they lie beside it, in the water.

    A limit meets the shore between two stored vertices: on their chord in the plane, where the
    stored edge is straight in lon/lat; and then it is rounded. What is landward of the shore by as
    much needs nothing: less land, the region ends at the shore.

    Parameters
    ----------
    land : shapely geometry
        In lon/lat as `turned` gives it.
    region : mapping
        A region as it is stored, in GeoJSON.
    """
    rings = shapely.get_rings(shapely.get_parts(land))
    edges = np.concatenate([_edges(ring) for ring in rings])
    places = np.unique(shapely.get_coordinates(turned(region)), axis=0)
    vertices = np.asarray(shapely.points(places))
    shapely.prepare(land)
    vertices = vertices[~shapely.intersects(land, vertices)]
    vertex, edge = shapely.STRtree(edges).query(vertices, predicate="dwithin", distance=_NEAR_DEG)
    triangles = [
        shapely.convex_hull(shapely.union_all([edges[index], *vertices[vertex[edge == index]]]))
        for index in np.unique(edge)
    ]
    return areas(shapely.union_all([land, *triangles]))


def _edges(ring: shapely.LinearRing) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    points = shapely.get_coordinates(ring)
    return np.asarray(shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1)))


def _steps(lands: Sequence[BaseGeometry]) -> Layer:
    whole = shapely.MultiPolygon([part for area in lands for part in shapely.get_parts(area)])
    return parts_of(shapely.transform(whole, lambda points: points * _STEPS), 1)


if __name__ == "__main__":
    text = build()
    COASTLINE.parent.mkdir(exist_ok=True)
    COASTLINE.write_text(text + "\n", encoding="ascii")
    print(f"{COASTLINE.name}: {len(text):,} bytes")
