"""Features of a context layer, read from its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from folium_polar.geometry import to_plane
from geotrack.errors import GeometryError, GeotrackError, error_text, shorten
from geotrack.files import leads_out
from geotrack.findings import shown
from geotrack.i18n.spelling import nearest
from geotrack.importing.cells.text import text_of
from geotrack.importing.detect import read_file
from geotrack.importing.faults import OptionError, UnreadableError
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.option_names import KEYS
from geotrack.importing.table import ReadingOptions, Table
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.context_layers.shapes import FINEST_M, Feature
from geotrack.mapview.context_layers.used_shapes import UsedShapes, read_used_shapes
from geotrack.messages import INTERFACE, Interface, Message, did_you_mean
from geotrack.model.maps.layer_file import LayerFile

__all__ = ["LayerSource", "read_layer_file", "table_features", "used_shapes"]

# Letters of a label at most.
_LONGEST_LABEL = 80
# Endings of files that have sheets in place of layers.
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")


@dataclass(frozen=True, slots=True)
class LayerSource:
    """The features of a file, and how many of its features have no usable geometry, and why.

    `finest_m` is how exact they are drawn at most, metres.
    """

    features: tuple[Feature, ...]
    left_out: int = 0
    reason: str = ""
    finest_m: int = FINEST_M


def read_layer_file(root: Path, settings: LayerFile) -> LayerSource:
    """Read the features of a context layer.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    settings : LayerFile
        The entry of the map definition.

    Raises
    ------
    LayerFileError
        The file cannot be read, has no features, or has no such layer or column.
    """
    with _keys_for_options():
        return table_features(_table(find_file(root, settings), settings), settings)


def table_features(table: Table, settings: LayerFile) -> LayerSource:
    """Return the features of a table's rows; see `read_layer_file`.

    Parameters
    ----------
    table : Table
        The rows of the layer's file.
    settings : LayerFile
        The entry of the map definition.
    """
    labels = _labels(table, settings)
    geometries, _ = reproject(table, settings.crs)
    features, faults = [], []
    for geometry, label in zip(geometries, labels, strict=True):
        if geometry is None:
            continue
        if isinstance(geometry, str):
            faults.append("it has no place in longitude and latitude")
            continue
        try:
            if _northernmost(geometry) < 0.0:
                continue
            features.append(Feature(to_plane(geometry), label))
        except GeometryError as error:
            faults.append(error.problem)
    if not features:
        reason = Message(": {fault}", faults[0]) if faults else ""
        message = Message(
            "{name} has no feature that a map of the north can show{reason}",
            table.file.name,
            reason,
        )
        raise LayerFileError("file", message, "check its CRS and its geometry")
    return LayerSource(tuple(features), len(faults), faults[0] if faults else "")


def used_shapes(root: Path, settings: LayerFile) -> UsedShapes | None:
    """Return the shapes of a layer's file where it is that of a snapshot.

    Raises
    ------
    LayerFileError
        As `read_layer_file`.
    """
    with _keys_for_options():
        return read_used_shapes(find_file(root, settings))


def _northernmost(geometry: Mapping[str, Any]) -> float:
    """Return the highest latitude of a geometry's positions."""
    if geometry["type"] == "GeometryCollection":
        return max(map(_northernmost, geometry["geometries"]), default=-90.0)
    places: Any = geometry["coordinates"]
    while places and isinstance(places[0], list) and isinstance(places[0][0], list):
        places = [place for part in places for place in part]
    return max(float(lat) for _, lat, *_ in (places if isinstance(places[0], list) else [places]))


def find_file(root: Path, settings: LayerFile) -> Path:
    """Return the path of a layer's file; an error if it is missing or outside the workspace."""
    path = root / settings.file
    if leads_out(path, root):
        message = Message("{file} leads out of the workspace", shown(settings.file))
        raise LayerFileError("file", message, "copy the file into the workspace")
    if not path.exists():
        message = Message("there is no {file} in the workspace", shown(settings.file))
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        guess = nearest(path.name, beside)
        remedy = did_you_mean(guess, "put it there, or mend the path")
        raise LayerFileError("file", message, remedy)
    return path


@contextmanager
def _keys_for_options() -> Iterator[None]:
    """Turn errors of the importing readers into errors of a map's entry."""
    token = INTERFACE.set(Interface.MAP)
    try:
        yield
    except LayerFileError:
        raise
    except OSError as error:
        message = Message("cannot be read: {reason}", error.strerror or error)
        raise LayerFileError("file", message) from None
    except OptionError as error:
        raise LayerFileError(KEYS[error.option], error.problem, error.remedy) from None
    except UnreadableError as error:
        raise LayerFileError("file", error.problem, error.remedy) from None
    except GeotrackError as error:
        raise LayerFileError("file", error_text(error)) from None
    finally:
        INTERFACE.reset(token)


def _table(path: Path, settings: LayerFile) -> Table:
    is_workbook = path.suffix.lower() in _WORKBOOKS
    options = ReadingOptions(
        (settings.layer,) if settings.layer and not is_workbook else (),
        sheet=settings.layer if is_workbook else None,
        crs=settings.crs,
        encoding=settings.encoding,
    )
    return read_file(path, options)


def _labels(table: Table, settings: LayerFile) -> list[str]:
    if settings.label is None:
        return [""] * len(table.rows)
    if settings.label not in table.columns:
        message = Message("{name} has no column {label}", table.file.name, shown(settings.label))
        guess = nearest(settings.label, table.columns)
        listed = shorten(", ".join(table.columns), 120)
        remedy = did_you_mean(guess, Message("columns are {listed}", listed))
        raise LayerFileError("label", message, remedy if table.columns else "leave it out")
    cells = table.columns[settings.label]
    texts = ("" if cell is None else " ".join(_text(cell).split()) for cell in cells)
    return [shorten(text, _LONGEST_LABEL) for text in texts]


def _text(cell: object) -> str:
    return ", ".join(map(text_of, cell)) if isinstance(cell, list) else text_of(cell)
