"""Reading of GPX, KML, GeoPackage, Shapefile and FlatGeobuf through GDAL."""

from __future__ import annotations

import math
import re
import struct
import threading
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geotrack.i18n.spelling import correction
from geotrack.importing.cells.dates import first_and_last
from geotrack.importing.cells.text import any_cell
from geotrack.importing.faults import OptionError, UnreadableError, summarise_faults
from geotrack.importing.formats.vectors import kml
from geotrack.importing.geometry.shape_repair import read_wkb
from geotrack.importing.limits import MOST_LAYERS, check_amount
from geotrack.importing.option_names import choose_with
from geotrack.importing.table import ReadingOptions, Table
from geotrack.importing.templates import LAYERS
from geotrack.messages import Message, did_you_mean

__all__ = ["one_driver", "read_layers"]

# GDAL's layers of GPX that are read; others have the points of lines.
_OF_GPX = ("waypoints", "routes", "tracks")
# For routes and tracks: the layer of their points, and the field with the number of the line.
_POINTS_OF = {"routes": ("route_points", "route_fid"), "tracks": ("track_points", "track_fid")}
# Fields of points that the line's geometry already holds.
_IN_THE_LINE = re.compile(r"(route|track)_.*_?id|ele")
_TIME_END = "time_end"
# Properties of GDAL's columns, by format.
_ALIASES: dict[str, Mapping[str, str]] = {
    "KML": kml.ALIASES,
    "GPX": {"name": "title", "desc": "summary", "time": "start", _TIME_END: "end"},
}
# Letters of what GDAL says at most.
_LONGEST = 120
# Bytes of x and y.
_POSITION_BYTES = 16
# Bytes that GDAL may read, once through the file for each layer.
_MOST_OPENED = 1_000_000_000
_NO_MEASURES = "measures (M) are left out"
# Drivers by format, in order of preference.
_DRIVERS = {
    "KML": ("LIBKML", "KML"),
    "GPX": ("GPX",),
    "GeoPackage": ("GPKG",),
    "Shapefile": ("ESRI Shapefile",),
    "FlatGeobuf": ("FlatGeobuf",),
    "Esri JSON": ("ESRIJSON",),
    "TopoJSON": ("TopoJSON",),
}
_SKIP = "GDAL_SKIP"
_TURN = threading.Lock()
# Head of a dBASE table, which belongs to a Shapefile: count of records, start and length of each.
_DBASE_HEAD = struct.Struct("<4xIHH")
# The first byte of a row of dBASE that was deleted.
_DBASE_DELETED = b"*"


@dataclass(frozen=True)
class _Layer:
    """A layer: its name, whether it has geometry, its columns and number of features."""

    name: str
    placed: bool
    columns: tuple[str, ...]
    count: int


def read_layers(
    source: Path,
    path: Path,
    kind: str,
    options: ReadingOptions,
    notes: Sequence[str] = (),
    *,
    tables: Mapping[str, int] | None = None,
) -> Table:
    """Read the layers of a file that belong together.

    Parameters
    ----------
    source : pathlib.Path
        The file that GDAL opens.
    path : pathlib.Path
        The file as the user named it, for messages.
    kind : str
        The format's name: `KML`, `GPX`, `GeoPackage`, `Shapefile` or `FlatGeobuf`.
    options : ReadingOptions
        Layers, and the encoding.
    notes : sequence of str
        Notes so far.
    tables : Mapping of str to int, optional
        Number of geometries by permitted layer name; other layers are skipped.

    Raises
    ------
    UnreadableError
        GDAL cannot read it, or it has no features.
    UsageError
        The choice of layers is ambiguous, or a named layer does not exist.
    """
    messages = list(notes)
    with one_driver(kind), _gdal_errors(path, kind, messages):
        layers = _layers(source, path, options, tables)
    selected = _select_layers(path, kind, layers, options, messages)
    cells = sum(layer.count * len(layer.columns) for layer in selected)
    check_amount(path, rows=sum(layer.count for layer in selected), cells=cells)
    parts = []
    for layer in selected:
        with one_driver(kind), _gdal_errors(path, kind, messages):
            parts.append(_read(source, path, kind, layer, options))
        feature_count = len(parts[-1]["shapes"])
        deleted = _deleted_records(source.with_suffix(".dbf")) if kind == "Shapefile" else 0
        if feature_count != layer.count and feature_count + deleted == layer.count:
            messages.append(Message("records marked as deleted are left out: {n}", deleted))
        elif feature_count != layer.count:
            raise UnreadableError(
                path,
                Message(
                    "it says {count} features in {name!r}, and holds {there}",
                    layer.count,
                    layer.name,
                    feature_count,
                ),
                "it may be cut off or broken",
            )
        # GDAL reads a broken geometry of a GeoPackage as none, without a warning.
        lost = (tables or {}).get(layer.name, 0) - parts[-1].pop("read")
        if lost > 0:
            template = (
                "{layer}: {n} geometry is broken, and left out"
                if lost == 1
                else "{layer}: {n} geometries are broken, and left out"
            )
            messages.append(Message(template, layer.name, lost))
    table = _joined(path, kind, selected, parts)
    return Table(**{**table, "notes": tuple(dict.fromkeys([*messages, *table["notes"]]))})


