"""Features of GeoJSON, of files of any length and in any state."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import parquet

from feature_files import feature, put
from geotrack_observations import build, open_dataset


def test_a_collection_is_a_dataset_like_any_other(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    source = put(
        tmp_path / "a.geojson",
        feature(7, -169, 65.7, time="2024-07-01T00:00:00Z", accuracy_km=2, note="\ud800x"),
        {"type": "Feature", "geometry": {"type": "LineString"}, "properties": {}},
        feature(8, 190, 65.7),
        {**feature(9, 10, 70), "properties": None},
        {**feature(9, 10, 70), "properties": []},
        {**feature(9, 10, 70), "properties": [1]},
        5,
        feature(9, True, 70),
        feature(9, "east", 70),
        feature(9, 10**30, 70),
        crs=crs,
    )
    built = build([source], tmp_path / "out")
    assert (built.rows, built.refused) == (3, 7)
    found = open_dataset(tmp_path / "out")
    assert (found.columns, found.radii) == ({"id": "int64", "note": "string"}, (2000.0, 2000.0))
    rows = parquet.read_table(found.path, columns=["id", "note"]).sort_by("id").to_pylist()
    assert [row["id"] for row in rows] == [7, 9, 9]
    assert rows[0]["note"] == "?x"
    refused = (tmp_path / "out" / "_refused.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[1] for line in refused] == ["line", "2", "3", "6", "7", "8", "9", "10"]


def test_batches_are_as_long_as_those_of_other_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.ingest.batches.BATCH", 40)
    source = put(tmp_path / "a.json", *(feature(n, n, 70) for n in range(100)))
    read: list[int] = []
    build([source], tmp_path / "out", progress=lambda _, rows: read.append(rows))
    assert read == [40, 80, 100]
