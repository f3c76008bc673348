from __future__ import annotations

import pytest

from geotrack.errors import UsageError
from geotrack.polarmap import POLAR_CRS, PolarMap, normalise_crs


@pytest.mark.parametrize("spelling", ["EPSG:3571", "EPSG3571", "epsg:3571", "3571", 3571, " 3571 "])
def test_all_spellings_are_one(spelling: str | int) -> None:
    assert normalise_crs(spelling) == "EPSG:3571"


def test_the_nine_are_there() -> None:
    codes = [3995, 3413, *range(3571, 3577), 5936]
    assert {f"EPSG:{code}" for code in codes} == set(POLAR_CRS)
    for code in POLAR_CRS:
        assert f'"{code}"' in PolarMap(crs=code, basemap=False).get_root().render()


@pytest.mark.parametrize("wrong", ["EPSG:3857", "EPSG:3996", 4326, "", "Simple", "EPSG:6931"])
def test_any_other_is_refused_with_the_list(wrong: str | int) -> None:
    with pytest.raises(UsageError) as refusal:
        PolarMap(crs=wrong)
    message = str(refusal.value)
    assert repr(wrong) in message
    assert all(code in message for code in POLAR_CRS)
    assert "\n" not in message
