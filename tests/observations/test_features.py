"""Features of GeoJSON, of files of any length and in any state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from geotrack.errors import UsageError
from geotrack.observations import build, collected, open_dataset
from geotrack.observations.collected import features_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def feature(id_: Any, lon: Any, lat: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def put(path: Path, *features: Any, **members: Any) -> Path:
    collection = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(collection, indent=1), "utf-8")
    return path


@st.composite
def collections(draw: st.DrawFn) -> tuple[list[Any], str]:
    """Return some features, and a collection of them with other members before or after."""
    features = draw(st.lists(JSON, max_size=5))
    names = st.text(max_size=4).filter(lambda name: name not in {"type", "crs", "features"})
    others = draw(st.dictionaries(names, JSON, max_size=3))
    members: dict[str, Any] = {"type": "FeatureCollection"}
    if draw(st.booleans()):
        members |= {"features": features, **others}
    else:
        members |= {**others, "features": features}
    indent = draw(st.sampled_from([None, 0, 3]))
    return features, json.dumps(members, indent=indent, ensure_ascii=draw(st.booleans()))


@given(collections(), st.integers(1, 9))
def test_features_come_as_a_parser_of_the_whole_has_them(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[list[Any], str], piece: int
) -> None:
    features, text = made
    path = tmp_path_factory.getbasetemp() / "a.json"
    path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collected, "PIECE", piece)
        assert list(features_of(path)) == features


def test_text_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"features": ["\u00e9"]}', "latin-1")
    with pytest.raises(UsageError, match="not UTF-8; save the file as UTF-8"):
        list(features_of(path))


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
    monkeypatch.setattr("geotrack.observations.batching.BATCH", 40)
    source = put(tmp_path / "a.json", *(feature(n, n, 70) for n in range(100)))
    read: list[int] = []
    build([source], tmp_path / "out", progress=lambda _, rows: read.append(rows))
    assert read == [40, 80, 100]


HEAD = '{"type": "FeatureCollection", "features": '
WRONG = {
    HEAD + '[{"a": 1}, {"a"': "character 54: what stands here is no JSON, or broken off",
    HEAD + '[{"a": 1}': "it is broken off",
    HEAD + "[1 2]}": "character 46: '2' stands where ',' belongs",
    HEAD + "[]} {}": "'{' stands after the end",
    HEAD + "{}}": "'{' stands where '[' belongs",
    '{"type": "FeatureCollection"}': "is no FeatureCollection: it has no list of features",
    "[]": "'[' stands where '{' belongs",
    "": "it is broken off",
    '{"type": "Feature"}': "but a Feature; a file of Features one a line is read from a name",
    '{"features": [], "type": "Topology"}': "but a Topology",
    '{"features": [' + "[" * 100_000: "nested too deeply",
    '{"crs": {"properties": {"name": "EPSG:3995"}}, "features": []}': "its CRS is EPSG:3995, and",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as told:
        build([path], tmp_path / "out")
    assert WRONG[text] in str(told.value)
    assert str(told.value).startswith(f"{path}: ")
    assert "\n" not in str(told.value)


def test_one_feature_is_no_longer_than_memory_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collected, "PIECE", 100)
    monkeypatch.setattr(collected, "LONGEST", 1_000)
    path = put(tmp_path / "a.geojson", feature(1, 1, 80, text="x" * 2_000))
    with pytest.raises(UsageError, match="longer than 1,000 characters"):
        list(features_of(path))
    path = put(tmp_path / "b.geojson", *(feature(1, 1, 80, text="x" * 500) for _ in range(9)))
    assert len(list(features_of(path))) == 9
