"""Moments: RFC 3339 date-times, and days as stretches of world time.

World time is a whole number of microseconds of UTC, 0 at the start of the day before 0001-01-01
(`toordinal` 0). Unlike a `datetime` it has no limits that an offset could pass.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from geotrack.dates.calendars import check_day
from geotrack.dates.date import FIRST_DAY, Span
from geotrack.dates.date_errors import not_a_date
from geotrack.messages import Message

__all__ = ["INSTANT", "day_ticks", "read_instant", "tick"]

INSTANT = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})"
)

# The last of each; second 60 is a leap second.
_CLOCK = {"hour": 23, "minute": 59, "second": 60}
_OFF_CLOCK = {
    "hour": ("hour {number}", "hours run from 00 to {last}"),
    "minute": ("minute {number}", "minutes run from 00 to {last}"),
    "second": ("second {number}", "seconds run from 00 to {last}"),
}

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
    for name, last in _CLOCK.items():
        if int(match[name]) > last:
            problem, remedy = _OFF_CLOCK[name]
            raise not_a_date(text, Message(problem, match[name]), Message(remedy, last))
    zone = _zone(text, match["offset"])
    second = int(match["second"])
    microsecond = int((match["fraction"] or "").ljust(6, "0")[:6])
    leap = second == _CLOCK["second"]
    if leap:
        second, microsecond = second - 1, _SECOND - 1
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    clock = time(int(match["hour"]), int(match["minute"]), second, microsecond, tzinfo=zone)
    moment = datetime.combine(day, clock)
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
    first = _midnight(lower, zone)
    # A zone can skip a day (Samoa, 30 December 2011); what is said of it still has its moment.
    return first, max(_midnight(upper, zone), first + 1)


def _midnight(number: int, zone: tzinfo) -> int:
    """Return when a day begins in a zone, in ticks.

    A day that `datetime` does not have begins whole days before the first that it has, or after
    the last.
    """
    inside = min(max(number, FIRST_DAY), date.max.toordinal())
    midnight = datetime.fromordinal(inside).replace(tzinfo=zone)
    return tick(midnight) + (number - inside) * _DAY


def _zone(text: str, offset: str) -> timezone:
    if offset in ("Z", "z"):
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:])
    if hours > _CLOCK["hour"] or minutes > _CLOCK["minute"]:
        raise not_a_date(
            text, Message("offset {offset}", offset), "write an offset such as +08:00 or -09:00"
        )
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if offset[0] == "-" else size)


def _ends_half_year(moment: datetime) -> bool:
    """Return whether January or July begins, in UTC, a microsecond after a moment."""
    next_tick = tick(moment) + 1
    if next_tick % _DAY:
        return False
    # `date` has no day after 9999-12-31, and that day has no leap second.
    following = date.fromordinal(min(next_tick // _DAY, date.max.toordinal()))
    return (following.month, following.day) in ((1, 1), (7, 1))
