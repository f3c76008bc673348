"""Questions as Python puts them: with numbers, dates and shapes in place of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from geotrack.errors import UsageError
from geotrack.model.query import Drawn, Query

__all__ = ["KEYWORDS", "Day", "Shape", "Words", "query_of"]

KEYWORDS = {
    "regions": "region",
    "drawn": "area",
    "themes": "theme",
    "types": "type",
    "kinds": "kind",
    "actors": "actor",
    "statuses": "status",
    "verifications": "verification",
    "tags": "tag",
    "sources": "source",
}
"""The keywords of `geotrack.query` that are called otherwise than the conditions of a `Query`."""

Words = str | Iterable[str] | None
"""One word, or several of which any is enough."""

Day = str | int | date | None
"""A date as it is written, a year, or a date or moment of Python."""

Shape = Mapping[str, Any] | object | None
"""GeoJSON in lon/lat, WGS 84, or anything that has `__geo_interface__`."""


def query_of(
    *, start: Day = None, end: Day = None, on: Day = None, area: Shape = None, **given: Any
) -> Query:
    """Return a question.

    Parameters
    ----------
    start, end, on : str, int or date, optional
        As `Query.parse` has them.
    area : mapping or object with `__geo_interface__`, optional
        An area of one's own.
    **given
        The other conditions, as `Query.parse` has them.

    Raises
    ------
    UsageError
        As `Query.parse`; the area is none.
    DateError
        As `Query.parse`.

    Examples
    --------
    >>> from datetime import date
    >>> query_of(on=date(2024, 7, 24)).period == query_of(on="2024-07-24").period
    True
    """
    return Query.parse(
        start=_day(start),
        end=_day(end),
        on=_day(on),
        drawn=None if area is None else _drawn(area),
        **given,
    )


def _day(given: Day) -> str | None:
    if isinstance(given, date):
        return given.isoformat()
    return None if given is None else str(given)


def _drawn(area: object) -> Drawn:
    from geotrack.findings import errors_of
    from geotrack.reading.areas import area_in

    read = area_in(area)
    if read.geometry is None:
        raise UsageError("; ".join(map(str, errors_of(read.findings))))
    return Drawn("the area given", read.geometry)
