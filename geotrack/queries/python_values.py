"""Query conditions as Python values: numbers, dates and shapes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, TypedDict, TypeVar, Unpack

from geotrack.errors import UsageError
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message
from geotrack.model.query import Drawn, Query
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries.areas import Match

__all__ = [
    "Conditions",
    "Day",
    "Matching",
    "PlaceAndTime",
    "Shape",
    "Words",
    "check_match",
    "query_of",
    "takes_keywords",
]

_FIELDS = {keyword: field for field, keyword in KEYWORDS.items()}

Matching = Literal["certain", "possible"]
"""Which hits of an answer."""

Words = str | Iterable[str] | None
"""One word, or several of which any may match."""

Day = str | int | date | None
"""A date as text, a year, or a `date` or `datetime`."""

Shape = Mapping[str, Any] | object | None
"""GeoJSON in lon/lat, WGS 84, or anything that has `__geo_interface__`."""


class PlaceAndTime(TypedDict, total=False):
    """Keywords that select by place and time; `geotrack.query` describes each."""

    region: Words
    all_regions: bool
    area: Shape
    bbox: Iterable[float] | None
    within: str | None
    of: str | tuple[float, float] | None
    north_of: float | None
    start: Day
    end: Day
    on: Day


class Conditions(PlaceAndTime, total=False):
    """Keywords that select records; `geotrack.query` describes each."""

    theme: Words
    type: Words
    kind: Words
    actor: Words
    status: Words
    verification: Words
    review: Words
    disputed: bool
    grade: str | None
    text: str
    tag: Words
    part_of: Words
    source: Words


Function = TypeVar("Function", bound=Callable[..., Any])


def takes_keywords(keywords: type) -> Callable[[Function], Function]:
    """Return a decorator that names the keywords of a TypedDict in the signature of a function.

    They replace `**conditions`, so that `help` and notebooks list each.

    Parameters
    ----------
    keywords : type
        `Conditions` or `PlaceAndTime`.
    """

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)
        parameters = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        parameters += [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None)
            for name in keywords.__annotations__
        ]
        vars(function)["__signature__"] = signature.replace(parameters=parameters)
        return function

    return decorate


def query_of(**conditions: Unpack[Conditions]) -> Query:
    """Return the query of some keyword conditions.

    Parameters
    ----------
    **conditions
        As for `geotrack.query`.

    Raises
    ------
    UsageError
        As `Query.parse`, or the area is invalid.
    DateError
        As `Query.parse`.
    TypeError
        Unknown keyword.

    Examples
    --------
    >>> from datetime import date
    >>> query_of(on=date(2024, 7, 24)).period == query_of(on="2024-07-24").period
    True
    """
    for key in conditions:
        if key not in Conditions.__annotations__:
            guess = nearest(key, Conditions.__annotations__)
            hint = f"; did you mean {guess!r}?" if guess else ""
            raise TypeError(f"a query has no keyword {key!r}{hint}")
    fields: dict[str, Any] = {_FIELDS.get(key, key): value for key, value in conditions.items()}
    for key in ("start", "end", "on"):
        fields[key] = _day(fields.get(key))
    area = fields.get("drawn")
    fields["drawn"] = None if area is None else _query_area(area)
    return Query.parse(**fields)


def check_match(match: str | None) -> None:
    """Refuse a match that is neither `certain` nor `possible`; None is any.

    Raises
    ------
    UsageError
        It is neither.
    """
    if match not in {None, *Match}:
        raise UsageError(
            Message(
                "match {match!r} is none; write 'certain' or 'possible', or leave it out", match
            )
        )


def _day(day: Day) -> str | None:
    if isinstance(day, date):
        return day.isoformat()
    return None if day is None else str(day)


def _query_area(area: object) -> Drawn:
    from geotrack.findings import errors_of
    from geotrack.reading.geometry_files import area_in

    result = area_in(area)
    if result.geometry is None:
        raise UsageError("; ".join(map(str, errors_of(result.findings))))
    return Drawn("the area given", result.geometry)
