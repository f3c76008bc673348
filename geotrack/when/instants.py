"""Moments: RFC 3339 date-times, and days as stretches of world time.

World time is counted in whole microseconds of UTC from the day before 0001-01-01, so that no
offset can carry it out of the range of `datetime`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from geotrack.when.calendars import check_day
from geotrack.when.dates import FIRST_DAY, Span
from geotrack.when.slips import not_a_date

__all__ = ["INSTANT", "day_ticks", "read_instant", "tick"]

INSTANT = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})"
)

_SECOND = 1_000_000
_HOUR = 3600 * _SECOND
_DAY = 24 * _HOUR
# A day begins first at UTC+14 (Kiribati) and ends last at UTC-12.
_EARLIEST_ZONE = 14 * _HOUR
_LATEST_ZONE = 12 * _HOUR


def read_instant(text: str, match: re.Match[str]) -> datetime:
    """Read the parts matched by `INSTANT` (RFC 3339 section 5.6) as an aware datetime.

    ``-00:00`` (UTC known, local offset not) is read as UTC. A leap second becomes the last
    microsecond before it, since `datetime` has no second 60.

    Raises
    ------
    DateError
        The calendar or the clock has no such moment.
    """
    check_day(text, match["year"], match["month"], match["day"])
    day = match["day"]
    month = int(match["month"])
    if month > 12:
        problem = f"season {match['month']} has no days"
        raise not_a_date(text, problem, f"write {match['year']}-{match['month']}")
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    if hour > 23:
        raise not_a_date(text, f"hour {hour}", "write hours from 00 to 23; midnight begins a day")
    if minute > 59:
        raise not_a_date(text, f"minute {match['minute']}", "write minutes from 00 to 59")
    zone = _zone(text, match["offset"])
    microsecond = int((match["fraction"] or "").ljust(6, "0")[:6])
    leap = second == 60
    if leap:
        second, microsecond = 59, 999_999
    if second > 59:
        raise not_a_date(text, f"second {match['second']}", "write seconds from 00 to 59")
    moment = datetime(
        int(match["year"]), month, int(day), hour, minute, second, microsecond, tzinfo=zone
    )
    if leap and not _ends_half_year(moment):
        remedy = "write 59; leap seconds end June or December, at 23:59:60Z"
        raise not_a_date(text, "no leap second here", remedy)
    return moment


def tick(moment: datetime) -> int:
    """Count microseconds of UTC up to an aware `moment`."""
    offset = moment.utcoffset() or timedelta()
    clock = (moment.hour * 3600 + moment.minute * 60 + moment.second) * _SECOND
    local = moment.toordinal() * _DAY + clock + moment.microsecond
    return local - offset // timedelta(microseconds=1)


def day_ticks(span: Span, zone: tzinfo | None) -> Span:
    """Turn half-open day numbers into half-open microseconds of UTC.

    Without a `zone`, a day lasts from its first beginning on Earth (10:00Z of the day before) to
    its last end (12:00Z of the day after).
    """
    lower, upper = span
    if zone is None:
        return lower * _DAY - _EARLIEST_ZONE, upper * _DAY + _LATEST_ZONE
    return _midnight(lower, zone), _midnight(upper, zone)


def _midnight(number: int, zone: tzinfo) -> int:
    inside = min(max(number, FIRST_DAY), date.max.toordinal())
    midnight = datetime.fromordinal(inside).replace(tzinfo=zone)
    return tick(midnight) + (number - inside) * _DAY


def _zone(text: str, offset: str) -> timezone:
    if offset in ("Z", "z"):
        return timezone.utc
    hours, minutes = int(offset[1:3]), int(offset[4:])
    if hours > 23 or minutes > 59:
        raise not_a_date(text, f"offset {offset}", "write an offset such as +08:00 or -09:00")
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if offset[0] == "-" else size)


def _ends_half_year(moment: datetime) -> bool:
    second_after = tick(moment) + 1
    if second_after % _DAY:
        return False
    after = date.fromordinal(min(second_after // _DAY, date.max.toordinal()))
    return (after.month, after.day) in ((1, 1), (7, 1))
