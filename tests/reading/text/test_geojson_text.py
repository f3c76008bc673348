"""Text of Features: what comes in goes out, and what is not changed stays byte for byte."""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.reading.text.geojson_text import collection_text, feature_text, splice_collection
from tests.records import collection, feature, point

EVENTS = sorted((Path(__file__).parents[3] / "events").glob("*.geojson"))

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)
values = st.recursive(
    scalars,
    lambda v: st.one_of(st.lists(v, max_size=4), st.dictionaries(st.text(max_size=5), v)),
    max_leaves=20,
)
features = st.dictionaries(
    st.sampled_from(["type", "id", "geometry", "properties", "foreign"]), values
)


def exactly(value: Any) -> str:
    """1 and 1.0, true and 1 are told apart, and 0.0 and -0.0."""
    return json.dumps(value, sort_keys=True)


@given(st.lists(features, max_size=4), st.dictionaries(st.text(max_size=5), values, max_size=3))
def test_what_is_written_reads_as_what_was_given(
    given_features: list[Any], members: dict[str, Any]
) -> None:
    read = json.loads(collection_text(given_features, members))
    foreign = {k: v for k, v in members.items() if k not in {"type", "features"}}
    wanted = {"type": "FeatureCollection", **foreign, "features": given_features}
    assert exactly(read) == exactly(wanted)


@given(
    st.lists(features, max_size=5),
    st.dictionaries(st.integers(0, 4), st.one_of(st.none(), features)),
    st.lists(features, max_size=3),
    st.sampled_from([None, 0, 1, 4]),
    st.booleans(),
)
def test_splicing_is_what_changing_the_list_is(
    old: list[Any], changed: dict[int, Any], added: list[Any], indent: int | None, crlf: bool
) -> None:
    text = json.dumps(collection(*old), indent=indent).replace("\n", "\r\n" if crlf else "\n")
    new = splice_collection(text, changed, added)
    kept = [changed.get(n, f) for n, f in enumerate(old)]
    wanted = [f for f in kept if f is not None] + added
    assert exactly(json.loads(new)["features"]) == exactly(wanted)
    if "\r\n" in text:
        assert new.count("\n") == new.count("\r\n")


@pytest.mark.parametrize("path", EVENTS, ids=lambda p: p.name)
def test_of_the_real_files_each_other_line_stays(path: Path) -> None:
    text = path.read_text("utf-8")
    assert splice_collection(text, {}) == text
    there = json.loads(text)["features"]
    one = feature("new", point(20, 78))
    longer = splice_collection(text, {}, [one])
    assert longer.startswith(text[: text.rindex("}\n  ]") + 1])
    assert splice_collection(longer, {len(there): None}) == text
    for n in (0, len(there) - 1):
        without = json.loads(splice_collection(text, {n: None}))["features"]
        assert without == [f for m, f in enumerate(there) if m != n]


def test_one_more_record_is_one_hunk() -> None:
    old = collection_text([feature("a"), feature("b", tags=["x", "y"])])
    new = splice_collection(old, {}, [feature("c", point(1, 70))])
    difference = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    assert [line for line in difference if line.startswith("@@")] == ["@@ -25,0 +26,14 @@"]
    assert not [line for line in difference if line.startswith("-")]


def test_a_record_reads_as_people_write_it() -> None:
    given_feature = {
        "properties": {"title": "Øst for Bjørnøya", "n": 1.0, "tags": ["a", "b"], "none": []},
        "bbox": [1, 2, 3, 4],
        "geometry": {"type": "LineString", "coordinates": [[1.5, 70], [2, 71.25]]},
        "type": "Feature",
        "id": 7,
    }
    assert feature_text(given_feature, 0) == (
        "{\n"
        '  "type": "Feature",\n'
        '  "id": 7,\n'
        '  "geometry": {\n'
        '    "type": "LineString",\n'
        '    "coordinates": [[1.5, 70], [2, 71.25]]\n'
        "  },\n"
        '  "properties": {\n'
        '    "title": "Øst for Bjørnøya",\n'
        '    "n": 1.0,\n'
        '    "tags": ["a", "b"],\n'
        '    "none": []\n'
        "  },\n"
        '  "bbox": [1, 2, 3, 4]\n'
        "}"
    )


def test_a_long_line_has_a_position_a_line() -> None:
    line = {"type": "LineString", "coordinates": [[n / 7, 70 + n / 70] for n in range(9)]}
    text = feature_text(feature(geometry=line), 0)
    assert '    "coordinates": [\n      [0.0, 70.0],\n' in text
    assert json.loads(text)["geometry"] == line


def test_what_is_no_json_is_not_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        feature_text({"n": float("nan")})
