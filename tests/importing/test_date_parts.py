"""Dates and times of day in two columns, and rows of totals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.importing.date_parts import join_times_of_day
from geotrack.importing.table import Table
from geotrack.notation.dates import parse_date_text
from tests.importing.conftest import Import, Written, properties

MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1)).map(  # noqa: DTZ001 (the zone is another)
    lambda moment: moment.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("head", "cells", "start"),
    [
        ("Date,Time", "2024-07-24,13:45", "2024-07-24"),
        ("Date,Time", "2024-07-24,13:45Z", "2024-07-24T13:45:00Z"),
        ("Date,Time", "2024-07-24,1:45 PM UTC", "2024-07-24T13:45:00Z"),
        ("Date,Time", "2024-07-24,13:45 +02:00", "2024-07-24T13:45:00+02:00"),
        ("Date,Time (UTC)", "2024-07-24,13:45:10", "2024-07-24T13:45:10Z"),
        ("Dato,Klokkeslett", "24.07.2024,kl. 13.45", "2024-07-24"),
        ("event_date,event_time", "24 Jul 2024,0945Z", "2024-07-24T09:45:00Z"),
        ("Time UTC,Date", "930,2024-07-24", "2024-07-24T09:30:00Z"),
    ],
)
def test_a_date_and_a_time_of_day_are_one(
    csv: Written, imported: Import, head: str, cells: str, start: str
) -> None:
    made = imported(csv(f"title,{head}\nA,{cells}\n"))
    (record,) = properties(made)
    day, time = sorted(head.split(","), key=lambda name: "at" not in name)
    joined = f"{day}, {time}"
    assert record["start"] == start
    assert set(record) == {"title", "start"} | ({joined} if "T" not in start else set())
    assert any(line.startswith(f"{joined} → start (guess") for line in made.messages)


@pytest.mark.parametrize(
    "text",
    [
        "title,Date,Time\nA,2024-07-24 10:00Z,13:45\n",  # a time already
        "title,Date,Time\nA,2024-07,13:45\n",  # no day
        "title,Date,Time\nA,2024-07-24,25:00\n",
        "title,Date,Time\nA,2024-07-24,noon\n",
        "title,Start date,End time\nA,2024-07-24,13:45\n",
    ],
)
def test_other_cells_stay(csv: Written, imported: Import, text: str) -> None:
    (record,) = properties(imported(csv(text)))
    column = text.split("\n", maxsplit=1)[0].split(",")[2]
    assert record[column] == text.split("\n")[1].split(",")[2]


def test_a_date_is_no_grid_reference(csv: Written, imported: Import) -> None:
    made = imported(csv("title,when\nA,24 Jul 2024\n"))
    assert made.features[0]["geometry"] is None
    assert properties(made) == [{"title": "A", "start": "2024-07-24"}]


@given(MOMENTS, st.none() | st.integers(-14, 14))
def test_a_joined_time_is_its_moment(moment: datetime, hours: int | None) -> None:
    zone = "" if hours is None else f"{hours:+03d}:00"
    columns = {"Date": [f"{moment:%Y-%m-%d}"], "Time": [f"{moment:%H:%M}{zone}"]}
    made = join_times_of_day(Table(Path("a.csv"), columns, [None], ["line 2"]), (), guess=True)
    reading = parse_date_text(made.columns["Date, Time"][0])
    assert reading is not None
    assert reading.moment is not None
    if hours is None:
        assert reading.moment == moment
    else:
        there = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
        assert reading.moment.astimezone(UTC) == there.astimezone(UTC)


@pytest.mark.parametrize(
    ("row", "is_left_out"),
    [
        ("Total,,,7", True), ("I alt:,,,7", True), ("SUM,,,", True), (",,,7", False),
        ("Total,5,70,7", False), ("Total war,,,7", False), ("Total,,,seven", False),
    ],
)  # fmt: skip
def test_a_row_of_totals_is_no_record(
    csv: Written, imported: Import, row: str, is_left_out: bool
) -> None:
    made = imported(csv(f"title,lon,lat,count\nA,5,70,3\n{row}\nB,6,71,4\n"))
    assert len(made.features) == 3 - is_left_out
    assert any("a row of totals" in line for line in made.messages) == is_left_out
    assert made.features[-1]["properties"]["title"] == "B"