@contextmanager
def one_driver(kind: str) -> Iterator[None]:
    """Register only the driver of a format while a block runs.

    GDAL offers a file to each of its drivers. Some of the sixty read other files, use the network
    or start programs. pyogrio cannot choose the driver, so the others are unregistered.

    Parameters
    ----------
    kind : str
        The format's name: `KML`, `GPX`, `GeoPackage`, `Shapefile` or `FlatGeobuf`.

    Raises
    ------
    RuntimeError
        GDAL lacks the driver, or keeps others.
    """
    import pyogrio
    from pyogrio.core import _register_drivers

    with _TURN:
        registered = list(pyogrio.list_drivers())
        driver = next((d for d in _DRIVERS[kind] if d in registered), None)
        if driver is None:
            raise RuntimeError(f"GDAL has no driver {_DRIVERS[kind][0]!r} here")
        before = pyogrio.get_gdal_config_option(_SKIP)
        try:
            # GDAL reads this option whenever drivers are registered.
            skipped = ",".join(d for d in registered if d != driver)
            pyogrio.set_gdal_config_options({_SKIP: skipped or None})
            _register_drivers()
            if list(pyogrio.list_drivers()) != [driver]:
                raise RuntimeError(f"GDAL keeps other drivers beside {driver!r}")
            yield
        finally:
            pyogrio.set_gdal_config_options({_SKIP: before})
            _register_drivers()


@contextmanager
def _gdal_errors(path: Path, kind: str, messages: list[str]) -> Iterator[None]:
    """Turn errors and warnings of GDAL into one line each."""
    from pyogrio.errors import DataLayerError, DataSourceError
    from shapely.errors import ShapelyError

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            yield
        except UnicodeDecodeError:
            if kind == "Shapefile":  # of any encoding; handled by its reader
                raise
            raise UnreadableError(path, "its text is not UTF-8", "it may be broken") from None
        except UnboundLocalError:
            # pyogrio raises this where GDAL cannot write a CRS as WKT.
            remedy = "mend or remove its .prj" if kind == "Shapefile" else "set it again"
            raise UnreadableError(path, "its CRS cannot be read", remedy) from None
        except (
            DataSourceError, DataLayerError, ShapelyError, IndexError, RuntimeError, ValueError,
        ) as error:  # fmt: skip
            # pyogrio's other errors are RuntimeErrors; a file without any layer is an IndexError, a
            # date that Python does not have a ValueError.
            reason = "" if isinstance(error, IndexError) else _reason(str(error))
            message = Message(
                "cannot be read as {kind}{reason}",
                kind,
                Message(": {fault}", reason) if reason else "",
            )
            raise UnreadableError(path, message, "it may be cut off or broken") from None
    texts = [str(w.message) for w in warned]
    if any("Measured" in text for text in texts):
        messages.append(_NO_MEASURES)
    # Other warnings may mean lost data; open rings are closed and reported by row.
    reported = ("Measured", "Non closed ring")
    messages += [
        Message("GDAL says: {reason}", _reason(t))
        for t in texts
        if not any(k in t for k in reported)
    ]


def _reason(message: str) -> str:
    """Return a message of GDAL in one short line, without local paths."""
    text = re.sub(
        r"'?(?:/[^/\s'`]+)+'?", "the file", message.partition("\n")[0].rpartition("; ")[2]
    )
    text = re.sub(r"\bthe file\b[^ ,.:]*", "the file", text).strip().rstrip(".")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _layers(
    source: Path, path: Path, options: ReadingOptions, tables: Collection[str] | None
) -> list[_Layer]:
    """Return the layers of a file with their columns and number of features."""
    import pyogrio

    layers = []
    listed = [
        (name, shape)
        for name, shape in pyogrio.list_layers(source)
        if tables is None or name in tables
    ]
    # GDAL opens the file again for each layer.
    if len(listed) > MOST_LAYERS or len(listed) * source.stat().st_size > _MOST_OPENED:
        raise UnreadableError(
            path,
            Message(
                "it has {listed:,} layers, more than are read of a file of its size", len(listed)
            ),
            "split it",
        )
    for name, shape in listed:
        info = pyogrio.read_info(
            source, layer=name, encoding=options.encoding, force_feature_count=True
        )
        columns = tuple(info["fields"])
        layers.append(_Layer(str(name), shape is not None, columns, int(info["features"])))
    return layers


