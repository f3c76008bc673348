"""Dates in a told form: nothing is added, and what a date cannot hold is told apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import When, in_words
from geotrack.errors import UsageError
from geotrack.importing.cells.dates import (
    DateRules,
    ParsedDate,
    check_form,
    is_date,
    parse_in_form,
    read_date,
    read_range,
    without_zone,
)
from geotrack.notation.date_expressions import DateRange, parse_date_range
from geotrack.notation.dates import DateOrder
from tests.importing.conftest import Import, Written, properties
from tests.notation.test_date_expressions import TIMES


@given(st.text())
def test_no_text_breaks_a_date(text: str) -> None:
    assert parse_in_form(text, ["%d.%m.%Y"]) is None or len(text) <= 10
    assert isinstance(is_date(text), bool)
    assert without_zone(text) is None or text[:10] == without_zone(text)


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("28.09.2024", "%d.%m.%Y", "2024-09-28"),
        ("09/28/2024", "%m/%d/%Y", "2024-09-28"),
        ("9/2024", "%m/%Y", "2024-09"),
        ("28 Sep 2024", "%d %b %Y", "2024-09-28"),
        ("2024-272", "%Y-%j", "2024-09-28"),
        ("2020-W53-5", "%G-W%V-%u", "2021-01-01"),
        ("28.09.2024 16:40 -0900", "%d.%m.%Y %H:%M %z", "2024-09-28T16:40:00-09:00"),
        ("2024-09-28T16:40:05+0000", "%Y-%m-%dT%H:%M:%S%z", "2024-09-28T16:40:05+00:00"),
        ("28.09.2024 4:40 PM +0000", "%d.%m.%Y %I:%M %p %z", "2024-09-28T16:40:00+00:00"),
        ("31.02.2024", "%d.%m.%Y", None),
        ("28/09/2024", "%m/%d/%Y", None),
    ],
)
def test_a_date_says_no_more_than_its_form(text: str, form: str, expected: str | None) -> None:
    found = parse_in_form(text, [form])
    assert (found and found.date) == expected
    assert found is None or is_date(found.date)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("01.07.2025 14:30", "%d.%m.%Y %H:%M", "2025-07-01"),
        ("01.07.2025 00:00", "%d.%m.%Y %H:%M", "2025-07-01"),
        ("01.07.2025 14:30 UTC", "%d.%m.%Y %H:%M %Z", "2025-07-01"),
        ("01.07.2025 +0200", "%d.%m.%Y %z", "2025-07-01"),
        ("01.07.2025 04:30 +0200", "%d.%m.%Y %I:%M %z", "2025-07-01"),  # which half of the day?
        ("01.07.2025 14 +0200", "%d.%m.%Y %H %z", "2025-07-01"),
        ("ca. 01.07.2025", "ca. %d.%m.%Y", "2025-07-01"),
        ("01.07.2025?", "%d.%m.%Y?", "2025-07-01"),
        ("~01.07.2025", "~%d.%m.%Y", "2025-07-01"),
        ("Mon 01.07.2025", "%a %d.%m.%Y", "2025-07-01"),  # it was a Tuesday
        ("FY 2024", "FY %Y", "2024"),
        ("uke 27 2025", "uke %W %Y", "2025"),
        ("27 2025", "%W %Y", "2025"),
        ("28 2024", "%d %Y", "2024"),  # of a month that is not told
        ("100 % 2024", "100 %% %Y", "2024"),
    ],
)
def test_what_a_date_does_not_hold_is_told(text: str, form: str, day: str) -> None:
    check_form(form)
    assert parse_in_form(text, [form]) == ParsedDate(day, whole=False)


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%d. %B %Y", "%b-%y", "%Y"])
def test_a_form_of_parts_and_separators_loses_nothing(form: str) -> None:
    found = parse_in_form(date(2024, 9, 28).strftime(form), [form])
    assert found is not None
    assert found.whole


def test_a_fraction_of_a_second_is_not_held() -> None:
    found = parse_in_form("2024-09-28T16:40:05.250+0000", ["%Y-%m-%dT%H:%M:%S.%f%z"])
    assert found == ParsedDate("2024-09-28T16:40:05+00:00", whole=False)


NORWEGIAN = "januar februar mars april mai juni juli august september oktober november desember"
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
SHORT = "jan feb mar apr mai jun jul aug sep okt nov des"
SHORT_RUSSIAN = "янв фев мар апр мая июн июл авг сен окт ноя дек"


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (NORWEGIAN, "%d. %B %Y"), (NORWEGIAN.title(), "%d. %B %Y"), (RUSSIAN, "%d. %B %Y"),
        (SHORT, "%d. %b %Y"), (SHORT_RUSSIAN, "%d. %b %Y"),
    ],
)  # fmt: skip
def test_months_have_names_in_the_languages_of_the_north(names: str, form: str) -> None:
    for month, name in enumerate(names.split(), start=1):
        expected = ParsedDate(f"2025-{month:02}-03", whole=True)
        assert parse_in_form(f"3. {name} 2025", [form]) == expected


def test_a_month_of_another_language_is_not_guessed() -> None:
    assert parse_in_form("3. toukokuu 2025", ["%d. %B %Y"]) is None


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%b %Y", "%Y", "%d %B %y", "%Y-%m-%dT%H:%M:%S%z"])
def test_a_form_of_dates(form: str) -> None:
    check_form(form)


@pytest.mark.parametrize("form", ["", "dd.mm.yyyy", "%Q", "%d%d.%Y", "%d.%m", "%Y %", "%", "\0"])
def test_what_is_no_form_of_dates(form: str) -> None:
    with pytest.raises(UsageError, match=r"is no form of a date; write one such as %d.%m.%Y"):
        check_form(form)


def test_a_century_is_not_written_into_a_form() -> None:
    with pytest.raises(UsageError, match="digits before %y; write %Y"):
        check_form("%d.%m.19%y")


def test_a_moment_without_a_zone_is_its_day() -> None:
    assert without_zone("2024-07-24 16:40:00.123") == "2024-07-24"
    assert without_zone("2024-02-30T16:40:00") is None
    assert without_zone("2024-07-24T16:40:00-09:00") is None


@given(TIMES, st.sampled_from(["en", "nb"]), st.sampled_from(["day", "month", None]))
def test_a_time_in_words_is_the_one_that_the_form_reads(
    time: DateRange, language: str, order: DateOrder | None
) -> None:
    when = When.parse(time.start, time.end)
    text, rules = in_words(when, language), DateRules(order=order)
    single, span = read_date(text, rules), read_range(text, rules)
    [typed] = parse_date_range(text)
    assert span == typed
    assert (single and (single.date, None)) == (None if typed.end else (typed.start, None))


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("04/05/2024 – 06/05/2024", "day", ("2024-05-04", "2024-05-06")),
        ("04/05/2024 – 06/05/2024", "month", ("2024-04-05", "2024-06-05")),
        ("04/05/2024 – 06/05/2024", None, None),
        ("winter 2024", "day", None),  # of two years, whatever the order
        ("soon after 1944", None, None),
        ("the summer", None, None),
    ],
)
def test_a_range_is_read_if_it_has_one_reading(
    text: str, order: DateOrder | None, expected: tuple[str, str] | None
) -> None:
    found = read_range(text, DateRules(order=order))
    assert (found and (found.start, found.end)) == expected


def test_a_cell_of_a_start_fills_start_and_end(csv: Written, imported: Import) -> None:
    rows = [
        ("1–10 October 2024", ""),
        ("siden mars 2024", ""),
        ("1–10 October 2024", "2024-10-09"),
        ("summer 2024", "autumn 2024"),
        ("2024-05-01", ""),
    ]
    text = "title,start,end\n" + "".join(f"A,{start},{end}\n" for start, end in rows)
    made = imported(csv(text))
    assert [(p.get("start"), p.get("end")) for p in properties(made)] == [
        ("2024-10-01", "2024-10-10"),
        ("2024-03", ".."),
        ("2024-10-01", "2024-10-09"),
        ("2024-22", "2024-23"),
        ("2024-05-01", None),
    ]
    [note] = [m for m in made.messages if m.startswith("start: ") and "read as dates" in m]
    assert "'1–10 October 2024' → 2024-10-01/2024-10-10" in note


def test_a_column_of_years_without_a_name_is_no_time(csv: Written, imported: Import) -> None:
    made = imported(csv("title,depth\nA,1000-2000\nB,2000–3000\n"))
    assert all("start" not in p or p["start"] == "unknown" for p in properties(made))
