"""Footprints that are stored are those that would be computed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotrack.index import stored_footprints
from geotrack.index.entry_file import SUFFIX, Entry, write_entry
from geotrack.queries import Query, record_arrays, select
from geotrack.queries.record_arrays import columns_of
from geotrack.workspace import Workspace, open_workspace
from tests.records import collection, feature, point, region, sector, written

RING = [[14, 77.2], [20, 77.2], [20, 78.5], [14, 78.5], [14, 77.2]]
PATHS = [[[14, 77], [15, 78.3], [14, 77]], [[16, 77], [16, 79]]]
FEATURES = (
    feature("disc", point(14, 78), place={"precision": "near", "radius_km": 30}),
    feature("line", {"type": "LineString", "coordinates": [[5, 77], [15, 78]]}),
    feature("paths", {"type": "MultiLineString", "coordinates": PATHS}),
    feature("area", {"type": "Polygon", "coordinates": [RING]}),
    feature("spots", {"type": "MultiPoint", "coordinates": [[14, 77], [16, 79]]}),
    feature("unstated", point(14, 78)),
    feature("south", point(14, -78)),
    feature("nowhere", None),
    feature("named", None, place={"regions": ["west"]}),
    feature("both", point(14, 78), place={"regions": ["west"], "precision": "exact"}),
    feature("cut", point(14, 78), place={"excluding": ["land"], "radius_km": 40}),
)
QUERY = Query(regions="west")


@pytest.fixture
def folder(tmp_path: Path, index_folder: Path) -> Path:
    folder = tmp_path / "w"
    written(folder / "layers" / "regions.geojson", region("west", sector(0, 16, 70, 80)))
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    (folder / "events").mkdir()
    text = json.dumps(collection(*FEATURES))
    (folder / "events" / "a.geojson").write_text(text, "utf-8")
    return folder


def _footprints(workspace: Workspace) -> Any:
    columns = columns_of(workspace)
    rows = range(len(columns.events))
    every = [(columns.outline(row, workspace), columns.footprint(row, workspace)) for row in rows]
    columns.save_footprints()
    return every


def _file(index_folder: Path) -> Path:
    return next(index_folder.glob(f"*.footprints{SUFFIX}"))


def test_stored_footprints_are_the_computed_ones(
    folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ = open_workspace(folder).event_reads
    expected = _footprints(open_workspace(folder))
    first = select(open_workspace(folder), QUERY)
    made: list[str] = []
    outline = record_arrays.outline
    monkeypatch.setattr(
        record_arrays,
        "outline",
        lambda event, regions: made.append(event.id) or outline(event, regions),
    )
    assert _footprints(open_workspace(folder)) == expected
    assert {"disc", "line", "paths", "area", "spots", "unstated"}.isdisjoint(made)
    assert {"named", "both", "cut"} <= set(made)
    again = select(open_workspace(folder), QUERY)
    assert (again.ids, again.matches) == (first.ids, first.matches)


@pytest.mark.parametrize("how", ["cut", "another key", "a folder"])
def test_a_file_that_does_not_check_is_not_used(folder: Path, index_folder: Path, how: str) -> None:
    _ = open_workspace(folder).event_reads
    expected = _footprints(open_workspace(folder))
    path = _file(index_folder)
    if how == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    elif how == "another key":
        write_entry(path, Entry({"key": "x", "footprints": [["outline", [], [], 1]]}, {}))
    else:
        path.unlink()
        path.mkdir()
    assert _footprints(open_workspace(folder)) == expected


def test_few_footprints_are_stored_and_those_needed_last_first(
    folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_footprints, "_MOST", 3)
    _ = open_workspace(folder).event_reads
    expected = _footprints(open_workspace(folder))
    size = _file(index_folder).stat().st_size
    assert _footprints(open_workspace(folder)) == expected
    monkeypatch.setattr(stored_footprints, "_MOST_BYTES", 0)
    assert _footprints(open_workspace(folder)) == expected
    assert _file(index_folder).stat().st_size <= size
