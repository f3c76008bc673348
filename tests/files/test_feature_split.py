"""Large files of Features in parts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.files import feature_split
from geotrack.files.feature_split import PartLimits, split_features
from geotrack.reading.text.geojson_text import collection_text
from tests.records import feature, point


def parts_of(
    tmp_path: Path, content: bytes, limits: PartLimits, name: str = "a.geojson"
) -> list[bytes]:
    path = tmp_path / name
    path.write_bytes(content)
    folder = tmp_path / "parts"
    folder.mkdir(exist_ok=True)
    return [part.read_bytes() for part, _ in split_features(path, folder, limits)]


def features(count: int) -> list[dict[str, Any]]:
    return [feature(f"id {n} å", point(n, 70), summary='{ \\" } [' * n) for n in range(count)]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_parts_have_the_features_and_members_of_the_file(
    tmp_path: Path, indent: int | None
) -> None:
    value = {
        "name": "x, [",
        "n": 12,
        "type": "FeatureCollection",
        "features": features(10),
        "z": [1],
    }
    content = json.dumps(value, indent=indent, ensure_ascii=False).encode()
    parts = parts_of(tmp_path, content, PartLimits(1e6, features=4))
    parsed = [json.loads(part) for part in parts]
    assert [len(part.pop("features")) for part in parsed] == [4, 4, 2]
    members = {k: v for k, v in value.items() if k != "features"}
    assert parsed == [members] * 3
    stored = [f for part in parts for f in json.loads(part)["features"]]
    assert stored == value["features"]


def test_features_keep_their_bytes(tmp_path: Path) -> None:
    odd = b'{"type":"FeatureCollection","features":[{"a":1.50,"b":"\\u00e5"} ,\r\n{"a" :1e2}]}\r\n'
    assert parts_of(tmp_path, odd, PartLimits(1e6, features=1)) == [
        b'{"type":"FeatureCollection","features":[{"a":1.50,"b":"\\u00e5"}]}\r\n',
        b'{"type":"FeatureCollection","features":[ \r\n{"a" :1e2}]}\r\n',
    ]


@pytest.mark.parametrize(("separator", "end"), [("", "\n"), ("\x1e", "\n"), ("", "\r\n")])
def test_a_sequence_is_cut_between_its_texts(tmp_path: Path, separator: str, end: str) -> None:
    texts = [f"{separator}{json.dumps(one)}{end}" for one in features(5)]
    content = "".join(texts).encode()
    parts = parts_of(tmp_path, content, PartLimits(1e6, features=2), "a.geojsonl")
    assert b"".join(parts) == content
    assert [part.count(b'"type": "Feature"') for part in parts] == [2, 2, 1]


@pytest.mark.parametrize(
    ("limits", "counts"),
    [
        (PartLimits(1e6), [6]),
        (PartLimits(1e6, features=4), [4, 2]),
        (PartLimits(1e6, values=45), [3, 3]),
        (PartLimits(1e6, positions=4), [2, 2, 2]),
        (PartLimits(1.0), [1, 1, 1, 1, 1, 1]),
    ],
)
def test_each_limit_ends_a_part(tmp_path: Path, limits: PartLimits, counts: list[int]) -> None:
    same = collection_text([feature(n, point(n, 70)) for n in range(6)]).encode()
    parts = parts_of(tmp_path, same, limits)
    assert [len(json.loads(part)["features"]) for part in parts] == counts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(1, 300), st.integers(50, 2_000), st.sampled_from([None, 2]))
def test_no_part_is_larger_than_its_limit(
    tmp_path: Path, block: int, size: int, indent: int | None
) -> None:
    value = {"type": "FeatureCollection", "features": features(12)}
    content = json.dumps(value, indent=indent).encode()
    most = max(len(json.dumps(one, indent=indent)) for one in features(12))
    before, feature_split._BLOCK = feature_split._BLOCK, block
    try:
        parts = parts_of(tmp_path, content, PartLimits(size))
    finally:
        feature_split._BLOCK = before
    assert [f for part in parts for f in json.loads(part)["features"]] == value["features"]
    # A Feature alone may be larger; head, tail and indentation are not counted twice.
    assert all(len(part) <= max(size, 2 * most) + 200 for part in parts)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"type": "FeatureCollection"}', "no list 'features'"),
        (b"[1, 2]", "no FeatureCollection"),
        (b'{"features": [{"a": 1}, 3]}', "no Feature at '3]}'"),
        (b'{"features": [{"a": 1}, {"a": ]}', "no JSON"),
        (b'{"features" [', "no colon"),
        (b'{"features": [{"a": "\xff"}]}', "not UTF-8"),
    ],
    ids=["no list", "a list", "a number", "a fault", "no colon", "not UTF-8"],
)
def test_what_is_no_collection_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        parts_of(tmp_path, content, PartLimits(1e6))
    assert message in str(refused.value)
