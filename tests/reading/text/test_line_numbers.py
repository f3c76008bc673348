"""Pointers lead to lines, whatever the text looks like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.reading.text.line_numbers import lines_of, path_of, pointer, values_of

KEYS = st.text(max_size=5) | st.sampled_from(["a/b", "m~n", "~1", "a.b", "", '"', "\\", "\n", "{"])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
) | st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


def _lines(value: Any, at: str = "", line: int = 1) -> tuple[dict[str, int], int]:
    """Lines of `json.dumps(value, indent=1)`, one value a line; and the last line."""
    lines = {at: line}
    if not isinstance(value, (list, dict)) or not value:
        return lines, line
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        below, line = _lines(inner, at + pointer(key), line + 1)
        lines |= below
    return lines, line + 1


@given(JSON)
def test_lines_are_those_of_a_text_with_one_value_a_line(value: Any) -> None:
    lines, _ = _lines(value)
    assert lines_of(json.dumps(value, indent=1), lines) == lines


@given(JSON)
def test_one_line_is_line_one_and_crlf_counts_once(value: Any) -> None:
    lines, _ = _lines(value)
    assert set(lines_of(json.dumps(value), lines).values()) == {1}
    assert lines_of(json.dumps(value, indent=1).replace("\n", "\r\n"), lines) == lines


@given(JSON)
def test_each_value_is_where_it_is_said_to_be(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    for at, start, end in values_of(text, lambda _: True):
        here = value
        for step in path_of(at):
            here = here[int(step)] if isinstance(here, list) else here[step]
        assert json.loads(text[start:end]) == here


def test_what_is_not_in_the_text_gets_the_line_of_its_nearest_ancestor() -> None:
    text = '{\n"a": [\n1,\n{"b": 2}]}'
    wanted = ["/a/1/c/d", "/a/9", "/x", ""]
    assert lines_of(text, wanted) == {"/a/1/c/d": 4, "/a/9": 2, "/x": 1, "": 1}


def test_a_repeated_key_is_where_it_stands_last() -> None:
    assert lines_of('{"a": 1,\n"a": 2}', ["/a"]) == {"/a": 2}


def test_brackets_and_quotes_inside_texts_are_no_structure() -> None:
    text = '{"x": "]}\\"[{\\\\", "y": {"]": "}"},\n"z": 1}'
    assert lines_of(text, ["/z"]) == {"/z": 2}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), ""),
        (("a", 0), "/a/0"),
        (("a/b", "m~n", "~1"), "/a~1b/m~0n/~01"),
        (("",), "/"),
        (("a.b",), "/a.b"),
    ],
)
def test_a_pointer_is_rfc_6901(path: tuple[str | int, ...], written: str) -> None:
    assert pointer(*path) == written
    assert path_of(written) == tuple(map(str, path))
