"""PolarMap as a package of its own, made from geotrack's files."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import folium
import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from geotrack.files.resources import PACKAGE
from geotrack.polarmap import Depth, Disc, PolarMap
from tools import gallery

PROJECT = Path(__file__).parents[1] / "packages" / "folium-polar"
LIMIT = 1_500_000

MAP = """
chart = PolarMap(crs=3571, fit=[(60, 165), (74, -150)], title="Bering Strait")
folium.Marker((65.75, -168.95), popup="here").add_to(chart)
folium.GeoJson({"type": "LineString", "coordinates": [[178, 70], [179, 71]]}).add_to(chart)
Disc((71.2, -179.5), 50_000, look="dashed", tooltip="50 km").add_to(chart)
Depth().add_to(chart)
folium.LayerControl().add_to(chart)
"""

SCRIPT = f"""
import sys
sys.path.insert(0, sys.argv[1])
sys.modules["geotrack"] = sys.modules["shapely"] = None  # neither can be imported
import folium
from folium_polar import Corridor, Depth, Disc, PolarMap, projection_note
from folium_polar.errors import UsageError
{MAP}
chart.save(sys.argv[2])
print(projection_note("EPSG:3995"))
try:
    Corridor([(64, -172), (68, -168)], 20_000)
except UsageError as refusal:
    print(refusal)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(WheelBuilder, PROJECT, tmp_path_factory.mktemp("wheel"))


def build(kind: type[WheelBuilder | SdistBuilder], project: Path, folder: Path) -> Path:
    (built,) = kind(str(project)).build(directory=str(folder))
    return Path(built)


@pytest.mark.slow
def test_the_same_map_gives_the_same_page_without_geotrack(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as files:
        files.extractall(tmp_path / "site")  # noqa: S202 (the wheel that this test has built)
    page = tmp_path / "map.html"
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "site"), str(page)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    note, refusal = run.stdout.splitlines()
    assert note.startswith("Polar stereographic, EPSG:3995")
    assert refusal == "Corridor needs shapely: pip install 'folium_polar[shapes]'"
    scope = {"folium": folium, "PolarMap": PolarMap, "Disc": Disc, "Depth": Depth}
    exec(MAP, scope)  # noqa: S102 (the test's own text)
    chart: PolarMap = scope["chart"]
    assert page.read_text(encoding="utf-8") == chart.get_root().render()


def test_the_wheel_is_small_and_needs_little(wheel: Path) -> None:
    assert wheel.stat().st_size < LIMIT
    with ZipFile(wheel) as files:
        names = files.namelist()
        code = "".join(files.read(name).decode() for name in names if name.endswith(".py"))
        (metadata,) = (files.read(name).decode() for name in names if name.endswith("/METADATA"))
    needed = Parser().parsestr(metadata).get_all("Requires-Dist", [])
    assert [re.split(r"\W", line)[0] for line in needed] == [
        "branca",
        "folium",
        "pyproj",
        "h5py",
        "rasterio",
        "shapely",
    ]
    assert needed[-1].endswith("; extra == 'shapes'")
    assert not re.search(r"\bgeotrack\b(?!-)", code)
    assert {name.partition("/")[0] for name in names} == {
        "folium_polar",
        wheel.stem[:18] + ".dist-info",
    }
    assert not [name for name in names if re.search(r"static/(page|desk|observed)", name)]
    # What PolarMap takes from the rest of geotrack.
    rest = {name.split("/")[1] for name in names if name.startswith("folium_polar/")}
    beside = {path.name for path in (PACKAGE / "polarmap").iterdir()}
    data = {"static", "basemap", "py.typed"}
    assert rest - beside - data == {"errors.py", "files", "i18n", "messages.py", "polar"}


def test_a_source_distribution_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(SdistBuilder, PROJECT, tmp_path)
    with tarfile.open(sdist) as files:
        files.extractall(tmp_path, filter="data")
    (project,) = (path for path in tmp_path.iterdir() if path.is_dir())
    again = build(WheelBuilder, project, tmp_path / "wheel")
    with ZipFile(wheel) as one, ZipFile(again) as other:
        first, second = ({i.filename: i.CRC for i in files.infolist()} for files in (one, other))
    assert first == second


def test_an_editable_install_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="install geotrack as editable"):
        list(WheelBuilder(str(PROJECT)).build(directory=str(tmp_path), versions=["editable"]))


def test_the_readme_has_twelve_pictures_and_its_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\(gallery/([\w-]+)\.png\)", text)
    assert sorted(named) == sorted(chart.__name__.replace("_", "-") for chart in gallery.CHARTS)
    assert len(named) == 12
    assert {path.stem for path in (PROJECT / "gallery").iterdir()} == set(named)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(code.replace("folium_polar", "geotrack.polarmap"))  # noqa: S102 (the README's own code)
    assert "<!DOCTYPE html>" in (tmp_path / "wrangel.html").read_text(encoding="utf-8")
