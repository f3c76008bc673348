"""A draft of a file: Features, and what is said about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geotrack.importing.date_formats import LANGUAGES, month_form
from geotrack.importing.detect import read_file
from geotrack.importing.faults import few
from geotrack.importing.features import Drafted, drafted
from geotrack.importing.formats.csv_file import position_column
from geotrack.importing.mapping import MappingOptions, Plan, plan
from geotrack.importing.reproject import placed
from geotrack.importing.table import Options, Table
from geotrack.importing.target_properties import NEEDED, likely, named_by

__all__ = ["Draft", "draft"]

_HINTS = {
    "title": "--map COLUMN=title",
    "type": "--map COLUMN=type, or --set type=coastguard/patrol",
    "start": "--map COLUMN=start, or --set start=unknown where no source states one",
    "sources": "--map COLUMN=sources.url, or --set sources.url=https://…",
}


@dataclass(frozen=True)
class Draft:
    """What a file of another format gave.

    Parameters
    ----------
    features : list of dict
        GeoJSON Features in longitude and latitude, each with `review` set to `draft`.
    plan : Plan
        What became of each column.
    said : tuple of str
        Lines for the reader: what was read, what became of it, and what is missing.
    """

    features: list[dict[str, Any]]
    plan: Plan
    said: tuple[str, ...]


def draft(path: Path, options: Options, told: MappingOptions) -> Draft:
    """Read a file of another format as drafts of records.

    Parameters
    ----------
    path : pathlib.Path
        CSV, GPX, KML, KMZ, GeoPackage, Shapefile or FlatGeobuf.
    options : Options
        How it is to be read.
    told : MappingOptions
        What its columns mean, beyond those whose names say it.

    Raises
    ------
    UnreadableError
        The file is not a sound one of those formats.
    UsageError
        Something has to be told that was not, or is told that is not there.
    """
    table = read_file(path, options)
    made = plan(table, told)
    geometries, notes = placed(table, options.crs)
    found = drafted(table, made, geometries)
    said = [*_summary(table, found), *table.notes, *notes, *few(made.notes)]
    said += [*_columns(table, made), *_oddities(found), *_missing(table, made, found)]
    return Draft(found.features, made, tuple(said))


def _summary(table: Table, found: Drafted) -> Iterator[str]:
    count = len(found.features)
    there = sum(f["geometry"] is not None for f in found.features)
    many = "1 feature" if count == 1 else f"{count} features"
    yield f"{table.file.name}: {many}, {there} with geometry"


def _columns(table: Table, made: Plan) -> Iterator[str]:
    if table.geometry_from:
        yield f"{table.geometry_from} → geometry"
    filled = {k for k, cells in table.columns.items() if any(c is not None for c in cells)}
    same = [c for c, one in made.columns.items() if c == one.path and c in filled]
    if same:
        yield f"by their names: {', '.join(same)}"
    for column, one in made.columns.items():
        if column != one.path and column in filled:
            yield f"{column} → {one.path}"
    for path, value in made.constants.items():
        cells = [table.columns[c] for c, one in made.columns.items() if one.path == path]
        filled_in = sum(all(c is None for c in row) for row in zip(*cells, strict=True))
        where = f": in {filled_in} of {len(table.rows)} rows" if cells else ""
        yield f"{value!r} → {path}, where no column gives it{where}"
    given = {one.path for one in made.columns.values()} | set(made.constants)
    kept = [_kept(column, name, given) for column, name in made.extras.items() if column in filled]
    if kept:
        yield f"kept as extra properties: {', '.join(kept)}"


def _kept(column: str, name: str, given: set[str]) -> str:
    said = column if column == name else f"{column} as {name!r}"
    guess = None if named_by(column) else likely(column)
    return f"{said} (--map {column}={guess}?)" if guess and guess not in given else said


def _oddities(found: Drafted) -> Iterator[str]:
    for (column, what), one in found.oddities.items():
        cells = "1 cell" if one.count == 1 else f"{one.count} cells"
        line = f"{column}: {cells}: {what}; first {one.first}"
        remedy = _form(one.cell) if "no date" in what else one.remedy
        yield f"{line}; {remedy}" if remedy else line


def _form(cell: str) -> str:
    """Return how the form of a date could be told."""
    year_first = re.fullmatch(r"\d{4}([./])\d{1,2}([./])\d{1,2}", cell)
    if year_first or re.fullmatch(r"(19|20)\d{6}", cell):
        marks = year_first.groups() if year_first else ("", "")
        return f'--dates "%Y{marks[0]}%m{marks[1]}%d" reads it'
    found = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", cell)
    if not found:
        return _named_month(cell)
    mark, year = found[2], "%Y" if len(found[4]) == len("2024") else "%y"
    day_first, month_first = f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}"
    if mark == ".":
        return f'--dates "{day_first}" reads it'
    return f'--dates "{day_first}" or --dates "{month_first}" reads it, as the source means it'


def _named_month(cell: str) -> str:
    """Return how a date with the name of its month could be told."""
    found = re.fullmatch(r"(?:\d{1,2}(\.?) )?([^\W\d_]{3,})(\.?) \d{4}", cell)
    if not found:
        return ""
    month = month_form(found[2])
    if month is None:
        return f"names of months are read in {LANGUAGES}; of another, write the month as a number"
    day = "" if found[1] is None else f"%d{found[1]} "
    return f'--dates "{day}{month}{found[3]} %Y" reads it'


def _missing(table: Table, made: Plan, found: Drafted) -> Iterator[str]:
    count = Counter(key for f in found.features for key in NEEDED if key in f["properties"])
    given = {one.path.partition(".")[0] for one in made.columns.values()}
    given |= {path.partition(".")[0] for path in made.constants}
    for key in NEEDED:
        if key not in given:
            yield f"missing: no column gives {key!r}: {_HINTS[key]}"
        elif count[key] < len(found.features):
            n = next(n for n, f in enumerate(found.features) if key not in f["properties"])
            left = len(found.features) - count[key]
            yield f"missing: {left} of {len(found.features)} without {key!r}, first {table.rows[n]}"
    if not any(f["geometry"] for f in found.features) and not table.geometry_from:
        yield f"no feature has a geometry{_where(table)}"


def _where(table: Table) -> str:
    """Return how positions could be found, by the format of a file."""
    if table.kind == "CSV":
        return "; --lon and --lat, or --wkt, name the columns of positions"
    lonlat = (position_column(table.columns, axis) for axis in ("lon", "lat"))
    if all(names := list(lonlat)):
        return (
            f"; save the table as CSV: of {names[0]!r} and {names[1]!r}, positions are made there"
        )
    return ""
