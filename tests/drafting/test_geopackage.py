"""What a GeoPackage holds that a draft cannot."""

from __future__ import annotations

from pathlib import Path

from shapely import Point, Polygon

from geotrack.drafting.geopackage import shape_notes
from tests.drafting.conftest import frame


def test_plain_shapes_need_no_word(tmp_path: Path) -> None:
    path = tmp_path / "a b.gpkg"
    frame([Point(0, 70, 1), None], title=["a", "b"]).to_file(path, layer='od"d')
    frame([Polygon([(0, 70), (1, 70), (1, 71)])], title=["a"]).to_file(path, layer="plain")
    assert shape_notes(path) == []


def test_what_is_no_geopackage_is_left_to_gdal(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\0" + bytes(100))
    assert shape_notes(tmp_path / "a.gpkg") == []
    assert shape_notes(tmp_path / "none.gpkg") == []
    assert not (tmp_path / "none.gpkg").exists()
