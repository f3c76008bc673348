"""Observations from GeoJSON, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.errors import UsageError
from geotrack.observations import batching
from geotrack.observations.arrow import pa
from geotrack.observations.batching import Batch, batch_of
from geotrack.observations.naming import Naming, Roles

__all__ = ["AT", "from_sequence"]

AT = ("lon\n", "lat\n")
"""Columns of what lies in a geometry, under names that no property has: they hold a line break."""


def from_sequence(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read Features, one a line."""
    if naming.lon or naming.lat:
        message = f"{path}: positions of a GeoJSON sequence are its geometry: no --lon, no --lat"
        raise UsageError(message)
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    refused: list[tuple[int, str]] = []
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            content = text.strip(b"\x1e \t\r\n")
            if not content:
                continue
            found = _feature(content)
            if isinstance(found, str):
                refused.append((line, found))
            else:
                rows.append(found)
                lines.append(line)
            if len(rows) + len(refused) >= batching.BATCH:
                yield _of_rows(rows, lines, refused, naming, path)
                rows, lines, refused = [], [], []
    if rows or refused:
        yield _of_rows(rows, lines, refused, naming, path)


def _feature(content: bytes) -> dict[str, Any] | str:
    """Return the properties of a Feature with its position, or what is wrong with it."""
    try:
        feature = json.loads(content)
    except ValueError:
        return "no JSON"
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        return f"{kind or 'no'} geometry where a Point is wanted"
    position: Any = geometry.get("coordinates")
    try:
        lon, lat, *_ = position
    except (TypeError, ValueError):
        return "a Point without coordinates"
    return {**(feature.get("properties") or {}), AT[0]: lon, AT[1]: lat}


def _of_rows(
    rows: list[dict[str, Any]],
    lines: list[int],
    refused: list[tuple[int, str]],
    naming: Naming,
    path: Path,
) -> Batch:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([_text(row.get(name)) for row in rows]) for name in names}
    none = pa.array([], pa.string())
    roles = naming.roles(names, path, AT) if rows else Roles(*AT)
    table = pa.Table.from_pydict(columns or dict.fromkeys(AT, none))
    return batch_of(table, np.array(lines, np.int64), roles, refused)


def _text(value: Any) -> str | None:
    """Return a value as a CSV would have it: a list or an object as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
