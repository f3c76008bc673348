"""The table of properties agrees with the fields of a record, and each row has its texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.i18n import LANGUAGES, words
from geotrack.importing.targets.properties import properties
from geotrack.model.base import MEMBERS
from geotrack.model.event import LISTED, SHORT_KEYS, Event
from geotrack.model.record_columns import RECORD_COLUMNS
from geotrack.model.record_properties import PROPERTIES, RecordProperty
from tests.records import event

# Not in a table, and not edited at the desk by themselves.
WITHOUT_ROW = {
    "revisions", "added", "added_by", "sequence", "symbol", "extracted", "translations",
}  # fmt: skip


def test_each_property_of_a_record_has_a_row() -> None:
    fields = {field.alias or name for name, field in Event.model_fields.items()} - {*MEMBERS}
    assert fields - {one.at.partition(".")[0] for one in PROPERTIES} == WITHOUT_ROW
    assert len({one.name for one in PROPERTIES}) == len(PROPERTIES)


@pytest.mark.parametrize("one", PROPERTIES, ids=lambda one: str(one.name))
def test_a_row_agrees_with_its_field_and_has_texts_in_each_language(one: RecordProperty) -> None:
    if one.origin == "stated" and one.name != "review":  # written by geotrack only
        kind = properties()[one.at].kind if one.at in properties() else "object"
        assert (one.column == "real") == (kind == "number")
        assert not one.max_length or kind == "text"
    for language in LANGUAGES:
        texts = words(language)
        if one.form:
            assert one.name in texts.section("desk.fields")
            for part in one.form.parts:
                assert texts(f"desk.parts.{one.name}.{part.name}")
        if one.disclosure:
            assert one.name in texts.section("record.properties")


def test_columns_have_what_a_record_states_and_what_is_computed(tmp_path: Path) -> None:
    record = event(
        tmp_path,
        type="naval/patrol",
        label="Patrol",
        place={"name": "off Vardø", "precision": "near", "radius_km": 5},
        actors=[{"name": "FSB", "country": "RU"}, {"name": "Navy", "country": "RU"}],
        likelihood="likely",
        tags="a",
    )
    cells = {name: read(record) for name, read in RECORD_COLUMNS.items()}
    assert (cells["label"], cells["place"], cells["radius_km"]) == ("Patrol", "off Vardø", 5)
    assert (cells["type"], cells["theme"]) == ("naval/patrol", "naval")
    assert (cells["actors"], cells["countries"], cells["tags"]) == (
        ("FSB", "Navy"),
        ("RU",),
        ("a",),
    )
    assert (cells["likelihood"], cells["verification"], cells["regions"]) == ("likely", None, ())


def test_short_forms_are_those_of_the_fields() -> None:
    assert SHORT_KEYS == {
        "sources": "url", "verification": "level", "actors": "name", "place": "name",
        "confidence": "level", "likelihood": "term",
    }  # fmt: skip
    assert set(LISTED) == {
        "sources", "actors", "related", "replaces", "releasable_to", "revisions", "tags",
    }  # fmt: skip
