"""Exports of geotrack that come back: stored records with the edits of their rows.

Exports cut geometries at 180°, add vertices to their edges, project them and drop heights. So
geometries are compared in the analysis plane: each stored vertex must be there, and other vertices
must lie on a stored edge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project, to_plane
from geotrack.errors import GeometryError
from geotrack.files.strict_json import dump_json
from geotrack.findings import Finding
from geotrack.importing.cells.text import any_cell, text_of
from geotrack.importing.faults import UnreadableError, few
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.limits import check_amount
from geotrack.importing.own_exports.cell_edits import DERIVED, CellEdits, counted_records
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
    "is_same_place",
    "new_rows",
    "read_export",
    "stored_features",
]

FEATURE = "geojson"
"""Column of an export with the whole Feature as JSON."""
# Columns of an export that are no properties of a new row.
_NOT_NEW = (
    *DERIVED, FEATURE, MADE_COLUMN, "number", "match", "why", "distance_km", "product_marking",
    "as_of",
)  # fmt: skip
# Edited rows that a message names.
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
        count = counted_records(len(self.records))
        if not self.edited:
            return Message("{records} as geotrack exported them, none edited", count)
        shown = [
            f"{self.records[n].get('id')}: {', '.join(names)}"
            for n, names in list(self.edited.items())[:_FEW]
        ]
        rest = len(self.edited) - len(shown)
        return Message(
            "{records} as geotrack exported them, {n} edited: {names}{more}",
            count,
            len(self.edited),
            "; ".join(shown),
            Message("; and {n} more", rest) if rest > 0 else "",
        )


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
    features = [_feature(cell) for cell in cells]
    filled = [n for n, cell in enumerate(cells) if cell is not None]
    sound = [n for n in filled if features[n] is not None]
    if not sound:
        return None
    if len(sound) < len(filled):
        n = next(n for n in filled if features[n] is None)
        message = Message(
            "{place}: {feature} is no Feature as geotrack exports it",
            table.place(n, FEATURE),
            FEATURE,
        )
        raise UnreadableError(
            table.file, message, "restore the cell, or empty it to take the row as a new record"
        )
    return features


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
            notes.append(
                Message("{id}: not a sound record; it stays as it is, and edits are not read", id_)
            )
            records.append(stored)
            continue
        record, names = edits.applied(stored, event, rows)
        shapes = [g for n in rows if isinstance(g := geometries[n], dict)]
        if shapes and not is_same_place(event.geometry, shapes):
            record["geometry"] = _join_geometries(shapes)
            names.append("geometry")
        if id_ != str(stored["id"]):
            properties = {
                k: v for k, v in record["properties"].items() if k not in {"revisions", "added_by"}
            }
            record = {**record, "id": id_, "properties": {**properties, "review": "draft"}}
            names.insert(0, "id")
            template = "{id}: a new record, a copy of {stored}, as its id differs"
            notes.append(Message(template, id_, stored["id"]))
        if names:
            edited[len(records)] = names
        records.append(record)
    new = [n for n, feature in enumerate(features) if feature is None and not _is_made(table, n)]
    made_kinds = [text_of(c) for c in table.columns.get(MADE_COLUMN, ()) if c is not None]
    return ExportRows(
        records, edited, new, (*few(notes), *edits.notes()), tuple(dict.fromkeys(made_kinds))
    )


def _groups(table: Table, features: Sequence[Feature | None]) -> dict[str, list[int]]:
    """Return the rows of each record, by its id; parts of a record are several rows."""
    cells = table.columns.get("id", [None] * len(features))
    groups: dict[str, list[int]] = {}
    for n, feature in enumerate(features):
        if feature is not None:
            id_ = str(feature["id"])
            row_id = id_ if cells[n] is None else text_of(cells[n])
            is_stored = row_id in {id_.strip(), text_of(feature["id"])}
            groups.setdefault(id_ if is_stored else row_id, []).append(n)
    return groups


def _events(features: Sequence[Feature], taxonomy: Taxonomy) -> dict[str, Event]:
    """Return the records of Features by id; faulty ones are absent."""
    text = dump_json({"type": "FeatureCollection", "features": list(features)})
    parsed = parse_json(text.encode(), FEATURE)
    if isinstance(parsed, Finding):
        return {}
    return {located.record.id: located.record for located in events_in(parsed, taxonomy).records}


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


Geometry = Mapping[str, Any]

_VERTEX_M = 5.0
"""Tolerance of vertices: KML has five decimals of a degree."""
_EDGE_M = 150.0
"""Tolerance of edges, where formats and projections bend them."""
# Metres by which areas are widened, so that parts that touch at 180° become one.
_JOINT_M = 1.0
# Degrees from 180° within which a position lies on the seam; the seam and the pole, degrees.
_ON_A_SEAM, _SEAM, _POLE = 1e-5, 180.0, 90.0
# Numbers of a position without its height.
_LONLAT = 2
# Types of the layers of an export, points first.
_KINDS = ("Point", "LineString", "Polygon")


def is_same_place(stored: Geometry | None, parts: Sequence[Geometry]) -> bool:
    """Return whether geometries of an export, together, are a stored geometry.

    Parameters
    ----------
    stored : mapping or None
        The GeoJSON geometry of a record, in lon/lat.
    parts : sequence of mapping
        GeoJSON geometries of the rows of the record, in lon/lat.
    """
    if stored is None:
        return not parts
    if len(parts) == 1 and _flat(stored) == _flat(parts[0]):
        return True
    stored_parts, exported_parts = _singles([stored]), _singles(parts)
    try:
        return all(
            _same_kind(
                kind,
                _south(stored_parts[kind], south=side),
                _south(exported_parts[kind], south=side),
            )
            for kind in _KINDS
            for side in (False, True)
        )
    except GeometryError:
        return False


def _join_geometries(parts: Sequence[Geometry]) -> dict[str, Any]:
    """Return several geometries as one; a `Multi` geometry of one part becomes the part."""
    singles = {
        kind: coordinates
        for kind, coordinates in _singles(parts, flat=False).items()
        if coordinates
    }
    joined = [_joined(kind, coordinates) for kind, coordinates in singles.items()]
    return joined[0] if len(joined) == 1 else {"type": "GeometryCollection", "geometries": joined}


def _joined(kind: str, parts: Sequence[Any]) -> dict[str, Any]:
    if len(parts) == 1:
        return {"type": kind, "coordinates": parts[0]}
    return {"type": f"Multi{kind}", "coordinates": list(parts)}


def _members(geometry: Geometry) -> Iterator[Geometry]:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _members(part)
    else:
        yield geometry


def _singles(parts: Sequence[Geometry], *, flat: bool = True) -> dict[str, list[Any]]:
    """Return the coordinates of points, lines and polygons, by kind."""
    by_kind: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for member in (m for part in parts for m in _members(part)):
        coordinates = _flat_positions(member["coordinates"]) if flat else member["coordinates"]
        kind = member["type"].removeprefix("Multi")
        by_kind[kind] += coordinates if kind != member["type"] else [coordinates]
    return by_kind


def _flat(geometry: Geometry) -> Any:
    """Return a geometry without heights."""
    if geometry["type"] == "GeometryCollection":
        return [geometry["type"], [_flat(part) for part in geometry["geometries"]]]
    return [geometry["type"], _flat_positions(geometry["coordinates"])]


def _flat_positions(coordinates: Any) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        return [float(v) for v in coordinates[:_LONLAT]]
    return [_flat_positions(part) for part in coordinates]


def _vertices(parts: Sequence[Any]) -> NDArray[np.float64]:
    """Return longitude and latitude of all positions."""
    groups = [
        [part] if isinstance(part[0], int | float) else _vertices(part).tolist() for part in parts
    ]
    return np.array([p for group in groups for p in group], dtype=np.float64).reshape(-1, 2)


def _south(parts: Sequence[Any], *, south: bool) -> list[Any]:
    """Return the parts that lie in the south as a whole, or the others."""
    return [part for part in parts if bool((_vertices([part])[:, 1] < 0).all()) == south]


def _mirrored(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        return [coordinates[0], -coordinates[1]]
    return [_mirrored(part) for part in coordinates]


def _same_kind(kind: str, stored: Sequence[Any], exported: Sequence[Any]) -> bool:
    if not stored or not exported:
        return not stored and not exported
    if _same_in_plane(kind, stored, exported):
        return True
    # Southern edges are straight in the plane of the south in some formats.
    is_south = (_vertices(stored)[:, 1] < 0).all()
    return bool(is_south) and _same_in_plane(kind, _mirrored(stored), _mirrored(exported))


def _same_in_plane(kind: str, stored: Sequence[Any], exported: Sequence[Any]) -> bool:
    """Return whether shapes of one kind are the same within the tolerances of exports."""
    stored_vertices, exported_vertices = _vertices(stored), _vertices(exported)
    if kind == "Point":
        return _are_near(
            _points(stored_vertices), _points(exported_vertices), _VERTEX_M
        ) and _are_near(_points(exported_vertices), _points(stored_vertices), _VERTEX_M)
    old, new = _shape(kind, stored), _shape(kind, exported)
    if kind == "Polygon":
        if not (_covers(old, new) and _covers(new, old)):
            return False
        stored_vertices, exported_vertices = (
            _off_seams(stored_vertices),
            _off_seams(exported_vertices),
        )
        old, new = old.boundary, new.boundary
    return (
        _are_near(_points(stored_vertices), _points(exported_vertices), _VERTEX_M)
        and _are_near(_points(exported_vertices), old, _EDGE_M)
        and _are_near(_corners(old), new, _EDGE_M)
        and _are_near(_corners(new), old, _EDGE_M)
    )


def _shape(kind: str, parts: Sequence[Any]) -> BaseGeometry:
    """Return lines or areas as one shape of the plane; parts of an area are joined at 180°."""
    shape = to_plane({"type": f"Multi{kind}", "coordinates": list(parts)})
    return shape if kind == "LineString" else shapely.buffer(shape, _JOINT_M)


def _covers(shape: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(shapely.buffer(shape, _EDGE_M).covers(other))


def _off_seams(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return vertices without those at 180° and the pole, where areas are cut."""
    lon, lat = vertices.T
    on_a_seam = np.abs(np.abs(lon) - _SEAM) < _ON_A_SEAM
    off_pole = np.abs(lat) < _POLE - _ON_A_SEAM
    inner: NDArray[np.float64] = vertices[~on_a_seam & off_pole]
    return inner


def _points(vertices: NDArray[np.float64]) -> NDArray[np.object_]:
    return np.asarray(shapely.points(np.column_stack(project(*vertices.T))), dtype=object)


def _corners(shape: BaseGeometry) -> NDArray[np.object_]:
    return np.asarray(shapely.points(shapely.get_coordinates(shape)), dtype=object)


def _are_near(
    points: NDArray[np.object_], shape: BaseGeometry | NDArray[np.object_], metres: float
) -> bool:
    """Return whether all points lie within a distance of a shape or of other points."""
    if not len(points):
        return True
    target = shape if isinstance(shape, BaseGeometry) else shapely.multipoints(shape)
    shapely.prepare(target)
    return bool(shapely.dwithin(target, points, metres).all())
