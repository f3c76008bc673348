"""A finding is one line, and one JSON object."""

from __future__ import annotations

import json

import pytest

from geotrack.findings import Finding, Severity, errors_of, shown


def test_a_finding_reads_as_file_line_pointer_fault_remedy() -> None:
    finding = Finding(
        "events/x.geojson",
        "'2024-13' is not a date: month 13",
        "write 2024-12 or 2024-XX",
        "date",
        "/features/3/properties/start",
        41,
        "2024-13",
    )
    assert str(finding) == (
        "events/x.geojson:41: /features/3/properties/start: "
        "'2024-13' is not a date: month 13; write 2024-12 or 2024-XX"
    )
    assert finding.to_json() == {
        "file": "events/x.geojson",
        "line": 41,
        "pointer": "/features/3/properties/start",
        "severity": "error",
        "rule": "date",
        "value": "2024-13",
        "message": "'2024-13' is not a date: month 13",
        "remedy": "write 2024-12 or 2024-XX",
    }


def test_what_is_not_known_is_left_out_of_the_line() -> None:
    assert str(Finding("a.geojson", "the file is empty", "", "json-empty")) == (
        "a.geojson: the file is empty"
    )


def test_a_question_is_followed_by_its_remedy_without_a_semicolon() -> None:
    assert str(Finding("a", "east or west?", "put a vertex between", "x")) == (
        "a: east or west? put a vertex between"
    )


def test_a_warning_says_so_and_is_no_error() -> None:
    warning = Finding("a", "odd", "", "x", severity=Severity.WARNING)
    error = Finding("a", "wrong", "", "x")
    assert str(warning) == "a: warning: odd"
    assert errors_of([warning, error]) == [error]


def test_a_key_can_neither_break_the_line_nor_act_on_the_terminal() -> None:
    pointer = "/features/0/properties/a\nb\x1b[31m\ud800"
    line = str(Finding("a", "odd", "", "x", pointer))
    assert line == r"a: /features/0/properties/a\nb\x1b[31m\ud800: odd"


def test_numbers_that_json_has_not_become_text() -> None:
    value = {"a": [float("nan"), 1.5], "b": float("-inf")}
    said = Finding("a", "odd", "", "x", value=value).to_json()
    assert said["value"] == {"a": ["nan", 1.5], "b": "-inf"}
    json.dumps(said, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Bodø", "'Bodø'"),
        (None, "null"),
        (True, "true"),
        (91, "91"),
        (10.0, "10.0"),
        ([1, 2], "a list of 2"),
        ({}, "an object"),
        ("x" * 1_000_000, "'" + "x" * 59 + "…'"),
        (10**400, "1" + "0" * 58 + "…"),
    ],
)
def test_a_value_is_shown_as_json_spells_it_and_cut_when_long(value: object, words: str) -> None:
    assert shown(value) == words
