"""GeoJSON of other programs: collections, single Features, bare geometries and sequences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Cells
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from geotrack.findings import Finding, shown
from geotrack.importing.cells.nested import flat_cells, objects_in, rows_in, unused_name
from geotrack.importing.cells.text import any_cell
from geotrack.importing.disk_lists import DiskList, Spool, shape_weight
from geotrack.importing.faults import Faults, FewLines, OwnFormError, UnreadableError, row_name
from geotrack.importing.formats.vectors.geojson_shapes import GEOMETRIES, are_degrees, read_shape
from geotrack.importing.geometry.table_positions import place_rows, without_columns
from geotrack.importing.limits import MOST_COLUMNS, MOST_TEXT, check_amount
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.foreign_formats import other_crs, type_shown
from geotrack.reading.members import features_fault
from geotrack.reading.own_form import is_own_form
from geotrack.reading.text.json_text import SEPARATOR, Json, is_by_lines, parse_json
from geotrack.reading.text.line_numbers import lines_of, pointer

__all__ = ["check_topology", "json_kind", "parse", "read_geojson", "read_sequence"]

_LIMITS = Limits(file_mb=64, text=MOST_TEXT)
# Members that GeoJSON defines; others are columns or are left out.
_TAKEN = frozenset({"type", "properties", "geometry", "bbox", "crs", "features"})
_FEATURES, _CRS = "FeatureCollection", "crs"
_UNREAD = "unread_geometry"
"""Column of geometries that cannot be read, as JSON text."""
# Names in a message at most; features between two steps of the progress bar.
_MOST_LISTED, _OFTEN = 10, 1_000
# Byte order mark of UTF-8.
_BOM = b"\xef\xbb\xbf"
# Rules of limits, whose remedy is a smaller file.
_OF_LIMITS = {"file-size", "file-values", "file-findings", "json-depth", "text-length"}
# Rules of slips in JSON with which a file is read all the same.
_DUPLICATE, _NUMBER = "json-duplicate-key", "json-number"


def read_geojson(path: Path, parsed: Json, options: ReadingOptions) -> Table:
    """Read GeoJSON whose properties are not those of geotrack.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    parsed : Json
        Its text, from `parse`.
    options : ReadingOptions
        The CRS, and columns of positions where Features have no geometry.

    Raises
    ------
    UnreadableError
        It is not GeoJSON, or has no Feature.
    OwnFormError
        It is in geotrack's own form already.
    """
    rows = _Rows(path)
    rows.note_slips(parsed)
    rows.add(parsed.value)
    if not rows.shapes:
        raise UnreadableError(path, "it has no features")
    if is_own_form(value := parsed.value):
        raise OwnFormError(path, value.get("features", [value]))
    return rows.table(options)


def read_sequence(path: Path, blocks: Iterable[bytes], options: ReadingOptions) -> Table | None:
    """Read a sequence of Features in parts.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    blocks : iterable of bytes
        Its content in parts.
    options : ReadingOptions
        As in `read_geojson`.

    Returns
    -------
    Table or None
        None if the file is no sequence, or has one part.

    Raises
    ------
    UnreadableError, OwnFormError
        As in `read_geojson`.
    """
    parts = _whole_texts(blocks)
    first, second = next(parts, b""), next(parts, b"")
    head = first.decode("utf-8", errors="replace").removeprefix("\ufeff").lstrip()
    if not second or not (head.startswith(SEPARATOR) or is_by_lines(head, json.loads)):
        return None
    rows, lines = _Rows(path, is_whole=False), 0
    for part in chain([first, second], parts):
        if part.strip(b" \t\r\n\x1e"):
            parsed = parse(path, part, lines)
            rows.note_slips(parsed, lines)
            rows.add(parsed.value)
            if is_own_form(parsed.value):
                raise OwnFormError(path)
        lines += part.count(b"\n")
    return rows.table(options)


def _whole_texts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of a sequence in parts that end between two of its texts."""
    left, end = b"", b""
    for block in blocks:
        left += block
        end = end or (b"\x1e" if left.removeprefix(_BOM).lstrip().startswith(b"\x1e") else b"\n")
        cut = left.rfind(end) + (end == b"\n")
        if cut > 0:
            yield left[:cut]
            left = left[cut:]
        elif len(left) > _LIMITS.file_mb * 1e6:
            break
    yield left


def parse(path: Path, data: bytes, before: int = 0) -> Json:
    """Return the parsed text of a file, or of a part of it with some lines before.

    Raises
    ------
    UnreadableError
        It is no JSON, or too large.
    """
    parsed = parse_json(data, path.name, _LIMITS)
    if isinstance(parsed, Finding):
        remedy = "split it" if parsed.rule in _OF_LIMITS else parsed.remedy
        line = None if parsed.line is None else parsed.line + before
        raise UnreadableError(path, parsed.message, remedy, line=line)
    return parsed


