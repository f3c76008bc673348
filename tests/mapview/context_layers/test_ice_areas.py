"""Sea ice of maps: what is drawn where, what is reported, and its date and source everywhere."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
import rasterio.shutil
import shapely
from click.testing import CliRunner

from folium_polar.geometry import area_km2, project
from geotrack.cli import main
from geotrack.handout.markdown import markdown
from geotrack.handout.options import Options
from geotrack.handout.sheet.picture import svg
from geotrack.mapview.context_layers import layer
from geotrack.mapview.context_layers.ice_areas import CONCENTRATIONS, read_ice
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.context_layers.text import legend_name
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.mapview.translations import Translator
from geotrack.model.maps.ice import Ice
from geotrack.page import Briefing
from geotrack.page.texts import marked
from geotrack.workspace import Workspace, open_workspace
from tests.mapview.conftest import HEAD, area
from tests.records import collection, sector

STEP, COLUMNS, ROWS, WEST, NORTH = 25_000, 200, 220, -2_500_000, 3_000_000
HEAD_OF_ICE = 'name = "Ice"\ndate = 2024-09-12\nsource = "Our satellite"\nlicence = "CC0 1.0"\n'
LABELS = [f"≥ {percent} %" for percent in CONCENTRATIONS]
LAND = 254


def entry(file: str, more: str = "", head: str = HEAD_OF_ICE) -> str:
    return f'[[ice]]\nfile = "{file}"\n{head}{more}'


def concentrations(noise: float = 0.0) -> np.ndarray:
    """Return percents that rise towards a place beside the pole, over all of 180°."""
    x = WEST + (np.arange(COLUMNS) + 0.5) * STEP
    y = NORTH - (np.arange(ROWS) + 0.5) * STEP
    distance = np.hypot(*np.meshgrid(x - 200e3, y - 400e3))
    random = np.random.default_rng(5).standard_normal(distance.shape) * noise
    return np.clip(130 - distance / 12e3 + random, 0, 100)


def write(path: Path, values: np.ndarray, **profile: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    rows, columns = values.shape
    size: dict[str, Any] = {"width": columns, "height": rows, "count": 1, "dtype": values.dtype}
    place = {"crs": "EPSG:3413", "transform": rasterio.Affine(STEP, 0, WEST, 0, -STEP, NORTH)}
    with rasterio.open(path, "w", driver="GTiff", **size, **(place | profile)) as out:
        out.write(values, 1)
    return path


@pytest.fixture
def icy(mapped: Callable[..., Workspace], tmp_path: Path) -> Callable[..., Workspace]:
    """Return a function that makes a workspace whose map `m` has the entries."""
    fine = concentrations()
    coded = fine.round().astype(np.uint8)
    coded[60:70, 60:70] = LAND
    write(tmp_path / "ice.tif", coded)
    write(tmp_path / "classes.tif", np.where(fine > 50, 3, 1).astype(np.uint8))
    polygons = collection(area(sector(-180, 180, 80, 90)))

    def make(*entries: str, head: str = HEAD) -> Workspace:
        return mapped({"masie.geojson": polygons}, *entries, head=head)

    return make


def view_of(workspace: Workspace) -> MapView:
    return open_map(workspace, "m")


def findings(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(workspace.root)
    return CliRunner().invoke(main, ["check"], prog_name="geotrack").stdout


def test_areas_hold_the_places_with_so_much_ice(icy: Callable[..., Workspace]) -> None:
    [ice] = view_of(icy(entry("ice.tif", "full = 100\n"))).context
    assert [one.label for one in ice.shapes] == LABELS
    assert ice.accuracy_m == pytest.approx(STEP / 2, rel=0.2)
    rng = np.random.default_rng(8)
    x, y = rng.uniform(-1.5e6, 1.8e6, (2, 1500))
    lon, lat = pyproj.Transformer.from_crs(3413, 4326, always_xy=True).transform(x, y)
    points = shapely.points(np.column_stack(project(lon, lat)))
    percents = 130 - np.hypot(x - 200e3, y - 400e3) / 12e3
    # Half a pixel, and what simplifying moves, is three percent; and not beside the land.
    corner_x, corner_y = WEST + 60 * STEP, NORTH - 70 * STEP
    beside = (np.abs(x - corner_x - 125e3) < 200e3) & (np.abs(y - corner_y - 125e3) < 200e3)
    for (_, shape), least in zip(ice.plane, CONCENTRATIONS, strict=True):
        sure = (np.abs(percents - least) > 3) & ~beside
        assert (shapely.contains(shape, points) == (percents >= least))[sure].all()
        inside_land = shapely.Point(*project(*_lonlat(corner_x + 125e3, corner_y + 125e3)))
        assert not shape.contains(inside_land)


def _lonlat(x: float, y: float) -> tuple[float, float]:
    lon, lat = pyproj.Transformer.from_crs(3413, 4326, always_xy=True).transform(x, y)
    return float(lon), float(lat)


def test_classes_and_polygons_are_an_extent(icy: Callable[..., Workspace]) -> None:
    entries = entry("classes.tif", "extent = [3]\n"), entry("masie.geojson").replace("Ice", "Edge")
    view = view_of(icy(*entries))
    assert [[one.label for one in ice.shapes] for ice in view.context] == [[""], [""]]
    [(_, classes)], [(_, cap)] = (ice.plane for ice in view.context)
    assert area_km2(classes) == pytest.approx(np.pi * 960**2, rel=0.1)
    assert area_km2(cap) == pytest.approx(3.9e6, rel=0.01)
    assert "Extent: the places that the file has as ice." in markdown(view)


def test_date_and_source_stand_wherever_the_ice_does(icy: Callable[..., Workspace]) -> None:
    view = view_of(icy(entry("ice.tif", "full = 100\n")))
    legend = "Ice, 12 September 2024 (Our satellite)"
    page = Briefing(view)
    html = page.get_root().render()
    assert re.search(
        rf"data-context-key=\"file:ice\"><dt>.*?</dt><dd>(<span[^>]*>)?{re.escape(legend)}", html
    )
    assert html.count(legend) >= 3  # the list of layers and the explanations have it too
    norwegian = legend_name(view.context[0], Translator("nb"))
    assert "Ice, 12. september 2024 (Our satellite)" in str(marked(norwegian))
    text = markdown(view)
    assert legend in text
    assert "Concentration of 15, 40, 70 and 90 % or more" in text
    assert legend in re.sub(r"\s+", " ", svg(view, Options(), lambda _: None).decode())
    # Its concentrations are no names on the map.
    assert "≥ 15 %" not in json.dumps(page.get_root().data)


def test_no_ice_on_a_map_leaves_no_trace(icy: Callable[..., Workspace]) -> None:
    view = view_of(icy())
    assert view.context == []
    assert "document.context" not in markdown(view)


FAULTS = [
    (entry("ice.tif", "full = 100\n", head='name = "Ice"\nsource = "S"\nlicence = "L"\n'),
     "7: /ice/0: no 'date'; add 'date'"),
    (entry("ice.tif", "full = 100\n", head='name = "Ice"\ndate = 2024\nlicence = "L"\n'),
     "/ice/0: no 'source'; add 'source'"),
    (entry("ice.tif", "full = 100\n").replace("2024-09-12", '"unknown"'),
     "10: /ice/0/date: 'unknown' is no as-of date; write one date"),
    (entry("ice.tif"),
     "/ice/0/full: ice.tif does not say how much complete cover is, whose values are from 0 "
     "to 254; add it, as full = 100"),
    (entry("ice.tif", "full = 1\n"),
     "13: /ice/0/full: ice.tif has 100 different values above 1; write the value"),
    (entry("ice.tif", "full = 100000\n"),
     "/ice/0/full: ice.tif has no ice north of 35°; its values are from 0 to 254; mend 'full'"),
    (entry("ice.tif", "full = 0\n"), "/ice/0/full: 0 is out of range"),
    (entry("masie.geojson", 'label = "name"\n'),
     "/ice/0/label: 'label' letters features, and sea ice has areas of concentration; leave"),
    (entry("ice.tif", "full = 100\nextent = [3]\n"),
     "/ice/0/extent: 'extent' beside 'full', which is of a raster of concentrations"),
    (entry("classes.tif", "extent = [7]\n"),
     "/ice/0/extent: classes.tif has no ice north of 35°; its values are from 1 to 3; mend"),
    (entry("masie.geojson", "full = 100\n"),
     "/ice/0/full: 'full' is for a raster, and masie.geojson has polygons; leave it out"),
    (entry("icy.tif", "full = 100\n"),
     "/ice/0/file: there is no 'icy.tif' in the workspace; did you mean 'ice.tif'?"),
    (entry("text.tif", "full = 100\n"), "/ice/0/file: text.tif is neither GeoTIFF nor NetCDF"),
    (entry("bare.tif", "full = 100\n"), "/ice/0/crs: bare.tif states no CRS; give its crs"),
    (entry("ice.tif", 'full = 100\ncrs = "EPSG:0"\n'), "/ice/0/crs: crs='EPSG:0' is not known"),
    (entry("ice.tif", "full = 100\ncolor = 3\n"), "/ice/0/color: 'color' is no key"),
    (entry("ice.tif", "full = 100\n") + '[[scenes]]\ntitle = "S"\nlayers = ["Iec"]\n',
     "/scenes/0/layers: 'Iec' is none of the map's layers; did you mean 'Ice'?"),
]  # fmt: skip


def test_faults_are_reported_with_value_and_remedy(
    icy: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "text.tif").write_text("ice", "utf-8")
    write(tmp_path / "bare.tif", np.ones((2, 2), dtype=np.uint8), crs=None)
    workspace = icy()
    for n, (text, _) in enumerate(FAULTS):
        (tmp_path / "maps" / f"m{n}.toml").write_text(HEAD + text, "utf-8")
    found = findings(workspace, monkeypatch)
    lines = {
        n: [x for x in found.splitlines() if f"maps/m{n}.toml:" in x] for n in range(len(FAULTS))
    }
    for n, (_, expected) in enumerate(FAULTS):
        assert any(expected in line for line in lines[n]), (expected, lines[n])


@pytest.mark.usefixtures("reworded")
@pytest.mark.parametrize("crs", [None, "EPSG:0"])
def test_the_key_at_fault_does_not_depend_on_words(tmp_path: Path, crs: str | None) -> None:
    write(tmp_path / "a.tif", np.ones((2, 2), dtype=np.uint8), crs=None)
    named = {"file": "a.tif", "name": "Ice", "date": "2024-09-12", "source": "S", "licence": "L"}
    with pytest.raises(LayerFileError, match=r"^≈; give") as raised:
        read_ice(tmp_path, Ice.model_validate({**named, "full": 100, "crs": crs}), 60)
    assert raised.value.key == "crs"


def test_units_of_a_netcdf_file_are_complete_cover(
    icy: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for units in ("%", "1"):
        percents = concentrations() if units == "%" else concentrations() / 100
        tif = write(tmp_path / "a.tif", percents.astype(np.float32))
        with rasterio.open(tif, "r+") as source:
            source.update_tags(1, units=units)
        rasterio.shutil.copy(tif, tmp_path / "a.nc", driver="netCDF")
        [ice] = view_of(icy(entry("a.nc"))).context
        assert [one.label for one in ice.shapes] == LABELS
    expected = "complete cover is 1 in a.nc, by its units '1'; leave 'full' out"
    assert expected in findings(icy(entry("a.nc", "full = 100\n")), monkeypatch)


def test_ice_takes_no_more_than_its_room_in_a_page(
    icy: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(layer, "MOST_ICE_BYTES", 7_000)
    write(tmp_path / "noisy.tif", concentrations(noise=6).astype(np.float32))
    workspace = icy(entry("noisy.tif", "full = 100\n"))
    [ice] = view_of(workspace).context
    assert 2_000 < ice.size <= 7_000
    assert ice.accuracy_m > 0.6 * STEP
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(main, ["map", "m"], prog_name="geotrack")
    assert f"sea ice {ice.size / 1000:.0f} kB" in result.stderr


def test_a_frozen_map_has_the_same_ice_without_its_file(
    icy: Callable[..., Workspace], tmp_path: Path
) -> None:
    workspace = icy(entry("ice.tif", "full = 100\n"), entry("masie.geojson").replace("Ice", "E"))
    view = view_of(workspace)
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(workspace, "m", view))) as archive:
        archive.extractall(tmp_path / "frozen")
    again = view_of(open_workspace(tmp_path / "frozen" / "m"))
    assert again.digest == view.digest
    assert [one.shapes for one in again.context] == [one.shapes for one in view.context]
    assert not list((tmp_path / "frozen").rglob("*.tif"))
