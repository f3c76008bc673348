from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geotrack.index.attributes import NUMBERS, OWN_PLACE, SHARED, TEXTS
from geotrack.index.record_table import (
    ComputedColumns,
    RecordTable,
    StoredColumns,
    columns_to_store,
)
from geotrack.model import Event
from geotrack.model.query_fields import FIELDS
from geotrack.queries import Query
from geotrack.queries.predicates import conditions
from geotrack.workspace import open_workspace
from tests.records import event, feature, point, read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return list(open_workspace(ROOT).events)


def test_stored_columns_are_the_computed_ones(events: list[Event]) -> None:
    computed, stored = (
        ComputedColumns(events),
        StoredColumns(columns_to_store(ComputedColumns(events))),
    )
    assert len(stored) == len(computed) == len(events)
    for name in NUMBERS:
        np.testing.assert_array_equal(stored.numbers(name), computed.numbers(name))
    for name in TEXTS:
        assert stored.texts(name) == list(computed.texts(name))
        assert [stored.text(name, row) for row in range(len(events))] == stored.texts(name)
    for name in SHARED:
        (codes, values), (other_codes, other_values) = stored.shared(name), computed.shared(name)
        assert values == other_values
        np.testing.assert_array_equal(codes, other_codes)


def test_a_table_of_several_files_is_that_of_all_their_records(events: list[Event]) -> None:
    parts = [
        ComputedColumns(events[:5]),
        ComputedColumns([]),
        StoredColumns(columns_to_store(ComputedColumns(events[5:]))),
    ]
    rows = np.array([70, 3, 4, 5, 6, 0])
    table, whole = RecordTable(parts, rows), RecordTable.of([events[row] for row in rows.tolist()])
    for name in NUMBERS:
        np.testing.assert_array_equal(table.numbers(name), whole.numbers(name))
    for name in TEXTS:
        assert table.texts(name) == whole.texts(name)
        some = np.array([5, 0, 2])
        assert table.texts_of(name, some) == whole.texts_of(name, some)
        assert RecordTable([table], some).texts(name) == whole.texts_of(name, some)
    for name in SHARED:
        (codes, values), (other_codes, other_values) = table.shared(name), whole.shared(name)
        assert [values[n] for n in codes] == [other_values[n] for n in other_codes]


def test_a_table_of_no_record_has_all_columns() -> None:
    table = RecordTable([StoredColumns(columns_to_store(ComputedColumns([])))])
    assert all(table.numbers(name).shape[-1] == 0 for name in NUMBERS)
    assert all(table.texts(name) == [] for name in TEXTS)
    assert not any(table.shared(name).where(bool).any() for name in SHARED)


def test_non_ascii_letters_are_stored(tmp_path: Path) -> None:
    records = read(tmp_path, *(feature(id_) for id_ in ("bodø", "a", "北極", "b"))).records
    stored = StoredColumns(
        columns_to_store(ComputedColumns([located.record for located in records]))
    )
    assert stored.texts("id") == ["bodø", "a", "北極", "b"]
    assert [stored.text("id", row) for row in range(4)] == stored.texts("id")


def test_records_with_the_same_regions_share_a_place(tmp_path: Path) -> None:
    place = {"regions": ["a", "b"]}
    places = [
        SHARED["place"](event(tmp_path, "x", geometry, place=one))
        for geometry, one in (
            (None, place),
            (None, place),
            (None, {**place, "regions_mode": "each"}),
            (None, ...),
            (point(5, 72), place),
            (point(5, 72), {**place, "precision": "region"}),
        )
    ]
    assert places[0] == places[1] == places[5]
    assert len(set(places)) == 4
    assert places[4] == OWN_PLACE


def test_each_condition_on_words_but_the_text_needs_no_record() -> None:
    asked = {
        "themes": "naval",
        "types": "naval/patrol",
        "kinds": "event",
        "actors": "CN",
        "statuses": "occurred",
        "verifications": "confirmed",
        "review": "draft",
        "disputed": True,
        "grade": "B2",
        "tags": "x",
        "sources": "focus-2025",
    }
    beside = {"text": "x", "part_of": "2024-07-24-norad-intercept"}
    assert {field.name for field in FIELDS if field.of_records} == {*asked, *beside}
    opened = open_workspace(ROOT)
    found = conditions(Query(**asked, **beside), opened)  # type: ignore[arg-type] # words of tests
    attributes = [condition.attribute for condition in found]
    assert attributes.count("") == len(beside)
    assert set(attributes) - {""} <= SHARED.keys()
    assert attributes[-len(beside) :] == ["", ""]
