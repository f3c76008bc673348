"""A query has the same conditions on the command line, in Python and in map definitions."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

from geotrack import api
from geotrack.cli.export import command as export
from geotrack.cli.query import command as query
from geotrack.errors import FieldError
from geotrack.model.maps.map_definition import Selected
from geotrack.model.maps.observation_layers import Observed
from geotrack.model.query import Query
from geotrack.model.query_fields import FIELDS
from geotrack.page.payload import Facets
from geotrack.queries.python_values import Conditions, PlaceAndTime

OWN = {"without", "certain"}
# The page filters by each grade, the query by the least; `records` are the columns of all.
PAGE_ONLY = {"assets", "confidences", "grades", "records", "since"}
ANSWER = {"match", "sort", "limit", "why", "where", "engine", "dataset", "workspace"}


def test_a_query_has_them() -> None:
    given = {"within", "of", "start", "end", "on"}  # arguments of Query.parse
    built = {f.name for f in fields(Query)} - {"period", "also", "as_of"}
    assert {f.name for f in FIELDS} == built | given


def test_the_command_line_has_them() -> None:
    known = {f.option: f.help for f in FIELDS}
    # `export --to` names a file.
    for command, other in ((query, set()), (export, {"--to"})):
        options = {o: p.help for p in command.params for o in p.opts if o not in other}
        assert {o: text for o, text in known.items() if o not in other}.items() <= options.items()


def test_python_has_them() -> None:
    keywords = {f.keyword or f.name for f in FIELDS}
    common = {f.keyword or f.name for f in FIELDS if not f.of_records}
    assert set(Conditions.__annotations__) == keywords
    assert set(PlaceAndTime.__annotations__) == common
    assert set(inspect.signature(api.query).parameters) - ANSWER == keywords


def test_map_definitions_have_them() -> None:
    keys = {f.key or f.name for f in FIELDS if f.key is not None}
    common = {f.key or f.name for f in FIELDS if f.key is not None and not f.of_records}
    held = {f.alias or name for name, f in Selected.model_fields.items()}
    assert held - OWN == keys
    assert common <= {f.alias or name for name, f in Observed.model_fields.items()}


def test_filters_of_the_page_have_their_names() -> None:
    known = {f.name for f in FIELDS}
    assert set(Facets.__annotations__) - known == PAGE_ONLY


def test_errors_name_a_condition_as_its_user_wrote_it() -> None:
    with pytest.raises(FieldError, match=r"lon,lat with 'of'$"):
        api.open().query(within="300km")
    with pytest.raises(FieldError, match=r"write a word, or leave it out"):
        api.open().query(text=" ")
