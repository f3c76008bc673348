"""`geotrack regions`: what a question can name."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geotrack.workspace import layer_versions, open_workspace, packaged_workspace
from tests.cli.conftest import Run
from tests.records import feature, point, region, sector, written


def test_regions_are_listed_by_id(run: Run) -> None:
    result = run("regions")
    assert result.exit_code == 0
    head, top, west, *rest = [line.split() for line in result.stdout.splitlines()]
    assert head == ["id", "name", "kind", "authority", "also", "called"]
    assert top == ["top", "The", "Top", "geotrack", "Toppen"]
    assert west == ["west", "Western", "Sea", "sea"]
    assert [cells[0] for cells in rest] == sorted(packaged_workspace().regions.administrative)


def test_json_has_each_with_its_definition(run: Run) -> None:
    top, west, alaska, *_ = json.loads(run("regions", "--json").stdout)
    assert alaska["kind"] == "administrative"
    assert (top["id"], top["name"], west["definition"]) == ("top", "The Top", "Made up.")


WHOLE = {
    "name": "Made Sea",
    "names": {"en": "Made Sea", "nb": "Gjørthavet"},
    "aliases": ["MS", "Sea of [red]Making[/]"],
    "kind": "zone",
    "part_of": "top",
    "authority": "An office",
    "claimant": "RU",
    "legal_status": "unilateral",
    "valid": {"start": "1990-06-01"},
    "definition": {
        "text": "All between two meridians and two parallels, which is quite a piece of water.",
        "url": ["https://example.org/a-definition-that-is-far-too-long-to-stand-in-one-line/of-it"],
        "more_urls": "https://example.org/more",
    },
    "note": "An approximation.",
    "licence": "CC0",
    "fid": 3,
}


@pytest.fixture
def whole(folder: Path) -> Path:
    written(folder / "layers" / "regions.geojson", region("made", sector(0, 90, 80, 90), **WHOLE))
    return folder


def test_show_tells_all_that_a_region_states(whole: Path, run: Run) -> None:
    result = run("regions", "show", "made")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Made Sea",
        "",
        "id            made",
        "names         Made Sea (en)",
        "              Gjørthavet (nb)",
        "also called   MS, Sea of [red]Making[/]",
        "kind          zone",
        "part of       top",
        "authority     An office",
        "claimant      RU",
        "legal status  unilateral",
        "valid         start 1990-06-01",
        "area          977,142 km², as drawn",
        "definition    All between two meridians and two parallels, which is quite a piece of",
        "              water.",
        "address       https://example.org/a-definition-that-is-far-too-long-to-stand-in-one-line/of-it",
        "              https://example.org/more",
        "note          An approximation.",
        "licence       CC0",
        "besides       fid: 3",
    ]


def test_show_says_no_more_than_the_region_does(run: Run) -> None:
    lines = run("regions", "show", "west").stdout.splitlines()
    labels = [line.split("  ")[0] for line in lines[2:]]
    assert labels == ["id", "kind", "area", "definition", "licence"]


def test_the_area_is_that_of_the_ellipsoid(run: Run) -> None:
    # A sector of 10 degrees between two parallels, by pyproj: edges straight in lon/lat.
    shown = json.loads(run("regions", "show", "west", "--json").stdout)
    lon = [*np.linspace(0, 10, 2001), *np.linspace(10, 0, 2001)]
    lat = [70.0] * 2001 + [75.0] * 2001
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)
    assert shown["area_km2"] == pytest.approx(area / 1e6, rel=1e-5)


@pytest.mark.parametrize("word", ["made", "MADE SEA", "gjorthavet", "Gjørthavet", "ms"])
def test_a_region_is_shown_by_any_of_its_names(whole: Path, run: Run, word: str) -> None:
    shown = json.loads(run("regions", "show", word, "--json").stdout)
    assert shown == {**WHOLE, "id": "made", "area_km2": pytest.approx(977_142, rel=1e-3)}


def test_an_unknown_region_is_exit_code_2_with_the_nearest(run: Run) -> None:
    result = run("regions", "show", "Western See")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(
        "error: no region is called 'Western See'; did you mean 'Western Sea'"
    )


def test_show_without_an_id_is_a_question_put_wrongly(run: Run) -> None:
    assert run("regions", "show").exit_code == 2
    assert run("regions", "shew").exit_code == 2


def test_regions_of_something_are_told_by_authority(run: Run) -> None:
    result = run("regions", "--of", "0,89")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["authority", "match", "id", "name", "kind"],
        ["geotrack", "certain", "top", "The", "Top"],
    ]
    (top,) = json.loads(run("regions", "--of", "0,89", "--json").stdout)
    assert top == {"id": "top", "name": "The Top", "authority": "geotrack", "match": "certain"}


def test_to_be_in_no_region_is_an_answer(run: Run) -> None:
    result = run("regions", "--of", "0,10")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "10° N 0° is in no region that is known here\n"


def test_what_is_not_known_is_refused(run: Run) -> None:
    result = run("regions", "--of", "Wester Sea")
    assert result.exit_code == 2
    assert "did you mean 'Western Sea'?" in result.stderr


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_regions_are_written_as_questions_judge_them(run: Run, folder: Path, form: str) -> None:
    judged = {r.id: r.plane for r in open_workspace(folder).regions.values()}
    path = folder / f"regions.{form}"
    result = run("regions", "export", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{path.name}: 2 regions in EPSG:6931" in result.stderr
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        shapes = [shapely.from_wkt(row["geometry"]) for row in rows]
    else:
        frame = geopandas.read_parquet(path)
        assert frame.crs == "EPSG:6931"
        rows, shapes = frame.to_dict("records"), list(frame.geometry)
    assert [r["id"] for r in rows] == ["top", "west"]
    assert [r["name"] for r in rows] == ["The Top", "Western Sea"]
    for row, shape in zip(rows, shapes, strict=True):
        assert shapely.to_wkb(shape) == shapely.to_wkb(judged[row["id"]])


def test_regions_are_written_to_no_other_format(run: Run, folder: Path) -> None:
    result = run("regions", "export", str(folder / "regions.gpkg"))
    assert result.exit_code == 2
    assert result.stderr == "error: regions.gpkg: regions are written to .parquet or .csv\n"
    assert not (folder / "regions.gpkg").exists()


def test_layers_of_an_earlier_version_are_named_and_updated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged, root = tmp_path / "packaged", tmp_path / "own"
    old, new = region("west", sector(0, 10, 70, 75)), region("west", sector(0, 30, 70, 75))
    edited = region("east", sector(40, 50, 70, 75))
    added = region("mine", sector(60, 70, 70, 75))
    written(packaged / "layers" / "regions.geojson", new, region("east", sector(30, 50, 70, 75)))
    for name in ("routes", "boundaries", "places"):
        written(packaged / "layers" / f"{name}.geojson")
    file = written(root / "layers" / "regions.geojson", added, old, edited)
    written(
        root / "events" / "e.geojson",
        feature("ship", point(20, 72), place={"precision": "exact"}, type="naval/patrol"),
    )
    monkeypatch.setattr(layer_versions, "sample_workspace", lambda: packaged)
    known = {"regions": {"west": [layer_versions.feature_digest(old)]}}
    monkeypatch.setattr(layer_versions, "_known", lambda: defaultdict(dict, known))
    monkeypatch.chdir(root)
    # What the workspace has changed or added is not called old.
    assert "1 feature is that of an earlier geotrack: west;" in run("check").stdout
    result = run("regions", "update")
    assert result.exit_code == 0, result.stderr
    assert "1 feature updated; 2 of your own kept" in result.stderr
    assert result.stdout.split()[-4:] == ["west", "no", "certain", "ship"]
    text = file.read_text("utf-8")
    features = {one["id"]: one for one in json.loads(text)["features"]}
    assert features == {"mine": added, "west": new, "east": edited}
    assert "earlier geotrack" not in run("check").stdout
    assert "are those of this version" in run("regions", "update").stderr
