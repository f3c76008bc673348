"""The relief: as an atlas has it, on maps that ask for it, pale enough for names and symbols."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from folium_polar.assets import relief_js
from folium_polar.basemap.files import antarctic_relief, relief
from folium_polar.basemap.relief import (
    LAND_TINTS,
    LEVEL_STEPS,
    NIGHT_LAND_TINTS,
    NIGHT_SEA_TINTS,
    REACH_M,
    SEA_TINTS,
    SLOPE_STEPS,
    ZERO,
)
from folium_polar.geometry.base91 import from_letters
from folium_polar.geometry.packing import sphere_project
from geotrack.handout.chart.relief import side_of_light
from geotrack.mapview.sides import OTHERS
from geotrack.model.maps.contrast import LEAST_CONTRAST, LEAST_TEXT_CONTRAST, contrast, tint
from geotrack.page import briefing
from geotrack.taxonomy import built_in_taxonomy
from tests.records import feature, point, workspace

ROOT = Path(__file__).parents[2]
# Places of an atlas, and the classes of height or depth between which they lie.
PLACES = {
    "the Pole": (0, 90, -6, -5), "Canada Basin": (-145, 76, -5, -4),
    "Lofoten Basin": (4, 70, -5, -4), "Chukchi Sea": (-170, 70, -1, 0), "North Sea": (3, 56, -1, 0),
    "Moscow": (37.6, 55.75, 0, 1), "West Siberia": (70, 62, 0, 1),
    "Verkhoyansk Range": (128, 67.5, 1.5, 3.5),
    "Alaska Range": (-151, 63.1, 2, 5), "Iceland": (-18.5, 64.8, 1.5, 3),
}  # fmt: skip
# The colours of names and degrees, as web/src/leaflet/polarmap.css and dark-mode.css have them.
ON_SEA, ON_LAND = ("name-sea", "degrees", "circle", "name-region"), ("name-land", "name-place")


@pytest.mark.parametrize("text", [relief(), antarctic_relief()])
def test_a_page_has_at_most_60_kb_of_it(text: str) -> None:
    assert len(text) <= 60_000
    width, height = Image.open(io.BytesIO(from_letters(text))).size
    assert height == width + width // 2


def test_it_has_the_heights_of_an_atlas_and_slopes_that_face_the_light() -> None:
    grey = np.asarray(Image.open(io.BytesIO(from_letters(relief()))).convert("L"), dtype=float)
    size = grey.shape[1]
    slopes = (grey[:size] - ZERO) / SLOPE_STEPS
    levels = (grey[size:, : size // 2] - ZERO) / LEVEL_STEPS

    def cell(lon: float, lat: float, grid: np.ndarray) -> float:
        ((x, y),) = sphere_project(np.array([lon]), np.array([lat])) / REACH_M
        half = len(grid) / 2
        return float(grid[int(half * (1 - y)), int(half * (1 + x))])

    for name, (lon, lat, low, high) in PLACES.items():
        assert low <= cell(lon, lat, levels) <= high, name
    # The light is from the upper left: ground that rises to the lower right faces it.
    down, right = np.gradient(levels)
    coarse = slopes.reshape(*levels.shape[:1], 2, -1, 2).mean(axis=(1, 3))
    assert np.corrcoef(coarse.ravel(), (right + down).ravel())[0, 1] > 0.6
    assert abs(cell(75, 62, slopes)) < 0.1


def test_the_light_comes_from_above_however_a_map_is_turned() -> None:
    assert [side_of_light(meridian) for meridian in (0, -45, 10, 90)] == [1, 1, 1, 1]
    assert [side_of_light(meridian) for meridian in (180, -150, -100)] == [-1, -1, -1]


@pytest.mark.parametrize(
    ("night", "style_sheet", "sea", "land"),
    [
        (False, "leaflet/polarmap.css", SEA_TINTS, LAND_TINTS),
        (True, "page/chrome/dark-mode.css", NIGHT_SEA_TINTS, NIGHT_LAND_TINTS),
    ],
)
def test_symbols_and_names_stand_out_from_each_colour(
    night: bool, style_sheet: str, sea: tuple[str, ...], land: tuple[str, ...]
) -> None:
    themes = [theme.colour for theme in built_in_taxonomy().themes.values()]
    sides = tomllib.loads((ROOT / "maps/overview.toml").read_text("utf-8"))["sides"]
    symbols = [tint(theme) for theme in themes] if night else themes
    symbols += [OTHERS[night], *(side["dark" if night else "colour"] for side in sides)]
    for colour in symbols:
        assert min(contrast(colour, ground) for ground in (*sea, *land)) >= LEAST_CONTRAST, colour
    css = (ROOT / "web/src" / style_sheet).read_text(encoding="utf-8")
    inks = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    for names, grounds in ((ON_SEA, sea), (ON_LAND, land)):
        for name in names:
            least = min(contrast(inks[name], ground) for ground in grounds)
            assert least >= LEAST_TEXT_CONTRAST, (name, least)


def test_a_page_contains_it_where_its_map_asks_for_it(tmp_path: Path) -> None:
    made = workspace(tmp_path, feature("a", point(15, 76)))
    (tmp_path / "maps").mkdir()

    def built(line: str) -> tuple[str, str]:
        head = f'title = "M"\nmarking = "UNCLASSIFIED"\n[layers]\n{line}'
        (tmp_path / "maps" / "m.toml").write_text(head, "utf-8")
        page = briefing(made.root, "m")
        return page.digest, page.get_root().render()

    (digest, shaded), (plain, flat) = built("relief = true\n"), built("")
    assert shaded.count('id="geotrack-relief"') == shaded.count(relief_js()) == 1
    assert "Depth of the sea: from 0, 200, 1,000" in shaded
    assert 'id="geotrack-relief"' not in flat
    assert relief_js() not in flat
    assert digest != plain
