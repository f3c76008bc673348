"""What the wheel and the sdist carry, and what is loaded for what."""

from __future__ import annotations

import ast
import pkgutil
import re
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import folium
import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import folium_polar.geometry
from folium_polar import Depth, Disc, PolarMap
from folium_polar.geometry import area_km2, disc, distance_m
from folium_polar.resources import PACKAGE
from tools import gallery

PROJECT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
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
from folium_polar import Corridor, Depth, Disc, PolarMap
from folium_polar.errors import UsageError
{MAP}
chart.save(sys.argv[2])
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
def test_the_wheel_alone_gives_the_same_page(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as files:
        files.extractall(tmp_path / "site")  # noqa: S202 (the wheel that this test has built)
    page = tmp_path / "map.html"
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "site"), str(page)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "Corridor needs shapely: pip install 'folium-polar[shapes]'\n"
    scope = {"folium": folium, "PolarMap": PolarMap, "Disc": Disc, "Depth": Depth}
    exec(MAP, scope)  # noqa: S102 (the test's own text)
    chart: PolarMap = scope["chart"]
    assert page.read_text(encoding="utf-8") == chart.get_root().render()


def test_the_wheel_is_small_and_names_no_other_package(wheel: Path) -> None:
    assert wheel.stat().st_size < LIMIT
    with ZipFile(wheel) as files:
        names = files.namelist()
        code = "".join(files.read(name).decode() for name in names if name.endswith(".py"))
    # Ids of a page's data blocks, `geotrack-basemap`, are those that its script looks for.
    assert not re.search(r"\bgeotrack\b(?!-)", code)
    assert {name.partition("/")[0] for name in names} == {
        "folium_polar",
        wheel.stem[:18] + ".dist-info",
    }
    assert {name.rpartition("/")[2] for name in names} >= {"polarmap.js", "py.typed", "NOTICE"}


def test_every_package_that_is_imported_is_declared() -> None:
    texts = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    imported |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    found = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names
    extras = [line for lines in SETTINGS["optional-dependencies"].values() for line in lines]
    declared = {re.split(r"[<>=]", line)[0] for line in [*SETTINGS["dependencies"], *extras]}
    # Of geopandas a frame is recognised where somebody passes one.
    assert found - {"folium_polar"} == declared


def test_the_licence_names_those_of_all_bundled_packages() -> None:
    heads = [
        head
        for path in (PACKAGE / "static").rglob("*.*s")
        for head in re.findall(r"(?m)^[@\w./-]+ \d+\.[\d.]+ \((.+)\)$", path.read_text("utf-8"))
    ]
    found = {part.removesuffix(" License") for h in heads for part in h.strip("()").split(" AND ")}
    # CC-BY-4.0: glyphs of Font Awesome.
    assert found | {"CC-BY-4.0"} == set(SETTINGS["license"].split(" AND "))


@pytest.mark.parametrize("module", ["geometry", "basemap.files", "assets", "errors"])
def test_geometry_and_data_load_no_folium(module: str) -> None:
    code = f"import sys, folium_polar.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not set(done.stdout.split()) & {"folium", "branca", "jinja2", "pandas", "geotrack"}


@pytest.mark.parametrize("package", [folium_polar, folium_polar.geometry])
def test_names_loaded_when_first_used_are_there(package: ModuleType) -> None:
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    # A module would take the place of the function once it is imported.
    assert not {m.name for m in pkgutil.iter_modules(package.__path__)} & set(package.__all__)


def test_a_source_distribution_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(SdistBuilder, PROJECT, tmp_path)
    with tarfile.open(sdist) as files:
        files.extractall(tmp_path, filter="data")
    (project,) = (path for path in tmp_path.iterdir() if path.is_dir())
    again = build(WheelBuilder, project, tmp_path / "wheel")
    with ZipFile(wheel) as one, ZipFile(again) as other:
        first, second = ({i.filename: i.CRC for i in files.infolist()} for files in (one, other))
    assert first == second


def test_the_readme_has_twelve_pictures_and_its_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\(gallery/([\w-]+)\.png\)", text)
    assert sorted(named) == sorted(chart.__name__.replace("_", "-") for chart in gallery.CHARTS)
    assert len(named) == 12
    assert {path.stem for path in (PROJECT / "gallery").iterdir()} == set(named)
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(code)  # noqa: S102 (the README's own code)
    assert "<!DOCTYPE html>" in (tmp_path / "wrangel.html").read_text(encoding="utf-8")
    area, metres = re.findall(r"# ([\d,]+) (?:km²|m)\b", text)
    assert round(area_km2(disc(0, 90, 300_000))) == int(area.replace(",", ""))
    assert round(distance_m(179, 71, -179, 71)) == int(metres.replace(",", ""))
