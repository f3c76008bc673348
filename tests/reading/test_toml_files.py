"""TOML files: typed, or findings with the line where the value stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.model import MapDefinition, Report
from geotrack.reading import TomlTable, line_of, read_table

REPORT = """\
id = "r"
title = "A report"
published = 2025-02-05

[[claims]]
id = "S1"
says = "One thing"
kind = "event"
events = ["a"]

[[claims]]
id = "S2"
says = "Another"
kind = "outlook"
unmapped = "no place"
"""


def table(folder: Path, text: str) -> TomlTable[Report]:
    path = folder / "r.toml"
    path.write_text(text, encoding="utf-8")
    return read_table(path, "r.toml", Report)


def lines(folder: Path, text: str) -> list[str]:
    return [str(f) for f in table(folder, text).findings]


def test_a_sound_report_is_read_and_a_bare_date_is_text(tmp_path: Path) -> None:
    read = table(tmp_path, REPORT)
    assert read.findings == ()
    assert read.record is not None
    assert read.record.published == "2025-02-05"
    assert [c.id for c in read.record.claims] == ["S1", "S2"]
    assert read.record.claims[0].events == ("a",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "A report"', "", ["r.toml: no 'title'; add 'title'"]),
        ('"A report"', "5", ['r.toml:2: /title: 5 is not text; write it in quotes: "5"']),
        ("2025-02-05", "2025",
         ['r.toml:3: /published: 2025 is not text; write it in quotes: "2025"']),
        ("2025-02-05", '"2025-13"',
         ["r.toml:3: /published: '2025-13' is not a date: month 13; write 2025-12 or 2025-XX"]),
        ('"outlook"', '"outlok"',
         ["r.toml:14: /claims/1/kind: 'outlok' is not a known kind; did you mean 'outlook'? "
          "It is one of event, statement, assessment, outlook"]),
        ('unmapped = "no place"', "",
         ["r.toml:11: /claims/1: claim 'S2' has neither 'events' nor 'unmapped'; "
          "name the events it became, or say in 'unmapped' why it became none"]),
        ('unmapped = "no place"', 'unmapped = "x"\nevents = "b"',
         ["r.toml:11: /claims/1: claim 'S2' has both 'events' and 'unmapped'; "
          "name the events it became, or say in 'unmapped' why it became none"]),
        ('"S2"', '"S1"',
         ["r.toml:12: /claims/1/id: the claim id 'S1' is taken; give one of them another"]),
        ('id = "S2"', "id = S2", ["r.toml:12: not TOML: invalid value; mend the text there"]),
        ('id = "r"', 'id = "r"\nid = "s"',
         ["r.toml:2: 'id' is there twice; leave one of the two out"]),
        ("published", "publised",
         ["r.toml:3: /publised: warning: 'publised' is not a property that geotrack defines; "
          "did you mean 'published'?"]),
        ('id = "r"', "id = " + "9" * 5000,
         ["r.toml: a number has thousands of digits; write a smaller one"]),
        ('id = "r"', "id = nan", ['r.toml:1: /id: nan is not text; write it in quotes: "nan"']),
        ('id = "r"', "a = " + "[" * 5000 + "]" * 5000,
         ["r.toml: the text is nested too deeply; flatten it"]),
    ],
)  # fmt: skip
def test_a_wrong_report_is_told_in_these_words(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert lines(tmp_path, REPORT.replace(old, new)) == told
    json.dumps([f.to_json() for f in table(tmp_path, REPORT).findings], allow_nan=False)


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_bytes(b"a = '\xff'")
    assert [str(f) for f in read_table(path, "r.toml", Report).findings] == [
        "r.toml: byte 5 is not UTF-8; save the file as UTF-8"
    ]
    assert [str(f) for f in read_table(tmp_path, "r.toml", Report).findings] == [
        "r.toml: cannot be read: is a directory; check the path and its permissions"
    ]


def test_an_empty_report_lacks_all_that_is_needed(tmp_path: Path) -> None:
    assert lines(tmp_path, "") == [
        "r.toml: no 'id'; add 'id'",
        "r.toml: no 'title'; add 'title'",
    ]


def test_a_map_definition_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        'title = "M"\nmarking = "X"\nas_of = 2025-01-01\n[view]\nlat = 91\n[select]\n'
        'kinds = ["evnt"]\n[layer]\n'
    )
    assert [str(f) for f in read_table(path, "m.toml", MapDefinition).findings] == [
        "m.toml:5: /view/lat: 91 is out of range; write a number of at most 90",
        "m.toml:7: /select/kinds/0: 'evnt' is not a known kinds; did you mean 'event'? "
        "It is one of event, statement, assessment, outlook",
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("t",), 2),
        (("t", "a"), 3),
        (("t", "u", "a"), 5),
        (("x", 0, "a"), 7),
        (("x", 1, "a"), 10),
        (("x", 1), 9),
        (("quoted",), 11),
        (("none",), None),
    ],
)
def test_a_value_of_a_table_has_a_line(path: tuple[str | int, ...], line: int | None) -> None:
    text = (
        'a = 1\n[t] # comment\na = 2\n[t.u]\na = 3\n[[x]]\na = 4\n\n[[ x ]]\na = 5\n"quoted" = 6\n'
    )
    assert line_of(text, path) == line
