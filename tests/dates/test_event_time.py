"""Certain, possible and no, by hand on the edges; `test_event_time_by_trial.py` tries all."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from geotrack.dates import Certainty, DateError, Period, When, parse_date

CERTAIN, POSSIBLE, NO = Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.NO


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "expected"),
    [
        # one moment in a day, a month, a year
        ("2024-07-24", None, "2024-07-24", "2024-07-24", CERTAIN),
        ("2024-07-24", None, "2024", "2024", CERTAIN),
        ("2024-07-24", None, "2024-07-25", "2024-07-25", NO),
        ("2024-07-24", None, "2024-07-23", "2024-07-23", NO),
        ("2024-07", None, "2024-07-24", "2024-07-24", POSSIBLE),
        ("2024-07", None, "2024-08", "2024-08", NO),
        ("2024", None, "2024-05", None, POSSIBLE),
        ("2024-05", None, "2024-05", None, CERTAIN),
        ("2024-05", None, None, "2024-05", CERTAIN),
        ("2024-05", None, None, None, CERTAIN),
        ("2024-22", None, "2024-06", "2024-08", CERTAIN),
        ("2024-24", None, "2024", "2024", POSSIBLE),
        # one of several
        ("[2024-09-20,2024-09-21]", None, "2024-09-20", "2024-09-21", CERTAIN),
        ("[2024-09-20,2024-09-21]", None, "2024-09-21", "2024-09-21", POSSIBLE),
        ("[2024-09-20,2024-09-25]", None, "2024-09-21", "2024-09-24", NO),
        ("[2024-10-01..2024-10-10]", None, "2024-10-05", "2024-10-05", POSSIBLE),
        ("2024-XX-05", None, "2024-03-06", "2024-04-04", NO),
        ("2024-XX-05", None, "2024-03-05", "2024-04-04", POSSIBLE),
        ("[..2024-09]", None, None, "2024-09", CERTAIN),
        ("[..2024-09]", None, "2020", "2024-09", POSSIBLE),
        ("[..2024-09]", None, "2024-10", "2024-10", NO),
        ("[2024-09..]", None, "2024-09", None, CERTAIN),
        ("[2024-09..]", None, "2024-09", "2030", POSSIBLE),
        ("[2024-09..]", None, None, "2024-08", NO),
        # in doubt: possible, never certain
        ("2024-07-24~", None, "2024", "2024", POSSIBLE),
        ("2024-07-24?", None, "2024-07-24", "2024-07-24", POSSIBLE),
        ("2024%", None, "2025", "2025", NO),
        ("2024-07-24", "2024-08~", "2024-07-24", "2024-07-24", POSSIBLE),
        # lasting: it meets the period from the moment it starts to the moment it ends
        ("2024-09-20", "2024-10-10", "2024-10-01", "2024-10-01", CERTAIN),
        ("2024-09-20", "2024-10-10", "2024-09-20", "2024-09-20", CERTAIN),
        ("2024-09-20", "2024-10-10", "2024-10-10", "2024-10-10", CERTAIN),
        ("2024-09-20", "2024-10-10", "2024-09-19", "2024-09-19", NO),
        ("2024-09-20", "2024-10-10", "2024-10-11", "2024-10-11", NO),
        ("2024-09", "2024-10-10", "2024-09-15", "2024-09-15", POSSIBLE),
        ("2024-09", "2024-10-10", "2024-10-01", "2024-10-01", CERTAIN),
        ("[2024-09-20,2024-09-21]", "2024-10-10", "2024-09-20", "2024-09-20", POSSIBLE),
        ("[2024-09-20,2024-09-21]", "2024-10-10", "2024-09-21", "2024-09-21", CERTAIN),
        ("2024-05", "2024-05", "2024-05-10", "2024-05-10", POSSIBLE),
        ("2024-05", "2024-05", "2024-05", "2024-05", CERTAIN),
        # an end bounds its start, and a start its end
        ("2024", "2024-03", "2024-01", "2024-03", CERTAIN),
        ("2024-10", "2024", "2024-10", None, CERTAIN),
        # still going on; an end or a start that nobody states
        ("2024-08-06", "..", "2030", "2030", CERTAIN),
        ("2024-08-06", "..", "2024-08-05", "2024-08-05", NO),
        ("2024-08", "..", "2024-08-15", "2024-08-15", POSSIBLE),
        ("2024-08-06", "unknown", "2024-08-06", "2024-08-06", CERTAIN),
        ("2024-08-06", "unknown", "2024-09", "2024-09", POSSIBLE),
        ("2024-08-06", "unknown", "2024-07", "2024-07", NO),
        ("unknown", "2024-10-10", "2024-10-10", "2024-10-10", CERTAIN),
        ("unknown", "2024-10-10", "2023", "2023", POSSIBLE),
        ("unknown", "2024-10-10", "2024-10-11", None, NO),
        ("2024-08", "[2024-09..]", "2025", "2025", POSSIBLE),
        ("2024-08", "[2024-09..]", "2024-09-01", "2024-09-01", CERTAIN),
        # the ends of the calendar
        ("9999-12-31", None, "9999", "9999", CERTAIN),
        ("0001-01-01", None, "0001", "0001", CERTAIN),
        ("0001-01-01", None, "0001-01-02", None, NO),
        ("9999-12-31", None, None, "9999-12-30", NO),
        # undated
        ("unknown", None, "2024", "2024", Certainty.UNDATED),
        ("unknown", "unknown", "2024", "2024", Certainty.UNDATED),
        ("unknown", "..", "2024", "2024", Certainty.UNDATED),
        ("unknown", None, None, None, Certainty.UNDATED),
    ],
)
def test_record_meets_period(
    start: str, end: str | None, first: str | None, last: str | None, expected: Certainty
) -> None:
    assert When.parse(start, end).within(Period.parse(first, last)) is expected


ALASKA, BEIJING = "2024-07-24T18:00:00-08:00", "2024-07-25T10:00:00+08:00"


@pytest.mark.parametrize(
    ("start", "zone", "first", "last", "expected"),
    [
        # a timestamp counts for the day of its own offset
        (ALASKA, None, "2024-07-24", "2024-07-24", CERTAIN),
        (ALASKA, None, "2024-07-25", "2024-07-25", NO),
        (BEIJING, None, "2024-07-25", "2024-07-25", CERTAIN),
        # moments compare as moments
        (ALASKA, None, BEIJING, BEIJING, CERTAIN),
        (ALASKA, None, "2024-07-25T02:00:00.000001Z", None, NO),
        (ALASKA, None, None, "2024-07-25T01:59:59.999999Z", NO),
        # a bare day lasts from 10:00Z of the day before to 12:00Z of the day after
        ("2024-07-24", None, "2024-07-23T10:00:00Z", "2024-07-25T11:59:59.999999Z", CERTAIN),
        ("2024-07-24", None, "2024-07-23T10:00:01Z", "2024-07-25T11:59:59.999999Z", POSSIBLE),
        ("2024-07-24", None, "2024-07-23T10:00:00Z", "2024-07-25T11:59:59Z", POSSIBLE),
        ("2024-07-24", None, "2024-07-25T11:59:59Z", None, POSSIBLE),
        ("2024-07-24", None, "2024-07-25T12:00:00Z", None, NO),
        ("2024-07-24", None, None, "2024-07-23T09:59:59.999999Z", NO),
        ("2024-07-24", None, None, "2024-07-23T10:00:00Z", POSSIBLE),
        # unless its zone is stated
        ("2024-07-24", "Asia/Shanghai", "2024-07-23T16:00:00Z", "2024-07-24T15:59:59.999999Z",
         CERTAIN),
        ("2024-07-24", "Asia/Shanghai", "2024-07-24T16:00:00Z", None, NO),
        ("2024-07-24", "America/Anchorage", "2024-07-24T08:00:00Z", "2024-07-25T07:59:59.999999Z",
         CERTAIN),
        # the day when the clocks change is an hour short
        ("2024-03-31", "Europe/Oslo", "2024-03-30T23:00:00Z", "2024-03-31T21:59:59.999999Z",
         CERTAIN),
        # Samoa had no 30 December 2011
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", CERTAIN),
        # the zone says nothing where days meet days
        ("2024-07-24", "Asia/Shanghai", "2024-07-24", "2024-07-24", CERTAIN),
        # a day to begin with and a moment to end with
        ("2024-07-24", None, "2024-07-24", "2024-07-25T11:59:59.999999Z", CERTAIN),
        (ALASKA, None, "2024-07-24", "2024-07-25T02:00:00Z", CERTAIN),
        (ALASKA, None, "2024-07-25", "2024-07-26T02:00:00Z", NO),
        ("0001-01-01", "Asia/Shanghai", "0001-01-01T12:00:00Z", None, POSSIBLE),
        ("9999-12-31", "America/Anchorage", None, "9999-12-31T12:00:00Z", POSSIBLE),
        ("[..2024-09]", "Asia/Shanghai", None, "2024-09-30T15:59:59.999999Z", CERTAIN),
        ("[2024-09..]", None, "2024-08-31T10:00:00Z", None, CERTAIN),
    ],
)  # fmt: skip
def test_days_and_moments(
    start: str, zone: str | None, first: str | None, last: str | None, expected: Certainty
) -> None:
    assert When.parse(start, None, zone).within(Period.parse(first, last)) is expected


def test_days_may_run_backwards_over_the_date_line() -> None:
    flight = When.parse("2024-07-25T06:00:00+08:00", "2024-07-24T18:00:00-08:00")
    assert flight.bounds() == ("2024-07-24", "2024-07-26")
    assert flight.within(Period.parse("2024-07-24", "2024-07-24")) is CERTAIN
    assert flight.within(Period.parse("2024-07-25", "2024-07-25")) is CERTAIN
    assert flight.within(Period.parse("2024-07-26", None)) is NO


def test_what_goes_on_is_known_to_do_so_until_a_day() -> None:
    work = When.parse("2024-08-06", "..")
    asked = Period.parse("2026", "2026")
    assert work.within(asked) is CERTAIN
    assert work.within(asked, as_of=date(2026, 3, 1)) is CERTAIN
    assert work.within(asked, as_of=date(2025, 3, 1)) is POSSIBLE
    assert work.within(Period.parse("2024-08-07", None), as_of=date(2024, 1, 1)) is POSSIBLE
    moment = Period.parse("2025-01-01T00:00:00Z", None)
    assert work.within(moment, as_of=date(2025, 3, 1)) is CERTAIN
    assert work.within(moment, as_of=date(2024, 12, 31)) is POSSIBLE
    closed = When.parse("2024-08-06", "2024-08-07")
    assert closed.within(asked, as_of=date(2026, 3, 1)) is NO


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("2024-10", "2024-09-01", "the end '2024-09-01' lies before the start '2024-10'"),
        ("[2024-10..]", "2024-09", "the end '2024-09' lies before the start '[2024-10..]'"),
        (
            "2024-07-24T16:40:01Z",
            "2024-07-24T16:40:00Z",
            "the end '2024-07-24T16:40:00Z' lies before the start '2024-07-24T16:40:01Z'",
        ),
        (
            "2024-07-26",
            "2024-07-25T09:59:59Z",
            "the end '2024-07-25T09:59:59Z' lies before the start '2024-07-26'",
        ),
    ],
)
def test_end_wholly_before_start_is_refused(start: str, end: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        When.parse(start, end)
    assert str(caught.value) == f"{message}; swap them, or correct the one that is wrong"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-10", "2024"),
        ("2024-10-05", "2024-10-05"),
        ("2024-07-24T16:40:00Z", "2024-07-24T16:40:00Z"),
        ("2024-07-26", "2024-07-25T10:00:00Z"),
        ("2024-07-25T01:00:00+08:00", "2024-07-24"),
        ("2024", "[..2024-01]"),
        ("2024", ".."),
        ("unknown", "2024"),
        ("2024", "unknown"),
    ],
)
def test_end_that_may_follow_its_start_is_taken(start: str, end: str) -> None:
    assert When.parse(start, end).end == parse_date(end)


def test_start_is_never_open() -> None:
    with pytest.raises(DateError, match=r"^'\.\.' is no start; write \"unknown\" where no source"):
        When.parse("..")


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "../etc/passwd", "/etc/passwd", "Europe", "\x00"]
)
def test_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(DateError, match="is not a time zone; write an IANA name such as Asia/Shan"):
        When.parse("2024", None, zone)


@pytest.mark.parametrize(
    ("start", "end", "bounds"),
    [
        ("2024-05", None, ("2024-05-01", "2024-06-01")),
        ("2024-05", "2024-06-10", ("2024-05-01", "2024-06-11")),
        ("2024-05", "..", ("2024-05-01", None)),
        ("[..2024-05]", None, (None, "2024-06-01")),
        ("unknown", None, (None, None)),
        ("unknown", "2024", (None, "2025-01-01")),
        ("9999-12-31", None, ("9999-12-31", None)),
        ("2024-07-24T18:00:00-08:00", None, ("2024-07-24", "2024-07-25")),
    ],
)
def test_bounds(start: str, end: str | None, bounds: tuple[str | None, str | None]) -> None:
    when = When.parse(start, end)
    assert when.bounds() == bounds
    assert (when.lower, when.upper) == tuple(b and date.fromisoformat(b) for b in bounds)


def test_properties_of_what_is_undated_and_of_what_goes_on() -> None:
    assert When.parse("unknown").undated
    assert When.parse("unknown", "..").undated
    assert not When.parse("unknown", "2024").undated
    assert When.parse("2024", "..").ongoing
    assert not When.parse("2024").ongoing
    assert When.parse("2024", "2025?").uncertain
    assert not When.parse("2024", "2025").uncertain


def test_order_is_by_first_day_as_written_and_undated_last() -> None:
    expected = [
        ("[..2024-04]", None),
        ("2024-05", None),
        ("2024-05-02", None),
        ("2024-07-24", None),
        ("2024-07-24", "2024-07-26"),
        ("2024-07-24T03:00:00-08:00", None),
        ("2024-07-24T18:00:00-08:00", None),
        ("2024-07-25", None),
        ("2024-07-25T01:00:00+08:00", None),
        ("9999-12-31", None),
        ("unknown", None),
        ("unknown", ".."),
    ]
    records = [When.parse(*dates) for dates in expected]
    shuffled = records[::2] + records[1::2]
    assert sorted(shuffled, key=lambda when: when.sort_key) == records


def test_record_is_copied_and_pickled_whole() -> None:
    when = When.parse("2024-07-24", "2024-07-25", "Asia/Shanghai")
    when.within(Period.parse("2024-07-24T00:00:00Z"))
    assert pickle.loads(pickle.dumps(when)) == when  # noqa: S301 - our own bytes
    assert copy.deepcopy(when) == when
    assert hash(copy.copy(when)) == hash(when)
