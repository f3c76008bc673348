"""An empty column is no fault: where a property may be absent, null says that it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.model import Event
from geotrack.model.actor import Actor
from geotrack.model.event import Confidence, Likelihood, Place, Revision, Verification
from geotrack.model.source import Grade, Source
from tests.records import feature, read

FULL: dict[str, dict[str, Any]] = {
    "actors": {"name": "x"},
    "confidence": {"level": "low"},
    "likelihood": {"term": "likely"},
    "place": {"name": "x"},
    "revisions": {"what": "reviewed"},
    "sources": {"cite": "x"},
    "verification": {"level": "claimed"},
}
PARTS = {
    "actors": Actor,
    "confidence": Confidence,
    "likelihood": Likelihood,
    "place": Place,
    "revisions": Revision,
    "sources": Source,
    "verification": Verification,
}


def optional(model: type[Any]) -> list[str]:
    return [f.alias or n for n, f in model.model_fields.items() if not f.is_required()]


def required(model: type[Any]) -> list[str]:
    keys = [f.alias or n for n, f in model.model_fields.items() if f.is_required()]
    return [key for key in keys if not key.startswith("@")]


@pytest.mark.parametrize("key", optional(Event))
def test_an_optional_property_may_be_null(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, feature(**{key: None}))
    assert found.findings == ()
    bare = read(tmp_path, feature()).records[0].record
    record = found.records[0].record
    assert {**vars(record), "feature": 0} == {**vars(bare), "feature": 0}
    assert record.feature["properties"][key] is None


@pytest.mark.parametrize(
    ("part", "key"),
    [(part, key) for part, model in PARTS.items() for key in optional(model)],
)
def test_an_optional_property_of_a_part_may_be_null(tmp_path: Path, part: str, key: str) -> None:
    given = FULL[part]
    expected = read(tmp_path, feature(**{part: given})).records[0].record
    if key not in given:  # what names a source or place may not be taken away
        for form in ({**given, key: None}, [{**given, key: None}]):
            if isinstance(form, list) and part not in {"actors", "revisions", "sources"}:
                continue
            found = read(tmp_path, feature(**{part: form}))
            assert found.findings == ()
            assert getattr(found.records[0].record, part) == getattr(expected, part)


def test_a_grade_without_a_day_may_say_null(tmp_path: Path) -> None:
    for key in optional(Grade):
        grade = {"reliability": "A", "credibility": 1, key: None}
        found = read(tmp_path, feature(sources=[{"cite": "x", "grade": grade}]))
        assert found.findings == ()


@pytest.mark.parametrize("key", required(Event))
def test_a_required_property_may_not_be_null(tmp_path: Path, key: str) -> None:
    # Empty columns beside it are not told with it.
    found = read(tmp_path, feature(**{key: None, "tags": None, "actors": None}))
    assert found.records == ()
    assert {f.pointer for f in found.findings} == {f"/features/0/properties/{key}"}


def test_null_inside_a_list_is_a_fault(tmp_path: Path) -> None:
    found = read(tmp_path, feature(related=["a", None], tags=None))
    assert [f.pointer for f in found.findings] == ["/features/0/properties/related/1"]
