"""Columns of records: one value for each record and column, for tables of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from geotrack.dates import in_words
from geotrack.model import Event

__all__ = ["RECORD_COLUMNS", "Cell", "days", "joined"]

Cell = str | float | int | date | tuple[str, ...] | None


def joined(value: Cell) -> str | float | int | date | None:
    """Return a value for one cell: several texts as one, none as None."""
    return ("; ".join(value) or None) if isinstance(value, tuple) else value


def days(event: Event) -> tuple[date | None, date | None]:
    """Return the first and last day of a record; None where it is open."""
    lower, upper = event.when.lower, event.when.upper
    return lower, upper - timedelta(days=1) if upper else None


def _coordinate(axis: int) -> Callable[[Event], float | None]:
    """Return the reader of a point's coordinate; other geometries have none."""

    def read(event: Event) -> float | None:
        geometry = event.geometry
        if geometry is None or geometry["type"] != "Point":
            return None
        value: float = geometry["coordinates"][axis]
        return value

    return read


RECORD_COLUMNS: Mapping[str, Callable[[Event], Cell]] = {
    "id": lambda e: e.id,
    "title": lambda e: e.title,
    "theme": lambda e: e.theme.id,
    "type": lambda e: e.type_id,
    "kind": lambda e: e.kind,
    "status": lambda e: e.status,
    "date": lambda e: in_words(e.when),
    "start": lambda e: e.start,
    "end": lambda e: e.end,
    "time_zone": lambda e: e.time_zone,
    "earliest": lambda e: days(e)[0],
    "latest": lambda e: days(e)[1],
    "place": lambda e: e.place.name if e.place else None,
    "precision": lambda e: e.precision,
    "radius_km": lambda e: e.radius_km,
    "regions": lambda e: e.regions,
    "lon": _coordinate(0),
    "lat": _coordinate(1),
    "summary": lambda e: e.summary,
    "actors": lambda e: tuple(actor.name for actor in e.actors),
    "countries": lambda e: tuple(e.countries),
    "verification": lambda e: e.verification.level if e.verification else None,
    "confidence": lambda e: e.confidence.level if e.confidence else None,
    "likelihood": lambda e: e.likelihood.term if e.likelihood else None,
    "tags": lambda e: tuple(e.tags),
    "releasable_to": lambda e: tuple(e.releasable_to),
    "review": lambda e: e.review,
}
"""Readers of columns by name. `date` is text for people, in English; `earliest` and `latest` are
the first and last day; `lon` and `lat` are degrees, of points only."""
