"""What is cut off at the coast, and what is kept."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import area_km2, corridor, disc, project, to_plane
from folium_polar.geometry.plane import plane_radius
from geotrack.coastline.coast import COAST_LAT, land_near, less_land, less_water
from tools.coast import basemap_land

LAND = [
    ("Greenland's ice cap", -40.0, 75.0),
    ("Spitsbergen", 16.0, 78.5),
    ("Bear Island, 178 km²", 19.0, 74.45),
    ("Jan Mayen, 373 km²", -8.3, 71.0),
    ("Wrangel Island, at 180", 180.0, 71.2),
    ("Chukotka, at 180", -180.0, 67.5),
    ("Big Diomede, land in the Bering Strait", -169.06, 65.78),
    ("Little Diomede, land in the Bering Strait", -168.93, 65.757),
    ("Lake Ladoga: lakes are land", 31.5, 60.8),
    ("the Magadan hills", 155.0, 62.0),
    ("the Azores' Pico", -28.3, 38.47),
    ("Kabul", 69.17, 34.53),
]
WATER = [
    ("the Pole", 0.0, 90.0),
    ("mid Barents Sea", 40.0, 74.0),
    ("Hopen, 47 km²: too small", 25.1, 76.55),
    ("Herald Island: too small", -175.65, 71.39),
    ("Hudson Strait, in no region", -72.0, 62.3),
    ("the Gulf of Bothnia, in no region", 20.0, 62.5),
    ("the North Sea, in no region", 3.0, 56.0),
    ("the Caspian Sea", 51.0, 42.0),
    ("Bering Strait", -168.4, 65.9),
    ("Long Strait, at 180", 180.0, 70.0),
    ("between the Diomedes", -168.995, 65.77),
]


def at(lon: float, lat: float) -> shapely.Point:
    x, y = project(lon, lat)
    return shapely.Point(float(x), float(y))


@pytest.mark.parametrize(("name", "lon", "lat"), LAND)
def test_land(name: str, lon: float, lat: float) -> None:
    assert less_land(at(lon, lat)).is_empty, name
    assert less_water(at(lon, lat)).equals(at(lon, lat)), name


@pytest.mark.parametrize(("name", "lon", "lat"), WATER)
def test_water(name: str, lon: float, lat: float) -> None:
    assert less_water(at(lon, lat)).is_empty, name
    assert less_land(at(lon, lat)).equals(at(lon, lat)), name


def test_a_disc_inland_has_no_sea_and_one_at_sea_no_land() -> None:
    inland, at_sea = disc(100.0, 65.0, 60_000), disc(0.0, 90.0, 300_000)
    assert less_land(inland).is_empty
    assert less_water(inland).symmetric_difference(inland).area < 1
    assert less_water(at_sea).is_empty
    assert less_land(at_sea) is at_sea


@pytest.mark.slow
def test_a_line_keeps_its_length_at_sea() -> None:
    # Along 180 degrees from the East Siberian Sea over Wrangel Island into Chukotka.
    line = to_plane({"type": "LineString", "coordinates": [[180, 72.5], [180, 67]]})
    land, sea = less_water(line), less_land(line)
    assert land.length + sea.length == pytest.approx(line.length)
    assert sea.length == pytest.approx(line.difference(basemap_land()).length, abs=5_000)
    assert land.geom_type == sea.geom_type == "MultiLineString"


def test_islands_lie_across_180_degrees_without_a_seam() -> None:
    around = disc(180.0, 71.2, 90_000)
    island = less_water(around)
    assert isinstance(island, shapely.Polygon)
    # Wrangel Island has 7,600 km².
    assert area_km2(island) == pytest.approx(7_600, rel=0.03)
    assert not island.interiors


def test_land_south_of_the_coastline_is_kept_whole() -> None:
    tropics = disc(20.0, 5.0, 50_000)
    assert less_land(tropics) is tropics
    assert less_water(tropics).equals(tropics)
    across = disc(69.0, COAST_LAT, 50_000)
    assert area_km2(less_water(across)) == pytest.approx(area_km2(across), rel=1e-3)


@pytest.mark.slow
def test_all_land_has_the_area_that_natural_earth_gives_it() -> None:
    reach = float(plane_radius(COAST_LAT))
    land = land_near((-reach, -reach, reach, reach))
    assert land.is_valid
    # Natural Earth 10m land north of 33.01 N, all islands.
    assert area_km2(land) == pytest.approx(58_654_705, rel=0.005)


@given(st.floats(-180, 180), st.floats(45, 90), st.floats(1_000, 200_000))
def test_land_and_water_make_up_the_whole(lon: float, lat: float, radius_m: float) -> None:
    around = disc(lon, lat, radius_m)
    land, sea = less_water(around), less_land(around)
    assert land.is_valid
    assert sea.is_valid
    assert land.intersection(sea).area < 1
    assert land.area + sea.area == pytest.approx(around.area)


@given(st.floats(-180, 180), st.floats(50, 84), st.floats(50_000, 600_000))
def test_the_coast_is_the_same_whichever_box_it_is_asked_for(
    lon: float, lat: float, reach_m: float
) -> None:
    x, y = project(lon, lat)
    small = (float(x) - 20_000, float(y) - 20_000, float(x) + 20_000, float(y) + 20_000)
    box = shapely.box(*small)
    wide = shapely.box(*small).buffer(reach_m).bounds
    near, far = (land_near(bounds).intersection(box) for bounds in (small, wide))
    # Edges that clipping made must not bend into the box: a sliver would show as area.
    assert near.symmetric_difference(far).area < 1e-3 * box.length


def test_corridors_are_cut_too() -> None:
    track = corridor([(168.0, 70.0), (-165.0, 70.0)], 30_000)
    sea = less_land(track)
    assert 0.5 < sea.area / track.area < 1
    assert np.isclose(less_water(track).area + sea.area, track.area)


def test_an_empty_shape_stays_empty() -> None:
    assert less_land(shapely.Polygon()).is_empty
    assert less_water(shapely.Polygon()).is_empty
