"""Shapes that are stored are those that would be computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from folium_polar.errors import GeometryError
from folium_polar.geometry import to_plane
from geotrack.index.stored_shapes import stored_shape
from geotrack.workspace import open_workspace
from tests.records import region, sector, written


def _fails(geometry: Any) -> Any:
    raise GeometryError("no shape", path=(), rule="empty", remedy="give it one")


def _large() -> dict[str, Any]:
    """Return a polygon at 180 degrees with more than a thousand positions."""
    edge = [[170 + n / 100, 70 + n % 2] for n in range(1000)]
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [[*edge, [180, 80], [170, 80], [170, 70]]],
            [[[-180, 70], [-179, 70], [-179, 80], [-180, 80], [-180, 70]]],
        ]
        * 2,
    }


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    folder = tmp_path / "shapes"
    stored_shape(folder, _large(), to_plane)
    return folder


def test_a_stored_shape_is_the_computed_one(shapes: Path) -> None:
    assert stored_shape(shapes, _large(), _fails).wkb == to_plane(_large()).wkb


@pytest.mark.parametrize("byte", [3, 40, 60, 200, -1])
def test_a_damaged_entry_is_computed_anew(shapes: Path, byte: int) -> None:
    (file,) = shapes.iterdir()
    raw = bytearray(file.read_bytes())
    raw[byte] ^= 1
    file.write_bytes(raw)
    with pytest.raises(GeometryError):
        stored_shape(shapes, _large(), _fails)


def test_another_geometry_has_another_entry(shapes: Path) -> None:
    other = _large()
    other["coordinates"][0][0][3][0] += 1e-12
    with pytest.raises(GeometryError):
        stored_shape(shapes, other, _fails)


def test_small_geometries_are_not_stored(tmp_path: Path) -> None:
    small = region("west", sector(0, 16, 70, 80))["geometry"]
    assert stored_shape(tmp_path / "s", small, to_plane).wkb == to_plane(small).wkb
    assert not (tmp_path / "s").exists()


def test_regions_of_a_workspace_are_stored(tmp_path: Path, index_folder: Path) -> None:
    folder = tmp_path / "w"
    written(folder / "layers" / "regions.geojson", {**region("west", []), "geometry": _large()})
    (folder / "events").mkdir()
    planes = [open_workspace(folder).regions["west"].plane.wkb for _ in range(2)]
    assert planes == [to_plane(_large()).wkb] * 2
    assert len(list(index_folder.glob("*.shape.index"))) == 1
