"""An error names a field as its user wrote it: a keyword, an option or a key."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

import geotrack
from geotrack import Query, UsageError
from geotrack.cli import main
from geotrack.errors import FieldError, fields_named, worded
from geotrack.model.maps.map_definition import Selected
from tests.records import feature, point, region, sector, workspace

FAULTS = [
    # conditions of a Query, what each of the four says
    (
        {"within": "300km"},
        "within 300km of what? name a place, a record's id or lon,lat with {}",
        ("'of'", "'of'", "--of", "'of'"),
    ),
    ({"all_regions": True}, "{} of which? name each with {}",
     ("'all_regions' 'regions'", "'all_regions' 'region'", "--all-regions --region",
      "'all_regions' 'regions'")),
    ({"text": "\u3000"}, "{} asks for nothing; write a word, or leave it out",
     ("'text'", "'text'", "--text", "'text'")),
    ({"tags": ["a", "\u200b"]}, "a blank word is asked for in {}; write one or leave it out",
     ("'tags'", "'tag'", "--tag", None)),
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace(tmp_path, feature("a", point(5, 72)), regions=[region("west", sector(0, 9, 70, 75))])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(call: Callable[..., object], *args: Any, **given: Any) -> str:
    with pytest.raises(UsageError) as caught:
        call(*args, **given)
    return str(caught.value)


def at_the_prompt(*args: str) -> str:
    result = CliRunner().invoke(main, args, prog_name="geotrack")
    assert result.exit_code == 2
    return result.stderr.removeprefix("error: ").rstrip("\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("conditions", "text", "names"), FAULTS)
def test_a_field_is_named_as_it_was_written(
    conditions: dict[str, Any], text: str, names: tuple[str, str, str, str | None]
) -> None:
    parsed, asked, option, key = (name and text.format(*name.split()) for name in names)
    assert said(Query.parse, **conditions) == parsed
    singular = {"tags": "tag"}
    assert said(geotrack.query, **{singular.get(k, k): v for k, v in conditions.items()}) == asked
    args = []
    for name, value in conditions.items():
        for word in value if isinstance(value, list) else [value]:
            flag = f"--{singular.get(name, name).replace('_', '-')}"
            args += [flag] if word is True else [flag, word]
    assert at_the_prompt("query", *args) == option
    with pytest.raises(ValidationError) as caught:
        Selected.model_validate(conditions)
    if key:
        assert key in str(caught.value)


@pytest.mark.usefixtures("here")
def test_dates_are_named_as_they_were_written() -> None:
    text = "one date ({}) and a period ({}, {}) are asked; leave one out"
    assert said(geotrack.query, on=2024, start=2024) == text.format("'on'", "'start'", "'end'")
    args = ("query", "--on", "2024", "--from", "2024")
    assert at_the_prompt(*args) == text.format("--on", "--from", "--to")


@pytest.mark.usefixtures("here")
def test_what_nothing_is_sorted_from_is_named() -> None:
    text = "sorted by distance from what? name a place, a record's id or lon,lat with {}"
    assert said(geotrack.query, sort="distance") == text.format("'of'")
    assert at_the_prompt("query", "--sort", "distance") == text.format("--of")


@pytest.mark.parametrize("args", [("check",), ("diff", "HEAD"), ("map", "overview")])
def test_where_no_workspace_is_a_command_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "`geotrack init DIR` makes one, and {} names one elsewhere"
    assert at_the_prompt(*args).endswith(text.format("--workspace"))
    assert said(geotrack.query).endswith(text.format("'workspace'"))


def test_values_are_not_taken_for_fields() -> None:
    error = FieldError("{value} is no {of} of {other!r}", {"value": "{of} {0}", "other": "{x"})
    assert str(error) == "{of} {0} is no 'of' of '{x'"
    assert worded(error, "--{}".format) == "{of} {0} is no --of of '{x'"
    assert worded(ValueError("{of}"), "--{}".format) == "{of}"


def test_it_comes_back_from_another_process() -> None:
    error = FieldError("{value} is no {regions}", {"value": 1}, {"regions": "region"})
    # As pickle makes one: of its class and its arguments.
    assert str(copy.copy(error)) == str(error) == "1 is no 'region'"


@fields_named({"regions": "region"})
def _refuse() -> None:
    message = "{regions} or {bbox}"
    raise FieldError(message)


def test_only_a_field_with_another_keyword_is_renamed() -> None:
    assert said(_refuse) == "'region' or 'bbox'"
