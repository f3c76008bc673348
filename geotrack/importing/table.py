"""A file of another format as it was read: columns of cells, and a geometry for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Options", "Table"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read.

    Parameters
    ----------
    layers : tuple of str
        Layers to read; empty for all that belong together.
    lon, lat, wkt : str or None
        Columns of a CSV file that hold the position, or its geometry as WKT.
    crs : str or None
        Of a file that states none.
    encoding : str or None
        Of a CSV file or a Shapefile that is not UTF-8.
    """

    layers: tuple[str, ...] = ()
    lon: str | None = None
    lat: str | None = None
    wkt: str | None = None
    crs: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows of one file.

    Parameters
    ----------
    file : pathlib.Path
        Where they came from.
    columns : Mapping of str to list
        Cells by column: text, numbers, truth values or lists; None where a cell is empty.
    geometries : sequence of shapely geometry or None
        One for each row, in `crs`.
    rows : sequence of str
        What messages call each row: `line 3`, `feature 2`.
    crs : str or None
        As the file states it; None where it states none.
    geometry_from : str
        The columns that made the geometry, empty where the format has it apart.
    plain : bool
        Whether the file itself says that its positions are longitude and latitude.
    comma : bool
        Whether its numbers may have a decimal comma.
    aliases : Mapping of str to str
        Property by column, where the format says what a column means.
    notes : tuple of str
        What was done or left out on the way.
    kind : str
        The format's name.
    """

    file: Path
    columns: Mapping[str, list[Any]]
    geometries: Sequence[Any]
    rows: Sequence[str]
    crs: str | None = None
    geometry_from: str = ""
    plain: bool = False
    comma: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    kind: str = ""