def json_kind(parsed: Json) -> str:
    """Return the format of a JSON text: `TopoJSON`, `Esri JSON`, else `GeoJSON`."""
    value = parsed.value
    if not isinstance(value, dict):
        return "GeoJSON"
    if value.get("type") == "Topology":
        return "TopoJSON"
    return "Esri JSON" if {"geometryType", "spatialReference"} & value.keys() else "GeoJSON"


def check_topology(path: Path, parsed: Json) -> None:
    """Refuse a TopoJSON whose shapes refer to arcs so often that they grow too large.

    Raises
    ------
    UnreadableError
        They are too large.
    """
    arcs = parsed.value.get("arcs")
    lengths = (
        [len(arc) if isinstance(arc, list) else 0 for arc in arcs] if isinstance(arcs, list) else []
    )
    count, pending = 0, [parsed.value.get("objects")]
    while pending:
        value = pending.pop()
        if isinstance(value, Mapping):
            pending += [v for k, v in value.items() if k != "properties"]
        elif isinstance(value, list):
            pending += [v for v in value if isinstance(v, (list, Mapping))]
            indexes = [v if v >= 0 else ~v for v in value if isinstance(v, int)]
            count += sum(lengths[n] for n in indexes if n < len(lengths))
    check_amount(path, positions=count)


@dataclass
class _Rows:
    """Rows that are collected from Features."""

    path: Path
    is_whole: bool = True
    """Whether the parsed file is in memory."""
    shapes: DiskList = field(default_factory=lambda: DiskList(weigh=shape_weight))
    cells: DiskList = field(default_factory=DiskList)
    columns: dict[str, None] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    names: DiskList = field(default_factory=DiskList)
    crs: dict[str, None] = field(default_factory=dict)
    slips: FewLines = field(default_factory=FewLines)
    notes: list[str] = field(default_factory=list)
    positions: int = 0

    def note_slips(self, parsed: Json, before: int = 0) -> None:
        """Note repeated keys and invalid numbers; refuse what cannot be read at all."""
        if not parsed.slips:
            return
        pointers = [pointer(*slip.path) for slip in parsed.slips]
        lines = lines_of(parsed.text, pointers)
        for slip, location in zip(parsed.slips, pointers, strict=True):
            if slip.rule not in {_DUPLICATE, _NUMBER}:
                line = lines[location] + before
                raise UnreadableError(self.path, slip.message, slip.remedy, line=line)
            effect = Message("it is left out" if slip.value == "NaN" else "it is read as infinite")
            effect = Message("the last is read") if slip.rule == _DUPLICATE else effect
            row = row_name(f"line {lines[location] + before}")
            self.slips.append(
                Message("{row}: {fault}; {effect}", row, Message(slip.message), effect)
            )

    def add(self, value: Any) -> None:
        """Add what a GeoJSON value holds."""
        if isinstance(value, list):
            self.notes.append(Message("a list of {n} values in no FeatureCollection", len(value)))
            for item in objects_in(value):
                self.add_feature(item)
        elif _kind(value) == _FEATURES:
            self._note_crs(value)
            self._note_members(value)
            for item in _features(self.path, value):
                self.add_feature(item)
        elif not (_is_known(value) or _kind(value)) and (listed := rows_in(value)):
            name, items, left = listed
            names = ", ".join(left[:_MOST_LISTED])
            rest = Message("; left out: {names}", names) if left else ""
            self.notes.append(Message("the list {name!r} is read{rest}", name, rest))
            for item in items:
                self.add_feature(item)
        else:
            if not _is_known(value):
                raise UnreadableError(
                    self.path,
                    Message("{value} is no GeoJSON", type_shown(value)),
                    "a FeatureCollection, a Feature or a geometry is read",
                )
            self.add_feature(value)

    def add_feature(self, value: Any) -> None:
        """Add one Feature; anything else becomes a row with a fault."""
        if _kind(value) == _FEATURES:
            self.add(value)
            return
        row = f"feature {len(self.names) + 1}"
        cells, geometry = _parts(value)
        faults: list[str] = []
        if cells is None:
            faults.append(Message("{value} is no Feature; kept as 'value'", shown(value)))
            cells = {"value": value}
        if isinstance(value, Mapping):
            self._note_crs(value)
        shape = read_shape(geometry, faults)
        if not shape.is_read:
            cells[unused_name(_UNREAD, cells)] = json.dumps(geometry, ensure_ascii=False)
        self.positions += shape.positions
        self.shapes.append(shape.geometry)
        flat = dict(flat_cells(cells))
        self.cells.append(flat)
        self.columns.update(dict.fromkeys(flat))
        self.names.append(row)
        if faults:
            self.faults.add(row, faults)
        if len(self.columns) > MOST_COLUMNS:
            raise UnreadableError(
                self.path, Message("more than {most:,} columns", MOST_COLUMNS), "split it"
            )
        if self.is_whole and len(self.names) % _OFTEN == 0:
            check_amount(self.path, rows=len(self.names), positions=self.positions)

    def _note_crs(self, value: Mapping[str, Any]) -> None:
        if value.get(_CRS) is not None:
            self.crs[str(other_crs(value) or "OGC:CRS84")] = None
        geometry = value.get("geometry")
        if isinstance(geometry, Mapping):
            self._note_crs(geometry)

    def _note_members(self, collection: Mapping[str, Any]) -> None:
        left = [k for k in collection if k not in _TAKEN]
        if left:
            listed = ", ".join(left[:_MOST_LISTED])
            self.notes.append(Message("members of the collection are left out: {names}", listed))

    def table(self, options: ReadingOptions) -> Table:
        """Return the rows as a table."""
        columns = self._filled_columns()
        rows, shapes = self.names.whole(), self.shapes.whole()
        notes = (*self.slips, *self.notes, *self.faults)
        table = Table(self.path, columns, shapes, rows, notes=notes, kind="GeoJSON")
        if all(shape is None for shape in self.shapes):
            placed = place_rows(table, options)
            if placed.geometry_from:
                return placed
        else:
            without_columns(options, "GeoJSON")
        crs = self._stated_crs()
        plain = crs is None and options.crs is None and are_degrees(shapes)
        return replace(table, crs=crs, plain=plain)

    def _stated_crs(self) -> str | None:
        if len(self.crs) > 1:
            raise UnreadableError(
                self.path,
                Message("geometries of several CRS: {crs}", ", ".join(self.crs)),
                "split the file",
            )
        return next(iter(self.crs), None)

    def _filled_columns(self) -> dict[str, Cells[Any]]:
        if self.is_whole:
            check_amount(
                self.path,
                rows=len(self.names),
                cells=len(self.names) * len(self.columns),
                positions=self.positions,
            )
        spool = Spool(len(self.columns))
        columns = {name: DiskList(spool) for name in self.columns}
        for cells in self.cells:
            for name, column in columns.items():
                column.append(cells.get(name))
        return {k: v.whole() for k, v in columns.items() if any_cell(v)}


