"""Dates in the notations of sources."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import parse_date
from geotrack.notation.dates import (
    date_of_number,
    date_order,
    is_ambiguous,
    number_form,
    parse_date_text,
)

MONTHS = [
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "desember",
]  # fmt: skip
DAYS = st.dates(date(1969, 1, 1), date(2068, 12, 31))


@given(DAYS)
def test_a_day_comes_back_from_each_notation(day: date) -> None:
    name = MONTHS[day.month - 1]
    english = f"{day:%B}"
    for text in (
        f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{day:%Y%m%d}", f"{day:%d-%b-%Y}",
        f"{day:%d%b%Y}".upper(), f"{day.day}. {name} {day.year}", f"{day.day} {english} {day.year}",
        f"{english} {day.day}, {day.year}", f"{day:%b} {day.day} {day.year}", f"{day:%d %b %y}",
        f"{day:%A}, {day.day} {english} {day.year}", f"{day:%Y-%b-%d}",
        f"{day.day}th of {english} {day.year}",
    ):  # fmt: skip
        found = parse_date_text(text)
        assert found is not None, text
        assert (found.date, found.whole, found.moment) == (day.isoformat(), True, None), text
    for mark in "./-":
        day_first, month_first = (day.strftime(f"%d{mark}%m{mark}%Y"),
                                  day.strftime(f"%m{mark}%d{mark}%Y"))  # fmt: skip
        assert parse_date_text(day_first, "day").date == day.isoformat()
        assert parse_date_text(month_first, "month").date == day.isoformat()
        both = day.day <= 12 and day.day != day.month
        assert is_ambiguous(day_first) == is_ambiguous(month_first) == both
        assert (parse_date_text(day_first) is None) == both


@given(st.datetimes(datetime(1970, 1, 1), datetime(2068, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001 (without a zone on purpose)
def test_a_moment_keeps_its_zone_and_gets_none(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0)
    zoned = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    for text in (f"{zoned:%Y-%m-%d %H:%M:%S%z}", f"{zoned:%d %b %Y %I:%M:%S %p %z}",
                 f"{zoned:%a, %d %b %Y %H:%M:%S %z}"):  # fmt: skip
        found = parse_date_text(text)
        assert found is not None
        assert found.moment == zoned
        assert parse_date(found.date).instant == zoned
        assert found.whole
    naive = parse_date_text(f"{moment:%d.%m.%Y kl. %H.%M.%S}", "day")
    assert naive is not None
    assert (naive.date, naive.moment) == (moment.date().isoformat(), moment)
    assert naive.whole == (moment.time() == datetime.min.time())
    group = parse_date_text(f"{moment:%d%H%MZ%b%Y}".upper())
    assert group is not None
    assert group.moment == moment.replace(second=0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("07/2024", "2024-07"),
        ("7.2024", "2024-07"),
        ("2024/07", "2024-07"),
        ("Jul 2024", "2024-07"),
        ("juli 2024", "2024-07"),
        ("Jul-2024", "2024-07"),
        ("onsdag 24. juli 2024", "2024-07-24"),
        ("24. 7. 2024", "2024-07-24"),
        ("24 JUL 2024 1305Z", "2024-07-24T13:05:00Z"),
        ("July 24, 2024 at 1 pm UTC", "2024-07-24T13:00:00Z"),
        ("24.07.2024 13:05 +02:00", "2024-07-24T13:05:00+02:00"),
        ("12/24/2024 12:05 AM", "2024-12-24"),
        ("Thursday 24 July 2024", None),  # it was a Wednesday
        ("31.02.2024", None),
        ("2024-24-07", None),
        ("24.07.2024 25:00", None),
        ("24-07-11", None),  # year or day first?
        ("13:05", None),
        ("July", None),
        ("24 Smarch 2024", None),
        ("week 3 2024", None),
        ("ca. 24.07.2024", None),
        ("", None),
    ],
)
def test_notations(text: str, date_: str | None) -> None:
    found = parse_date_text(text)
    assert (found and found.date) == date_


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["04/05/2024", "24/05/2024"], "day"),
        (["04/05/2024", "05/24/2024"], "month"),
        (["24/05/2024", "05/24/2024"], None),  # they contradict each other
        (["04/05/2024", "05/05/2024"], None),
        (["04.05.2024"], "day"),
        (["04.05.2024", "05.24.2024"], "month"),
        (["04.05.2024", "04/05/2024"], None),
        (["2024-05-04", "24. juli 2024"], None),
        ([], None),
    ],
)
def test_a_column_decides_the_order(texts: list[str], order: str | None) -> None:
    assert date_order(texts) == order


@given(st.text() | st.text(alphabet="0123456789./-: ZTjulymaPM+", max_size=30))
def test_no_text_breaks_a_date_and_each_reading_is_a_date(text: str) -> None:
    for order in (None, "day", "month"):
        found = parse_date_text(text, order)
        if found is not None:
            parse_date(found.date)


@given(st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 (without a zone on purpose)
def test_excels_serial_dates(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for form, first in (("excel", datetime(1899, 12, 30)), ("excel-1904", datetime(1904, 1, 1))):  # noqa: DTZ001 (without a zone on purpose)
        if moment < first:
            continue
        found = date_of_number((moment - first) / timedelta(days=1), form)
        assert found is not None
        assert found.date == moment.date().isoformat()
        assert found.whole == (moment.time() == datetime.min.time())
        assert found.moment in {None, moment}


@pytest.mark.parametrize(
    ("number", "date_"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (60, None), (61, "1900-03-01"), (0, None), (-1, None),
     (2_958_465, "9999-12-31"), (2_958_466, None), (1e300, None)],
)  # fmt: skip
def test_excel_counts_a_day_that_there_was_not(number: float, date_: str | None) -> None:
    found = date_of_number(number, "excel")
    assert (found and found.date) == date_


@given(st.integers(631_152_000, 1_780_000_000))
def test_seconds_and_parts_of_them_since_1970(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    for n, form in enumerate(("epoch", "epoch-ms", "epoch-us", "epoch-ns")):
        number = seconds * 1000**n
        assert number_form([number]) == form
        found = date_of_number(number, form)
        assert found is not None
        assert (found.moment, found.whole) == (moment, True)
        assert parse_date(found.date).instant == moment
