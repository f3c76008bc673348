"""The query: all conditions on records as one value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, reduce
from typing import Any, NamedTuple, get_args

from geotrack.dates import Period
from geotrack.errors import FieldError, UsageError
from geotrack.i18n.folding import is_blank
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, one_of, sentence
from geotrack.model.event import Kind, Review, Status, VerificationLevel
from geotrack.model.quantities import in_metres

__all__ = ["NOT_STATED", "Box", "Drawn", "Query", "Within", "check_word"]

NOT_STATED = "not-stated"
"""Matches records that do not state the property."""

_KINDS: tuple[str, ...] = get_args(Kind)
_STATUSES: tuple[str, ...] = (*get_args(Status), NOT_STATED)
_VERIFICATIONS: tuple[str, ...] = (*get_args(VerificationLevel), NOT_STATED)
_GRADE = re.compile(r"([A-F]?)([1-6]?)")
_POLE, _TURN = 90.0, 360.0

Words = str | Iterable[str] | None


class Box(NamedTuple):
    """A box of longitudes and latitudes, degrees; `west` greater than `east` crosses 180."""

    west: float
    south: float
    east: float
    north: float

    @property
    def turn(self) -> float:
        """Width of the box in degrees of longitude, from west to east."""
        full_turn = 360.0
        if self.east > self.west:
            return self.east - self.west
        return (self.east - self.west) % full_turn


class Within(NamedTuple):
    """Within a distance of something.

    Parameters
    ----------
    km : float or None
        Kilometres along the ellipsoid; None computes distances without a limit.
    of : str or (lon, lat)
        A place, the id of a record, a region, `lon,lat`, or the two numbers in degrees.
    """

    km: float | None
    of: str | tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """An area that is in no layer, for example one of a file.

    Parameters
    ----------
    name : str
        Its name in results.
    geometry : mapping
        GeoJSON Polygon or MultiPolygon, lon/lat, WGS 84.
    """

    name: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class Query:
    """All conditions on records, joined by *and*; an empty query selects all.

    Conditions of place are combined to one area, their intersection. A plain string is accepted
    instead of a tuple of one word. Two queries joined by `&` select records that meet both, each
    for itself: a voyage through two seas meets both, but was never in both at once.

    Parameters
    ----------
    regions : tuple of str
        Ids, names or aliases of regions, in any language; any of them.
    all_regions : bool
        Whether each of the regions must be met, instead of any.
    drawn : tuple of Drawn
        Areas that are in no layer; any of them.
    bbox : (west, south, east, north), optional
        Degrees; `west` greater than `east` crosses 180 degrees.
    within : (km, of), optional
        See `Within`.
    north_of : float, optional
        Degrees of latitude.
    period : Period, optional
        The period.
    themes, types : tuple of str
        Words of the workspace's taxonomy; any of them. Like regions, they are resolved when the
        query is asked.
    kinds : tuple of str
        `event`, `statement`, `assessment`, `outlook`; any of them.
    actors : tuple of str
        Parts of actors' names, or countries by name or two-letter code; any of them.
    statuses, verifications : tuple of str
        As in a record, or `not-stated`; any of them.
    review : tuple of str
        `draft`, `reviewed`, `released`; any of them. A record that states none is a draft.
    disputed : bool
        Whether to select disputed records only: by their verification, or by a source that disputes
        or denies them.
    grade : str, optional
        The lowest Admiralty grade that at least one source must have: `B2`, `B` or `2`.
    text : str
        Words that must all occur in the texts of a record, ignoring case and accents.
    tags : tuple of str
        Any of them, ignoring case and accents.
    part_of : tuple of str
        Ids of records; selects their parts, and parts of parts.
    sources : tuple of str
        Ids of reports; selects records that cite any of them.
    as_of : date, optional
        The last day on which an ongoing event is known to continue; default today.

    Raises
    ------
    UsageError
        Unknown word, or number out of range.

    Examples
    --------
    >>> in_the_strait = Query(regions="Bering Strait")
    >>> both = in_the_strait & Query(themes="air", north_of=66)
    >>> [part.themes for part in both.parts]
    [(), ('air',)]
    """

    regions: tuple[str, ...] = ()
    all_regions: bool = False
    drawn: tuple[Drawn, ...] = ()
    bbox: Box | None = None
    within: Within | None = None
    north_of: float | None = None
    period: Period | None = None
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    disputed: bool = False
    grade: str | None = None
    text: str = ""
    tags: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: date | None = None
    also: tuple[Query, ...] = ()

    def __post_init__(self) -> None:
        for name in _LISTS:
            words = _listed(getattr(self, name))
            object.__setattr__(self, name, words)
            if any(isinstance(word, str) and is_blank(word) for word in words):
                message = f"a blank word is asked for in {{{name}}}; write one or leave it out"
                raise FieldError(message)
        if self.text and is_blank(self.text):
            message = "{text} asks for nothing; write a word, or leave it out"
            raise FieldError(message)
        if self.all_regions and not self.regions:
            message = "{all_regions} of which? name each with {regions}"
            raise FieldError(message)
        self._check_words()
        if self.grade is not None:
            _check_grade(self.grade)
        if self.bbox is not None:
            object.__setattr__(self, "bbox", _box(self.bbox))
        if self.within is not None:
            object.__setattr__(self, "within", _within(self.within))
        if self.north_of is not None:
            _check_north_of(self.north_of)

    def _check_words(self) -> None:
        for word in self.kinds:
            check_word(word, _KINDS, "kind")
        for word in self.statuses:
            check_word(word, _STATUSES, "status")
        for word in self.verifications:
            check_word(word, _VERIFICATIONS, "verification")
        for word in self.review:
            check_word(word, get_args(Review), "review")

    @classmethod
    def parse(
        cls,
        *,
        start: str | None = None,
        end: str | None = None,
        on: str | None = None,
        within: str | None = None,
        of: str | tuple[float, float] | None = None,
        **given: Any,
    ) -> Query:
        """Create a query from texts as people write them.

        Parameters
        ----------
        start, end : str, optional
            First and last date of the period, both included as a whole: `2024`, `2024-09`.
        on : str, optional
            One date in place of both.
        within : str, optional
            A length with its unit, `300km`, in km, nmi, mi or m; needs `of`.
        of : str or (lon, lat), optional
            Reference of distances.
        **given
            The other conditions, as for the class.

        Raises
        ------
        UsageError
            As the class; unknown condition; `on` beside `start` or `end`; `within` without `of`.
        DateError
            Invalid date, or a period that ends before it starts.
        """
        keywords = tuple(field.name for field in fields(cls) if field.name != "period")
        for name in given:
            check_word(name, ("start", "end", "on", "within", "of", *keywords), "condition")
        if on is not None and (start is not None or end is not None):
            message = "one date ({on}) and a period ({start}, {end}) are asked; leave one out"
            raise FieldError(message)
        if within is not None and of is None:
            message = "within {length} of what? name a place, a record's id or lon,lat with {of}"
            raise FieldError(message, {"length": within})
        start, end = (on, on) if on is not None else (start, end)
        period = None if start is None and end is None else Period.parse(start, end)
        distance = None
        if of is not None:
            distance = Within(None if within is None else in_metres(within) / 1000.0, of)
        return cls(period=period, within=distance, **given)

    def __and__(self, other: Query) -> Query:
        if not isinstance(other, Query):
            return NotImplemented
        return Query(also=(*self.parts, *other.parts))

    @cached_property
    def parts(self) -> tuple[Query, ...]:
        """The queries joined in this one, each without others inside."""
        own_part = replace(self, also=())
        inside = tuple(part for query in self.also for part in query.parts)
        return inside if inside and own_part == Query() else (own_part, *inside)

    @cached_property
    def joint_period(self) -> Period | None:
        """The intersection of the periods of all parts.

        Raises
        ------
        DateError
            Two periods have no time in common.
        """
        periods = [part.period for part in self.parts if part.period is not None]
        return reduce(Period.__and__, periods) if periods else None

    @cached_property
    def known_until(self) -> date:
        """The last day on which an ongoing event is known to continue."""
        dates = [part.as_of for part in self.parts if part.as_of is not None]
        return min(dates) if dates else date.today()  # noqa: DTZ011 (the reader's own day)


_LISTS = (
    "regions", "drawn", "themes", "types", "kinds", "actors", "statuses", "verifications",
    "review", "tags", "part_of", "sources",
)  # fmt: skip


def _listed(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, str | Drawn) else tuple(value or ())


def check_word(word: str, allowed: Collection[str], what: str) -> None:
    """Refuse a word of a query that is none of those allowed, with the nearest one."""
    if word not in allowed:
        guess = nearest(word, allowed)
        hint = did_you_mean(guess, one_of(tuple(allowed)))
        message = Message("no {what} is called {word!r}", Message(what), word)
        raise UsageError(sentence(message, hint))


def _check_grade(grade: str) -> None:
    match = _GRADE.fullmatch(grade)
    if not grade or match is None:
        message = Message(
            "{grade!r} is no grade; write a letter A to E, a digit 1 to 5, or both: B2", grade
        )
        raise UsageError(message)
    if "F" in grade or "6" in grade:
        message = Message(
            "{grade!r} is no least grade: F and 6 say that nobody could judge, "
            "which ranks nowhere; write A to E, 1 to 5, or both: B2",
            grade,
        )
        raise UsageError(message)


def _box(values: Iterable[float]) -> Box:
    box = Box(*(float(number) for number in values))
    text = " ".join(f"{number:g}" for number in box)
    if not all(-_POLE <= lat <= _POLE for lat in (box.south, box.north)):
        problem, remedy = "a latitude beyond the pole", "write west, south, east, north in degrees"
    elif box.south >= box.north:
        problem, remedy = "its south is not below its north", "swap the second and the fourth"
    elif not all(abs(lon) <= _TURN for lon in (box.west, box.east)) or box.turn > _TURN:
        problem, remedy = "more than a whole turn", "write longitudes from -180 to 180"
    elif box.turn == 0:
        problem, remedy = "its west is its east", "write -180 and 180 for all longitudes"
    elif box.north <= 0:
        problem, remedy = "it lies south of the equator", "places are judged north of it only"
    else:
        return box
    message = sentence(Message("the box {text}: {problem}", text, Message(problem)), remedy)
    raise UsageError(message)


def _within(value: tuple[float | None, str | tuple[float, float]]) -> Within:
    km, place = value
    if km is not None and not 0 < km < float("inf"):
        message = Message("within {km} km is no distance; write kilometres above 0", km)
        raise UsageError(message)
    return Within(km, place if isinstance(place, str) else (float(place[0]), float(place[1])))


def _check_north_of(lat: float) -> None:
    if not 0 <= lat < _POLE:
        message = Message(
            "north of {lat:g} is no area; write degrees of latitude from 0 to below 90", lat
        )
        raise UsageError(message)
