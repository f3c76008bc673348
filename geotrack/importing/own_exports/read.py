"""Exports of geotrack that come back: stored records with the edits of their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from geotrack.files.strict_json import dump_json
from geotrack.findings import Finding
from geotrack.importing.cells.text import any_cell, text_of
from geotrack.importing.faults import UnreadableError, few
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.limits import check_amount
from geotrack.importing.own_exports.edits import DERIVED, CellEdits
from geotrack.importing.own_exports.same_geometry import is_same_place, join_geometries
from geotrack.importing.table import Table
from geotrack.messages import Message
from geotrack.model.event import Event
from geotrack.model.record_columns import MADE_COLUMN
from geotrack.reading import events_in, parse_json
from geotrack.reading.own_form import is_own_form
from geotrack.taxonomy import Taxonomy

__all__ = [
    "FEATURE",
    "ExportRows",
    "draft_records",
    "is_export",
    "new_rows",
    "read_export",
    "stored_features",
]

FEATURE = "geojson"
"""Column of an export with the whole Feature as JSON."""
_NOT_NEW = (
    *DERIVED, FEATURE, MADE_COLUMN, "number", "match", "why", "distance_km", "product_marking",
    "as_of",
)  # fmt: skip
_FEW = 5

Feature = dict[str, Any]


@dataclass(frozen=True)
class ExportRows:
    """Records of an export, with the edits of its rows.

    Parameters
    ----------
    records : list of dict
        All records, with edits applied, in the order of the file.
    edited : Mapping of int to list of str
        Names of edited columns, by index of the record.
    new : list of int
        Rows without a stored record.
    notes : tuple of str
        Edits that are not used.
    left_out : tuple of str
        Kinds of rows that exports make of records.
    """

    records: list[Feature]
    edited: Mapping[int, list[str]]
    new: list[int]
    notes: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The records and their edits in words."""
        count = len(self.records)
        text = f"{count} record{'' if count == 1 else 's'} as geotrack exported them"
        if not self.edited:
            return f"{text}, none edited"
        shown = [
            f"{self.records[n].get('id')}: {', '.join(names)}"
            for n, names in list(self.edited.items())[:_FEW]
        ]
        more = len(self.edited) - len(shown)
        listed = "; ".join(shown) + (f"; and {more} more" if more > 0 else "")
        return f"{text}, {len(self.edited)} edited: {listed}"


def stored_features(table: Table) -> list[Feature | None] | None:
    """Return the stored Feature of each row; None if the file is no export of geotrack.

    Raises
    ------
    UnreadableError
        A cell of the column `geojson` is broken.
    """
    if FEATURE not in table.columns:
        return None
    cells = table.columns[FEATURE]
    # All records of an export are in memory at once.
    size = sum(len(cell) for cell in cells if isinstance(cell, str))
    check_amount(table.file, rows=len(table.rows), text=size)
    found = [_feature(cell) for cell in cells]
    filled = [n for n, cell in enumerate(cells) if cell is not None]
    sound = [n for n in filled if found[n] is not None]
    if not sound:
        return None
    if len(sound) < len(filled):
        n = next(n for n in filled if found[n] is None)
        message = Message(
            "{place}: {feature} is no Feature as geotrack exports it",
            table.place(n, FEATURE),
            FEATURE,
        )
        raise UnreadableError(
            table.file, message, "restore the cell, or empty it to take the row as a new record"
        )
    return found


def is_export(table: Table) -> bool:
    """Return whether a file is an export of geotrack; see `stored_features`."""
    return stored_features(table) is not None


