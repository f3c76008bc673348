"""The JSON Schema takes what geotrack takes and refuses what a schema can refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from geotrack.model.schema import event_schema
from geotrack.reading import read_events
from tests.reading.wrong import GEOMETRIES, PROPERTIES
from tests.records import collection, feature, point, polygon

ROOT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(event_schema())
# Rules that join two values, need a calendar or a list of zones, or look at repeated positions.
BEYOND_A_SCHEMA = {
    "date", "added", "date-order", "time-zone", "radius", "ring", "regions", "source", "half-turn",
    "ring-unclosed", "ring-short", "ring-crossing", "hole-outside", "hole-nested",
    "json-surrogate", "json-number", "url-host", "url-login",
}  # fmt: skip


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(event_schema())


def test_the_committed_schema_is_the_one_printed() -> None:
    committed = (ROOT / "docs" / "schema" / "events.schema.json").read_text(encoding="utf-8")
    assert committed == json.dumps(event_schema(), ensure_ascii=False, indent=2) + "\n"
    assert "Made by `geotrack schema`" in committed


@pytest.mark.parametrize("path", sorted((ROOT / "events").glob("*.geojson")), ids=lambda p: p.name)
def test_every_sample_record_is_valid(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "sound",
    [
        feature(),
        feature(10, point(180, 90), fid=3, foreign=None),
        feature(sources="https://a.org", actors="x", place="y", confidence="low", tags="z"),
        feature(sources={"seed": "focus-2025", "claim": "S1"}, related=[1, "b"], sequence=3.0),
        feature("a", polygon([0, 80], [10, 80], [10, 85]), place={"precision": "area"}),
        feature("a", {"type": "GeometryCollection", "geometries": [point(1, 80)]}),
        feature(start="unknown", end="..", type="bomber-sortie"),
        feature(start="[2024-09-20,2024-09-21]", end="2024-10~"),
        feature(start="2024-07-24T16:40:00-09:00", end=None, place=None),
        feature(kind=None, tags=None, place={"regions": None, "regions_mode": None}),
        feature(sources=[{"cite": "x", "read_at": None, "grade": None}], actors=None),
    ],
)
def test_what_is_read_is_valid(tmp_path: Path, sound: dict[str, Any]) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(collection(sound)))
    assert len(read_events(path, "x").records) == 1
    VALIDATOR.validate(collection(sound))


@pytest.mark.parametrize(
    "wrong",
    [
        *(feature(**properties) for properties, *_ in PROPERTIES),
        *(feature(geometry=geometry) for geometry, *_ in GEOMETRIES),
    ],
)
def test_what_is_refused_is_not_valid_where_a_schema_can_tell(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(collection(wrong)))
    found = read_events(path, "x")
    rules = {f.rule for f in found.findings if f.severity == "error"}
    if found.records:
        VALIDATOR.validate(collection(wrong))
    elif not rules & BEYOND_A_SCHEMA:
        assert not VALIDATOR.is_valid(collection(wrong))


def test_an_editor_can_complete_what_has_a_vocabulary() -> None:
    properties = event_schema()["$defs"]["Properties"]["properties"]
    assert "air/bomber-sortie" in properties["type"]["enum"]
    assert properties["confidence"]["anyOf"][0]["enum"] == ["low", "moderate", "high"]
    assert {"$ref": "#/$defs/Place"} in properties["place"]["anyOf"]
    assert properties["sources"]["anyOf"][1]["minItems"] == 1