def _kind(value: Any) -> Any:
    kind = value.get("type") if isinstance(value, Mapping) else None
    return kind if isinstance(kind, str) else None


def _is_known(value: Any) -> bool:
    """Return whether a value is a Feature, a geometry, or like one."""
    return isinstance(value, Mapping) and (
        _kind(value) in {"Feature", *GEOMETRIES} or "geometry" in value
    )


def _features(path: Path, collection: Mapping[str, Any]) -> list[Any]:
    fault = features_fault(dict(collection))
    if fault is not None:
        raise UnreadableError(path, fault.message, fault.remedy)
    features: list[Any] = collection["features"]
    return features


def _parts(value: Any) -> tuple[dict[str, Any] | None, Any]:
    """Return the cells of a Feature, None if it is none, and its geometry."""
    if not isinstance(value, Mapping):
        return None, None
    if _kind(value) in GEOMETRIES:
        foreign = {k: v for k, v in value.items() if k not in {"type", "coordinates", "geometries"}}
        return {k: v for k, v in foreign.items() if k not in _TAKEN}, value
    properties = value.get("properties")
    cells = dict(properties) if isinstance(properties, Mapping) else {}
    if properties is not None and not isinstance(properties, Mapping):
        cells["properties"] = properties
    if _kind(value) != "Feature" and "geometry" not in value and "properties" not in value:
        return _row_of_table(value)
    members = {k: v for k, v in value.items() if k not in _TAKEN}
    for name, member in members.items():
        # Programs number Features; such an id names no record.
        key = "feature_id" if name == "id" and not isinstance(member, str) else name
        if key in cells and cells[key] != member:
            cells[unused_name(f"{key} (property)", cells)] = cells[key]
        cells[key] = member
    return cells, value.get("geometry")


def _row_of_table(value: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """Return the cells of a plain object, and the geometry that is its only member of that kind."""
    shapes = [
        key for key, member in value.items()
        if _kind(member) in GEOMETRIES and {"coordinates", "geometries"} & member.keys()
    ]  # fmt: skip
    if len(shapes) != 1:
        return dict(value), None
    return {k: v for k, v in value.items() if k != shapes[0]}, value[shapes[0]]
