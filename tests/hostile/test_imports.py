"""Files to import that are more, or larger, than they seem."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from shapely import GeometryCollection, LineString, Point

from geotrack.importing import UnreadableError
from geotrack.importing.formats.vectors import flatgeobuf
from geotrack.importing.formats.vectors.gdal_file import one_driver
from geotrack.importing.formats.vectors.xml_text import check_markup
from tests.hostile.conftest import Run
from tests.hostile.files import GPX, KML, altered, sound, zipped
from tests.hostile.limits import bounded

pytestmark = pytest.mark.slow

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


DEEP = "GEOMETRYCOLLECTION(" * 50_000 + "POINT(0 0)" + ")" * 50_000
HEAD, END = KML.partition("<Placemark>")[0], "</Document></kml>"
COLUMN = (
    "<Placemark><ExtendedData><Data name='c{}'><value>1</value></Data></ExtendedData></Placemark>"
)
# What stands before a piece, the piece, how often it stands there, and what comes after.
REFUSED = {
    "lines.csv": (b"a\n", b"\n", 3_000_000, b"b"),
    "columns.csv": (b"a", b",b", 40_000, b"\n1,2\n"),
    "comma.csv": (b"", b",", 20_000_000, b"\n1\n"),
    "cell.csv": (b"", b"x", 17_000_000, b",b\n1,2\n"),
    "bytes.csv": (b"title\n", b"\xe9\xe8 a\n", 6_000_000, b""),
    "a.kml": (HEAD.encode(), b"<a/>", 7_000_000, END.encode()),
    "deep.kml": (HEAD.encode(), b"<a>", 1_500, b"</a>" * 1_500 + END.encode()),
    "folders.kml": (HEAD.encode(), b"<Folder><Placemark/></Folder>", 2_000, END.encode()),
    "empty folders.kml": (HEAD.encode(), b"<Folder/>", 300_000, END.encode()),
    "schema.kml": (HEAD.encode(), b"<Schema>" + b"<SimpleField/>" * 100_000, 1,
                   b"</Schema>" + END.encode()),
    "names.kml": (
        HEAD.encode(), "".join(f"<a xmlns='{n}'/>" for n in range(1_000)).encode(), 1, END.encode(),
    ),
    "columns.kml": (
        HEAD.encode(), "".join(map(COLUMN.format, range(4_000))).encode(), 1, END.encode(),
    ),
    "deep.gpx": (GPX[:-6].encode(), b"<a>", 2_000, b""),
    "points.gpx": (GPX[:-6].encode(), b"<x/>", 2_000_000, b"</gpx>"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_more_than_one_import_holds_is_refused(folder: Path, name: str) -> None:
    before, piece, count, after = REFUSED[name]
    (folder / "a.zip").write_bytes(zipped(name, before, piece * count, after))
    done = bounded(folder, "import", "a.zip", "--out", "-")
    assert done.code == 1
    assert done.errors.startswith("error: a.zip")


def test_tags_that_end_an_element_do_not_count() -> None:
    check_markup(Path("a.kml"), b"<a></a>" * 900_000, "KML")
    with pytest.raises(UnreadableError, match="more than 1,000,000 tags"):
        check_markup(Path("a.kml"), b"<a/>" * 1_000_001, "KML")


def test_removing_many_xml_children_is_linear(folder: Path) -> None:
    """One by one, each of a hundred thousands would move all that follow."""
    track = "<gx:Track xmlns:gx='http://www.google.com/kml/ext/2.2'>"
    times = "<when>2024</when><gx:coord>1 2</gx:coord>" * 100_000
    placemark = f"<Placemark>{track}{times}</gx:Track></Placemark>"
    styles = "<Style><IconStyle/></Style>" * 100_000
    (folder / "a.kml").write_text(HEAD + placemark + styles + END, "utf-8")
    done = bounded(folder, "import", "a.kml", "--out", "-")
    assert done.code == 0
    assert "times of their first and last points" in done.errors


def test_deep_wkt_is_no_geometry(folder: Path) -> None:
    (folder / "a.csv").write_text(f'title,wkt\nA,"{DEEP}"\n', "utf-8")
    done = bounded(folder, "import", "a.csv", "--out", "-")
    assert done.code == 0
    assert "is no WKT; the row has no geometry" in done.errors


@pytest.mark.parametrize("html", ["<b>" + "<a href=" * 30_000, "<b><![<", f"<b>&#{'9' * 5_000};"])
def test_odd_html_is_read(run: Run, folder: Path, html: str) -> None:
    (folder / "a.kml").write_text(KML.replace("<b>Seen</b>", html), "utf-8")
    assert run("import", "a.kml", "--out", "-").exit_code == 0


def test_an_infinite_height_is_a_fault_of_its_row(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text("title,wkt\nA,POINT Z (1 70 inf)\n", "utf-8")
    done = run("import", "a.csv", "--out", "-")
    assert (done.exit_code, "line 2: its height is no finite" in done.output) == (0, True)
    assert '"geometry"' not in done.stdout  # it is held back


def test_an_overflowing_number_is_reported_with_its_row(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text("title,wkt\nA,POINT (1e999 70)\n", "utf-8")
    done = run("import", "a.csv", "--out", "-")
    assert (done.exit_code, "line 2: its position is no finite" in done.output) == (0, True)
    assert '"geometry"' not in done.stdout


GEOGCS = (
    'GEOGCS["a",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,{flattening}]],'
    'PRIMEM["Greenwich",0],UNIT["degree",{unit}]]'
)


@pytest.mark.parametrize(
    "prj",
    [
        GEOGCS.format(flattening=298, unit=0.0174532925199433).replace('"a"', '"ÿ"'),
        GEOGCS.format(flattening=298, unit=0),
        "GEOGCS[]",
    ],
)
def test_a_corrupt_prj_is_told(run: Run, folder: Path, prj: str) -> None:
    for part, data in {**sound("a.shp"), "a.prj": prj.encode("latin-1")}.items():
        (folder / part).write_bytes(data)
    done = run("import", "a.shp", "--out", "-")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: a.shp: ")


def test_a_column_of_a_name_that_is_there_is_kept(run: Run, folder: Path) -> None:
    for part, data in sound("a.shp").items():
        at = data.find(b"n\0", 64) if part == "a.dbf" else -1
        (folder / part).write_bytes(data if at < 0 else data[:at] + b"title\0" + data[at + 6 :])
    done = run("import", "a.shp", "--out", "-")
    assert done.exit_code == 0
    assert '"title": "a"' in done.output
    assert '"title*": 1' in done.output


def test_an_index_that_names_one_shape_often_is_refused(run: Run, folder: Path) -> None:
    for part, data in sound("a.shp").items():
        repeated = data[:100] + data[100:108] * 1_000 if part == "a.shx" else data
        (folder / part).write_bytes(repeated)
    done = run("import", "a.shp", "--out", "-")
    assert (done.exit_code, "its .shx says" in done.output) == (1, True)


def repeated(path: Path) -> bytes:
    """Return FlatGeobuf of a geometry of many lines, each of which is the longest of them."""
    import geopandas

    lines = [[(n / 1_000, 70) for n in range(20_000)], *[[(0, 70), (1, 71)]] * 50_000]
    whole = GeometryCollection([LineString(line) for line in lines])
    frame = geopandas.GeoDataFrame(geometry=[whole], crs="EPSG:4326")
    frame.to_file(path, SPATIAL_INDEX="NO")
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<I", len(lines)))
    longest = at + 4 + struct.unpack_from("<I", data, at + 4)[0]
    for n in range(len(lines)):
        place = at + 4 + 4 * n
        struct.pack_into("<I", data, place, longest - place)
    return bytes(data)


def test_a_part_that_is_listed_many_times_is_refused(folder: Path) -> None:
    """Three megabytes that are sixteen gigabytes of positions."""
    data = repeated(folder / "a.fgb")
    (folder / "a.fgb").write_bytes(data)
    done = bounded(folder, "import", "a.fgb", "--out", "-")
    assert done.code == 1
    assert "lists one of its parts many times" in done.errors


@pytest.mark.parametrize("index", ["YES", "NO"])
@pytest.mark.parametrize("count", [1, 2, 16, 17, 257])
def test_features_are_found_behind_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, index: str
) -> None:
    import geopandas

    found: list[int] = []
    monkeypatch.setattr(flatgeobuf, "_check_feature", lambda *given: found.append(given[2]))
    frame = geopandas.GeoDataFrame(geometry=[Point(1, 70)] * count, crs="EPSG:4326")
    frame.to_file(tmp_path / "a.fgb", SPATIAL_INDEX=index)
    flatgeobuf.check_geometries(tmp_path / "a.fgb", (tmp_path / "a.fgb").read_bytes())
    assert len(found) == count
