"""Small maps: places where PROJ puts them, north up, each shape in its order."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import shapely
from matplotlib.colors import to_rgb
from pyproj import Transformer

from folium_polar.geometry import disc, project
from geotrack.handout.boxes import Box
from geotrack.handout.output import png
from tests.pictures import look_alike, pixels
from tools import small_map
from tools.coast import basemap_land
from tools.small_map import OVER_LAND, UNDER_LAND, Look, SmallMap, image, land_share, sheet

WRANGEL = disc(180.0, 71.0, 300_000)
SIZE = 160
RED = Look("#ff0000", 1.0, 0.0)


def drawn(shape: shapely.Polygon = WRANGEL, **options: float) -> SmallMap:
    return SmallMap(sheet(SIZE, SIZE), Box(0, 0, SIZE, SIZE), shape, **options)


def at(small: SmallMap, lon: float, lat: float) -> tuple[int, ...]:
    """Return the colour at a position."""
    x, y = small.ground.plane.to_points(lon, lat)
    colours = pixels(png(small.figure, 144))
    return tuple(colours[round(y * 2), round(x * 2)].astype(int).tolist())


def test_the_example_holds() -> None:
    assert doctest.testmod(small_map).failed == 0


def test_the_same_calls_give_the_same_picture_and_others_another() -> None:
    one, other, third = drawn(), drawn(), drawn()
    third.area(WRANGEL, RED)
    assert image(one.figure) == image(other.figure)
    assert not look_alike(image(one.figure), image(third.figure))


@pytest.mark.parametrize("lon", [-170.0, -60.0, 0.0, 45.0, 180.0])
def test_places_lie_where_proj_puts_them_with_north_up(lon: float) -> None:
    small = drawn(disc(lon, 70.0, 200_000))
    down = small.ground.plane.down
    to_plane = Transformer.from_crs(
        "EPSG:4326", f"+proj=laea +lat_0=90 +lon_0={down} +ellps=WGS84", always_xy=True
    )
    (x0, y0), (x1, y1) = (to_plane.transform(*place) for place in ((lon, 70.0), (lon + 1, 71.0)))
    (left, top), (right, up) = (
        small.ground.plane.to_points(*place) for place in ((lon, 70.0), (lon + 1, 71.0))
    )
    scale = small.metres_per_pixel
    assert (right - left, top - up) == pytest.approx(
        ((x1 - x0) / scale, (y1 - y0) / scale), abs=0.01
    )
    assert abs(small.ground.plane.to_points(lon, 72.0)[0] - left) < 0.5


def test_a_shape_is_seen_whole_with_room_round_it() -> None:
    for shape in (WRANGEL, disc(0.0, 90.0, 1_500_000), shapely.LineString([(0, -3e6), (1, -3e6)])):
        small = drawn(shape, room=0.2)
        box, seen = small.ground.box, shapely.box(*small.ground.plane.of_shape(shape).bounds)
        assert shapely.box(box.left, box.top, box.right, box.bottom).contains(seen)
        assert box.width * small.metres_per_pixel >= 600_000 * 0.99


def test_waters_are_drawn_under_the_land_and_other_areas_over_it() -> None:
    red = tuple(int(255 * part) for part in to_rgb(RED.ink))
    ashore, at_sea = (-179.4, 71.2), (178.0, 71.9)
    under, over = drawn(), drawn()
    under.area(WRANGEL, RED, UNDER_LAND)
    over.area(WRANGEL, RED, OVER_LAND)
    assert at(under, *at_sea) == at(over, *at_sea) == at(over, *ashore) == red
    assert at(under, *ashore) != red


def test_the_land_of_a_shape_is_measured() -> None:
    assert land_share(disc(0.0, 75.0, 50_000)) == 0.0
    assert land_share(disc(-40.0, 72.0, 50_000)) == pytest.approx(1.0)
    whole = WRANGEL.intersection(basemap_land()).area / WRANGEL.area
    assert land_share(WRANGEL) == pytest.approx(whole, abs=0.01)
    assert land_share(shapely.Point(project(0.0, 75.0))) == 0.0


def test_bar_and_locator_stand_in_their_corners_and_keep_names_away() -> None:
    plain, full = drawn(), drawn()
    full.scale_bar("sw")
    full.locator("ne", RED)
    changed = np.abs(pixels(image(plain.figure)) - pixels(image(full.figure))).max(axis=2) > 60
    rows, columns = np.nonzero(changed)
    assert changed[:SIZE, SIZE:].any()
    assert changed[SIZE:, :SIZE].any()
    assert not changed[SIZE + 40 :, SIZE + 40 :].any()
    assert len(full._occupied) == 2
    assert rows.size == columns.size > 0
