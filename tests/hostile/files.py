"""Small sound files of each format that is imported, and rows of a GeoPackage without GDAL."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.workbooks import ods, xlsx

__all__ = ["GEOJSON", "GPX", "KML", "altered", "sound", "zipped"]

GPX = (
    '<?xml version="1.0"?><gpx version="1.1" creator="x" '
    'xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="70" lon="30"><ele>5</ele>'
    "<time>2024-07-24T16:40:00Z</time><name>W</name></wpt><trk><name>T</name><trkseg>"
    '<trkpt lat="70" lon="30"><time>2024-07-24T16:40:00Z</time></trkpt>'
    '<trkpt lat="71" lon="31"/></trkseg></trk></gpx>'
)
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    "<name>a</name><description><![CDATA[<b>Seen</b>]]></description><TimeStamp>"
    "<when>2024-05</when></TimeStamp><Point><coordinates>30,70</coordinates></Point>"
    "</Placemark></Document></kml>"
)
GEOJSON = (
    '{"type": "FeatureCollection", "name": "layer", "crs": {"type": "name", "properties": '
    '{"name": "urn:ogc:def:crs:EPSG::3995"}}, "features": [{"type": "Feature", "id": 1, '
    '"properties": {"Name": "A", "seen": "2024-05-01", "by": {"ship": "x", "n": [1, 2]}}, '
    '"geometry": {"type": "Point", "coordinates": [500000.0, 700000.0]}}, {"type": "Feature", '
    '"properties": {"Name": "B", "n": 2.5}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[0, 1000], [9000, 1000], [9000, 9000], [0, 1000]]]}}]}"
)
_SHEET = (
    ("Sightings", None, None, None, None),
    ("title", "lon", "lat", "start", "n"),
    ("A", 30, "70°30'N", date(2024, 5, 1), 1.5),
    ("B", 31.5, 71, datetime(2024, 5, 2, 12, 30), True),  # noqa: DTZ001 (as sheets have it)
)
_TEXTS = {
    "a.csv": "title,lon,lat,wkt2,start\nA,30,70,x,2024\nB,31,71,,2024-05\n",
    "a.gpx": GPX,
    "a.kml": KML,
    "a.geojson": GEOJSON,
}


@cache
def sound(name: str) -> dict[str, bytes]:
    """Return a sound file of the format that a name says, with those that belong to it."""
    if name in _TEXTS:
        return {name: _TEXTS[name].encode()}
    if name == "a.xlsx":
        return {name: xlsx({"Sheet1": _SHEET})}
    if name == "a.ods":
        return {name: ods({"Sheet1": _SHEET})}
    import geopandas
    from shapely import LineString, Point

    with TemporaryDirectory() as folder:
        shapes = [Point(30, 70), Point(31, 71)]
        if name != "a.shp":
            shapes[1] = LineString([(30, 70), (31, 71)])
        frame = geopandas.GeoDataFrame(
            {"title": ["a", "b"], "n": [1, 2]}, geometry=shapes, crs="EPSG:4326"
        )
        if name == "a.parquet":
            frame.to_parquet(Path(folder) / name)
        else:
            frame.to_file(Path(folder) / name)
        return {p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())}


def altered(path: Path, *statements: str) -> Path:
    """Write a sound GeoPackage, without its spatial index, and run SQL in it."""
    path.write_bytes(sound("a.gpkg")["a.gpkg"])
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            file.execute(statement)
    return path


def zipped(name: str, *pieces: bytes) -> bytes:
    """Return an archive of one file."""
    packed = io.BytesIO()
    method = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(packed, "w", method) as archive, archive.open(name, "w") as entry:
        for piece in pieces:
            entry.write(piece)
    return packed.getvalue()
