"""What a file is, by its content; archives; Shapefiles with parts missing."""

from __future__ import annotations

import json
import os
import random
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from shapely import Point

from geotrack.errors import UsageError
from geotrack.importing import UnreadableError
from tests.importing.conftest import Import, coordinates, frame, properties

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@pytest.fixture
def shape(tmp_path: Path) -> Path:
    """A Shapefile in a folder of its own."""
    folder = tmp_path / "shape"
    folder.mkdir()
    frame([Point(30, 70)], title=["Søk"], PLACE_NAME=["P"]).to_file(
        folder / "a.shp", encoding="UTF-8"
    )
    return folder / "a.shp"


def zipped(folder: Path, path: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, f"{inside}{part.name}")
    return path


@pytest.mark.parametrize("inside", ["", "a folder/"])
def test_a_zipped_shapefile(tmp_path: Path, imported: Import, shape: Path, inside: str) -> None:
    made = imported(zipped(shape.parent, tmp_path / "a.zip", inside))
    assert properties(made) == [{"title": "Søk", "place": {"name": "P"}}]
    assert coordinates(made) == [[30, 70]]


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_without_a_part_is_refused(
    tmp_path: Path, imported: Import, shape: Path, part: str
) -> None:
    shape.with_suffix(part).unlink()
    for path in (shape, zipped(shape.parent, tmp_path / "a.zip")):
        with pytest.raises(UnreadableError, match=f"the {part} that belongs to it is missing"):
            imported(path)
    assert not shape.with_suffix(part).exists()


def test_a_shapefile_without_crs_or_encoding(imported: Import, shape: Path) -> None:
    shape.with_suffix(".prj").unlink()
    shape.with_suffix(".cpg").unlink()
    made = imported(shape)
    assert properties(made)[0]["title"] == "Søk"
    assert "no CRS is stated; taken as longitude and latitude on WGS 84" in made.messages


def test_a_shapefile_in_an_unnamed_encoding_is_refused(tmp_path: Path, imported: Import) -> None:
    text = "Ледокол вышел в море"
    frame([Point(30, 70)], title=[text]).to_file(tmp_path / "a.shp", encoding="cp1251")
    (tmp_path / "a.cpg").unlink()
    with pytest.raises(UnreadableError) as refusal:
        imported(tmp_path / "a.shp")
    assert str(refusal.value) == "a.shp: its letters are not UTF-8; perhaps --encoding cp1251"
    assert properties(imported(tmp_path / "a.shp", encoding="cp1251")) == [{"title": text}]


def test_parts_in_capitals(tmp_path: Path, imported: Import, shape: Path) -> None:
    for part in shape.parent.iterdir():
        part.rename(part.with_suffix(part.suffix.upper()))
    assert len(imported(shape.with_suffix(".SHP")).features) == 1


@pytest.mark.parametrize("name", ["a b.gpkg", "a!b.gpkg", "-a.gpkg", "a?b.gpkg", "ø 北.gpkg"])
def test_odd_names(tmp_path: Path, imported: Import, name: str) -> None:
    frame([Point(30, 70)], title=["t"]).to_file(tmp_path / "a.gpkg")
    (tmp_path / "a.gpkg").rename(tmp_path / name)
    assert imported(tmp_path / name).messages[0] == f"{name}: 1 feature, 1 with geometry"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.gpkg", b"lon,lat\n30,70\n", "a.gpkg: named .gpkg, but it holds CSV; name it by"),
        ("a.kml", b"SQLite format 3\0", "a.kml: named .kml, but it holds GeoPackage"),
        ("a.kml", b"<html><body>404</body></html>", "but it holds nothing that geotrack knows"),
        ("a.gpx", b"<?xml version='1.0'?><kml/>", "a.gpx: named .gpx, but it holds KML"),
        ("a.bin", b"\x89PNG\r\n\x1a\n\0\0\0", "a.bin: its format is not known; geotrack reads CSV"),
        ("a.xml", b"<feed/>", "a.xml: its format is not known"),
        ("a.kmz", b"PK\x03\x04cut", "a.kmz: the archive is cut off or broken"),
        ("a.gpkg", b"", "a.gpkg: the file is empty"),
        ("a.gpkg", b"SQLite format 3\0" + bytes(200), "a.gpkg: cannot be read as GeoPackage: "),
        ("a.fgb", b"fgb\x03fgb\0" + bytes(50), "a.fgb: "),
    ],
)
def test_what_is_not_what_it_seems(
    tmp_path: Path, imported: Import, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as refusal:
        imported(path)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.geojson",
            '{"type": "Feature", "properties": {"type": "coastguard/patrol"}, "geometry": null}',
            "is in geotrack's own form already: `geotrack check a.geojson` checks it",
        ),
        ("a.dbf", "x", "a.dbf is a part of a Shapefile; name its .shp"),
    ],
)
def test_files_for_other_commands(
    tmp_path: Path, imported: Import, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UsageError) as refusal:
        imported(tmp_path / name)
    assert message in str(refusal.value)