def _select_layers(
    path: Path, kind: str, layers: list[_Layer], options: ReadingOptions, messages: list[str]
) -> list[_Layer]:
    """Return the layers to read: those that options name, else those that belong together."""
    by_name = {layer.name: layer for layer in layers}
    for name in options.layers:
        if name not in by_name:
            guess = correction(name, by_name)
            remedy = did_you_mean(guess, Message("layers are {layers}", ", ".join(by_name)))
            problem = Message("{file} has no layer {name!r}", path.name, name)
            raise OptionError("layer", problem, remedy)
    if options.layers:
        selected = [by_name[name] for name in dict.fromkeys(options.layers)]
    else:
        filled = [layer for layer in layers if layer.count]
        if kind == "GPX":
            filled = [layer for layer in filled if layer.name in _OF_GPX]
        # Layers of an export hold its records; its other layers and tables are made of them.
        exported = (
            [layer for layer in filled if "geojson" in layer.columns] if kind != "KML" else []
        )
        selected = exported or [layer for layer in filled if layer.placed] or filled
        left = [x.name for x in filled if x not in selected and x.name != "layer_styles"]
        if left:
            messages.append(
                Message(
                    "layers and tables are left out: {names}"
                    if exported
                    else "tables without geometry are left out: {names}",
                    ", ".join(left),
                )
            )
    if not any(layer.count for layer in selected):
        raise UnreadableError(path, "it has no features")
    # Users may add columns to one layer of a template.
    alike = len({x.columns for x in selected}) == 1 or {x.name for x in selected} <= set(LAYERS)
    alike = alike or all("geojson" in x.columns for x in selected)
    if len(selected) > 1 and not (alike or kind in {"KML", "GPX"} or options.layers):
        listed = ", ".join(f"{x.name} ({x.count})" for x in selected)
        problem = Message("{file} has {n} layers: {layers}", path.name, len(selected), listed)
        raise OptionError("layer", problem, choose_with("layer"))
    if len(selected) > 1:
        names = ", ".join(layer.name for layer in selected)
        messages.append(Message("layers: {names}", names))
    return selected


