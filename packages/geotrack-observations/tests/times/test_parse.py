"""Times in the forms in which people write them, against Python's own reader of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geotrack.errors import FieldError
from geotrack.importing.cells.dates import date_rules, read_date
from geotrack.notation.dates import plausible_epoch
from geotrack_observations import Naming
from geotrack_observations.times.parse import TimeReading, Times, read_times
from geotrack_observations.times.time_forms import form_of

MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 31))  # noqa: DTZ001 (clocks)
BUILT_IN = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S",
    "%d-%b-%Y %H:%M", "%d %B %Y %H:%M:%S", "%b %d, %Y %I:%M %p", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S",
)  # fmt: skip
SLASHES = ("%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y, %H:%M")


def read(values: list[Any], **how: Any) -> Times:
    return read_times(pa.array(values), len(values), TimeReading(**how))


def expected(text: str, form: str, zone: str) -> datetime:
    clock = datetime.strptime(text, form).replace(tzinfo=ZoneInfo(zone))
    return clock.astimezone(UTC)


@given(
    st.lists(st.tuples(MOMENTS, st.sampled_from(BUILT_IN)), min_size=1),
    st.sampled_from(["UTC", "Europe/Oslo", "America/Anchorage"]),
)
@example([(datetime(2024, 3, 31, 2, 30), BUILT_IN[0])], "Europe/Oslo")  # noqa: DTZ001 (a clock)
@example([(datetime(2024, 10, 27, 2, 30), BUILT_IN[0])], "Europe/Oslo")  # noqa: DTZ001 (a clock)
@example([(datetime(1850, 1, 1, 12, 0), BUILT_IN[0])], "Europe/Oslo")  # noqa: DTZ001 (a clock)
@example([(datetime(2150, 7, 1, 12, 0), BUILT_IN[0])], "Europe/Oslo")  # noqa: DTZ001 (a clock)
def test_forms_are_read_as_strptime_reads_them(rows: list[Any], zone: str) -> None:
    texts = [moment.strftime(form) for moment, form in rows]
    found = read(texts, zone=zone)
    wanted = [expected(t, form, zone) for t, (_, form) in zip(texts, rows, strict=True)]
    assert (found.start.to_pylist(), found.day_end, found.why) == (wanted, None, {})


@given(st.lists(st.tuples(MOMENTS, st.sampled_from(SLASHES)), min_size=1), st.booleans())
def test_with_slashes_the_order_is_as_stated(rows: list[Any], month_first: bool) -> None:
    forms = [f.replace("%d", "%D").replace("%m", "%d").replace("%D", "%m") for _, f in rows]
    forms = forms if month_first else [form for _, form in rows]
    texts = [moment.strftime(form) for (moment, _), form in zip(rows, forms, strict=True)]
    found = read(texts, zone="UTC", month_first=month_first)
    wanted = [expected(t, form, "UTC") for t, form in zip(texts, forms, strict=True)]
    assert (found.start.to_pylist(), found.why) == (wanted, {})


@given(st.lists(st.tuples(MOMENTS, st.sampled_from((*BUILT_IN, *SLASHES, "%y%j %H%M")))))
def test_a_form_that_is_named_is_read_as_strptime_reads_it(rows: list[Any]) -> None:
    for moment, form in rows:
        text = moment.strftime(form)
        found = read([text, "soon", None], zone="UTC", formats=(form,))
        assert found.start.to_pylist() == [expected(text, form, "UTC"), None, None]
        assert [reason.text for reason in found.why.values()] == [
            f"time 'soon' is no time as {form}"
        ]


@given(MOMENTS, st.sampled_from([(1, 1), (1_000, 1), (1_000_000, 1)]))
@example(datetime(1973, 3, 4), (1, 1))  # noqa: DTZ001 (a clock)
def test_counts_since_1970_are_known_by_their_size(moment: datetime, unit: tuple[int, int]) -> None:
    whole = moment.replace(tzinfo=UTC, microsecond=0)
    seconds = int(whole.timestamp())
    assume(seconds >= 100_000_000)
    count = seconds * unit[0]
    for values in ([str(count)], [count], [f"{count}.0"]):
        assert read(values, is_epoch=True).start.to_pylist() == [whole]
        low, high = plausible_epoch()
        known = [whole] if low <= seconds < high else [None]
        assert read(values).start.to_pylist() == known


def test_days_of_a_spreadsheet_need_a_column_of_dates_and_a_zone() -> None:
    noon = datetime(2024, 7, 24, 12, tzinfo=UTC)
    assert read(["45497.5"], zone="UTC", is_date=True).start.to_pylist() == [noon]
    assert read(["45497.5"], zone="UTC", formats=("excel",)).start.to_pylist() == [noon]
    whole = read(["45497", "45498"], zone="UTC", is_date=True)
    assert whole.day_end.to_pylist() == [datetime(2024, 7, d, tzinfo=UTC) for d in (25, 26)]
    (why,) = read(["45497.5"], zone="UTC").why.values()
    assert why.text.endswith("whose unit is not known: give it as time_format, for example excel")
    (why,) = read(["45497.5"], is_date=True).why.values()
    assert "states no time zone" in why.text
    assert read(["27233.5"], formats=("days since 1950-01-01",)).start.to_pylist() == [noon]


def test_a_bare_date_lasts_until_the_next_midnight_there() -> None:
    texts = ["2024-03-31", "24.07.2024", "20240724", "24 July 2024", "2024-07-24 10:00"]
    for values in (texts, [date(2024, 7, 24)]):
        found = read(values, zone="Europe/Oslo")
        lasting = [
            end and end - start
            for start, end in zip(found.start.to_pylist(), found.day_end.to_pylist(), strict=True)
        ]
        hours = [23, 24, 24, 24, None] if values is texts else [24]
        assert lasting == [None if many is None else timedelta(hours=many) for many in hours]
    assert "states no time zone" in read(["2024-07-24"]).why[0].text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2024-02-30 10:00", "is no time that there is"),
        ("24/07/2024 25:00", "is no time that there is"),
        ("24/07/2024 13:00 PM", "is no time that there is"),
        ("2024-07-24T10:00:00+25:00", "is no time that there is"),
        ("24-Foo-2024", "is no time that there is"),
        ("0001-01-01 00:00:00 +14:00", "is beyond the year 1 or 9999"),
        ("9999-12-31", "is beyond the year 1 or 9999"),
        (
            "9" * 30,
            "is a number whose unit is not known: give it as time_format, for example excel",
        ),
        ("24/17/24", "is no time as 2024-07-24T16:40:00Z"),
        ("2006102812", "states no time zone: give one as time_zone, for example UTC"),
    ],
)
def test_what_is_no_time_has_its_reason(text: str, rule: str) -> None:
    zone = None if "zone" in rule else "UTC"
    found = read([text], zone=zone, month_first=False)
    assert (found.start.to_pylist(), found.why[0].text) == ([None], f"time {text!r} {rule}")


@pytest.mark.parametrize(
    "form", ["%d/%m", "%H:%M", "%Q", "%", "soon", "%Y-%m-%d %Y", "%Y-%m-%d %I:%M", "days since now"]
)
def test_a_form_that_states_no_day_is_refused(form: str) -> None:
    with pytest.raises(FieldError, match="write one such as %d/%m/%Y %H:%M, excel, epoch or"):
        form_of(form)


HOURS = st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31, 23))  # noqa: DTZ001 (clocks)
DIGITS = ("%Y%m%d%H", "%Y%m%d%H%M", "%Y%m%d%H%M%S")
NOTATIONS = ("%d%H%MZ%b%Y", "%d.%m.%Y kl. %H.%M", "%Y-%m-%d %H%MZ", "%d. %B %Y", "%d/%m/%y %H:%M")


@given(st.lists(st.tuples(HOURS, st.sampled_from(DIGITS + NOTATIONS)), min_size=1))
@example([(datetime(2006, 10, 28, 12), DIGITS[0])])  # noqa: DTZ001 (a clock)
@example([(datetime(2006, 10, 28, 12, 30), DIGITS[1])])  # noqa: DTZ001 (a clock)
def test_import_and_build_read_the_same_day_and_hour(rows: list[Any]) -> None:
    texts = [moment.strftime(form) for moment, form in rows]
    wanted = [expected(t, f, "UTC") for t, (_, f) in zip(texts, rows, strict=True)]
    assert read(texts, zone="UTC", month_first=False).start.to_pylist() == wanted
    rules = date_rules(texts, ("day-first",), guess=True)
    assert rules.numbers is None
    readings = [read_date(text, rules) for text in texts]
    days = [r and r.date[:10] for r in readings]
    assert days == [moment.date().isoformat() for moment in wanted]
    moments = [r and r.moment and r.moment.replace(tzinfo=UTC) for r in readings]
    assert all(m in (None, w) for m, w in zip(moments, wanted, strict=True))


@pytest.mark.parametrize("name", ["epoch", "unix_time", "posixTime", "time_ms", "t_epoch_s"])
def test_a_name_that_says_so_makes_every_number_a_count(name: str) -> None:
    roles = Naming(time_zone="UTC").roles(["lon", "lat", name], Path("a.csv"))
    assert (roles.time, roles.times.is_epoch) == (name, True)
    found = read_times(pa.array(["2006102812"]), 1, roles.times)
    assert found.start.to_pylist() == [datetime.fromtimestamp(2006102812, UTC)]
    numbers = date_rules(["2006102812"], (), guess=True, is_epoch=True).numbers
    assert numbers == "epoch"


def test_a_count_that_no_year_makes_plausible_is_no_time() -> None:
    assert date_rules(["2100000000"], (), guess=True).numbers is None
    assert read(["2100000000"], zone="UTC").start.to_pylist() == [None]
    low, high = plausible_epoch()
    assert high < 1990_01_01_00  # as seconds, hours of 1990 on are later
    assert low * 1_000 > 2035_12_31_23_59  # as milliseconds, minutes to 2035 are earlier


@pytest.mark.parametrize(("form", "parts"), [("epoch-us", 10**6), ("epoch-ns", 10**9)])
def test_parts_of_a_second_are_read_alike_by_import_and_build(form: str, parts: int) -> None:
    text, moment = str(1_721_826_300 * parts), datetime(2024, 7, 24, 13, 5, tzinfo=UTC)
    rules = date_rules([text], (), guess=True)
    found = read_date(text, rules)
    assert (rules.numbers, found and found.moment) == (form, moment)
    for formats in ((), (form,)):
        times = read_times(pa.array([text]), 1, TimeReading("UTC", formats))
        assert times.start.to_pylist() == [moment]


def test_beside_days_in_digits_no_number_is_a_count() -> None:
    texts = ["2006102812", "1162000000"]
    rules = date_rules(texts, (), guess=True)
    assert [(r and r.date) for r in (read_date(t, rules) for t in texts)] == ["2006-10-28", None]
    wanted = [datetime(2006, 10, 28, 12, tzinfo=UTC), None]
    assert read(texts, zone="UTC").start.to_pylist() == wanted
