"""`geotrack.query`, an open workspace and `geotrack.observations` answer about datasets, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

import geotrack
from dataset_maps import put_map
from dataset_rows import ROOT
from geotrack.api import Answers, OpenWorkspace
from geotrack.errors import FieldError, UsageError
from geotrack.extensions import COMMANDS, DATASET_FILE, command
from geotrack_observations import build, open_dataset, query
from geotrack_observations.storage.dataset import FILE
from tests.records import feature, point, region, sector
from tests.records import workspace as written_workspace

DEFINITION = """
title = "Ships"
marking = "UNCLASSIFIED"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace of a record, a region and the table `ais.csv`."""
    west = region("west", sector(0, 10, 70, 75))
    written_workspace(tmp_path, feature("late", point(5, 72), start="2024-10"), regions=[west])
    return tmp_path


@pytest.fixture
def ships(tmp_path: Path) -> OpenWorkspace:
    rows = [
        ("a", "2024-09-20T10:00:00Z", -172, 65),
        ("a", "2024-09-20T12:00:00Z", -169, 65.8),
        ("a", "2024-09-20T14:00:00Z", -168, 68),
        ("b", "", 20, 72),
    ]
    put_map(tmp_path, DEFINITION, ("mmsi", "time", "lon", "lat"), rows)
    return geotrack.open(tmp_path)


def test_a_dataset_is_queried_in_the_same_words(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "ais.csv"
    source.write_text(
        "mmsi,time,lon,lat,speed\n1,2024-07-01T00:00:00Z,5,72,9\n2,,5,72,9\n", "utf-8"
    )
    build(source, tmp_path / "ais")
    hits = geotrack.query(folder, dataset=str(tmp_path / "ais"), region="west", where="speed>5")
    asked = query(tmp_path / "ais", folder, region="west", where="speed>5")
    assert_geodataframe_equal(hits, asked.to_geodataframe())
    assert list(hits["mmsi"]) == [1, 2]
    hits = geotrack.query(dataset=open_dataset(tmp_path / "ais"), start=2024, limit=3)
    assert (list(hits["mmsi"]), hits.attrs) == ([1], {"undated": 1})


def test_a_dataset_is_not_queried_as_only_records_are(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "ais.csv"
    source.write_text("lon,lat\n5,72\n", "utf-8")
    build(source, tmp_path / "ais")
    with pytest.raises(UsageError, match="sort= and why= are for records"):
        geotrack.query(folder, dataset=tmp_path / "ais", why=True)
    with pytest.raises(UsageError, match="observations have no actors; records have"):
        geotrack.query(folder, dataset=tmp_path / "ais", actor="FSB")


def test_the_answer_has_the_protocol_of_answers(ships: OpenWorkspace) -> None:
    answer = ships.dataset("observations/ais").query(region="Bering Strait", where="mmsi=a")
    assert isinstance(answer, Answers)
    frame = answer.to_geodataframe()
    assert len(list(answer)) == len(answer) == len(frame) > 0
    assert {answer.certain, len(frame) - answer.possible} == {answer.certain}
    counts = answer.count_by("year")
    assert list(counts.columns) == ["year", "certain", "possible"]
    assert pd.api.types.is_integer_dtype(counts["certain"])


def test_rows_of_a_dataset_are_those_of_its_frame(ships: OpenWorkspace) -> None:
    dataset = ships.dataset("observations/ais")
    answer = dataset.query(north_of=60)
    frame = answer.to_geodataframe()
    rows = list(answer)
    assert [(row["lon"], row["lat"]) for row in rows] == list(
        zip(frame.geometry.x, frame.geometry.y, strict=True)
    )
    assert [row["mmsi"] for row in rows] == list(frame["mmsi"])
    assert [row["time"] is None for row in rows] == list(frame["time"].isna())
    assert len(dataset) == 4
    assert len(dataset.query(region="Bering Strait").crossings()) == 1
    again = query(ships.workspace.root / "observations/ais", north_of=60)
    assert_geodataframe_equal(frame, again.to_geodataframe())


def test_errors_name_the_keywords_of_python(ships: OpenWorkspace) -> None:
    with pytest.raises(FieldError, match="within"):
        ships.dataset("observations/ais").query(within="300km")


def test_it_shows_itself_in_a_notebook(ships: OpenWorkspace) -> None:
    assert repr(ships.dataset("observations/ais")).endswith("4 rows>")


def test_observations_are_there_without_an_import_of_their_own() -> None:
    code = "import geotrack as g; print(g.observations.query.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "geotrack_observations.dataset_hits"


def test_a_dataset_is_known_by_its_file() -> None:
    assert DATASET_FILE == FILE


def test_a_command_is_listed_with_its_own_help() -> None:
    for name, text in COMMANDS.items():
        assert str(command(name).help).partition("\n")[0] == text
        assert command(name).name == name
