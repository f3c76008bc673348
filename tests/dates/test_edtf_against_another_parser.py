"""The ``edtf`` package as a second opinion, for the forms whose bounds it gets right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import parse_date

DAYS = st.dates(date(1000, 1, 1), date(9000, 12, 31))


def same_bounds(text: str) -> bool:
    theirs = parse_edtf(text)
    ours = parse_date(text)
    assert ours.lower is not None
    assert ours.upper is not None
    last = ours.upper - timedelta(days=1)
    return tuple(theirs.lower_strict()[:3]) == tuple(ours.lower.timetuple()[:3]) and tuple(
        theirs.upper_strict()[:3]
    ) == tuple(last.timetuple()[:3])


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "2024-02",
        "2023-02",
        "202X",
        "20XX",
        "2XXX",
        "2024-XX",
        "2024-02-XX",
        "2024-XX-05",
        "202X-05",
        "2024-21",
        "2024-22",
        "2024-23",
        "[2024-09-20,2024-09-21]",
        "[2024-10-01..2024-10-10]",
        "[2024-09-20..2024-09-22,2024-10-05]",
        "[2024-09~,2024-10]",
    ],
)
def test_form_has_the_same_bounds(text: str) -> None:
    assert same_bounds(text)


@given(DAYS, st.sampled_from(["", "~", "?", "%"]), st.sampled_from([4, 7, 10]))
def test_partial_dates_have_the_same_bounds(day: date, qualifier: str, length: int) -> None:
    assert same_bounds(day.isoformat()[:length] + qualifier)
