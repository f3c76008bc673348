"""Which properties a column can fill, and by which names."""

from __future__ import annotations

import pytest

from geotrack.importing.targets.properties import (
    ANCHORS,
    NEEDED,
    properties,
    property_of_column,
    spellings,
)
from geotrack.model import Event


def test_every_property_of_a_record_can_be_filled_but_those_that_geotrack_writes() -> None:
    first = {path.partition(".")[0] for path in properties()}
    fields = {field.alias or name for name, field in Event.model_fields.items()}
    beside = {"@id", "@geometry", "@feature"}
    assert fields - beside - first == {"review", "revisions", "added_by", "extracted"}
    assert first - fields == {"id"}


def test_what_is_needed_is_what_a_record_needs() -> None:
    fields = Event.model_fields
    needed = {f.alias or n for n, f in fields.items() if f.is_required()}
    assert needed - {"@id", "@geometry", "@feature"} == set(NEEDED)


def test_anchors_are_properties() -> None:
    assert {f"{a}.{key}" for a, keys in ANCHORS.items() for key in keys} <= set(properties())


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("title", "title"),
        ("TITLE", "title"),
        (" Start ", "start"),
        ("place.name", "place.name"),
        ("place_name", "place.name"),
        ("place", "place.name"),
        ("radius_km", "place.radius_km"),
        ("place_radius_km", "place.radius_km"),
        ("inner_radius_km", "place.inner_radius_km"),
        ("source_url", "sources.url"),
        ("sources", "sources.url"),
        ("source_grade_reliability", "sources.grade.reliability"),
        ("actor", "actors.name"),
        ("actors_country", "actors.country"),
        ("verification", "verification.level"),
        ("part_of", "part_of"),
        ("id", "id"),
        ("name", None),
        ("country", None),
        ("review", None),
        ("fid", None),
        ("title_nb", "translations.nb.title"),
        ("place_translations_nb_name", "place.translations.nb.name"),
    ],
)
def test_a_column_goes_by_its_own_name(column: str, path: str | None) -> None:
    assert property_of_column(column) == path


def test_each_spelling_means_a_property() -> None:
    assert set(spellings().values()) == set(properties())


def test_kinds_are_those_of_the_schema() -> None:
    kinds = {path: one.kind for path, one in properties().items()}
    assert kinds["sources.published"] == kinds["start"] == "date"
    assert kinds["sequence"] == kinds["sources.grade.credibility"] == "integer"
    assert kinds["place.radius_km"] == "number"
    assert kinds["related"] == kinds["part_of"] == "id"
    listed = {path for path, one in properties().items() if one.listed}
    assert listed == {
        "tags", "related", "replaces", "releasable_to", "place.regions", "place.excluding",
        "actors.assets", "sources.actors.assets", "sources.assets", "sources.read_at",
        "sources.regions",
    }  # fmt: skip
