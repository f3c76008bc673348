from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import DateError, Period


@pytest.mark.parametrize(
    ("first", "last", "lower", "upper"),
    [
        ("2024", "2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2024-02-29", "2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
        ("2024-05", "2024", date(2024, 5, 1), date(2025, 1, 1)),
        ("2024-22", "2024-22", date(2024, 6, 1), date(2024, 9, 1)),
        ("202X", "202X", date(2020, 1, 1), date(2030, 1, 1)),
        ("2024", None, date(2024, 1, 1), None),
        (None, "2024", None, date(2025, 1, 1)),
        (None, None, None, None),
        ("9999", "9999", date(9999, 1, 1), None),
        ("0001", "0001", date(1, 1, 1), date(2, 1, 1)),
    ],
)
def test_partial_dates_are_taken_in_whole(
    first: str | None, last: str | None, lower: date | None, upper: date | None
) -> None:
    assert Period.parse(first, last) == Period(lower, upper)


def test_moments_are_taken_in() -> None:
    moment = datetime(2024, 7, 24, 16, 40, tzinfo=timezone(timedelta(hours=-9)))
    text = "2024-07-24T16:40:00-09:00"
    assert Period.parse(text, text) == Period(moment, moment + timedelta(microseconds=1))
    assert Period.parse(None, "9999-12-31T23:59:59.999999Z") == Period()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025", "2024"),
        ("2024-02", "2024-01"),
        ("2024-02-02", "2024-02-01"),
        ("2024-07-24T16:40:01Z", "2024-07-24T16:40:00Z"),
        ("2024-07-24T16:40:00Z", "2024-07-24T16:40:00+01:00"),
        ("2024-07-26", "2024-07-24T16:40:00Z"),
        ("2024-07-26T12:00:00Z", "2024-07-24"),
    ],
)
def test_inverted_period_is_refused(first: str, last: str) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(first, last)
    assert str(caught.value) == (
        f"the period from '{first}' to '{last}' ends before it starts; "
        "ask from the earlier date to the later"
    )


@pytest.mark.parametrize(
    "text", ["2024~", "2024-05?", "[2024-05,2024-07]", "[2024-05..]", "unknown", "..", "2024-XX-05"]
)
def test_limit_is_one_known_date(text: str) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    assert str(caught.value) == (
        f"'{text}' is no limit of a period; write one date, such as 2024, 2024-05 or 2024-05-17"
    )


def test_wrong_date_is_told_as_such() -> None:
    with pytest.raises(DateError, match=r"^'2024-13' is not a date: month 13; write 2024-12 or"):
        Period.parse("2024", "2024-13")


def test_empty_period_is_refused() -> None:
    with pytest.raises(DateError) as caught:
        Period(date(2024, 1, 2), date(2024, 1, 2))
    assert str(caught.value) == (
        "the period from 2024-01-02 to before 2024-01-02 is empty; "
        "ask from the earlier date to the later"
    )


def test_moment_without_offset_is_refused() -> None:
    with pytest.raises(DateError, match=r"^2024-01-02T00:00:00 has no offset from UTC; give it"):
        Period(datetime(2024, 1, 2))  # noqa: DTZ001 - the fault under test
    assert Period(datetime(2024, 1, 2, tzinfo=UTC)).upper is None


@given(st.dates(), st.dates())
def test_days_make_a_period_in_order_only(first: date, last: date) -> None:
    if first <= last:
        period = Period.parse(first.isoformat(), last.isoformat())
        assert period.lower == first
        assert period.upper is None or period.upper - last == timedelta(days=1)
    else:
        with pytest.raises(DateError):
            Period.parse(first.isoformat(), last.isoformat())