def _feature(cell: Any) -> Feature | None:
    """Return the Feature of a cell, None if it holds none in geotrack's form."""
    try:
        feature = json.loads(cell, parse_constant=_refuse) if isinstance(cell, str) else cell
        # Refuses what cannot be written again: halves of surrogate pairs, numbers that overflow.
        json.dumps(feature, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return None
    id_ = feature.get("id")
    has_id = isinstance(id_, str | int | float) and not isinstance(id_, bool)
    is_sound = has_id and "geometry" in feature and isinstance(feature.get("properties"), dict)
    return feature if is_sound and is_own_form(feature) else None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def read_export(
    table: Table, features: Sequence[Feature | None], crs: str | None, taxonomy: Taxonomy
) -> ExportRows:
    """Return the records of an export, with the edits of its rows.

    Parameters
    ----------
    table : Table
        The file.
    features : sequence of dict or None
        The stored Feature of each row, from `stored_features`.
    crs : str or None
        Value of `--crs`.
    taxonomy : Taxonomy
        The types that records can have.
    """
    geometries, _ = reproject(table, crs)
    groups = _groups(table, features)
    firsts = [next(f for n in rows if (f := features[n])) for rows in groups.values()]
    events = _events(firsts, taxonomy)
    edits = CellEdits(table, features, events, taxonomy)
    records: list[Feature] = []
    edited: dict[int, list[str]] = {}
    notes: list[str] = []
    for id_, rows in groups.items():
        stored = next(f for n in rows if (f := features[n]))
        event = events.get(str(stored["id"]))
        if event is None:
            notes.append(f"{id_}: not a sound record; it stays as it is, and edits are not read")
            records.append(stored)
            continue
        record, names = edits.applied(stored, event, rows)
        there = [g for n in rows if isinstance(g := geometries[n], dict)]
        if there and not is_same_place(event.geometry, there):
            record["geometry"] = join_geometries(there)
            names.append("geometry")
        if id_ != str(stored["id"]):
            record = _copy(record, id_)
            names.insert(0, "id")
            notes.append(f"{id_}: a new record, a copy of {stored['id']}, as its id differs")
        if names:
            edited[len(records)] = names
        records.append(record)
    new = [n for n, feature in enumerate(features) if feature is None and not _is_made(table, n)]
    made = [text_of(c) for c in table.columns.get(MADE_COLUMN, ()) if c is not None]
    return ExportRows(
        records, edited, new, (*few(notes), *edits.notes()), tuple(dict.fromkeys(made))
    )


def _groups(table: Table, features: Sequence[Feature | None]) -> dict[str, list[int]]:
    """Return the rows of each record, by its id; parts of a record are several rows."""
    cells = table.columns.get("id", [None] * len(features))
    groups: dict[str, list[int]] = {}
    for n, feature in enumerate(features):
        if feature is not None:
            id_ = str(feature["id"])
            written = id_ if cells[n] is None else text_of(cells[n])
            is_stored = written in {id_.strip(), text_of(feature["id"])}
            groups.setdefault(id_ if is_stored else written, []).append(n)
    return groups


def _events(features: Sequence[Feature], taxonomy: Taxonomy) -> dict[str, Event]:
    """Return the records of Features by id; faulty ones are absent."""
    text = dump_json({"type": "FeatureCollection", "features": list(features)})
    parsed = parse_json(text.encode(), FEATURE)
    if isinstance(parsed, Finding):
        return {}
    return {one.record.id: one.record for one in events_in(parsed, taxonomy).records}


def _copy(record: Feature, id_: str) -> Feature:
    """Return a record under another id, as a draft without a history."""
    properties = {
        k: v for k, v in record["properties"].items() if k not in {"revisions", "added_by"}
    }
    return {**record, "id": id_, "properties": {**properties, "review": "draft"}}


def _is_made(table: Table, n: int) -> bool:
    return MADE_COLUMN in table.columns and table.columns[MADE_COLUMN][n] is not None


def new_rows(table: Table, rows: Sequence[int]) -> Table:
    """Return a table of some rows, without empty columns and those that exports compute."""
    columns = {
        name: [cells[n] for n in rows]
        for name, cells in table.columns.items()
        if name not in _NOT_NEW
    }
    filled = {k: v for k, v in columns.items() if any_cell(v)}
    return replace(
        table,
        columns=filled,
        geometries=[_position(table, n) for n in rows],
        rows=[table.rows[n] for n in rows],
        aliases={k: v for k, v in table.aliases.items() if k in filled},
    )


def _position(table: Table, n: int) -> Any:
    """Return the geometry of a row, else the point of its columns `lon` and `lat`."""
    import shapely

    if table.geometries[n] is not None:
        return table.geometries[n]
    if not table.geometry_from or table.crs:  # `lon` and `lat` are degrees
        return None
    lon, lat = (table.columns.get(name) for name in ("lon", "lat"))
    if lon is None or lat is None or not (_is_number(lon[n]) and _is_number(lat[n])):
        return None
    return shapely.Point(lon[n], lat[n])


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def draft_records(rows: ExportRows) -> Iterator[Feature]:
    """Yield the edited records; all if none is edited and no row is new."""
    if rows.edited or rows.new:
        yield from (deepcopy(rows.records[n]) for n in rows.edited)
    else:
        yield from rows.records
