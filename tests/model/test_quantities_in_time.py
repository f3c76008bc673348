"""Durations and speeds as they are written."""

from __future__ import annotations

import pytest

from geotrack.errors import UsageError
from geotrack.model.quantities import KNOT, in_metres_a_second, in_seconds


@pytest.mark.parametrize(
    ("text", "seconds"), [("6h", 21_600), ("90 MIN", 5_400), ("2d", 172_800), ("0.5 s", 0.5)]
)
def test_durations(text: str, seconds: float) -> None:
    assert in_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "speed"), [("60kn", 60 * KNOT), ("1 kt", KNOT), ("3.6 km/h", 1), ("2.5m/s", 2.5)]
)
def test_speeds(text: str, speed: float) -> None:
    assert in_metres_a_second(text) == pytest.approx(speed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("six hours", "'six hours' is no duration; write a number and one of s, min, h, d: 6h"),
        ("90", "the duration '90' has no unit; write one of s, min, h, d: 90h"),
        ("2 y", "the duration '2 y' has the unit 'y'; write one of s, min, h, d: 2h"),
        ("0h", "the duration '0h' is nothing; write one above 0"),
    ],
)
def test_what_is_no_duration(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        in_seconds(text)
    assert str(refusal.value) == message


def test_what_is_no_speed() -> None:
    with pytest.raises(UsageError, match="'90' has no unit; write one of kn, km/h, m/s: 90kn"):
        in_metres_a_second("90")
    with pytest.raises(UsageError, match="the speed '60 m' has the unit 'm'"):
        in_metres_a_second("60 m")
