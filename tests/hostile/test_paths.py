"""No path of a workspace leads out of it: not by `..`, not through a link, not by a sidecar."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from folium_polar.geometry.rasters.files import read_raster
from geotrack.errors import GeotrackError
from geotrack.importing.detect import read_file
from geotrack.importing.table import ReadingOptions
from geotrack.mapview.check_workspace import check_workspace
from geotrack.model.base import Model
from geotrack.model.maps.look import Look
from geotrack.model.maps.map_definition import MapDefinition
from geotrack.server import desk as desk_module
from geotrack.server.desk import Desk
from geotrack.workspace import open_workspace
from geotrack.workspace.config import Config
from tests.logos import png
from tests.records import feature, point, region, sector, written

TODAY = date(2026, 11, 28)
LEAK = "a private key"
MAP = 'title = "M"\nmarking = "UNCLASSIFIED"\n'
FILE = 'name = "N"\nsource = "S"\nlicence = "L"\n'
LOOK = '[look]\nlogo_alt = "A"\nlogo = "{}"\n'
# Each key that holds a path, by its class and name: the file, and its text around the path.
KEYS = {
    ("LayerFile", "file"): ("maps/m.toml", f"{MAP}[[layers.files]]\n{FILE}file = '{{}}'\n"),
    ("Ice", "file"): ("maps/m.toml", f"{MAP}[[ice]]\n{FILE}date = 2024-09-12\nfile = '{{}}'\n"),
    ("Observed", "dataset"): (
        "maps/m.toml",
        f'{MAP}[[observations]]\ntitle = "T"\nsource = "S"\ndataset = \'{{}}\'\n',
    ),
    ("Look", "logo"): ("geotrack.toml", LOOK),
    ("Look", "logo_png"): (
        "maps/m.toml",
        f'{MAP}[look]\nlogo = "in.png"\nlogo_alt = "A"\nlogo_png = "{{}}"\n',
    ),
}

# The index may lie anywhere: it is written there for its user alone, in a folder of its own.
ANYWHERE = {("Cache", "folder")}

# Checked by the package of datasets, and tested there.
OF_DATASETS = ("Observed", "dataset")


def _classes(model: type[Model]) -> Iterator[type[Model]]:
    for one in model.__subclasses__():
        yield from (one, *_classes(one))


def test_the_table_has_each_key_that_holds_a_path() -> None:
    assert {MapDefinition, Config, Look} <= {*_classes(Model)}
    found = {
        (one.__name__, name)
        for one in _classes(Model)
        for name, field in one.model_fields.items()
        if "in_workspace" in f"{field.annotation}{field.metadata}"
    }
    assert found == {*KEYS}
    named = ("file", "path", "folder", "dataset", "logo", "font", "template", "image")
    named_so = {
        (one.__name__, name)
        for one in _classes(Model)
        for name in one.model_fields
        if name.removesuffix("_png") in named and one.__module__.startswith("geotrack.")
    }
    assert named_so == {*KEYS} | ANYWHERE


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    written(folder / "a.geojson", feature("leaked", point(5, 72), title=LEAK))
    written(folder / "regions.geojson", region("leaked", sector(0, 9, 70, 75), note=LEAK))
    (folder / "a.toml").write_text(f'{MAP}subtitle = "{LEAK}"\n', "utf-8")
    (folder / "logo.png").write_bytes(png())
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "ws"
    written(root / "events" / "e.geojson", feature("a", point(5, 72)))
    (root / "maps").mkdir()
    (root / "in.png").write_bytes(png())
    return root


def messages(root: Path) -> str:
    return "\n".join(map(str, check_workspace(open_workspace(root, checks=True), today=TODAY)))


@pytest.mark.parametrize("key", KEYS.keys() - {OF_DATASETS})
def test_a_key_names_nothing_outside(root: Path, outside: Path, key: tuple[str, str]) -> None:
    names_nothing_outside(root, outside, key)


def names_nothing_outside(root: Path, outside: Path, key: tuple[str, str]) -> None:
    """Check that each path of a key that leads out of the workspace is refused."""
    file, text = KEYS[key]
    (root / "link").symlink_to(outside)
    to = "logo.png" if key[0] == "Look" else "a.geojson"
    for path in (f"../outside/{to}", str(outside / to), f"link/{to}"):
        (root / file).write_text(text.format(path), "utf-8")
        found = messages(root)
        assert "is no path in the workspace" in found or "leads out of the workspace" in found
        assert LEAK not in found


LINKS = {
    "events": "a folder",
    "events/b.geojson": "a.geojson",
    "layers": "a folder",
    "layers/regions.geojson": "regions.geojson",
    "seeds": "a folder",
    "seeds/r.toml": "a.toml",
    "maps": "a folder",
    "maps/m.toml": "a.toml",
    "geotrack.toml": "a.toml",
    "taxonomy.toml": "a.toml",
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_out_of_a_workspace_is_not_read(root: Path, outside: Path, name: str) -> None:
    (root / "geotrack.toml").write_text("format = 1\n", "utf-8")
    path, to = root / name, LINKS[name]
    if to == "a folder" and path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(outside if to == "a folder" else outside / to)
    opened = open_workspace(root, checks=True)
    assert "leads out of the workspace" in messages(root)
    assert "leaked" not in [*opened.by_id, *opened.layer("regions")]
    assert not [one for one in opened.maps.values() if one.record or LEAK in one.text]
    assert LEAK not in messages(root)


@pytest.mark.parametrize("part", [".dbf", ".shx", ".prj", ".cpg"])
def test_a_part_of_a_shapefile_lies_beside_it(root: Path, outside: Path, part: str) -> None:
    frame = gpd.GeoDataFrame({"title": [LEAK]}, geometry=[shapely.Point(5, 72)], crs=4326)
    frame.to_file(outside / "s.shp")
    for one in (".shp", ".dbf", ".shx", ".prj", ".cpg"):
        shutil.copy(outside / f"s{one}", root / f"s{one}")
    assert read_file(root / "s.shp", ReadingOptions()).rows
    (root / f"s{part}").unlink()
    (root / f"s{part}").symlink_to(outside / f"s{part}")
    with pytest.raises(GeotrackError, match="is a link to another folder; copy the file itself"):
        read_file(root / "s.shp", ReadingOptions())


def test_gdal_reads_nothing_beside_a_raster(root: Path, outside: Path) -> None:
    about = {"width": 2, "height": 2, "count": 1, "dtype": "uint8", "crs": "EPSG:3995"}
    place = rasterio.Affine(1000, 0, 0, 0, -1000, 0)
    for folder, value in ((root, 1), (outside, 9)):
        with rasterio.open(folder / "a.tif", "w", driver="GTiff", transform=place, **about) as to:
            to.write(np.full((1, 2, 2), value, np.uint8))
    whole = read_raster(root / "a.tif")
    (root / "a.tif.ovr").symlink_to(outside / "a.tif")
    (root / "a.tif.msk").symlink_to(outside / "a.tif")
    (root / "a.tfw").write_text("1\n0\n0\n-1\n0\n0\n", "utf-8")
    auxiliary = "<PAMDataset><SRS>EPSG:3413</SRS><GeoTransform>0,1,0,0,0,-1</GeoTransform>"
    (root / "a.tif.aux.xml").write_text(f"{auxiliary}</PAMDataset>", "utf-8")
    again = read_raster(root / "a.tif")
    assert (again.transform, again.crs) == (whole.transform, whole.crs)
    assert (again.values == 1).all()
    assert again.valid.all()
    source = f"<SourceFilename>{outside / 'a.tif'}</SourceFilename>"
    (root / "v.tif").write_text(f'<VRTDataset rasterXSize="2">{source}</VRTDataset>', "utf-8")
    with pytest.raises(GeotrackError, match="neither GeoTIFF nor NetCDF"):
        read_raster(root / "v.tif")


def test_a_backup_follows_no_link_out(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "layers").mkdir()
    (root / "layers" / "readme.txt").symlink_to(outside / "a.toml")
    (root / "layers" / "inside.geojson").symlink_to("../events/e.geojson")
    (root / "seeds").symlink_to(outside)
    desk = Desk(root, lambda: TODAY)
    with zipfile.ZipFile(io.BytesIO(desk.backup())) as archive:
        names = archive.namelist()
        left = archive.read("LEFT-OUT.txt").decode().splitlines()
    assert sorted(names) == ["LEFT-OUT.txt", "events/e.geojson", "layers/inside.geojson"]
    words = "a link leads out of the workspace; copy the file into it"
    assert left == [f"seeds: {words}", f"layers/readme.txt: {words}"]
    monkeypatch.setattr(desk_module, "_MOST_BACKUP", 100)
    with pytest.raises(GeotrackError, match="too much for one archive; copy its folder"):
        desk.backup()
