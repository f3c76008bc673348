"""JSON is read strictly: what a lenient parser lets slip is told, and where."""

# ruff: noqa: E501 (each line stands as it is printed)

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.findings import Finding
from geotrack.reading.text.feature_spans import spans_of
from geotrack.reading.text.json_text import Json, parse_json

TOO_DEEP = (
    "x: the text is nested more than 100 levels deep; GeoJSON needs about a dozen; if it must be, "
    "raise limits.depth in geotrack.toml"
)


def parsed(text: str) -> Json:
    read = parse_json(text.encode(), "x")
    assert isinstance(read, Json)
    return read


def slips(text: str) -> list[tuple[tuple[str | int, ...], str]]:
    return [(f.path, f.message) for f in parsed(text).slips]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", "x: the file is empty; write a FeatureCollection, or remove the file"),
        (b" \r\n\xef", "x:2: byte 3 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbf", "x: the file is empty; write a FeatureCollection, or remove the file"),
        (b"\xff\xfe{\x00}\x00", "x: the file is UTF-16, not UTF-8; save it as UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', "x:1: byte 7 is not UTF-8; save the file as UTF-8"),
        (b'{"a" 1}', "x:1: not JSON: expecting ':' delimiter, at column 6; mend the text there"),
        (b'{"a": "b\n"}', "x:1: not JSON: invalid control character, at column 9; mend the text there"),
        (b'{"a": "b', "x:1: not JSON: unterminated string, at column 7; mend the text there"),
        (b"{} {}", "x:1: not JSON: extra data, at column 4; mend the text there"),
        (b"{'a': 1}", "x:1: not JSON: expecting property name enclosed in double quotes, at column 2; mend the text there"),
        (b"[" * 100_000, TOO_DEEP),
        (b'{"a":' * 100_000, TOO_DEEP),
        (b"[" * 101 + b"]" * 101, TOO_DEEP),
    ],
)  # fmt: skip
def test_a_text_that_is_no_json_is_one_finding(raw: bytes, line: str) -> None:
    finding = parse_json(raw, "x")
    assert isinstance(finding, Finding)
    assert str(finding) == line


def test_a_comma_too_many_is_told_where_the_parser_sees_it() -> None:
    # Python 3.13 points at the comma, earlier ones at what follows it, each in its own words.
    finding = parse_json(b'{\n"a": 1,\n}', "x")
    assert isinstance(finding, Finding)
    assert finding.rule == "json-syntax"
    assert finding.line in {2, 3}
    assert finding.message.startswith("not JSON: ")


def test_a_hundred_levels_are_read() -> None:
    assert parsed("[" * 100 + "]" * 100).slips == ()


def test_a_byte_order_mark_is_passed_over() -> None:
    read = parse_json(b'\xef\xbb\xbf{"a": 1}', "x")
    assert isinstance(read, Json)
    assert read.value == {"a": 1}
    assert read.text == '{"a": 1}'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": {"b": NaN}}', [(("a", "b"), "NaN is not a JSON number")]),
        ('{"a": [1, -Infinity]}', [(("a", "1"), "-Infinity is not a JSON number")]),
        ('{"a": 1e999}', [(("a",), "1e999 is too large")]),
        ('{"a": ' + "9" * 5000 + "}", [(("a",), "a number of 5000 digits is too large")]),
        ('{"a": ' + "9" * 400 + "}", [(("a",), "a number of 400 digits is too large")]),
        ('{"a": 1, "b": {"a": 2, "a": 3}}', [(("b", "a"), "the key 'a' stands twice in one object")]),
        ('{"a": "\\ud800"}', [(("a",), "half of a surrogate pair is no letter")]),
        ('{"a": "\\udc00\\ud800"}', [(("a",), "half of a surrogate pair is no letter")]),
        ('{"\\ud800": 1}', [(("\ud800",), "half of a surrogate pair is no letter")]),
    ],
)  # fmt: skip
def test_what_the_parser_lets_slip_is_told(
    text: str, told: list[tuple[tuple[str, ...], str]]
) -> None:
    assert slips(text) == told


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "NaN and Infinity, 1e999"}',
        '{"a": "\\ud83d\\ude00"}',
        '{"a": "\\\\ud800"}',
        '{"a": 1e308, "b": 2e-999}',
        '{"a": ' + "9" * 308 + "}",
        '{"a": 0.' + "1" * 400 + "}",
        '{"a": {"x": 1}, "b": {"x": 1}}',
    ],
)
def test_what_only_looks_like_a_slip_is_none(text: str) -> None:
    assert slips(text) == []


def test_all_slips_of_a_text_are_told() -> None:
    assert len(slips('{"a": NaN, "a": 1e999, "b": ["\\ud800", -Infinity]}')) == 5


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    )
)  # fmt: skip
def test_json_comes_through_as_it_is(value: Any) -> None:
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only)
        try:
            text.encode()
        except UnicodeEncodeError:
            continue
        read = parsed(text)
        assert json.dumps(read.value, ensure_ascii=ascii_only) == text
        assert read.slips == ()


@given(st.binary())
def test_no_bytes_raise(raw: bytes) -> None:
    parse_json(raw, "x")


@given(st.text(alphabet='{}[]":,\\ud8001e9N\n '))
def test_no_text_raises(text: str) -> None:
    parse_json(text.encode(), "x")


@given(
    text=st.sampled_from(
        [
            '{"type": "FeatureCollection", "features": [{"a": 1}, {"b": [1,{"c":"x]},"}]} ,\n {}]}',
            ' {"x":{"features":[1]},"features":[ {"æ":"ø"} , 2, null ]} ',
            '{"features":[{"a":1,"a":2}, NaN],"features":[3]}',
            '{"type":"Feature"}\n{"features":[]}\n',
        ]
    ),
    edits=st.lists(
        st.tuples(st.integers(0, 90), st.booleans(), st.sampled_from(["", *',{}[]": 1\\\n'])),
        max_size=2,
    ),
)
def test_a_text_is_parsed_with_spans_as_without(
    text: str, edits: list[tuple[int, bool, str]]
) -> None:
    for offset, replaces, letter in edits:
        text = text[:offset] + letter + text[offset + replaces :]
    plain, spanned = (parse_json(text.encode(), "f", with_spans=w) for w in (False, True))
    spans = spanned.spans if isinstance(spanned, Json) else None
    if isinstance(spanned, Json) and spans is not None:
        assert spanned.slips or spans == spans_of(spanned.text)
        spanned = replace(spanned, spans=None)
    assert repr(spanned) == repr(plain)
