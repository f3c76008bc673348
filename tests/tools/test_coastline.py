"""The packed coastline is made as its README says."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely

from folium_polar.geometry.packing import pack, unpack
from tools.build_coastline import COASTLINE, own_land, with_vertices
from tools.drawn import Drawing, _bering_band
from tools.shore import land_of, turned
from tools.storing import LAYERS, stored

SHARING = ("barents-sea", "kara-sea", "chukchi-sea", "bering-sea", "northwest-passage")


def area(*rings: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def layers() -> list[list[list[list[tuple[int, int]]]]]:
    return unpack(COASTLINE.read_text(encoding="ascii"))[1]


def test_the_coastline_packs_to_its_own_bytes() -> None:
    text = COASTLINE.read_text(encoding="ascii").strip()
    steps_per_degree, found = unpack(text)
    assert steps_per_degree == 10_000
    assert len(found) == 2
    assert pack(found, steps_per_degree) == text
    assert len(text) <= 206_000


def test_the_shore_has_the_seas_vertices() -> None:
    ours = {at for part in layers()[0] for ring in part for at in ring}
    regions = json.loads((LAYERS / "regions.geojson").read_text(encoding="utf-8"))["features"]
    for feature in regions:
        if feature["id"] in SHARING:
            shape = turned(feature["geometry"])
            theirs = np.rint(shapely.get_coordinates(shape) * 1e4).astype(int).tolist()
            on_shore = [tuple(at) in ours for at in theirs]
            # The rest are of limits in the water; those of a whole coast are all there.
            assert sum(on_shore) > 0.7 * len(theirs), feature["id"]


def test_land_is_what_the_seas_leave_over_180_degrees() -> None:
    globe = [[(-180, 30), (180, 30), (180, 90), (-180, 90), (-180, 30)]]
    east = [(179.0, 70.0), (179.0, 72.0), (180.0, 72.0), (180.0, 70.0), (179.0, 70.0)]
    west = [(-180.0, 70.0), (-180.0, 72.0), (-178.5, 72.0), (-178.5, 70.0), (-180.0, 70.0)]
    water = shapely.Polygon(globe[0]).difference(
        shapely.union_all([shapely.Polygon(east), shapely.Polygon(west)])
    )
    (island,) = land_of([shapely.geometry.mapping(water)]).geoms
    assert island.bounds == (179.0, 70.0, 181.5, 72.0)


def test_a_limit_that_meets_the_shore_in_the_water_becomes_a_vertex() -> None:
    land = shapely.MultiPolygon([shapely.box(10.0, 70.0, 12.0, 71.0)])
    seaward = area([(11.3, 71.0002), (11.3, 73.0), (9.0, 73.0), (9.0, 71.0), (11.3, 71.0002)])
    landward = area([(11.3, 70.9998), (11.3, 73.0), (9.0, 73.0), (9.0, 71.0), (11.3, 70.9998)])
    grown = with_vertices(land, seaward)
    assert [11.3, 71.0002] in shapely.get_coordinates(grown).tolist()
    assert grown.contains(land.buffer(-1e-9))
    assert with_vertices(land, landward).equals(land)


def test_a_region_s_own_land_ends_at_its_outline_and_its_own_coast() -> None:
    band = _bering_band()
    island = shapely.Point(band.centroid).buffer(10_000)
    # The region's coast is simplified: its corners lie in the water as drawn from.
    coast = island.simplify(200)
    outside = shapely.box(*band.bounds).buffer(50_000).difference(band.buffer(1_000))
    drawing = Drawing(shapely.union_all([island, outside]), band, {})
    own = own_land(drawing, "bering_strait", stored(band.difference(coast)))
    expected = turned(stored(coast))
    assert own.symmetric_difference(expected).area < 1e-3 * expected.area


@pytest.mark.parametrize("layer", [0, 1])
def test_no_edge_is_longer_than_the_reader_counts_on(layer: int) -> None:
    from folium_polar.geometry import project
    from geotrack.coastline.coast import _MARGIN_M

    for part in layers()[layer]:
        for ring in part:
            lon, lat = np.array([*ring, ring[0]]).T / 1e4
            x, y = project(lon, lat)
            assert np.hypot(np.diff(x), np.diff(y)).max() < _MARGIN_M - 5_000
