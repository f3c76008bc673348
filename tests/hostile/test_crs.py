"""A CRS from a file opens no other file: a pipe that it names would block for ever."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import h5py
import numpy as np
import pyproj
import pytest
import rasterio
import shapely

from folium_polar.geometry.crs import crs_of, file_in_crs
from folium_polar.geometry.rasters.files import read_raster
from folium_polar.geometry.rasters.raster import crs_named
from geotrack.errors import GeotrackError
from geotrack.importing.detect import read_file
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.table import ReadingOptions
from geotrack.workspace import workspace_of_features
from tests.records import workspace

_FRAME = gpd.GeoDataFrame({"title": ["A"]}, geometry=[shapely.Point(10, 70)], crs=3995)


def texts(pipe: str) -> dict[str, str]:
    """Return texts of CRS in each form, which name a pipe."""
    degrees = 'PRIMEM["G",0],UNIT["degree",0.0174532925199433]'
    spheroid = 'SPHEROID["GRS 1980",6378137,298.257222101]'
    bound = pyproj.CRS.from_wkt(
        'BOUNDCRS[SOURCECRS[GEOGCRS["x",DATUM["y",ELLIPSOID["GRS 1980",6378137,298.257222101]],'
        'CS[ellipsoidal,2],AXIS["latitude",north],AXIS["longitude",east],'
        'ANGLEUNIT["degree",0.0174532925199433]]],TARGETCRS[GEOGCRS["WGS 84",DATUM["World Geodetic '
        'System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],'
        'AXIS["latitude",north],AXIS["longitude",east],ANGLEUNIT["degree",0.0174532925199433]]],'
        'ABRIDGEDTRANSFORMATION["t",METHOD["NTv2",ID["EPSG",9615]],PARAMETERFILE["Latitude and '
        f'longitude difference file","{pipe}",ID["EPSG",8656]]]]'
    )
    return {
        "grid": f"+proj=longlat +ellps=GRS80 +nadgrids=@null,{pipe} +no_defs +type=crs",
        "init": f"+init={pipe}:1",
        "WKT 1": f'GEOGCS["x",DATUM["y",{spheroid},EXTENSION["PROJ4_GRIDS","{pipe}"]],{degrees}]',
        "WKT 2": bound.to_wkt(),
        "PROJJSON": bound.to_json(),
    }


def _geojson(folder: Path, crs: str) -> Path:
    value = json.loads(_FRAME.to_json(drop_id=True))
    value["crs"] = {"type": "name", "properties": {"name": crs}}
    return _written(folder / "a.geojson", json.dumps(value))


def _esri_json(folder: Path, crs: str) -> Path:
    feature = {"attributes": {"title": "A"}, "geometry": {"x": 10, "y": 70}}
    value = {
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkt": crs},
        "fields": [{"name": "title", "type": "esriFieldTypeString"}],
        "features": [feature],
    }
    return _written(folder / "a.json", json.dumps(value))


def _shapefile(folder: Path, crs: str) -> Path:
    _FRAME.to_file(folder / "a.shp")
    _written(folder / "a.prj", crs)
    return folder / "a.shp"


def _geopackage(folder: Path, crs: str) -> Path:
    path = folder / "a.gpkg"
    _FRAME.to_file(path)
    with sqlite3.connect(path) as file:
        file.execute("UPDATE gpkg_spatial_ref_sys SET definition = ? WHERE srs_id = 3995", (crs,))
    file.close()
    return path


def _flatgeobuf(folder: Path, crs: str) -> Path:
    path = folder / "a.fgb"
    _FRAME.rename(columns={"title": "x" * 2000}).to_file(path)
    # Where it stands in the header does not matter.
    return _bytes(path, path.read_bytes().replace(b"x" * 2000, crs.encode().ljust(2000)))


def _geoparquet(folder: Path, crs: str) -> Path:
    path = folder / "a.parquet"
    _FRAME.to_parquet(path)
    from pyarrow import parquet

    table = parquet.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    about["columns"]["geometry"]["crs"] = json.loads(crs) if crs.startswith("{") else crs
    metadata = {**table.schema.metadata, b"geo": json.dumps(about).encode()}
    parquet.write_table(table.replace_schema_metadata(metadata), path)
    return path


def _geotiff(folder: Path, crs: str) -> Path:
    path = folder / "a.tif"
    about = {"width": 2, "height": 2, "count": 1, "dtype": "uint8", "crs": "EPSG:3995"}
    place = rasterio.Affine(1000, 0, 0, 0, -1000, 0)
    with rasterio.open(path, "w", driver="GTiff", transform=place, **about) as made:
        made.write(np.ones((1, 2, 2), np.uint8))
        made.update_tags(crs=crs)
    return path


def _netcdf4(folder: Path, crs: str) -> Path:
    path = folder / "a.nc"
    with h5py.File(path, "w") as made:
        made.create_dataset("crs", data=0).attrs["crs_wkt"] = crs
    return path


def _written(path: Path, text: str) -> Path:
    return _bytes(path, text.encode())


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


WRITERS: dict[str, Callable[[Path, str], Path]] = {
    "GeoJSON": _geojson,
    "Esri JSON": _esri_json,
    "Shapefile": _shapefile,
    "GeoPackage": _geopackage,
    "FlatGeobuf": _flatgeobuf,
    "GeoParquet": _geoparquet,
    "GeoTIFF": _geotiff,
    "NetCDF-4": _netcdf4,
}


@pytest.fixture
def pipe(tmp_path: Path) -> str:
    os.mkfifo(tmp_path / "pipe")
    return str(tmp_path / "pipe")


@pytest.mark.parametrize("form", WRITERS)
def test_no_format_opens_what_its_crs_names(tmp_path: Path, pipe: str, form: str) -> None:
    for name, text in texts(pipe).items():
        if (form, name) != ("GeoTIFF", "PROJJSON"):  # it has its CRS as keys or WKT
            path = WRITERS[form](tmp_path, text)
            with pytest.raises(GeotrackError, match="names a file"):
                _read(path)


def _read(path: Path) -> object:
    if path.suffix in {".tif", ".nc"}:
        return read_raster(path)
    return reproject(read_file(path, ReadingOptions()), None)


@pytest.mark.parametrize(
    "crs",
    [
        {"crs": {"type": "link", "properties": {"href": "{}", "type": "proj4"}}},
        {"CRS": {"Type": "URL", "properties": {"URL": "{}"}}},
    ],
)
def test_no_address_of_a_crs_is_fetched(tmp_path: Path, crs: dict[str, Any]) -> None:
    """GDAL fetches that of a TopoJSON."""
    text = json.dumps(crs).replace("{}", "http://127.0.0.1:9/a")
    places = {"type": "Point", "coordinates": [20, 75], "properties": {}}
    topology = {"type": "Topology", "objects": {"a": places}, "arcs": [], **json.loads(text)}
    path = _written(tmp_path / "a.json", json.dumps(topology))
    with pytest.raises(GeotrackError, match="its CRS names a file, which is not opened"):
        read_file(path, ReadingOptions())


def test_no_function_opens_what_a_crs_names(tmp_path: Path, pipe: str) -> None:
    around = workspace(tmp_path)
    for name, text in texts(pipe).items():
        for function in (crs_of, crs_named):
            with pytest.raises(GeotrackError, match="names a file"):
                function(text)
        if name not in {"init", "PROJJSON"}:  # PROJ opens it as the frame is made
            frame = _FRAME.set_crs(pyproj.CRS(text), allow_override=True)
            with pytest.raises(GeotrackError, match="names a file"):
                workspace_of_features(frame, around)


def test_every_crs_of_epsg_is_read() -> None:
    for code in pyproj.get_codes("EPSG", "PROJECTED_CRS")[::60]:
        crs = pyproj.CRS.from_epsg(int(code))
        assert not file_in_crs(crs), code
    assert crs_of("+init=epsg:3413 +no_defs") == pyproj.CRS.from_epsg(3413)


def _external_file(file: h5py.File, other: str) -> None:
    file.create_dataset("ice", shape=(4, 4), dtype="u1", external=[(other, 0, 16)])


def _external_link(file: h5py.File, other: str) -> None:
    file.create_group("deep")["ice"] = h5py.ExternalLink(other, "/a")


def _virtual(file: h5py.File, other: str) -> None:
    layout = h5py.VirtualLayout((4, 4), "u1")
    layout[:] = h5py.VirtualSource(other, "a", (4, 4))
    file.create_virtual_dataset("ice", layout)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_external_file, "'ice' in it keeps its data in another file"),
        (_external_link, "'ice' in it is a link to another file"),
        (_virtual, "'ice' in it is a virtual dataset"),
    ],
)
def test_netcdf_reads_no_other_file(
    tmp_path: Path, pipe: str, make: Callable[[h5py.File, str], None], words: str
) -> None:
    with h5py.File(tmp_path / "ice.nc", "w") as made:
        make(made, pipe)
    with pytest.raises(GeotrackError, match=words):
        read_raster(tmp_path / "ice.nc")


@pytest.mark.parametrize("head", [b"CDFX", b"CDF\3", b"CDF\1", b""])
def test_no_hdf5_is_read_from_behind_other_bytes(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "secret").write_bytes(b"x" * 16)
    with h5py.File(tmp_path / "ice.nc", "w", userblock_size=512) as made:
        _external_file(made, str(tmp_path / "secret"))
    with (tmp_path / "ice.nc").open("r+b") as file:
        file.write(head)
    with pytest.raises(GeotrackError, match=r"neither GeoTIFF nor NetCDF|cannot be read"):
        read_raster(tmp_path / "ice.nc", bounds=(0, 0, 4e3, 4e3), crs="EPSG:3413")
