"""Codebooks of event datasets."""

from __future__ import annotations

import pytest

from geotrack.importing.event_datasets.codebook import NAMES, find_codebook, read_codebook
from geotrack.importing.targets.properties import property_of_column
from geotrack.taxonomy import built_in_taxonomy


@pytest.mark.parametrize("name", NAMES)
def test_a_codebook_names_properties_types_and_keys_that_exist(name: str) -> None:
    book = read_codebook(name)
    parts = (book, book.types, book.dates, book.places)
    codes = (*book.dates.codes.values(), *book.places.codes.values(), book.terms)
    assert not [one.model_extra for one in (*parts, *codes) if one.model_extra]
    assert all(property_of_column(path) == path for path in book.texts)
    assert all(property_of_column(path) == path for path in book.properties.values())
    assert {*book.types.words.values()} <= built_in_taxonomy().types.keys()
    needed = {*book.types.columns, *book.properties, book.dates.first, book.places.precision}
    assert needed <= {*book.columns}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_known_by_all_columns_of_its_dataset(name: str) -> None:
    columns = read_codebook(name).columns
    assert find_codebook([*columns, "another"]) == name
    assert find_codebook(columns[1:]) is None
