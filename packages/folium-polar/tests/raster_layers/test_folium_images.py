from __future__ import annotations

import copy
from typing import Any

import folium
import numpy as np
import pytest
from folium.raster_layers import ImageOverlay
from folium.utilities import image_to_url

from folium_polar import PolarMap
from folium_polar.errors import UsageError
from folium_polar.raster_layers.folium_images import unwarped_url
from sample_map import RED

WORLD = [[-90, -180], [90, 180]]
GREY = np.linspace(0, 1, 18 * 36).reshape(18, 36)
COLOURS = np.dstack([GREY, GREY[::-1], GREY.T.reshape(18, 36), np.ones_like(GREY)])
OPTIONS: dict[str, dict[str, Any]] = {
    "colours": {"image": COLOURS},
    "bytes": {"image": (COLOURS * 200).astype("uint8")},
    "grey": {"image": GREY, "colormap": lambda value: (value, 0, 1 - value)},
    "from below": {"image": COLOURS, "origin": "lower"},
    "list": {"image": GREY.tolist()},
}


def drawn(image: ImageOverlay) -> str:
    polar_map = PolarMap(basemap=False)
    image.add_to(polar_map)
    return str(polar_map.get_root().render())


@pytest.mark.parametrize("name", OPTIONS)
def test_an_image_warped_to_mercator_is_drawn_from_its_array(name: str) -> None:
    given = {"bounds": WORLD, "mercator_project": True, **OPTIONS[name]}
    image = ImageOverlay(**given)
    warped = image.url
    source = {key: given[key] for key in ("origin", "colormap") if key in given}
    plain = image_to_url(np.array(given["image"], dtype=float), **source)
    assert plain != warped
    html = drawn(image)
    assert plain in html
    assert warped not in html
    assert image.url == warped, "folium's own maps draw it as before"


def test_the_array_may_change_afterwards_and_the_overlay_be_copied() -> None:
    array = COLOURS.copy()
    image = ImageOverlay(array, WORLD, "upper", None, True)
    array[:] = 0
    assert unwarped_url(copy.deepcopy(image)) == image_to_url(COLOURS)


def test_images_that_are_not_warped_are_drawn_as_they_are() -> None:
    image = ImageOverlay(COLOURS, WORLD)
    assert image.url in drawn(image)


def test_an_image_of_which_nothing_is_known_is_refused() -> None:
    image = ImageOverlay(COLOURS, WORLD, mercator_project=True)
    del image._source  # as if it had been made before PolarMap was imported
    with pytest.raises(UsageError, match="from folium_polar import PolarMap"):
        drawn(image)


@pytest.mark.parametrize(
    ("crs", "bounds"), [(3995, [[-80, 0], [-70, 40]]), (3031, [[70, 0], [80, 40]])]
)
def test_an_image_beside_the_map_is_refused_in_a_group_too(crs: int, bounds: Any) -> None:
    polar_map = PolarMap(crs=crs, basemap=False)
    group = folium.FeatureGroup().add_to(polar_map)
    ImageOverlay(RED, bounds).add_to(group)
    with pytest.raises(UsageError, match=r"of 35° [NS], where the map ends"):
        polar_map.get_root().render()
    other = folium.FeatureGroup()
    ImageOverlay(RED, bounds).add_to(other)
    with pytest.raises(UsageError, match=r"of 35° [NS], where the map ends"):
        other.add_to(polar_map)


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ([[-30, 0], [35, 40]], "south of 35° N"),
        ([[35, 0], [-30, 40]], "south of 35° N"),
        ([[-3e6, -3e6], [3e6, 3e6]], "give degrees"),
    ],
)
def test_an_image_off_the_map_is_refused(bounds: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ImageOverlay(RED, bounds).add_to(PolarMap(basemap=False))


def test_foliums_signature_is_kept() -> None:
    assert "mercator_project" in str(ImageOverlay.__init__.__wrapped__.__code__.co_varnames)
    with pytest.raises(TypeError, match="bounds"):
        ImageOverlay(COLOURS)
    assert folium.raster_layers.ImageOverlay is ImageOverlay
