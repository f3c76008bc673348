"""Columns of records: one value for each record and column, for tables of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import date, timedelta

from geotrack.dates import in_words
from geotrack.files.strict_json import dump_json
from geotrack.model.event import Event

__all__ = [
    "EXTRA_PREFIX",
    "MADE_COLUMN",
    "OWN_COLUMNS",
    "PIECES",
    "PIECES_OF",
    "RECORD_COLUMNS",
    "TABLE_COLUMNS",
    "Cell",
    "days",
    "extra_cell",
    "free_name",
    "joined",
]

EXTRA_PREFIX = "geotrack_"
"""Start of a column of an extra property whose name is that of another column."""
OWN_COLUMNS = ("wkt", "fid", "ogc_fid", "geom", "geometry", "layer", "path", "unread_geometry")
"""Columns that formats and GIS programs add to those of records."""

PIECES, PIECES_OF = "Pieces", "pieces_of"
"""Sheet of a workbook with the pieces of Features that are too long for a cell, and the member of
the JSON object that stands in the cell instead: the id of the pieces."""

MADE_COLUMN = "geotrack_made_of"
"""Column of KML placemarks that an export makes of records: footprints and regions."""

Cell = str | float | int | date | tuple[str, ...] | None


def joined(value: Cell) -> str | float | int | date | None:
    """Return a value for one cell: several texts as one, none as None."""
    return ("; ".join(value) or None) if isinstance(value, tuple) else value


def extra_cell(value: object) -> str | float | int | None:
    """Return the value of an extra property for one cell; nested values as JSON.

    Examples
    --------
    >>> extra_cell(["a", "b"]), extra_cell({"speed": 2}), extra_cell(True), extra_cell(2.5)
    ('a; b', '{"speed": 2}', 'true', 2.5)
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list) and value and all(_is_single(v) for v in value):
        return "; ".join(value)
    return dump_json(value)


def _is_single(value: object) -> bool:
    """Return whether a value is a text that is unambiguous in a list of texts."""
    return isinstance(value, str) and ";" not in value and bool(value) and value == value.strip()


def free_name(key: str, own: Container[str]) -> str:
    """Return a name that is not used, with `geotrack_` before it as often as needed."""
    while key in own:
        key = f"{EXTRA_PREFIX}{key}"
    return key


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
    "label": lambda e: e.label,
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
    "inner_radius_km": lambda e: e.inner_radius_km,
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

TABLE_COLUMNS = frozenset(RECORD_COLUMNS) | {
    "number", "where", "part_of", "match", "why", "distance_km", "sources", "marking",
    "product_marking", "as_of", "geojson",
}  # fmt: skip
"""Columns of exported tables, besides extra properties."""
