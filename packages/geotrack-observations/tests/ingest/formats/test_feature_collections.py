"""FeatureCollections, read a piece at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feature_files import feature, put
from geotrack.errors import UsageError
from geotrack_observations import build
from geotrack_observations.ingest.formats import feature_collections
from geotrack_observations.ingest.formats.feature_collections import features_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


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
        patch.setattr(feature_collections, "PIECE", piece)
        assert list(features_of(path)) == features


def test_text_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"features": ["\u00e9"]}', "latin-1")
    with pytest.raises(UsageError, match="not UTF-8; save the file as UTF-8"):
        list(features_of(path))


HEAD = '{"type": "FeatureCollection", "features": '
WRONG = {
    HEAD + '[{"a": 1}, {"a"': "character 54: what stands here is no JSON, or broken off",
    HEAD + '[{"a": 1}': "it is broken off",
    HEAD + "[1 2]}": "character 46: '2' stands where ',' belongs",
    HEAD + "[]} {}": "'{' stands after the end",
    HEAD + "{}}": "'{' stands where '[' belongs",
    '{"type": "FeatureCollection"}': "a FeatureCollection without a list of features; add",
    "[]": "it has no features",
    "": "it is broken off",
    '{"type": "Feature"}': "no row has a position; 'lon' and 'lat' name their columns",
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
    assert str(told.value).startswith((f"{path}: ", f"{path.name}: "))
    assert "\n" not in str(told.value)


def test_one_feature_is_no_longer_than_memory_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_collections, "PIECE", 100)
    monkeypatch.setattr(feature_collections, "LONGEST", 1_000)
    path = put(tmp_path / "a.geojson", feature(1, 1, 80, text="x" * 2_000))
    with pytest.raises(UsageError, match="longer than 1,000 characters"):
        list(features_of(path))
    path = put(tmp_path / "b.geojson", *(feature(1, 1, 80, text="x" * 500) for _ in range(9)))
    assert len(list(features_of(path))) == 9