def _read(
    source: Path, path: Path, kind: str, layer: _Layer, options: ReadingOptions
) -> dict[str, Any]:
    """Return the columns, shapes, faults, CRS and notes of one layer."""
    import pyogrio

    meta, _, geometry, cells = pyogrio.raw.read(
        source,
        layer=layer.name,
        encoding=options.encoding,
        datetime_as_string=True,
    )
    if geometry is not None:
        size = sum(len(blob) for blob in geometry if blob is not None)
        check_amount(path, rows=layer.count, positions=size // _POSITION_BYTES)
    types = zip(meta["ogr_types"], meta["ogr_subtypes"], strict=True)
    columns = {
        name: [_cell(c, *of_type) for c in cells[n].tolist()]
        for n, (name, of_type) in enumerate(zip(_unique(meta["fields"]), types, strict=True))
    }
    count = layer.count if geometry is None else len(geometry)
    shapes, odd = ([None] * count, {}) if geometry is None else read_wkb(geometry)
    notes: list[str] = [
        Message("column {name!r} holds binary data and is left out", name)
        for name, of_type in zip(meta["fields"], meta["ogr_types"], strict=True)
        if of_type == "OFTBinary"
    ]
    if kind == "KML":
        columns = _kml_columns(columns)
    if kind == "GPX" and layer.name in _POINTS_OF:
        notes += _add_point_times(source, layer.name, columns, count)
    return {
        "columns": columns, "shapes": shapes, "odd": odd, "crs": meta["crs"], "notes": notes,
        "read": 0 if geometry is None else sum(g is not None for g in geometry),
    }  # fmt: skip


def _unique(names: Iterable[Any]) -> list[str]:
    """Return unique column names; repeated ones get an asterisk."""
    unique_names: dict[str, None] = {}
    for name in names:
        unique = str(name)
        while unique in unique_names:
            unique += "*"
        unique_names[unique] = None
    return list(unique_names)


def _cell(value: Any, of_type: str, subtype: str) -> Any:
    """Return a cell as a JSON value; None if it is empty."""
    if value is None or of_type == "OFTBinary":
        return None
    if isinstance(value, float):
        return _number(value, of_type, subtype)
    if isinstance(value, str):
        return value if value.strip() else None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [v for v in value if v is not None and v != ""] or None
    return value if isinstance(value, (bool, int)) else str(value)


def _number(value: float, of_type: str, subtype: str) -> Any:
    if math.isnan(value):
        return None
    if of_type.startswith("OFTInteger"):
        # Integer columns with empty cells arrive as doubles.
        return bool(value) if subtype == "OFSTBoolean" else int(value)
    if subtype == "OFSTFloat32":
        import numpy as np

        value = float(str(np.float32(value)))
    return value if math.isfinite(value) else str(value)


def _kml_columns(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    # Drop GDAL's values for unset fields.
    renamed = {kml.ID if name == "id" else name: cells for name, cells in columns.items()}
    for name, unset in kml.UNSET.items():
        if name in renamed:
            renamed[name] = [None if c in unset else c for c in renamed[name]]
    empty = {name for name, cells in renamed.items() if all(c is None for c in cells)}
    data = {name: c for name, c in renamed.items() if name.startswith(kml.DATA)}
    unprefixed = {name.removeprefix(kml.DATA): cells for name, cells in data.items()}
    left = {
        n: c for n, c in renamed.items() if n not in data and not (n in unprefixed and n in empty)
    }
    return left | {n if n not in left else f"{n}*": cells for n, cells in unprefixed.items()}


def _add_point_times(
    source: Path, lines: str, columns: dict[str, list[Any]], count: int
) -> list[str]:
    """Add the times of the first and last points to lines; note what else points hold."""
    import pyogrio

    layer, number = _POINTS_OF[lines]
    meta, _, _, cells = pyogrio.raw.read(
        source, layer=layer, read_geometry=False, datetime_as_string=True
    )
    types = zip(meta["ogr_types"], meta["ogr_subtypes"], strict=True)
    by_name = {
        str(name): [_cell(c, *of_type) for c in cells[n].tolist()]
        for n, (name, of_type) in enumerate(zip(meta["fields"], types, strict=True))
    }
    times: dict[int, list[str]] = {}
    for line, moment in zip(by_name[number], by_name["time"], strict=True):
        if moment:
            times.setdefault(int(line), []).append(str(moment))
    notes: list[str] = []
    if times:
        spans = {n: first_and_last(moments) for n, moments in times.items()}
        columns["time"] = [spans[n][0] if n in spans else None for n in range(count)]
        # A single time has no end.
        columns[_TIME_END] = [
            spans[n][1] if len(spans.get(n, "")) > 1 else None for n in range(count)
        ]
        template = "{lines}: start and end are the times of their first and last points"
        notes.append(Message(template, lines))
    left = [
        name
        for name, of_points in by_name.items()
        if not _IN_THE_LINE.fullmatch(name) and any_cell(of_points)
    ]
    if left:
        template = "{lines}: left out of single points: {columns}"
        notes.append(Message(template, lines, ", ".join(left)))
    return notes


def _joined(
    path: Path, kind: str, layers: Sequence[_Layer], parts: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return the fields of the table that the layers make together."""
    systems = {part["crs"] for part in parts if any(s is not None for s in part["shapes"])}
    if len(systems) > 1:
        problem = Message("the layers of {file} have several CRS", path.name)
        raise OptionError("layer", problem, choose_with("layer"))
    names = list(dict.fromkeys(name for part in parts for name in part["columns"]))
    columns: dict[str, list[Any]] = {name: [] for name in names}
    shapes: list[Any] = []
    rows: list[str] = []
    odd: dict[str, list[str]] = {}
    for layer, part in zip(layers, parts, strict=True):
        count = len(part["shapes"])
        for name in names:
            columns[name] += part["columns"].get(name, [None] * count)
        shapes += part["shapes"]
        where = f"{layer.name}, " if len(parts) > 1 else ""
        rows += [f"{where}feature {n}" for n in range(1, count + 1)]
        odd |= {rows[n - count]: faults for n, faults in part["odd"].items()}
    if kind == "KML" and len(parts) > 1:
        folders = [
            layer.name for layer, part in zip(layers, parts, strict=True) for _ in part["shapes"]
        ]
        columns.setdefault("folder", folders)
    # GDAL adds columns that files of these formats do not have.
    spare = kind in {"KML", "GPX"}
    filled = {k: v for k, v in columns.items() if not spare or any_cell(v)}
    return {
        "file": path,
        "kind": kind,
        "columns": filled,
        "geometries": shapes,
        "rows": rows,
        "crs": next(iter(systems), None),
        "plain": kind in {"KML", "GPX"},
        "aliases": {k: v for k, v in _ALIASES.get(kind, {}).items() if k in filled},
        "notes": [*(note for part in parts for note in part["notes"]), *summarise_faults(odd)],
    }


def _deleted_records(path: Path) -> int:
    """Return the number of records of a `.dbf` marked as deleted; 0 if it is no such table."""
    data = path.read_bytes()
    if len(data) < _DBASE_HEAD.size:
        return 0
    count, start, length = _DBASE_HEAD.unpack_from(data)
    return data[start : start + count * length : max(length, 1)].count(_DBASE_DELETED)
