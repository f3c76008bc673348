"""Islands are taken from the shore of the seas, and small ones from Natural Earth."""

from __future__ import annotations

import shapely

from folium_polar.geometry import project, to_plane
from tools.islands import Lands, islands
from tools.shore import areas, turned, turned_back

# In longitudes from 11 W eastwards: across 180 degrees, beside it, and far off.
ACROSS = shapely.Polygon(
    [(179.0, 71.0), (180.0, 70.9), (181.0, 71.0), (180.5, 71.4), (180.0, 71.5), (179.5, 71.4)]
)
BESIDE = shapely.box(170.0, 69.0, 172.0, 69.5)
FAR = shapely.box(-9.0, 70.8, -8.0, 71.1)
SHORE = shapely.MultiPolygon([ACROSS, BESIDE, FAR])


def islet(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    x, y = project(lon, lat)
    return shapely.Point(float(x), float(y)).buffer(radius_m)


def ring_places(geometry: dict[str, object]) -> set[tuple[float, float]]:
    shape = shapely.geometry.shape(geometry)
    return {(lon, lat) for lon, lat in shapely.get_coordinates(shape).tolist()}


def test_an_island_across_180_degrees_keeps_its_vertices() -> None:
    found = islands(Lands(SHORE, shapely.MultiPolygon()), [(178.0, 70.5, -178.0, 72.0)])
    assert found["type"] == "MultiPolygon"
    expected = {(lon, lat) for lon, lat in ACROSS.exterior.coords if lon < 180}
    expected |= {(lon - 360, lat) for lon, lat in ACROSS.exterior.coords if lon > 180}
    cut = {(side, lat) for side in (180.0, -180.0) for lat in (70.9, 71.5)}
    assert ring_places(found) == expected | cut
    assert turned(found).equals(shapely.MultiPolygon([ACROSS]))


def test_what_only_reaches_into_a_box_is_not_meant() -> None:
    found = islands(Lands(SHORE, shapely.MultiPolygon()), [(171.9, 68.0, -178.0, 72.0)])
    assert turned(found).equals(shapely.MultiPolygon([ACROSS]))


def test_small_islands_are_natural_earth_s_own() -> None:
    # One of 7 km², one below 2 km², one on the large island, one over 50 km² that the shore lacks.
    fine = shapely.MultiPolygon(
        [
            islet(-9.0, 70.4, 1_500),
            islet(-8.5, 70.4, 500),
            islet(-8.0, 70.4, 5_000),
            islet(-8.5, 71.0, 2_000),
        ]
    )
    found = to_plane(islands(Lands(SHORE, fine), [(-10.0, 70.0, -7.0, 72.0)]))
    assert len(shapely.get_parts(found)) == 2
    assert found.covers(islet(-9.0, 70.4, 500))
    assert not found.intersects(islet(-8.0, 70.4, 100))


def test_a_long_coast_can_be_drawn_more_coarsely() -> None:
    dented = FAR.difference(shapely.Polygon([(-8.6, 71.1), (-8.58, 71.1), (-8.59, 71.09)]))
    lands = Lands(shapely.MultiPolygon([dented]), shapely.MultiPolygon())
    fine, coarse = (islands(lands, [(-10.0, 70.0, -7.0, 72.0)], m) for m in (0.0, 4_000.0))
    assert (-8.59, 71.09) in ring_places(fine)
    assert (-8.59, 71.09) not in ring_places(coarse)


def test_turning_back_undoes_turning() -> None:
    assert turned(turned_back(SHORE)).equals(areas(SHORE))
