"""Texts in several languages: tables in definitions, `translations` in records."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import Event, MapDefinition
from geotrack.model.localized import localized, versions_of
from geotrack.model.maps.scene_text import references, with_ids
from tests.records import event

STRAIT = {"en": "The strait", "nb": "Stredet"}


def definition(**values: Any) -> MapDefinition:
    return MapDefinition.model_validate({"title": "M", "marking": None, **values})


def test_a_table_is_a_text_in_the_wanted_language() -> None:
    lead = {"nb": "Se [[b]].", "en": "See [[a|this]]."}
    given = definition(title=STRAIT, lead=lead, scenes=[{"title": {"nb": "Først"}}])
    assert (given.title, given.scenes[0].title) == ("The strait", "Først")
    norwegian = localized(given, "nb", "en")
    assert (norwegian.title, norwegian.lead) == ("Stredet", "Se [[b]].")
    assert localized(norwegian, "en", "en").title == "The strait"
    assert localized(definition(), "nb", "en") == definition()
    assert versions_of(given.title) == ("The strait", "Stredet")
    assert references(norwegian.lead or "") == ["a", "b"]
    assert with_ids(given.lead or "", str.upper) == {"en": "See [[A|this]].", "nb": "Se [[B]]."}
    dumped = norwegian.model_dump(mode="json", include={"title", "lead", "subtitle"})
    assert dumped == {"title": STRAIT, "lead": lead, "subtitle": None}


@pytest.mark.parametrize(
    ("title", "at", "kind"),
    [
        ({"no": "Stredet"}, ("title", 1), "language"),
        ({"nb": " "}, ("title", 1, "nb"), "string_pattern_mismatch"),
        ({}, ("title", 1), "too_short"),
        (7, ("title", 0), "string_type"),
    ],
)
def test_a_table_has_texts_in_known_languages(title: object, at: object, kind: str) -> None:
    with pytest.raises(ValidationError) as raised:
        definition(title=title)
    [error] = raised.value.errors()
    assert (error["loc"], error["type"]) == (at, kind)


def test_a_record_has_its_texts_in_a_language_where_it_has_them(tmp_path: Any) -> None:
    place = {"name": "Bering Strait", "translations": {"nb": {"name": "Beringstredet"}}}
    source = {
        "url": "https://a.example",
        "says": "Seen.",
        "translations": {"nb": {"says": "Sett."}},
    }
    translations = {"nb": {"title": "Patrulje", "label": "Kort"}}
    given: Event = event(
        tmp_path,
        title="Patrol",
        summary="S",
        place=place,
        sources=source,
        translations=translations,
    )
    norwegian = localized(given, "nb", "en")
    assert (norwegian.title, norwegian.label, norwegian.summary) == ("Patrulje", None, "S")
    assert norwegian.place is not None
    assert (norwegian.place.name, norwegian.sources[0].says) == ("Beringstredet", "Sett.")
    assert (norwegian.type, norwegian.when) == (given.type, given.when)
    assert localized(given, "en", "en").title == localized(given, "nb", "nb").title == "Patrol"
