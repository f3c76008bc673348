"""The projection of a map in words, compared with PROJ."""

from __future__ import annotations

import re

import pyproj
import pytest

from folium_polar import POLAR_CRS
from geotrack.mapview.text.projection import projection_note


@pytest.mark.parametrize("code", POLAR_CRS)
def test_a_projection_is_named_with_its_meridian_and_what_it_preserves(code: str) -> None:
    operation = pyproj.CRS(code).coordinate_operation
    assert operation
    (lon,) = (p.value for p in operation.params if p.name.startswith("Longitude of "))
    down = f"{abs(lon):g}°" + ("" if lon in {0, 180} else " W" if lon < 0 else " E")
    conformal = operation.method_name.startswith("Polar Stereographic")
    name = "Polar stereographic" if conformal else operation.method_name.replace(" Azi", " azi")
    name = name.replace("Equal Area", "equal-area")
    keeps = "preserves angles and shapes" if conformal else "preserves areas"
    assert projection_note(code).startswith(f"{name}, {code}, {down} down: {keeps}; ")


@pytest.mark.parametrize("code", ["EPSG:3995", "EPSG:3413", "EPSG:5936"])
def test_the_parallel_of_true_scale_is_named(code: str) -> None:
    told = re.search(r"true at (\d+)° N", projection_note(code))
    assert told
    lat = int(told[1])
    south, north = (
        pyproj.Proj(code).get_factors(77, lat + way).meridional_scale for way in (-0.5, 0.5)
    )
    assert south > 1 > north
