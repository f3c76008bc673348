"""Rows of an imported file: columns of cells, and a geometry for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geotrack.notation.positions import Order

__all__ = ["AskAxis", "ReadingOptions", "Table"]

AskAxis = Callable[[str, str], Order | None]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Reading options.

    Parameters
    ----------
    layers : tuple of str
        Layers to read; empty for all that belong together.
    lon, lat, wkt : str or None
        Columns of a table with the position, or its geometry as WKT.
    latlon, lonlat : str or None
        The column of whole positions; what stands first in a pair of numbers.
    crs : str or None
        CRS of a file that states none.
    encoding : str or None
        Encoding of a CSV file or Shapefile that is not UTF-8.
    sheet : str or None
        Sheet of a workbook; None for the only one with rows.
    header_row : int or None
        Row of column names in a sheet, from 1; None to look for it.
    guess : bool
        Whether columns of positions are found by content, and by less usual names.
    incomplete : bool
        Whether rows that lack a title which others have, or have a position that cannot be read,
        become records all the same.
    ask : callable, optional
        Returns what stands first in the pairs of a column, given its name and a cell, where no
        cell decides it; None: unknown.
    """

    layers: tuple[str, ...] = ()
    lon: str | None = None
    lat: str | None = None
    wkt: str | None = None
    crs: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    latlon: str | None = None
    lonlat: str | None = None
    guess: bool = True
    incomplete: bool = False
    ask: AskAxis | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Table:
    """Rows of one file.

    Parameters
    ----------
    file : pathlib.Path
        The file.
    columns : Mapping of str to sequence
        Cells by column: text, numbers, booleans or lists; None for an empty cell.
    geometries : sequence of shapely geometry or None
        One for each row, in `crs`.
    rows : sequence of str
        Name of each row in messages: `line 3`, `feature 2`.
    crs : str or None
        The CRS stated by the file; None if it states none.
    geometry_from : str
        Columns of the geometry; empty where the format stores it separately.
    geometry_how : str
        How those columns were found and read, where their names do not say it.
    geometry_options : Mapping of str to str
        Options that name those columns, where they were guessed.
    plain : bool
        Whether the file states that its positions are lon/lat.
    comma : bool
        Whether numbers may have a decimal comma.
    aliases : Mapping of str to str
        Property by column, where the format defines it.
    notes : tuple of str
        What was changed or left out.
    kind : str
        The format's name.
    sheet : str
        The sheet of a workbook.
    letters : Mapping of str to str
        Letters of the columns of a sheet, by column.
    """

    file: Path
    columns: Mapping[str, Sequence[Any]]
    geometries: Sequence[Any]
    rows: Sequence[str]
    crs: str | None = None
    geometry_from: str = ""
    plain: bool = False
    comma: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    kind: str = ""
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    geometry_how: str = ""
    geometry_options: Mapping[str, str] = field(default_factory=dict)

    def place(self, n: int, column: str) -> str:
        """Return the place of a cell in messages: `line 3`, or `Sheet1!C7` in a workbook."""
        letter = self.letters.get(column)
        number = self.rows[n].removeprefix("row ")
        return f"{self.sheet}!{letter}{number}" if letter else self.rows[n]

    def citation(self, n: int) -> str:
        """Return the text that cites a row: `incidents.csv, line 3`, or with its sheet."""
        sheet = f"{self.sheet}, " if self.sheet else ""
        return f"{self.file.name}, {sheet}{self.rows[n]}"

    @property
    def position_columns(self) -> list[str]:
        """The columns of the geometry that still have cells: those that are no positions."""
        return [name for name in self.geometry_from.split(", ") if name in self.columns]
