from __future__ import annotations

import re

import pytest

from folium_polar import (
    ANTARCTIC_CRS,
    POLAR_CRS,
    PolarMap,
    normalise_crs,
)
from folium_polar.errors import UsageError


@pytest.mark.parametrize("spelling", ["EPSG:3571", "EPSG3571", "epsg:3571", "3571", 3571, " 3571 "])
def test_all_spellings_are_one(spelling: str | int) -> None:
    assert normalise_crs(spelling) == "EPSG:3571"


def test_nine_of_the_north_and_three_of_the_south_are_there() -> None:
    codes = [3995, 3413, *range(3571, 3577), 5936]
    assert {f"EPSG:{code}" for code in codes} == set(POLAR_CRS)
    assert {f"EPSG:{code}" for code in (3031, 3412, 3976)} == set(ANTARCTIC_CRS)
    for code in (*POLAR_CRS, *ANTARCTIC_CRS):
        assert f'"{code}"' in PolarMap(crs=code, basemap=False).get_root().render()


@pytest.mark.parametrize("wrong", ["EPSG:3857", "EPSG:3996", 4326, "", "Simple", "EPSG:6931"])
def test_any_other_is_refused_with_the_list(wrong: str | int) -> None:
    with pytest.raises(UsageError) as refusal:
        PolarMap(crs=wrong)
    message = str(refusal.value)
    assert repr(wrong) in message
    assert all(code in message for code in (*POLAR_CRS, *ANTARCTIC_CRS))
    assert "\n" not in message


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("EPSG:3995@90", "EPSG:3995@90"),
        ("epsg3571@-20", "EPSG:3571@-20"),
        ("3031 @ +025.50", "EPSG:3031@25.5"),
        ("EPSG:3995@-0", "EPSG:3995@0"),
        ("EPSG:3031@-180", "EPSG:3031@-180"),
        ("EPSG:3571@0.0000004", "EPSG:3571@0"),
    ],
)
def test_a_projection_is_turned_to_a_meridian(spelling: str, code: str) -> None:
    assert normalise_crs(spelling) == code
    page = PolarMap(crs=spelling, basemap=False).get_root().render()
    assert f'crs: "{code}"' in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("EPSG:3995@", "'' is not a meridian: give degrees east"),
        ("EPSG:3571@20W", "'20W' is not a meridian"),
        ("EPSG:3031@181", "a number from -180 to 180, as EPSG:3031@-20"),
        ("EPSG:3995@nan", "'nan' is not a meridian"),
        ("EPSG:3995@1e2", "'1e2' is not a meridian"),
        ("EPSG:3995@90@90", "'90@90' is not a meridian"),
        ("EPSG:3413@10", "EPSG:3413 cannot be turned"),
        ("EPSG:3412@10", "use EPSG:3995, EPSG:3571, EPSG:3031 with one, as EPSG:3995@90"),
        ("EPSG:4326@10", "is not a polar projection"),
    ],
)
def test_a_meridian_that_is_none_is_refused_by_name(wrong: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)) as refusal:
        PolarMap(crs=wrong)
    assert repr(wrong) in str(refusal.value)
