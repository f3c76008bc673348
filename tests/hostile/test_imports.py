"""Files to import that are more, or larger, than they seem."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.drafting.drivers import one_driver
from tests.hostile.conftest import Run
from tests.hostile.files import GPX, KML, altered, sound, zipped
from tests.hostile.limits import bounded

VRT = """<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""
GML = """<x:FeatureCollection xmlns:x="http://www.opengis.net/wfs"
xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><x:a><x:t>secret</x:t></x:a>
</gml:featureMember></x:FeatureCollection>"""


@pytest.mark.parametrize(
    ("kind", "drivers"),
    [
        ("GPX", ["GPX"]),
        ("KML", ["LIBKML"]),
        ("GeoPackage", ["GPKG"]),
        ("Shapefile", ["ESRI Shapefile"]),
        ("FlatGeobuf", ["FlatGeobuf"]),
    ],
)
def test_one_driver_is_left(kind: str, drivers: list[str]) -> None:
    import pyogrio

    before = pyogrio.list_drivers()
    with one_driver(kind):
        assert list(pyogrio.list_drivers()) == drivers
    assert pyogrio.list_drivers() == before
    assert pyogrio.get_gdal_config_option("GDAL_SKIP") is None


@pytest.mark.parametrize(
    "markup", [f"<!--<gpx >-->{VRT}", f"<!-- <kml > -->{GML}", f"<?gpx ?>{VRT}", VRT]
)
@pytest.mark.parametrize("name", ["a.gpx", "a.kml", "a.xml", "a.fgb", "a.kmz"])
def test_markup_of_other_drivers_is_not_read(
    run: Run, folder: Path, outside: Path, name: str, markup: str
) -> None:
    (outside / "secret.csv").write_text("title\nsecret of someone else\n", "utf-8")
    text = markup.format(source=outside / "secret.csv").encode()
    if name == "a.kmz":
        text = zipped("doc.kml", text)
    if name == "a.fgb":
        text = b"fgb" + text
    (folder / name).write_bytes(text)
    before = sorted(folder.iterdir())
    done = run("import", name, "--out", "-")
    (outside / "secret.csv").unlink()
    assert done.exit_code == 1
    assert "secret of" not in done.output
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("whole", [GPX, KML])
def test_a_source_inside_of_a_sound_file_is_not_read(
    run: Run, folder: Path, outside: Path, whole: str
) -> None:
    name = "a.gpx" if whole is GPX else "a.kml"
    vrt = VRT.format(source=outside / "secret.txt")
    place = "<trk>" if whole is GPX else "<Placemark>"
    (folder / name).write_text(whole.replace(place, vrt + place, 1), "utf-8")
    done = run("import", name, "--out", "-")
    assert done.exit_code in {0, 1}
    assert "of someone else" not in done.output


ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS fid FROM c"
LARGE = "SELECT 1 AS fid, printf('%*c', 900000000, 'x') AS title"
LISTED = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('v', 'attributes', 'v')"
)


@pytest.mark.parametrize("select", [ENDLESS, LARGE], ids=["endless", "large"])
@pytest.mark.parametrize("how", ["named", "listed", "as contents", "as geometry columns"])
def test_a_view_is_not_run(folder: Path, select: str, how: str) -> None:
    if how == "as contents":
        statements = ["DROP TABLE gpkg_contents", f"CREATE VIEW gpkg_contents AS {select}"]
    elif how == "as geometry columns":
        statements = [
            "DROP TABLE gpkg_geometry_columns", f"CREATE VIEW gpkg_geometry_columns AS {select}",
        ]  # fmt: skip
    else:
        statements = [f"CREATE VIEW v AS {select}", *([LISTED] if how == "listed" else [])]
    altered(folder / "a.gpkg", *statements)
    done = bounded(folder, "import", "a.gpkg", "--out", "-")
    if how in {"named", "listed"}:
        assert done.code == 0
        assert ("views are left out: v" in done.errors) == (how == "listed")
        assert bounded(folder, "import", "a.gpkg", "--layer", "v", "--out", "-").code == 2
    else:
        assert done.code == 1


def test_a_list_that_calls_a_view_a_table_is_not_believed(folder: Path) -> None:
    altered(
        folder / "a.gpkg",
        f"CREATE VIEW v AS {ENDLESS}", LISTED, "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET type = 'table', rootpage = 3 WHERE name = 'v'",
    )  # fmt: skip
    done = bounded(folder, "import", "a.gpkg", "--layer", "v", "--out", "-")
    assert done.code in {1, 2}


def test_computed_columns_are_refused(run: Run, folder: Path) -> None:
    altered(
        folder / "a.gpkg",
        "ALTER TABLE a ADD COLUMN big AS (printf('%*c', 900000000, 'x'))",
    )
    done = run("import", "a.gpkg", "--out", "-")
    assert (done.exit_code, "are computed" in done.output) == (1, True)


def test_a_default_that_fills_every_row_is_counted(folder: Path) -> None:
    """Rows that are older than a column have its default, which stands in the file once."""
    altered(
        folder / "a.gpkg",
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)"
        " INSERT INTO a (title) SELECT 'x' FROM c",
        f"ALTER TABLE a ADD COLUMN big TEXT DEFAULT '{'x' * 900_000}'",
    )
    done = bounded(folder, "import", "a.gpkg", "--out", "-")
    assert done.code == 1
    assert "too much for one import: 3,002 rows" in done.errors


def test_an_archive_that_swells_is_refused(folder: Path) -> None:
    (folder / "a.kmz").write_bytes(zipped("doc.kml", *[bytes(1 << 20)] * 200))
    done = bounded(folder, "import", "a.kmz", "--out", "-")
    assert done.code == 1
    assert "more than 128 MB unpacked; split it" in done.errors


def test_a_long_name_in_an_archive_is_cut(run: Run, folder: Path) -> None:
    (folder / "a.kmz").write_bytes(zipped("x" * 300 + ".kml", KML.encode()))
    done = run("import", "a.kmz", "--out", "-")
    assert done.exit_code == 0
    (folder / "a.kmz").write_bytes(zipped("x" * 300 + ".kml", b"title,lon\n"))
    done = run("import", "a.kmz", "--out", "-")
    assert done.exit_code == 1
    assert "a.kmz: " + "x" * 60 + "… in it is not what its name says" in done.output


@pytest.mark.parametrize("name", ["a.csv", "a.gpx", "a.kml", "a.gpkg", "a.fgb", "a.shp"])
def test_a_sound_file_is_read(run: Run, folder: Path, name: str) -> None:
    for part, data in sound(name).items():
        (folder / part).write_bytes(data)
    done = run("import", name, "--out", "-")
    assert done.exit_code == 0
    assert "2 features, 2 with geometry" in done.stderr or name == "a.kml"
