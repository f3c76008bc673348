"""Observations from the formats that `geotrack import` reads: workbooks and GIS files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from geotrack.errors import FieldError, UsageError
from geotrack.importing.faults import UnreadableError
from geotrack.importing.geometry.transformer import NOWHERE
from geotrack.importing.table import ReadingOptions, Table
from geotrack.importing.targets.properties import START
from geotrack_observations.ingest.batches import NOTE_KEY, Batch, Row
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.ingest.formats.geojson import batches_of_points, point_of
from geotrack_observations.queries.unknown_columns import shortened_list
from geotrack_observations.rejections import Reason

__all__ = ["from_imported"]

_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
# Notes that are left out: on what becomes of a row in a draft record, which observations do not
# have, and on positions at 0, 0, which are counted later.
_LEFT_OUT_NOTES = re.compile(f"unread_geometry|{re.escape(NOWHERE)}")
# The number in the last word of a row's name, such as `Sheet 1, row 12`.
_LAST_NUMBER = re.compile(r"(\d+)\D*")


def from_imported(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a file as `geotrack import` reads it, within the same limits.

    Positions are its geometries, or those of its columns in any notation, converted from its CRS
    or that of `naming`. A number as text may have a decimal comma.

    Raises
    ------
    UsageError
        It cannot be read, or has no positions.
    """
    from geotrack.importing import read_file
    from geotrack.importing.geometry.reproject import reproject

    path = Path(path)  # also of a gzip, which `read_file` unpacks itself
    # Columns `x` and `y` may be degrees or metres: they are positions if a CRS is given. A file
    # without these columns is read again, by the usual names.
    x, y = ("x", "y") if naming.crs else (None, None)
    options = ReadingOptions(lon=naming.lon or x, lat=naming.lat or y)
    try:
        try:
            table = read_file(path, options)
        except UsageError:
            if naming.lon or naming.lat:
                raise
            table = read_file(path, ReadingOptions())
        places, notes = reproject(table, naming.crs)
    except UnreadableError as error:
        raise UsageError(str(error)) from None
    if not any(isinstance(place, dict) for place in places):
        message = (
            "{path}: no row has a position; {lon} and {lat} name their columns; it has {names}"
        )
        raise FieldError(message, {"path": path, "names": shortened_list([*table.columns])})
    # The column that the format assigns, such as the time of a placemark.
    time = next(
        (c for c, target in table.aliases.items() if target == START and c in table.columns), None
    )
    naming = replace(naming.without_places(), time=naming.time or time)
    columns = {name: _without_commas(cells) for name, cells in table.columns.items()}
    texts = [f"{NOTE_KEY}{path.name}: {note}" for note in notes if not _LEFT_OUT_NOTES.search(note)]
    for batch in batches_of_points(_rows(table, columns, places), naming, path):
        batch.counts.update(dict.fromkeys(texts, 1))
        texts = []
        yield batch


def _rows(
    table: Table, columns: Mapping[str, Any], places: Any
) -> Iterator[tuple[int, Row | Reason]]:
    for n, (place, name) in enumerate(zip(places, table.rows, strict=True), start=1):
        number = _LAST_NUMBER.fullmatch(name.rpartition(" ")[2])
        cells = {column: values[n - 1] for column, values in columns.items()}
        yield int(number[1]) if number else n, _row(cells, place)


def _row(cells: Row, place: Any) -> Row | Reason:
    point = point_of(place if isinstance(place, dict) else None)
    return point if isinstance(point, Reason) else {**cells, **point}


def _without_commas(cells: Any) -> Any:
    """Return a column whose texts are all numbers with points in place of decimal commas."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    if not any(map(_DECIMAL_COMMA.fullmatch, texts)) or not all(map(_NUMBER.fullmatch, texts)):
        return cells
    return [cell.replace(",", ".") if isinstance(cell, str) else cell for cell in cells]
