"""Cells of tables of records: one value for each record and column."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from geotrack.dates import in_words
from geotrack.files.strict_json import dump_json
from geotrack.model.event import Event
from geotrack.model.record_properties import PROPERTIES

__all__ = [
    "EXTRA_PREFIX",
    "MADE_COLUMN",
    "OWN_COLUMNS",
    "PIECES",
    "PIECES_OF",
    "RECORD_COLUMNS",
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


def _stated(path: str) -> Callable[[Event], Cell]:
    """Return the reader of a property that records state."""

    def read(event: Event) -> Cell:
        value: Any = event
        for key in path.split("."):
            value = None if value is None else getattr(value, key)
        found: Cell = value
        return found

    return read


_COMPUTED: dict[str, Callable[[Event], Cell]] = {
    "theme": lambda e: e.theme.id,
    "type": attrgetter("type_id"),
    "date": lambda e: in_words(e.when),
    "earliest": lambda e: days(e)[0],
    "latest": lambda e: days(e)[1],
    "precision": attrgetter("precision"),
    "regions": attrgetter("regions"),
    "lon": _coordinate(0),
    "lat": _coordinate(1),
    "actors": lambda e: tuple(actor.name for actor in e.actors),
}

RECORD_COLUMNS = {
    one.name: _COMPUTED.get(one.name) or _stated(one.at)
    for one in PROPERTIES
    if one.column and one.origin != "table"
}
"""Readers of columns that depend on the record alone, by name. `date` is text for people, in
English; `earliest` and `latest` are the first and last day; `lon` and `lat` are degrees, of points
only."""
