"""Reasons for probable duplicates as text, symmetric in the two records."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER
from geotrack.dates.instants import tick
from geotrack.i18n.folding import folded
from geotrack.messages import AND, Message

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.workspace.duplicates.places import Spot

__all__ = [
    "THE_SAME",
    "actors_reason",
    "kinds_reason",
    "space_reason",
    "time_reason",
    "titles_reason",
]

THE_SAME = "the same in all that is compared"
# Maximum number of regions that a reason names.
_MOST_NAMED = 3
_DIFFERENCES = {
    "": "",
    "opposite": ", but for numbers, days or opposites",
    "numbers": ", with other numbers",
}
_MICROSECONDS_PER_MINUTE = 60_000_000
_MINUTES_PER_HOUR = 60


def space_reason(one: Spot | None, other: Spot | None, metres: float) -> str:
    """Return the distance of two places as text.

    Parameters
    ----------
    one, other : Spot or None
        None for a record without a place.
    metres : float
        Their distance.
    """
    if one is None or other is None:
        return "neither has a place" if one is other else "one has no place"
    if one.regions and one.regions == other.regions:
        return Message("both in {regions}", _names(one.regions))
    if one.regions and other.regions:
        first, second = sorted((one.regions, other.regions))
        return Message("{first} and {second}, which meet", _names(first), _names(second))
    place_text = "the same place" if one.key == other.key else _distance_text(metres)
    regions = one.regions or other.regions
    if regions:
        if metres < 1.0:
            return Message("one in {regions}", _names(regions))
        return Message("{km} from {regions}", _km(metres), _names(regions))
    least, most = sorted((one.radius_m, other.radius_m))
    tolerance_text = Message(_tolerance_text(least, most, metres))
    return Message("{places}{within}", Message(place_text), tolerance_text)


def _tolerance_text(least: float, most: float, metres: float) -> str:
    """Return how a distance compares with two radii, metres."""
    if metres > least + most:
        excess = _km(metres - least - most)
        return Message(", {over} more than within their radii", excess) if most else ", no radius"
    if round(least) == round(most):
        return Message(", both within {most}", _km(most)) if most else ""
    return (
        Message(", within {least} and {most}", _km(least), _km(most))
        if least
        else Message(", one within {most}", _km(most))
    )


def time_reason(one: Event, other: Event) -> str:
    """Return the distance of two times as text."""
    if one.when.undated or other.when.undated:
        both_undated = one.when.undated and other.when.undated
        return "neither has a date" if both_undated else "one has no date"
    moments = _moments_reason(one, other)
    if moments:
        return moments
    first, second = one.when.day_limits, other.when.day_limits
    lower = min(first.start_lower, second.start_lower)
    upper = max(first.end_upper, second.end_upper)
    days = upper - lower
    if first == second:
        return "the same day" if days == 1 else "the same dates"
    if max(first.start_lower, second.start_lower) == min(first.end_upper, second.end_upper):
        return "one day apart" if days == 2 else "dates one day apart"  # noqa: PLR2004 - two days
    if lower == OPEN_LOWER or upper == OPEN_UPPER:
        return "dates that meet"
    return Message("dates that meet, all within {days} days", days)


def _moments_reason(one: Event, other: Event) -> str:
    """Return the distance of two instants as text; empty unless both records have one."""
    first, second = one.when.start.instant, other.when.start.instant
    if first is None or second is None or one.end is not None or other.end is not None:
        return ""
    minutes = abs(tick(first) - tick(second)) / _MICROSECONDS_PER_MINUTE
    if minutes == 0.0:
        return "the same moment"
    if minutes < _MINUTES_PER_HOUR:
        return Message("{minutes} min apart", max(round(minutes), 1))
    return Message("{minutes} h apart", round(minutes / _MINUTES_PER_HOUR))


def actors_reason(one: Event, other: Event) -> str:
    """Return the common actors of two records as text."""
    if not one.actors or not other.actors:
        return "actors not stated" if not (one.actors or other.actors) else "one states no actors"
    names, other_names = ({folded(a.name): a.name for a in e.actors} for e in (one, other))
    common = sorted(names.keys() & other_names.keys())
    if common:
        words = ", ".join(min(names[name], other_names[name]) for name in common[:_MOST_NAMED])
        unnamed = len(common) - _MOST_NAMED
        return Message(
            "both with {words}{more}",
            words,
            Message(" and {n} more", unnamed) if unnamed > 0 else "",
        )
    countries = sorted(set(one.countries) & set(other.countries))
    return Message("actors of {countries}", ", ".join(countries)) if countries else "other actors"


def kinds_reason(one: Event, other: Event) -> tuple[str, ...]:
    """Return the types of two records as text, and their kinds if they differ."""
    first, second = sorted((one.type_id, other.type_id))
    types = Message("both {first}", first) if first == second else Message(AND, first, second)
    if one.kind == other.kind:
        return (types,)
    kind, other_kind = sorted((one.kind, other.kind))
    return types, Message("but {kind} and {other_kind}", kind, other_kind)


def titles_reason(percent: float, differ: str) -> Message:
    """Return how alike two titles are as text, and in what they differ."""
    differences = Message(_DIFFERENCES[differ])
    return Message("titles {titles:.0f} % alike{differ}", percent, differences)


def _names(regions: tuple[str, ...]) -> str:
    """Return the first names of regions, and how many more there are."""
    if len(regions) <= _MOST_NAMED:
        return ", ".join(regions)
    return Message(
        "{regions} and {n} more", ", ".join(regions[:_MOST_NAMED]), len(regions) - _MOST_NAMED
    )


def _distance_text(metres: float) -> str:
    """Return that places meet, or how far apart they are."""
    return "places that meet" if metres < 1.0 else Message("{km} apart", _km(metres))


def _km(metres: float) -> str:
    """Return a length as text: whole kilometres, with one decimal below ten.

    Examples
    --------
    >>> _km(12_345), _km(3_000), _km(2_540), _km(120)
    ('12 km', '3 km', '2.5 km', '0.1 km')
    """
    km = metres / 1000.0
    spoken = math.floor(km + 0.5) if km >= 9.95 else round(km, 1)  # noqa: PLR2004 - spoken of
    return Message("{km:.10g} km", spoken)