def test_no_regular_file(tmp_path: Path, imported: Import) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableError, match="it is no regular file"):
        imported(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableError, match="it is a folder"):
        imported(tmp_path)
    with pytest.raises(FileNotFoundError):
        imported(tmp_path / "none.csv")


def test_a_locked_archive_is_refused(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", "<kml/>")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match="locked with a password; unpack it first"):
        imported(path)


def test_a_broken_archive_is_refused(tmp_path: Path, imported: Import, shape: Path) -> None:
    path = zipped(shape.parent, tmp_path / "a.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableError, match="cut off or broken"):
        imported(path)
    flipped = bytearray(whole)
    flipped[whole.index(b"a.shp") + 20] ^= 0xFF
    path.write_bytes(flipped)
    with pytest.raises(UnreadableError, match="cut off or broken"):
        imported(path)


def test_an_archive_of_many_files_or_none(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(UnreadableError, match="holds no file that geotrack reads"):
        imported(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "lon,lat\n1,70\n")
        archive.writestr("b.csv", "lon,lat\n1,70\n")
    with pytest.raises(UnreadableError, match=r"holds 2 files: a.csv, b.csv; unpack it and name"):
        imported(path)
    shutil.copy(path, tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableError, match="save the table as CSV"):
        imported(tmp_path / "a.docx")


def test_an_archive_writes_nowhere_else(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside.csv", "lon,lat\n1,70\n")
    assert coordinates(imported(path)) == [[1, 70]]
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.slow
def test_no_flipped_byte_gives_a_traceback(tmp_path: Path, imported: Import, shape: Path) -> None:
    frame([Point(30, 70)] * 3, title=["a", "b", "c"]).to_file(tmp_path / "a.gpkg")
    frame([Point(30, 70)] * 3, title=["a", "b", "c"]).to_file(tmp_path / "a.fgb")
    zipped(shape.parent, tmp_path / "a.zip")
    (tmp_path / "a.csv").write_text("title;lon;lat\na;30;70\nb;31;71\n")
    (tmp_path / "a.kml").write_text(
        "<kml><Placemark><name>a</name><Point><coordinates>1,70</coordinates></Point></Placemark></kml>"
    )
    chance = random.Random(4)  # noqa: S311 (the same bytes each time)
    for name in ("a.gpkg", "a.fgb", "a.zip", "a.csv", "a.kml"):
        whole = (tmp_path / name).read_bytes()
        for _ in range(30):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                broken[chance.randrange(min(len(broken), 3000))] = chance.randrange(256)
            path = tmp_path / f"broken{Path(name).suffix}"
            path.write_bytes(broken)
            # Anything else that is raised fails the test.
            with suppress(UnreadableError, UsageError):
                json.dumps(imported(path).features, allow_nan=False)


@pytest.mark.parametrize(("version", "age"), [(0, "older"), (2, "older"), (4, "newer")])
@pytest.mark.parametrize("name", ["a.fgb", "a.zip"])
def test_a_flatgeobuf_of_another_version_is_told(
    tmp_path: Path, imported: Import, version: int, age: str, name: str
) -> None:
    frame([Point(30, 70)], title=["a"]).to_file(tmp_path / "a.fgb")
    data = (tmp_path / "a.fgb").read_bytes()
    (tmp_path / "a.fgb").write_bytes(data[:3] + bytes([version]) + data[4:])
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.write(tmp_path / "a.fgb", "a.fgb")
    with pytest.raises(UnreadableError) as refusal:
        imported(tmp_path / name)
    assert str(refusal.value) == (
        f"{name}: it is FlatGeobuf of version {version}, {age} than version 3, which is read; "
        "save it again as FlatGeobuf or GeoPackage with what wrote it"
    )


def test_what_only_begins_like_a_flatgeobuf_is_no_version_of_it(
    tmp_path: Path, imported: Import
) -> None:
    for content in (b"fgb", b"fgb\x02", b"fgb\x02abc\x00"):
        (tmp_path / "a.fgb").write_bytes(content)
        with pytest.raises(UnreadableError, match="cannot be read as FlatGeobuf"):
            imported(tmp_path / "a.fgb")
