"""A finding is one line, and one JSON object."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.findings import Finding, Severity, errors_of, finding_lines, shown
from geotrack.messages import Message


def test_a_finding_reads_as_file_line_pointer_fault_remedy() -> None:
    finding = Finding(
        "events/x.geojson",
        "'2024-13' is not a date: month 13",
        Message("write {date} or {other}", "2024-12", "2024-XX", suggestions=["2024-12"]),
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
        "key": "start",
        "value": "2024-13",
        "expected": [],
        "suggestions": ["2024-12"],
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


def alike(count: int, rule: str = "date", key: str = "start") -> list[Finding]:
    return [
        Finding("a", f"'{n}' is odd", "mend", rule, f"/features/{n}/properties/{key}", 10 + n, n)
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_findings_of_a_kind_are_listed_each(count: int) -> None:
    found = [*alike(count), *alike(3, key="end"), *alike(3, "type")]
    assert list(finding_lines(found)) == list(map(str, found))


def test_many_findings_of_a_kind_are_one_with_its_number_places_and_values() -> None:
    found = [*alike(1000), Finding("a", "odd", "", "x")]
    assert list(finding_lines(found)) == [
        "a:10: /features/0/properties/start: '0' is odd; mend",
        "a: 999 more like that (date at properties/start): lines 11, 12, 13, …; values 1, 2, 3, …",
        "a: odd",
    ]
    assert list(finding_lines(found, each=True)) == list(map(str, found))


def test_findings_that_differ_in_file_rule_property_severity_or_what_is_missing_stay_apart() -> (
    None
):
    one = alike(1)[0]
    several = [
        one, replace(one, file="b"), replace(one, rule="type"), replace(one, pointer="/type"),
        replace(one, severity=Severity.WARNING), replace(one, value=None, message="no 'title'"),
        replace(one, value=None, message="no 'sources'"),
    ]  # fmt: skip
    assert list(finding_lines(several * 3)) == list(map(str, several * 3))
    assert len(list(finding_lines(several * 4))) == 2 * len(several)


@given(st.lists(st.integers(0, 5), max_size=40))
def test_no_finding_is_lost_from_the_numbers(kinds: list[int]) -> None:
    found = [replace(alike(1)[0], rule=f"r{kind}", line=n) for n, kind in enumerate(kinds)]
    count = sum(
        int(match[1]) if (match := re.match(r"a: (\d+) more", line)) else 1
        for line in finding_lines(found)
    )
    assert count == len(found)
