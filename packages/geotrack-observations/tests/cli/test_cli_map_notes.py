"""`geotrack map` notes what of a dataset is not on the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_map import PLAN


@pytest.fixture
def maps(folder: Path) -> Path:
    """Make the folder of definitions."""
    (folder / "maps").mkdir()
    return folder / "maps"


@pytest.mark.parametrize("draw", ["points", "density", "tracks", '["density", "points"]'])
def test_a_dataset_of_which_nothing_is_on_a_map_is_reported_and_the_map_made(
    run: Run, folder: Path, maps: Path, draw: str
) -> None:
    (folder / "a.csv").write_text("mmsi,time,lon,lat\n7,2024-07-24T12:00:00Z,5,72\n", "utf-8")
    assert run("observations", "build", "a.csv", "--out", "ais").exit_code == 0
    way = draw if draw.startswith("[") else f'"{draw}"'
    entry = f'[[observations]]\ndataset = "ais"\ntitle = "S"\nsource = "A"\ndraw = {way}\n'
    entry += 'id = "mmsi"\ncolumns = ["mmsi"]\n' if draw == "tracks" else ""
    asked = 'north_of = 85\nfrom = "2024-08"\nto = "2024-08"\nwhere = "mmsi>1"\ncertain = true\n'
    (maps / "plan.toml").write_text(PLAN + entry + asked, "utf-8")
    result = run("map", "plan")
    assert result.exit_code == 0
    assert (maps / "plan.html").is_file()
    assert "0 observations; digest" in result.stderr
    assert result.stderr.endswith(
        "note: ais: no position is on the map; selected: north of 85° N, during August 2024, "
        "mmsi > 1, certainly so\nnote: ais: its times go from 2024-07-24 to 2024-07-24\n"
    )
    (maps / "plan.toml").write_text(PLAN + entry, "utf-8")
    assert "note:" not in run("map", "plan").stderr


def test_a_value_that_no_observation_has_is_reported(run: Run, folder: Path, maps: Path) -> None:
    (folder / "a.csv").write_text("lon,lat,kind\n5,72,cargo\n", "utf-8")
    assert run("observations", "build", "a.csv", "--out", "ais", "--no-time").exit_code == 0
    entry = '[[observations]]\ndataset = "ais"\ntitle = "S"\nsource = "A"\nwhere = "kind=Cargo"\n'
    (maps / "plan.toml").write_text(PLAN + entry, "utf-8")
    result = run("map", "plan")
    assert result.exit_code == 0
    note = "note: ais: no 'kind' is 'Cargo'; did you mean 'cargo'?\n"
    assert note in result.stderr
    (maps / "plan.toml").write_text((PLAN + entry).replace("Cargo", "cargo"), "utf-8")
    assert "note:" not in run("map", "plan").stderr
