"""Depths of the sea: as an atlas has them, on maps that ask for them alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from folium_polar.basemap.files import DEPTHS_M
from folium_polar.geometry import project
from folium_polar.geometry.packing import pack, unpack
from geotrack.coastline.ground import basemap_areas
from geotrack.mapview.map_view import MapView
from geotrack.page import briefing
from geotrack.workspace import Workspace, check
from tests.records import feature, point, workspace
from tools.pack_depth import DEPTH, STEP_M

# Places of an atlas, and how many of the depths they are beyond.
PLACES = {
    "the Pole": (0, 90, 3), "Canada Basin": (-145, 75, 3), "Lofoten Basin": (4, 70, 3),
    "Aleutian Basin": (178, 56, 3), "North Pacific": (-160, 45, 3), "Sea of Japan": (136, 41, 3),
    "Suiko Seamount": (170.0, 45.0, 2),
    "Baffin Bay": (-66, 73, 2), "Black Sea": (34, 43, 2), "Bear Island Trough": (20, 73.3, 1),
    "Chukchi Sea": (-170, 70, 0), "Laptev Sea": (125, 75, 0), "East Siberian Sea": (160, 73, 0),
    "North Sea": (3, 56, 0), "Yellow Sea": (123.5, 36, 0), "Bering Strait": (-168.5, 65.7, 0),
    "Moscow": (37.6, 55.75, 0),
}  # fmt: skip
HEAD = 'title = "M"\nmarking = "UNCLASSIFIED"\n[layers]\n'


def test_it_packs_to_its_own_bytes() -> None:
    text = DEPTH.read_text(encoding="ascii").strip()
    step, layers = unpack(text)
    assert (step, len(layers)) == (STEP_M, len(DEPTHS_M))
    assert pack(layers, step) == text
    assert len(text) <= 60_000


def test_depths_are_those_of_an_atlas_and_deeper_lies_within_deep() -> None:
    areas = [basemap_areas(layer, "depth") for layer in range(len(DEPTHS_M))]
    for name, (lon, lat, expected) in PLACES.items():
        at = shapely.Point(*map(float, project(lon, lat)))
        assert sum(area.covers(at) for area in areas) == expected, name
    x, y = project(*np.random.default_rng(3).uniform((-180, -15), (180, 90), (20_000, 2)).T)
    inside = [shapely.contains_xy(area, x, y) for area in areas]
    for deep, deeper in pairwise(inside):
        assert (deeper & ~deep).sum() <= 0.002 * deeper.sum()


@pytest.fixture
def mapped(tmp_path: Path) -> Callable[[str], Workspace]:
    def make(line: str) -> Workspace:
        made = workspace(tmp_path, feature("a", point(15, 76)))
        (tmp_path / "maps").mkdir(exist_ok=True)
        (tmp_path / "maps" / "m.toml").write_text(HEAD + line, "utf-8")
        return made

    return make


def test_a_page_contains_depths_where_its_map_asks_for_them(
    mapped: Callable[[str], Workspace],
) -> None:
    def built(line: str) -> tuple[MapView, str]:
        page = briefing(mapped(line), "m")
        return page.view, page.get_root().render()

    (asked, deep), (plain, flat), (_, usual) = map(built, ("depth = true\n", "depth = false\n", ""))
    assert deep.count('id="geotrack-depth"') == 1
    assert "NOAA’s ETOPO1, public domain" in deep
    assert 'id="geotrack-depth"' not in flat
    assert flat == usual
    assert asked.digest != plain.digest


def test_a_wrong_value_is_a_finding(mapped: Callable[[str], Workspace]) -> None:
    (finding,) = [one for one in check(mapped('depth = "3000 m"\n')) if one.file.endswith("m.toml")]
    assert finding.line == 4
    assert "true or false" in f"{finding.message} {finding.remedy}"
