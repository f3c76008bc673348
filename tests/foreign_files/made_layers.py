"""Layers of the corpus, made when they are read: GeoPackage, Shapefile, FlatGeobuf and KMZ."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile.files import altered, zipped

__all__ = ["MADE_LAYERS"]

POINT, OTHER, LINE = "POINT (5.5 70)", "POINT (-174.2 63.1)", "LINESTRING (5 70, 6 71)"
AREA = "POLYGON ((5 70, 6 70, 6 71, 5 70))"


def _files(
    name: str, columns: Mapping[str, list[Any]], shapes: list[str | None], **how: Any
) -> Any:
    """Return the files that GDAL writes for a layer, by their suffixes."""
    import geopandas
    import shapely

    crs = how.pop("crs", "EPSG:4326")
    geometry = [None if s is None else shapely.from_wkt(s) for s in shapes]
    frame = geopandas.GeoDataFrame(columns, geometry=geometry, crs=crs)
    # It warns of names that are cut off and of a CRS that is not stated.
    with TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):
        frame.to_file(Path(folder) / name, **how)
        return {p.name.partition(".")[2]: p.read_bytes() for p in Path(folder).iterdir()}


def _one(
    name: str, columns: Mapping[str, list[Any]], shapes: list[str | None], **how: Any
) -> bytes:
    found: bytes = _files(name, columns, shapes, **how)[name.partition(".")[2]]
    return found


def _shapes(
    columns: Mapping[str, list[Any]],
    shapes: list[str | None],
    without: str = "",
    change: Callable[[dict[str, bytes]], None] | None = None,
    **how: Any,
) -> bytes:
    """Return an archive of the files of a Shapefile."""
    files = _files("a.shp", columns, shapes, engine="pyogrio", **how)
    if change:
        change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for suffix in sorted(files):
            if suffix not in without.split():
                archive.writestr(f"a.{suffix}", files[suffix])
    return out.getvalue()


def _cut(suffix: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[suffix] = files[suffix][: len(files[suffix]) // 2]

    return change


def _deleted(files: dict[str, bytes]) -> None:
    """Mark the first record as deleted."""
    start = int.from_bytes(files["dbf"][8:10], "little")
    files["dbf"] = files["dbf"][:start] + b"*" + files["dbf"][start + 1 :]


def _norwegian(files: dict[str, bytes]) -> None:
    files["dbf"] = files["dbf"].replace("Bjørnøya".encode(), "Bjørnøya".encode("cp1252") + b"  ")
    del files["cpg"]


def _edited(*statements: str) -> bytes:
    with TemporaryDirectory() as folder:
        return altered(Path(folder) / "a.gpkg", *statements).read_bytes()


def _layers(*layers: tuple[str, Mapping[str, list[Any]], list[str | None]], **how: Any) -> bytes:
    """Return a GeoPackage of several layers."""
    import geopandas
    import shapely

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        for name, columns, shapes in layers:
            geometry = [shapely.from_wkt(s) for s in shapes]
            frame = geopandas.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")
            frame.to_file(path, layer=name, **how)
        return path.read_bytes()


_gpkg, _fgb = partial(_one, "a.gpkg"), partial(_one, "a.fgb")
AB = {"title": ["A", "B"]}
A = {"title": ["A"]}
METRES = "POINT (500000 7800000)"
GEOPACKAGE: Mapping[str, Callable[[], bytes]] = {
    "points.gpkg": lambda: _gpkg({**AB, "n": [1, 2.5]}, [POINT, OTHER]),
    "polar.gpkg": lambda: _gpkg(A, ["POINT (0 -1000000)"], crs="EPSG:3995"),
    "no-crs.gpkg": lambda: _gpkg(A, [METRES], crs=None),
    "no-crs-by-option.gpkg": lambda: _gpkg(A, [METRES], crs=None),
    "mixed-shapes.gpkg": lambda: _gpkg({"title": ["A", "B", "C"]}, [POINT, LINE, AREA]),
    "no-shape.gpkg": lambda: _gpkg(AB, [POINT, None]),
    "empty-shape.gpkg": lambda: _gpkg(AB, ["POINT EMPTY", POINT]),
    "heights.gpkg": lambda: _gpkg(A, ["POINT Z (5 70 12)"]),
    "dates.gpkg": lambda: _edited(
        "ALTER TABLE a ADD COLUMN seen DATE",
        "UPDATE a SET seen = '2024-05-01'",
    ),
    "two-layers.gpkg": lambda: _layers(("seen", A, [POINT]), ("planned", {"Name": ["B"]}, [LINE])),
    "one-of-two.gpkg": lambda: _layers(("seen", A, [POINT]), ("planned", {"Name": ["B"]}, [LINE])),
    "alike-layers.gpkg": lambda: _layers(("y2023", A, [POINT]), ("y2024", A, [OTHER])),
    "view.gpkg": lambda: _edited("CREATE VIEW late AS SELECT * FROM a"),
    "no-rows.gpkg": lambda: _edited("DELETE FROM a"),
    "broken-shape.gpkg": lambda: _edited("UPDATE a SET geom = x'4750' WHERE fid = 1"),
    "cut-off-shape.gpkg": lambda: _edited("UPDATE a SET geom = substr(geom, 1, 20)"),
    "cut-off.gpkg": lambda: _gpkg(A, [POINT])[:20_000],
    "plain-sqlite.gpkg": lambda: b"SQLite format 3\0" + bytes(84) + bytes(4000),
    "is-csv.gpkg": lambda: b"title,lon,lat\nA,5,70\n",
}
SHAPEFILE: Mapping[str, Callable[[], bytes]] = {
    "points.zip": lambda: _shapes(AB, [POINT, OTHER]),
    "polar.zip": lambda: _shapes(A, ["POINT (0 -1000000)"], crs="EPSG:3995"),
    "long-names.zip": lambda: _shapes({"place_of_the_event": ["Vardø"]}, [POINT]),
    "deleted.zip": lambda: _shapes(AB, [POINT, OTHER], change=_deleted),
    "heights.zip": lambda: _shapes(A, ["POINT Z (5 70 12)"]),
    "no-shape.zip": lambda: _shapes(AB, [POINT, None]),
    "areas.zip": lambda: _shapes(A, [AREA]),
    "no-prj.zip": lambda: _shapes(A, [POINT], without="prj"),
    "metres-without-prj.zip": lambda: _shapes(A, [METRES], without="prj"),
    "metres-by-option.zip": lambda: _shapes(A, [METRES], without="prj"),
    "no-dbf.zip": lambda: _shapes(A, [POINT], without="dbf"),
    "no-shx.zip": lambda: _shapes(A, [POINT], without="shx"),
    "cp1252.zip": lambda: _shapes({"title": ["Bjørnøya"]}, [POINT], change=_norwegian),
    "cp1252-by-option.zip": lambda: _shapes({"title": ["Bjørnøya"]}, [POINT], change=_norwegian),
    "cut-off.zip": lambda: _shapes(AB, [POINT, OTHER], change=_cut("shp")),
    "cut-off-table.zip": lambda: _shapes(AB, [POINT, OTHER], change=_cut("dbf")),
    "no-rows.zip": lambda: _shapes({"title": []}, []),
}
FLATGEOBUF: Mapping[str, Callable[[], bytes]] = {
    "points.fgb": lambda: _fgb({**AB, "n": [1, 2.5]}, [POINT, OTHER]),
    "no-index.fgb": lambda: _fgb(AB, [POINT, OTHER], SPATIAL_INDEX="NO"),
    "polar.fgb": lambda: _fgb(A, ["POINT (0 -1000000)"], crs="EPSG:3995"),
    "no-crs.fgb": lambda: _fgb(A, [METRES], crs=None),
    "no-crs-by-option.fgb": lambda: _fgb(A, [METRES], crs=None),
    "mixed-shapes.fgb": lambda: _fgb(
        {"title": ["A", "B", "C"]}, [POINT, LINE, AREA], SPATIAL_INDEX="NO"
    ),
    "no-shape.fgb": lambda: _fgb(AB, [POINT, None], SPATIAL_INDEX="NO"),
    "heights.fgb": lambda: _fgb(A, ["POINT Z (5 70 12)"]),
    "parts.fgb": lambda: _fgb(A, [f"MULTI{LINE.replace('(', '((')}, (7 72, 8 73))"]),
    "numbers.fgb": lambda: _fgb({"title": ["A"], "yes": [True], "mmsi": [257000001]}, [POINT]),
    "text.fgb": lambda: _fgb({"title": ["Сторожевой корабль"]}, [POINT]),
    "cut-off.fgb": lambda: _fgb(AB, [POINT, OTHER])[:-20],
    "head-only.fgb": lambda: b"fgb\x03fgb\x00",
    "is-csv.fgb": lambda: b"title,lon,lat\nA,5,70\n",
}


def _kml(inside: str) -> bytes:
    place = "<Point><coordinates>5.5,70</coordinates></Point>"
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>A</name>{inside or place}'
        "</Placemark></kml>"
    ).encode()


KMZ: Mapping[str, Callable[[], bytes]] = {
    "document.kmz": lambda: zipped("doc.kml", _kml("")),
    "other-name.kmz": lambda: zipped("files/events.kml", _kml("")),
    "no-document.kmz": lambda: zipped("a.png", b"x"),
    "broken-document.kmz": lambda: zipped("doc.kml", _kml("")[:60]),
    "cut-off.kmz": lambda: zipped("doc.kml", _kml(""))[:80],
}
MADE_LAYERS = {
    **{f"geopackage/{name}": make for name, make in GEOPACKAGE.items()},
    **{f"shapefile/{name}": make for name, make in SHAPEFILE.items()},
    **{f"flatgeobuf/{name}": make for name, make in FLATGEOBUF.items()},
    **{f"kml/{name}": make for name, make in KMZ.items()},
}
"""Makers of files by their paths in the corpus."""
