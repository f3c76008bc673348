"""Observations from GeoJSON, a batch at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.errors import FieldError
from geotrack.findings import shown
from geotrack_observations.arrow import pa
from geotrack_observations.ingest.batches import Batch, Row, batch_of, in_batches
from geotrack_observations.ingest.column_roles import Naming, Roles
from geotrack_observations.ingest.formats.feature_collections import features_of
from geotrack_observations.rejections import Reason

__all__ = ["AT", "batches_of_points", "from_collection", "from_sequence", "point_of"]
_NUMBERS = (int, float)
# A type of geometry that a message names as it stands.
_NAME = re.compile("[A-Za-z]{1,20}")


AT = ("lon\n", "lat\n")
"""Columns of longitudes and latitudes; with a line break, so that no property has these names."""


def from_sequence(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read Features, one a line."""
    return _batched(_lines(path), naming, path)


def from_collection(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the Features of a FeatureCollection; their numbers take the place of lines."""
    return _batched(enumerate(map(_row, features_of(path)), start=1), naming, path)


def _lines(path: Path) -> Iterator[tuple[int, Row | Reason]]:
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            # 0x1E stands before each Feature of a sequence by RFC 8142.
            content = text.strip(b"\x1e \t\r\n")
            if not content:
                continue
            try:
                yield line, _row(json.loads(content))
            except (ValueError, RecursionError):
                yield line, Reason.plain("no JSON")


def _batched(
    numbered_rows: Iterable[tuple[int, Row | Reason]], naming: Naming, path: Path
) -> Iterator[Batch]:
    if naming.lon or naming.lat:
        message = "{path}: positions of GeoJSON are its geometry; leave out {lon} and {lat}"
        raise FieldError(message, {"path": path})
    yield from batches_of_points(numbered_rows, naming, path)


def batches_of_points(
    numbered_rows: Iterable[tuple[int, Row | Reason]], naming: Naming, path: Path
) -> Iterator[Batch]:
    """Yield batches of rows that have their positions in the columns `AT`.

    Parameters
    ----------
    numbered_rows : iterable of (int, dict or Reason)
        The line of each row, and its cells or why it is refused.
    naming : Naming
        Which of the other columns say when.
    path : path
        The file, for messages.
    """
    for rows, lines, refused in in_batches(numbered_rows):
        yield _batch_of_rows(rows, lines, refused, naming, path)


def _row(feature: Any) -> Row | Reason:
    """Return the properties of a Feature with its id and position, or its fault."""
    if not isinstance(feature, dict):
        return Reason.plain("no Feature")
    point = point_of(feature.get("geometry"))
    if isinstance(point, Reason):
        return point
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict) or not _are_text(properties):
        return Reason.plain("properties that are no object with names that are text")
    id_ = {"id": feature["id"]} if feature.get("id") is not None else {}
    return {**id_, **properties, **point}


def point_of(geometry: Any) -> Row | Reason:
    """Return the position of a geometry in the columns `AT`, or why it has none."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        name = kind if isinstance(kind, str) and _NAME.fullmatch(kind) else shown(kind)
        problem = f"{name if kind else 'no'} geometry"
        return Reason("", problem, " where a Point is wanted", "a geometry that is no Point")
    position: Any = geometry.get("coordinates")
    try:
        lon, lat, *_ = position
    except (TypeError, ValueError):
        return Reason.plain("a Point without coordinates")
    if isinstance(lon, bool) or isinstance(lat, bool):
        return Reason.plain("a Point whose coordinates are no numbers")
    return {AT[0]: lon, AT[1]: lat}


def _are_text(names: Iterable[str]) -> bool:
    """Return whether all texts are valid: JSON can contain lone surrogates."""
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        return False
    return True


def _batch_of_rows(
    rows: list[Row],
    lines: list[int],
    refused: list[tuple[int, Reason]],
    naming: Naming,
    path: Path,
) -> Batch:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: _column([row.get(name) for row in rows], name) for name in names}
    empty = pa.array([], pa.string())
    roles = naming.roles(names, path, AT) if rows else Roles(*AT)
    table = pa.Table.from_pydict(columns or dict.fromkeys(AT, empty))
    return batch_of(table, np.array(lines, np.int64), roles, refused)


def _column(values: list[Any], name: str) -> Any:
    """Return values as text, so that a column has one type in all batches; positions as numbers."""
    if name in AT:
        try:
            return pa.array(values, pa.float64())
        except (pa.ArrowException, TypeError):
            pass  # one of them is no number, and is rejected later
    texts = [_text(value) for value in values]
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        # A lone surrogate cannot be encoded in UTF-8: it becomes a question mark.
        return pa.array([t and t.encode(errors="replace").decode() for t in texts], pa.string())


def _text(value: Any) -> str | None:
    """Return a value as in a CSV; a list or an object as JSON."""
    if value is None or isinstance(value, str):
        return value
    if type(value) in _NUMBERS:  # faster than through JSON
        return repr(value)
    return json.dumps(value, ensure_ascii=False)
