"""The table of properties agrees with the fields of a record, and each row has its texts."""

from __future__ import annotations

import pytest

from geotrack.i18n import LANGUAGES, words
from geotrack.importing.targets.properties import properties
from geotrack.model import MEMBERS, Event
from geotrack.model.record_properties import PROPERTIES

# Written by geotrack alone, or shown in its own way.
WITHOUT_ROW = {"revisions", "added", "added_by", "sequence", "symbol"}
KINDS = {"number": "real", "integer": "integer"}


def test_each_field_of_a_record_has_a_row() -> None:
    fields = {field.alias or name for name, field in Event.model_fields.items()} - {*MEMBERS}
    assert fields - WITHOUT_ROW == {one.at.partition(".")[0] for one in PROPERTIES} & fields


@pytest.mark.parametrize("one", PROPERTIES, ids=lambda one: str(one.name))
def test_a_row_agrees_with_the_field_and_has_texts_in_each_language(one) -> None:  # type: ignore[no-untyped-def]
    of_records = properties()
    if one.column and one.origin == "stated" and one.at in of_records:
        assert one.column == KINDS.get(of_records[one.at].kind, "text")
    for language in LANGUAGES:
        texts = words(language)
        if one.form:
            assert texts.section("desk.fields")
        if one.disclosure:
            assert one.name in texts.section("record.properties")
