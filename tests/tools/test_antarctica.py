"""The packed basemap of the southern hemisphere holds what it says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar import ANTARCTIC_STYLES
from folium_polar.basemap.files import DEPTHS_M
from folium_polar.geometry.packing import pack, packing_plane, unpack
from tools import pack_depth
from tools.pack_basemap import ANTARCTICA, STEP_M
from tools.pack_depth import ANTARCTIC_DEPTH


@cache
def areas(layer: str | int) -> BaseGeometry:
    """Return a layer of the packing plane, or what is deeper; latitudes are negated there."""
    path = ANTARCTIC_DEPTH if isinstance(layer, int) else ANTARCTICA
    step, layers = unpack(path.read_text(encoding="ascii"))
    names = DEPTHS_M if isinstance(layer, int) else tuple(ANTARCTIC_STYLES)
    parts = layers[names.index(layer)]
    shells = [[np.array(ring) * step for ring in part] for part in parts]
    area = shapely.MultiPolygon([(shell, holes) for shell, *holes in shells])
    shapely.prepare(area)
    return area


def test_both_files_pack_to_their_own_bytes() -> None:
    for path, due, most in (
        (ANTARCTICA, (STEP_M, len(ANTARCTIC_STYLES)), 60_000),
        (ANTARCTIC_DEPTH, (pack_depth.STEP_M, len(DEPTHS_M)), 30_000),
    ):
        text = path.read_text(encoding="ascii").strip()
        step, layers = unpack(text)
        assert (step, len(layers)) == due
        assert pack(layers, step) == text
        assert len(text) <= most


def test_depths_are_those_of_an_atlas() -> None:
    for name, lon, lat, expected in (
        ("the abyssal plain of the Weddell Sea", -35.0, -66.0, 3),
        ("the Bellingshausen Sea", -95.0, -66.0, 3),
        ("the Maud Rise", 2.5, -65.0, 2),
        ("the Kerguelen Plateau", 72.0, -51.5, 1),
        ("the Ross Sea's shelf", 175.0, -76.0, 1),
        ("the Falkland Islands' shelf", -62.0, -50.0, 0),
        ("Patagonia", -70.0, -45.5, 0),
    ):
        at = packing_plane(shapely.Point(lon, -lat))
        assert sum(areas(depth).covers(at) for depth in DEPTHS_M) == expected, name


# Positions of an atlas, well off all coasts.
@pytest.mark.parametrize(
    ("name", "lon", "lat", "layer"),
    [
        ("the South Pole", 0.0, -90.0, "antarctica"),
        ("Vostok Station", 106.84, -78.46, "antarctica"),
        ("the Transantarctic Mountains at 180", 180.0, -86.5, "antarctica"),
        ("Berkner Island, within a shelf", -48.5, -79.5, "antarctica"),
        ("Heard Island", 73.5, -53.1, "land"),
        ("Patagonia", -70.0, -45.5, "land"),
        ("Tasmania", 146.6, -42.0, "land"),
        ("the Ross Ice Shelf at 180", 180.0, -81.0, "shelves"),
        ("the Ronne Ice Shelf", -61.0, -78.0, "shelves"),
        ("the Amery Ice Shelf", 71.0, -70.5, "shelves"),
        ("the Southern Patagonian Ice Field", -73.4, -49.5, "glaciers"),
        ("the Ross Sea at 180", 180.0, -75.0, ""),
        ("the Weddell Sea", -45.0, -72.0, ""),
        ("the Drake Passage", -65.0, -58.5, ""),
    ],
)
def test_land_and_ice_are_where_an_atlas_has_them(
    name: str, lon: float, lat: float, layer: str
) -> None:
    at = packing_plane(shapely.Point(lon, -lat))
    found = [each for each in ("antarctica", "land", "shelves") if areas(each).covers(at)]
    due = {"": [], "glaciers": ["land"]}.get(layer, [layer])
    assert found == due, name
    assert areas("glaciers").covers(at) is (layer == "glaciers"), name


def test_nothing_is_left_of_the_cut_at_180_degrees_nor_at_the_pole() -> None:
    for layer, beyond in (("antarctica", 0.0), ("shelves", 5e3)):
        rings = shapely.get_rings(areas(layer))
        along = shapely.union_all(rings).intersection(shapely.box(-100, 0, 100, 9e6))
        assert along.length < 5_000 + beyond, layer
    assert shapely.Point(0, 0).distance(areas("antarctica").boundary) > 300_000


def test_no_water_lies_between_a_shelf_and_its_land() -> None:
    shelves, land = areas("shelves"), areas("antarctica")
    coast = shapely.get_coordinates(land)
    within = coast[shapely.contains_xy(shelves, *coast.T)]
    assert len(within) > 1_500
    turn = np.radians(np.arange(0, 360, 45))
    around = within[:, None] + 1_000 * np.column_stack([np.cos(turn), np.sin(turn)])
    at = around.reshape(-1, 2).T
    dry = shapely.contains_xy(shelves, *at) | shapely.contains_xy(land, *at)
    assert dry.mean() > 0.99
