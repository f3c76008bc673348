"""Parameters of a request: read, checked, and turned into a query."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from starlette.datastructures import QueryParams

from geotrack.dates import Period
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.model.query import Query
from geotrack.model.query_fields import FIELDS, QueryField
from geotrack.queries import Match
from geotrack.queries.python_values import Conditions, check_match, query_of
from geotrack.server.ogc.boxes import BoxInCrs
from geotrack.server.ogc.crs import CODES, CRS84, box_in_crs

__all__ = [
    "BY",
    "DEFAULT_LIMIT",
    "FILTERS",
    "FORMATS",
    "MOST_ITEMS",
    "Items",
    "check_names",
    "read_crs",
]

DEFAULT_LIMIT = 10
MOST_ITEMS = 1000
"""Maximum number of features of a page; a larger `limit` is reduced to it."""
FORMATS = ("json", "html")

BY = ("geometry", "footprint")
"""What `bbox` and `datetime` are compared with: the stated geometry, or the footprint of a
record."""

_STANDARD = ("f", "limit", "offset", "bbox", "bbox-crs", "datetime", "crs")
_FLAGS = {"true": True, "false": False}
_FLAT, _WITH_HEIGHT = 4, 6
_MOST_DIGITS = 9
_POLE = 90.0
# Minimum sides of a box: 20 cm of latitude, and enough longitude for an area at the pole.
_LEAST_DEGREES, _LEAST_M = 2e-6, 10.0
_OTHERWISE = {"drawn", "bbox", "start", "end", "on"}

FILTERS: dict[str, QueryField] = {
    field.keyword or field.name: field for field in FIELDS if field.name not in _OTHERWISE
}
"""Conditions on records by the name of their parameter: the keywords of `geotrack.query`."""


@dataclass(frozen=True)
class Items:
    """The parameters of a request for features.

    Parameters
    ----------
    query : Query
        The conditions on records: with the box if footprints are judged.
    asked : bool
        Whether records are judged by what they allow, so that their matches are of interest.
    box : Box or None
        The box that geometries must meet.
    nowhere : bool
        Whether the box lies where no footprint can be.
    unknown : bool
        Whether features without a place meet the box, and those without a date the interval, as
        Core demands.
    match : Match or None
        Only hits of this kind.
    limit, offset : int
        Size of the page, and the number of features before it.
    crs : str
        URI of the CRS of the answer.
    """

    query: Query
    asked: bool
    box: BoxInCrs | None
    nowhere: bool
    unknown: bool
    match: Match | None
    limit: int
    offset: int
    crs: str

    @classmethod
    def read(
        cls, params: QueryParams, *, of_records: bool, today: date, footprints: bool = False
    ) -> Items:
        """Read the parameters of a request, of a collection whose geometries may be footprints.

        Raises
        ------
        UsageError
            A parameter is unknown or repeated, or has a wrong value.
        DateError
            A date is none, or the interval ends before it starts.
        """
        filters = FILTERS if of_records else {}
        names = [*_STANDARD, *filters, *(["match", "by"] if of_records else [])]
        repeatable = {name for name, field in filters.items() if field.kind == "words"}
        check_names(params, names, repeatable)
        conditions = {
            name: _condition(name, field, params.getlist(name))
            for name, field in filters.items()
            if name in params
        }
        by_footprint = _by_footprint(params)
        period = _period(params.get("datetime"))
        box = _box(params.get("bbox"), read_crs(params, "bbox-crs"))
        place = {} if box is None else _place(box)
        # The box is validated even where it selects nothing.
        query = query_of(**cast("Conditions", {**conditions, **(place or {}), **period}))
        if not (by_footprint or footprints):
            query = replace(query, bbox=None, drawn=())
        match = params.get("match")
        return cls(
            query=replace(query, as_of=today),
            asked=bool(conditions) or (by_footprint and bool(box or period)),
            box=None if by_footprint or footprints else box,
            nowhere=place is None,
            unknown=not by_footprint,
            match=None if match is None else Match(match),
            limit=min(_whole(params, "limit", DEFAULT_LIMIT, least=1), MOST_ITEMS),
            offset=_whole(params, "offset", 0, least=0),
            crs=read_crs(params, "crs"),
        )


def _by_footprint(params: QueryParams) -> bool:
    rule = params.get("by", BY[0])
    if rule not in BY:
        raise UsageError(f"by={shown(rule)} is no rule; write {' or '.join(BY)}")
    check_match(params.get("match"))
    if "match" in params and rule == BY[0] and ("bbox" in params or "datetime" in params):
        raise UsageError("match judges bbox and datetime only with by=footprint; add it")
    return bool(rule == BY[1])


def check_names(
    params: QueryParams, allowed: Collection[str], repeatable: Collection[str] = ()
) -> None:
    """Refuse unknown and repeated parameters, as the standard requires.

    Raises
    ------
    UsageError
        There is one; the message names all.
    """
    unknown = [shown(name) for name in params if name not in allowed]
    if unknown:
        names = ", ".join(sorted(allowed))
        raise UsageError(f"no parameter is called {', '.join(unknown)}; known are {names}")
    twice = [n for n in params if n not in repeatable and len(params.getlist(n)) > 1]
    if twice:
        raise UsageError(f"{', '.join(twice)}: given more than once; leave all but one out")
    if "f" in params and params["f"] not in FORMATS:
        raise UsageError(f"f={shown(params['f'])} is no format; write {' or '.join(FORMATS)}")


def read_crs(params: QueryParams, name: str) -> str:
    """Return the URI of a CRS; `CRS84` if the parameter is not given.

    Raises
    ------
    UsageError
        It is not supported.
    """
    uri = params.get(name, CRS84)
    if uri != CRS84 and uri not in CODES:
        supported = ", ".join([CRS84, *CODES])
        raise UsageError(f"{name}={shown(uri)} is not supported; write one of {supported}")
    return uri


def _whole(params: QueryParams, name: str, default: int, *, least: int) -> int:
    text = params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS) or int(text) < least:
        raise UsageError(f"{name}={shown(text)} is no whole number from {least}")
    return int(text)


def _condition(name: str, field: QueryField, values: list[str]) -> Any:
    match field.kind:
        case "words":
            return values
        case "flag":
            if values[0] not in _FLAGS:
                raise UsageError(f"{name}={shown(values[0])} is neither true nor false")
            return _FLAGS[values[0]]
        case "number":
            return _number(name, values[0])
        case _:
            return values[0]


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{name}: {shown(text)} is no number")
    return number


def _period(text: str | None) -> dict[str, str]:
    """Return the first and last date of an interval, open where it has `..` or nothing."""
    if text is None:
        return {}
    limits = text.split("/")
    if len(limits) > len(("start", "end")) or text in {"", ".."}:
        raise UsageError(f"datetime={shown(text)} is neither a date nor an interval start/end")
    bounds_named = zip(("start", "end"), (limits[0], limits[-1]), strict=True)
    bounds = {name: limit for name, limit in bounds_named if limit not in {"", ".."}}
    Period.parse(bounds.get("start"), bounds.get("end"))
    return bounds


def _box(text: str | None, crs: str) -> BoxInCrs | None:
    """Return the box of a request.

    Heights are not compared: records state them for few positions.
    """
    if text is None:
        return None
    numbers = [_number("bbox", part) for part in text.split(",")]
    if len(numbers) not in {_FLAT, _WITH_HEIGHT}:
        raise UsageError(f"bbox={shown(text)} has not 4 or 6 numbers")
    middle = len(numbers) // 2
    west, south, east, north = *numbers[:2], *numbers[middle : middle + 2]
    if crs == CRS84:
        west, east = _apart(west, east, _LEAST_DEGREES)
        south, north = _apart(south, north, _LEAST_DEGREES, _POLE)
    else:
        (west, east), (south, north) = _apart(west, east, _LEAST_M), _apart(south, north, _LEAST_M)
        if west > east or south > north:
            raise UsageError(f"bbox={shown(text)}: the lower corner comes first, then the upper")
    return BoxInCrs((west, south, east, north), crs)


def _place(box: BoxInCrs) -> dict[str, Any] | None:
    """Return the condition of a box; None if it lies wholly where there are no footprints."""
    _, south, _, north = box.bounds
    if box.crs != CRS84:
        area = box_in_crs(box.bounds, box.crs)
        return None if area is None else {"area": area}
    return None if -_POLE <= south < north <= 0 else {"bbox": box.bounds}


def _apart(low: float, high: float, least: float, most: float = math.inf) -> tuple[float, float]:
    """Return two sides of a box; those of a line or a point are moved apart a little."""
    if not 0 <= high - low < least:
        return low, high
    middle = (low + high) / 2
    return max(middle - least / 2, -most), min(middle + least / 2, most)
