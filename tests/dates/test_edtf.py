"""Every form that is a date, and every slip with its exact answer."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import DateError, When, parse_date
from geotrack.errors import GeotrackError

FORMS = [
    # text, precision, lower, upper, number of choices
    ("2024", "year", "2024-01-01", "2025-01-01", 1),
    ("2024-02", "month", "2024-02-01", "2024-03-01", 1),
    ("2023-02", "month", "2023-02-01", "2023-03-01", 1),
    ("2024-12", "month", "2024-12-01", "2025-01-01", 1),
    ("2024-02-29", "day", "2024-02-29", "2024-03-01", 1),
    ("2000-02-29", "day", "2000-02-29", "2000-03-01", 1),
    ("2024-12-31", "day", "2024-12-31", "2025-01-01", 1),
    ("0001", "year", "0001-01-01", "0002-01-01", 1),
    ("0001-01-01", "day", "0001-01-01", "0001-01-02", 1),
    ("9999", "year", "9999-01-01", None, 1),
    ("9999-12", "month", "9999-12-01", None, 1),
    ("9999-12-31", "day", "9999-12-31", None, 1),
    ("9999-12-30", "day", "9999-12-30", "9999-12-31", 1),
    ("2024-XX", "year", "2024-01-01", "2025-01-01", 1),
    ("2024-XX-XX", "year", "2024-01-01", "2025-01-01", 1),
    ("2024-05-XX", "month", "2024-05-01", "2024-06-01", 1),
    ("202X", "decade", "2020-01-01", "2030-01-01", 1),
    ("202X-XX-XX", "decade", "2020-01-01", "2030-01-01", 1),
    ("20XX", "century", "2000-01-01", "2100-01-01", 1),
    ("2XXX", "millennium", "2000-01-01", "3000-01-01", 1),
    ("000X", "decade", "0001-01-01", "0010-01-01", 1),
    ("9XXX", "millennium", "9000-01-01", None, 1),
    ("2024-1X", "set", "2024-10-01", "2025-01-01", 1),
    ("2024-0X", "set", "2024-01-01", "2024-10-01", 1),
    ("2024-X1", "set", "2024-01-01", "2024-12-01", 2),
    ("2024-05-1X", "set", "2024-05-10", "2024-05-20", 1),
    ("2024-02-3X", None, None, None, 0),
    ("2024-05-3X", "set", "2024-05-30", "2024-06-01", 1),
    ("2024-XX-05", "set", "2024-01-05", "2024-12-06", 12),
    ("2024-XX-31", "set", "2024-01-31", "2025-01-01", 7),
    ("2024-02-X9", "set", "2024-02-09", "2024-03-01", 3),
    ("2023-02-X9", "set", "2023-02-09", "2023-02-20", 2),
    ("202X-05", "set", "2020-05-01", "2029-06-01", 10),
    ("202X-02-29", "set", "2020-02-29", "2028-03-01", 3),
    ("2X24", "set", "2024-01-01", "2925-01-01", 10),
    ("202X-22", "set", "2020-06-01", "2029-09-01", 10),
    ("2024-21", "season", "2024-03-01", "2024-06-01", 1),
    ("2024-22", "season", "2024-06-01", "2024-09-01", 1),
    ("2024-23", "season", "2024-09-01", "2024-12-01", 1),
    ("2024-24", "season", "2024-12-01", "2025-03-01", 1),
    ("2023-24", "season", "2023-12-01", "2024-03-01", 1),
    ("9999-24", "season", "9999-12-01", None, 1),
    ("[2024-09-20,2024-09-21]", "set", "2024-09-20", "2024-09-22", 2),
    ("[2024-09-20, 2024-09-21]", "set", "2024-09-20", "2024-09-22", 2),
    ("[2024-09-21,2024-09-20,2024-09-21]", "set", "2024-09-20", "2024-09-22", 2),
    ("[2024-10-01..2024-10-10]", "set", "2024-10-01", "2024-10-11", 1),
    ("[2024-09-30..2024-10]", "set", "2024-09-30", "2024-11-01", 1),
    ("[..2024-09]", "set", None, "2024-10-01", 1),
    ("[2024-09..]", "set", "2024-09-01", None, 1),
    ("[9999..]", "set", "9999-01-01", None, 1),
    ("[..2024-09-20,2024-10-05]", "set", None, "2024-10-06", 2),
    ("[2024-09-20..2024-09-22,2024-10-05]", "set", "2024-09-20", "2024-10-06", 2),
    ("[2023,2024-XX-05]", "set", "2023-01-01", "2024-12-06", 13),
    ("[2024-21,2024-22]", "set", "2024-03-01", "2024-09-01", 2),
    ("[2024]", "set", "2024-01-01", "2025-01-01", 1),
    ("unknown", "unknown", None, None, 0),
    ("..", "ongoing", None, None, 0),
]
GOOD = [form for form in FORMS if form[1] is not None]


@pytest.mark.parametrize(("text", "precision", "lower", "upper", "choices"), GOOD)
def test_form_has_its_bounds(
    text: str, precision: str, lower: str | None, upper: str | None, choices: int
) -> None:
    read = parse_date(text)
    assert read.text == text
    assert read.precision == precision
    assert read.lower == (date.fromisoformat(lower) if lower else None)
    assert read.upper == (date.fromisoformat(upper) if upper else None)
    assert len(read.choices) == choices
    assert not read.uncertain
    assert read.instant is None


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("2024~", "~"),
        ("2024?", "?"),
        ("2024%", "%"),
        ("2024-05~", "~"),
        ("2024-05-17?", "?"),
        ("2024?-05-17", "?"),
        ("2024-?05-17", "?"),
        ("2024-05-%17", "%"),
        ("2024?-05~-17", "%"),
        ("?2024-05", "?"),
        ("202X~", "~"),
        ("2024-05-1X~", "~"),
        ("2024-21?", "?"),
        ("[2024-09-20,2024-09-21?]", "?"),
        ("[2024-09~..2024-10]", "~"),
    ],
)
def test_qualifier_makes_it_uncertain_and_moves_no_bound(text: str, qualifier: str) -> None:
    read = parse_date(text)
    plain = parse_date(re.sub("[~?%]", "", text))
    assert read.uncertain
    assert read.qualifier == qualifier
    assert (read.lower, read.upper, read.precision) == (plain.lower, plain.upper, plain.precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-24T16:40:00Z", datetime(2024, 7, 24, 16, 40, tzinfo=UTC)),
        (
            "2024-07-24T16:40:00-09:00",
            datetime(2024, 7, 24, 16, 40, tzinfo=timezone(timedelta(hours=-9))),
        ),
        (
            "2024-07-25t00:40:00.25+05:30",
            datetime(2024, 7, 25, 0, 40, 0, 250_000, tzinfo=timezone(timedelta(hours=5.5))),
        ),
    ],
)
def test_timestamp_keeps_its_own_offset(text: str, expected: datetime) -> None:
    read = parse_date(text)
    assert read.precision == "instant"
    assert read.instant == expected
    assert read.instant.utcoffset() == expected.utcoffset()
    assert read.lower == expected.date()
    assert read.upper == expected.date() + timedelta(days=1)


def test_one_flight_has_two_days_over_the_date_line() -> None:
    alaska = parse_date("2024-07-24T18:00:00-08:00")
    beijing = parse_date("2024-07-25T10:00:00+08:00")
    assert alaska.instant == beijing.instant
    assert (alaska.lower, beijing.lower) == (date(2024, 7, 24), date(2024, 7, 25))


SLIPS = [
    ("2024-13", "month 13; write 2024-12 or 2024-XX"),
    ("2024-00", "month 00; write 2024-01 or 2024-XX"),
    ("2024-25", "month 25; write 2024-12 or 2024-XX"),
    ("2024-13-05", "month 13; write 2024-12 or 2024-XX"),
    ("202X-13", "month 13; write 202X-12 or 202X-XX"),
    ("2024-2X", "month 2X; write 2024-12 or 2024-XX"),
    ("2023-02-29", "February 2023 has 28 days; write 2023-02-28 or 2023-02-XX"),
    ("1900-02-29", "February 1900 has 28 days; write 1900-02-28 or 1900-02-XX"),
    ("2024-02-30", "February 2024 has 29 days; write 2024-02-29 or 2024-02-XX"),
    ("2024-02-30~", "February 2024 has 29 days; write 2024-02-29 or 2024-02-XX"),
    ("2024-04-31", "April 2024 has 30 days; write 2024-04-30 or 2024-04-XX"),
    ("2024-05-00", "day 00; write 2024-05-01 or 2024-05-XX"),
    ("2024-02-3X", "no 2024-02 has a day 3X; write 2024-02 or 2024-02-XX"),
    ("2024-XX-32", "no 2024-XX has a day 32; write 2024-XX or 2024-XX-XX"),
    ("2024-21-05", "season 21 has no days; write 2024-21"),
    ("2024-21-05T10:00:00Z", "season 21 has no days; write 2024-21"),
    ("0000", "year 0000; write a year from 0001 to 9999"),
    ("XXXX", 'no digit of its year is known; write "unknown"'),
    ("XXXX-12-25", 'no digit of its year is known; write "unknown"'),
    ("20XX-XX-05", "it fits too many dates; write 20XX or a set [from..to]"),
    ("2XXX-XX-05", "it fits too many dates; write 2XXX or a set [from..to]"),
    ("2024-05/2024-06", 'an interval; write "start": "2024-05", "end": "2024-06"'),
    ("2024-05/..", 'an interval; write "start": "2024-05", "end": ".."'),
    ("2024-05/", 'an interval; write "start": "2024-05", "end": ".."'),
    ("2024-05-30/31", 'an interval; write "start": "2024-05-30", "end": "2024-05-31"'),
    ("2023/24", 'an interval; write "start": "2023", "end": "2024"'),
    ("/2024", 'an interval; write "start": "unknown", "end": "2024"'),
    ("2024/05", "a slash for a hyphen; write 2024-05"),
    ("2024.5", "a dot for a hyphen; write 2024-05"),
    ("202405", "no hyphen; write 2024-05"),
    ("05/2024", "the year stands last; write 2024-05"),
    ("{2024,2025}", "a list of dates that all hold; write one record for each, or [...] for one"
     " of them"),
    ("2024-9", "months have two digits; write 2024-09"),
    ("2024-9-5", "months and days have two digits; write 2024-09-05"),
    ("20240924", "no hyphens; write 2024-09-24"),
    ("2024/7/4", "slashes for hyphens; write 2024-07-04"),
    ("2024.07.24", "dots for hyphens; write 2024-07-24"),
    ("24.07.2024", "the year stands last; write 2024-07-24"),
    ("07/24/2024", "the year stands last; write 2024-07-24"),
    ("202x", "a small x; write 202X"),
    (" 2024", "blanks around it; write 2024"),
    ("", 'it is empty; write "unknown" where no source states one'),
    ("Unknown", 'a word; write "unknown" where no source states one'),
    ("present", 'a word; write "end": ".." where it still goes on'),
    ("2024..2025", "a range without brackets; write [2024..2025]"),
    ("-0050", "not a year of four digits; write a year from 0001 to 9999"),
    ("Y20240", "not a year of four digits; write a year from 0001 to 9999"),
    ("24", "not a year of four digits; write a year from 0001 to 9999"),
    ("2024-07-24T16:40:00", "a time without its offset from UTC; write 2024-07-24T16:40:00Z or"
     " 2024-07-24T16:40:00-09:00 as the source says, or 2024-07-24 alone"),
    ("2024-07-24 16:40", "a time without its offset from UTC; write 2024-07-24T16:40:00Z or"
     " 2024-07-24T16:40:00-09:00 as the source says, or 2024-07-24 alone"),
    ("2024-07-24T16:40Z", "a time without seconds; write 2024-07-24T16:40:00Z"),
    ("2024-07-24 16:40:00+08:00", "no T between day and time; write 2024-07-24T16:40:00+08:00"),
    ("2024-07-24T16:40:00+0800", "its offset lacks minutes or a colon; write"
     " 2024-07-24T16:40:00+08:00"),
    ("2024-07-24T16:40:00-09", "its offset lacks minutes or a colon; write"
     " 2024-07-24T16:40:00-09:00"),
    ("2024-07-24T24:00:00Z", "hour 24; hours run from 00 to 23"),
    ("2024-07-24T16:60:00Z", "minute 60; minutes run from 00 to 59"),
    ("2024-07-24T16:40:61Z", "second 61; seconds run from 00 to 60"),
    ("2024-07-24T16:40:60Z", "no leap second here; write 59; leap seconds end June or December,"
     " at 23:59:60Z"),
    ("2024-07-24T16:40:00+24:00", "offset +24:00; write an offset such as +08:00 or -09:00"),
    ("2023-02-29T16:40:00Z", "February 2023 has 28 days; write 2023-02-28 or 2023-02-XX"),
    ("[2024,,2025]", "a gap in the set; write [2024-09-20,2024-09-21] or"
     " [2024-10-01..2024-10-10]"),
    ("[]", "a gap in the set; write [2024-09-20,2024-09-21] or [2024-10-01..2024-10-10]"),
    ("[..]", 'a range without limits; write "unknown"'),
    ("[2024-10-10..2024-10-01]", "2024-10-10..2024-10-01 ends before it starts; write"
     " 2024-10-01..2024-10-10"),
    ("[2024-09..,2025]", "an open range inside the set; put .. first or last in it"),
    ("[2023,..2025]", "an open range inside the set; put .. first or last in it"),
    ("[2024-09-20T10:00:00Z,2025]", "a time in a set; write the days, or start and end"),
]  # fmt: skip


PARTS = st.sampled_from(["2024", "2025", "24", "05", "5", "13", "31", "X", "..", "T10:00:00Z"])
JOINTS = st.sampled_from(["/", "-", ".", "", "~", " "])


@given(st.lists(st.tuples(PARTS, JOINTS), min_size=1, max_size=5))
def test_what_a_remedy_writes_is_a_date(parts: list[tuple[str, str]]) -> None:
    text = "".join(part + joint for part, joint in parts)
    try:
        parse_date(text)
    except DateError as error:
        if error.remedy.startswith("write YYYY"):
            return
        pair = re.fullmatch(r'write "start": "(.+)", "end": "(.+)"', error.remedy)
        if pair:
            When.parse(*pair.groups())
            return
        for proposal in re.findall(r"[0-9X]{4}-[^ ,;]+", error.remedy):
            parse_date(proposal)


@pytest.mark.parametrize(("text", "answer"), SLIPS)
def test_slip_is_told_with_its_remedy(text: str, answer: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == f"'{text}' is not a date: {answer}"
    assert str(caught.value) == f"{caught.value.problem}; {caught.value.remedy}"
    assert isinstance(caught.value, GeotrackError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "[2024-13]",
            "in '[2024-13]', '2024-13' is not a date: month 13; write 2024-12 or 2024-XX",
        ),
        (
            "[2024-9,2025]",
            "in '[2024-9,2025]', '2024-9' is not a date: months have two digits; write 2024-09",
        ),
        (
            "[2024-02-30..2024-03-01]",
            "in '[2024-02-30..2024-03-01]', '2024-02-30' is not a date: February 2024 has 29 days; "
            "write 2024-02-29 or 2024-02-XX",
        ),
    ],
)
def test_slip_in_a_set_names_the_member(text: str, answer: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == answer


@pytest.mark.parametrize(
    "text",
    [
        "July 2024",
        "٢٠٢٤",
        "2024-9-45",
        "1945/1950/1955",
        "2024-07-24T16:40:00Z?",
        "[[2024],2025]",
        "[" * 500,
        "x" * 10_000,
        "....",
        "[....2024]",
        "2024\n",
        "2024\x00",
        "\ud800",
        "2024-05-17Z",
    ],
)
def test_what_fits_no_form_is_told_in_one_short_line(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    message = str(caught.value)
    assert len(message) < 400
    assert "\n" not in message
    assert "write" in message


@pytest.mark.parametrize("text", [text for text, _ in SLIPS])
def test_what_a_remedy_proposes_is_a_date(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    proposed = re.findall(r"\[?[0-9]{3}[0-9X][^ ;\"]*", caught.value.remedy)
    for proposal in proposed:
        date_like = f"[{proposal}]" if re.fullmatch(r"[^\[]+\.\.[^\]]+", proposal) else proposal
        parse_date(date_like.rstrip(","))


@given(st.text(alphabet="0123456789X-~?%[].,/TZ: +uxWkn", max_size=30))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        spans = parse_date(text).spans
    except DateError:
        return
    assert all(lower < upper for lower, upper in spans)
    assert list(spans) == sorted(spans)


@given(st.dates())
def test_any_day_of_the_calendar_round_trips(day: date) -> None:
    read = parse_date(day.isoformat())
    assert read.lower == day
    assert read.upper is None or read.upper - day == timedelta(days=1)
    assert parse_date(f"{day:%Y}-{day:%m}".zfill(7)).lower == day.replace(day=1)


@given(st.datetimes(), st.integers(-23 * 60, 23 * 60))
def test_any_moment_round_trips(clock: datetime, minutes: int) -> None:
    moment = clock.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    read = parse_date(moment.isoformat())
    assert read.instant == moment
    assert read.lower == clock.date()


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_calendar_agrees_with_the_standard_library(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        known: date | None = date(year, month, day)
    except ValueError:
        known = None
    try:
        read = parse_date(text).lower
    except DateError:
        read = None
    assert read == known


def test_leap_second_is_the_last_moment_of_its_day() -> None:
    read = parse_date("2016-12-31T23:59:60Z")
    assert read.lower == date(2016, 12, 31)
    assert read.instant is not None
    assert read.instant.isoformat() == "2016-12-31T23:59:59.999999+00:00"
    west = parse_date("2016-12-31T15:59:60-08:00")
    assert west.instant == read.instant


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00"])
def test_moments_at_the_ends_of_the_calendar_are_read(text: str) -> None:
    assert parse_date(text).instant is not None


def test_import_is_light() -> None:
    heavy = ["edtf", "dateutil", "pyparsing", "pandas", "numpy", "zoneinfo", "pydantic"]
    code = f"import sys, geotrack.dates; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
