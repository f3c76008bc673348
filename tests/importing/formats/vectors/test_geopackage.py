"""What a GeoPackage holds that a draft cannot, and what is not left in the copy for GDAL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from shapely import Point, Polygon

from geotrack.importing import UnreadableError
from geotrack.importing.formats.vectors.geopackage import prepare
from tests.importing.conftest import Import, frame, properties


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


def test_plain_shapes_need_no_word(tmp_path: Path, copies: Path) -> None:
    path = tmp_path / "a b.gpkg"
    frame([Point(0, 70, 1), None], title=["a", "b"]).to_file(path, layer='od"d')
    frame([Polygon([(0, 70), (1, 70), (1, 71)])], title=["a"]).to_file(path, layer="plain")
    made = prepare(path, path, copies)
    assert made.notes == ()
    assert {'od"d', "plain"} <= set(made.tables)


def test_what_is_no_geopackage_is_refused(tmp_path: Path, copies: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(UnreadableError, match="cannot be read as GeoPackage"):
        prepare(path, path, copies)
    with closing(sqlite3.connect(tmp_path / "b.gpkg")) as file:
        file.execute("CREATE TABLE a (b)")
    with pytest.raises(UnreadableError, match="no such table: gpkg_contents"):
        prepare(tmp_path / "b.gpkg", path, copies)


def test_rows_that_stand_beside_the_file_are_read(tmp_path: Path, imported: Import) -> None:
    """As long as another program has the file open, what it wrote last stands in another."""
    path = tmp_path / "a.gpkg"
    frame([Point(0, 70)], title=["a"]).to_file(path, SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("UPDATE a SET title = 'b'")
        before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.suffix != ".gpkg-shm"}
        assert properties(imported(path)) == [{"title": "b"}]
        after = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.suffix != ".gpkg-shm"}
    assert set(before) == {"a.gpkg", "a.gpkg-wal"}
    assert before == after
