"""Paths of the model are told as far as they stand in the text."""

from __future__ import annotations

from typing import Any

import pytest

from geotrack.reading.model_faults import path_in_text


@pytest.mark.parametrize(
    ("given", "path", "as_given"),
    [
        ({"a": [{"b": 1}]}, ("a", 0, "b"), ("a", 0, "b")),
        ({"a": {"b": 1}}, ("a", 0, "b"), ("a", "b")),
        ({"a": "x"}, ("a", 0, "b"), ("a",)),
        ({"a": "x"}, ("a", "b"), ("a",)),
        ({"a": ["x"]}, ("a", 0, "b"), ("a", 0)),
        ({}, ("a", 0, "b"), ("a",)),
        ({}, (), ()),
    ],
)
def test_a_shorter_form_has_a_shorter_path(
    given: dict[str, Any], path: tuple[str | int, ...], as_given: tuple[str | int, ...]
) -> None:
    assert path_in_text(path, given) == as_given
