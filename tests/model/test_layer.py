"""A region, route, boundary or place cites its definition and has names by language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import GeometryError
from geotrack.model import LayerFeature
from geotrack.reading import read_layer
from tests.records import cap, point, region, written


def layer(folder: Path, geometry: dict[str, Any], **properties: Any) -> LayerFeature:
    path = written(folder / "x.geojson", region("kara-sea", geometry, **properties))
    (located,) = read_layer(path, "x").records
    return located.record


def test_names_are_told_by_language_and_each_once(tmp_path: Path) -> None:
    kara = layer(
        tmp_path,
        cap(80),
        name="Kara Sea",
        names={"nb": "Karahavet", "en": "Kara Sea"},
        aliases="Карское море",
    )
    assert kara.all_names == ("kara-sea", "Kara Sea", "Karahavet", "Карское море")
    assert kara.definition.text == "Made up."


def test_its_shape_in_the_plane_is_made_once(tmp_path: Path) -> None:
    kara = layer(tmp_path, cap(80))
    assert kara.plane is kara.plane
    assert kara.plane.area > 3e12
    assert layer(tmp_path, point(0, 90)).plane.coords[0] == pytest.approx((0, 0), abs=1e-6)


def test_a_shape_without_meaning_is_an_error_when_it_is_wanted(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 80], [180, 80]]}
    with pytest.raises(GeometryError, match="east or west"):
        _ = layer(tmp_path, line).plane
