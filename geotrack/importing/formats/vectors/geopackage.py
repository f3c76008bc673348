"""Safe copies of GeoPackage files for GDAL: tables and indexes only."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from folium_polar.geometry.crs import file_in_crs
from geotrack.files import leads_out
from geotrack.importing.faults import UnreadableError, refuse_file_in_crs
from geotrack.importing.limits import MOST_BYTES, check_amount
from geotrack.messages import Message

__all__ = ["Prepared", "prepare"]

# Bytes of the envelope in the head of a geometry, by its code (GeoPackage 1.3, 2.1.3).
_ENVELOPES = (0, 32, 48, 48, 64)
# Places of the flags and, without an envelope, of the WKB in a geometry, bytes.
_FLAGS_AT, _WKB_AT = 3, 8
# Codes of WKB for curves, compound curves and their surfaces.
_CURVED = range(8, 13)
# What is added to a code of WKB for heights (1), measures (2) or both (3).
_THOUSAND = 1000
# Bytes of x and y.
_POSITION_BYTES = 16
# Limit of SQLite instructions: some seconds.
_STEPS, _MOST_STEPS = 100_000, 400_000_000
# Bytes of a statement of SQL at most.
_LONGEST_SQL = 1_000_000
# Values of `hidden` in PRAGMA table_xinfo for generated columns.
_COMPUTED = (2, 3)
# Limits for files from untrusted sources.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: _LONGEST_SQL,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
# Endings of files beside a GeoPackage without which it lacks its last changes.
_BESIDE = ("-wal",)
# SQL of tables, indexes and spatial indexes.
_PLAIN = re.compile(
    r"""CREATE\s+(?:TABLE|(?:UNIQUE\s+)?INDEX)\s
    |CREATE\s+VIRTUAL\s+TABLE\s+(?:"[^"]*"|\w+)\s+USING\s+rtree\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Prepared:
    """A copy of a GeoPackage for GDAL.

    Parameters
    ----------
    path : pathlib.Path
        The copy.
    tables : Mapping of str to int
        Number of geometries by table; other layer names are not valid.
    notes : tuple of str
        What is changed or left out.
    """

    path: Path
    tables: Mapping[str, int]
    notes: tuple[str, ...]


def prepare(source: Path, path: Path, folder: Path) -> Prepared:
    """Copy a GeoPackage without views and triggers; refuse generated columns.

    Parameters
    ----------
    source : pathlib.Path
        The file.
    path : pathlib.Path
        The file as the user named it, for messages.
    folder : pathlib.Path
        Folder for the copy.

    Raises
    ------
    UnreadableError
        It is too large for one import, has generated columns, or is no valid SQLite file.
    """
    copy = folder / "copy.gpkg"
    shutil.copyfile(source, copy)
    for ending in _BESIDE:
        # The write-ahead log of a program that has the file open.
        with suppress(FileNotFoundError):
            if not leads_out(Path(f"{source}{ending}"), source.parent):
                shutil.copyfile(f"{source}{ending}", f"{copy}{ending}")
    try:
        with _opened(copy) as file:
            _check_crs(path, file)
            notes = _leave_out(file)
            tables = _tables(path, file)
            of_shapes, shapes = _shape_notes(path, file, tables)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:80]
        if reason == "interrupted":
            raise UnreadableError(path, "it takes too long to read", "split it") from None
        raise UnreadableError(
            path,
            Message("cannot be read as GeoPackage: {reason}", reason),
            "it may be cut off or broken",
        ) from None
    return Prepared(copy, {t: shapes[t] for t in tables}, (*notes, *of_shapes))


def _check_crs(path: Path, file: sqlite3.Connection) -> None:
    """Refuse definitions of CRS that name files, which GDAL would open."""
    tables = "SELECT name FROM sqlite_master WHERE name LIKE '%spatial_ref_sys%'"
    for (name,) in file.execute(tables).fetchall():
        quoted = name.replace('"', '""')
        for row in file.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 (it is quoted)
            for text in row:
                refuse_file_in_crs(path, file_in_crs(text) if isinstance(text, str) else "")


@contextmanager
def _opened(copy: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        left = iter(range(_MOST_STEPS // _STEPS))
        file.set_progress_handler(lambda: next(left, None) is None, _STEPS)
        for limit, most in _LIMITS.items():
            file.setlimit(limit, most)
        file.execute("PRAGMA trusted_schema = OFF")
        file.execute("PRAGMA cell_size_check = ON")
        yield file


def _leave_out(file: sqlite3.Connection) -> list[str]:
    """Remove all but tables and indexes from the schema; return notes about layers left out.

    The SQL of an entry decides, not its stated type, as for SQLite itself.
    """
    schema = file.execute("SELECT rowid, name, sql FROM sqlite_master").fetchall()
    left = {row: str(name) for row, name, sql in schema if sql and not _PLAIN.match(str(sql))}
    if not left:
        return []
    file.execute("PRAGMA writable_schema = ON")
    file.executemany("DELETE FROM sqlite_master WHERE rowid = ?", [(row,) for row in left])
    file.execute("PRAGMA writable_schema = RESET")
    layers = []
    for name in dict.fromkeys(left.values()):
        count = 0
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            sql = f"DELETE FROM {table} WHERE lower(table_name) = lower(?)"  # noqa: S608 (ours)
            with suppress(sqlite3.OperationalError):
                count += file.execute(sql, [name]).rowcount
        if count > 0:
            layers.append(name)
    return [Message("views are left out: {names}", ", ".join(layers))] if layers else []


def _tables(path: Path, file: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of the tables; refuse large tables and generated columns."""
    names = file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 "
        "AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    file.execute("SELECT table_name FROM gpkg_contents LIMIT 1")
    for (name,) in names:
        columns = file.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
        if any(hidden in _COMPUTED for *_, hidden in columns):
            raise UnreadableError(
                path,
                Message("columns of {name!r} are computed", name),
                "save it again with plain columns",
            )
        sizes = " + ".join(f"ifnull(length(CAST({_quoted(c)} AS BLOB)), 0)" for _, c, *_ in columns)
        sql = f"SELECT count(*), total({sizes or 0}) FROM {_quoted(name)}"  # noqa: S608 (quoted)
        rows, size = file.execute(sql).fetchone()
        check_amount(path, rows=rows, cells=rows * len(columns), text=int(size))
    return tuple(str(name) for (name,) in names)


def _shape_notes(
    path: Path, file: sqlite3.Connection, tables: tuple[str, ...]
) -> tuple[list[str], Counter[str]]:
    """Return notes about changed geometries, and their number by table."""
    codes: set[int] = set()
    shapes: Counter[str] = Counter()
    by_lower_name = {name.lower(): name for name in tables}
    for name, column in file.execute(
        "SELECT table_name, column_name FROM gpkg_geometry_columns"
    ).fetchall():
        table, blob = by_lower_name.get(str(name).lower()), _quoted(str(column))
        if table is None:
            continue
        sql = f"SELECT substr({blob}, 1, 80), length({blob}) FROM {_quoted(table)} WHERE {blob} NOT NULL"  # noqa: S608, E501 (quoted names)
        size = 0
        for head, length in file.execute(sql):
            size += int(length)
            shapes[table] += 1
            if isinstance(head, bytes):
                codes.add(_code(head))
        check_amount(path, positions=size // _POSITION_BYTES)
    notes = []
    if any(code % _THOUSAND in _CURVED for code in codes):
        notes.append("curves became lines of many short edges")
    if any(code // _THOUSAND in {2, 3} for code in codes):
        notes.append("measures (M) are left out")
    return notes, shapes


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _code(blob: bytes) -> int:
    """Return the ISO WKB code of a GeoPackage geometry; 0 if it is unknown."""
    if len(blob) <= _FLAGS_AT or blob[:2] != b"GP":
        return 0
    envelope = (blob[_FLAGS_AT] >> 1) & 0b111
    start = _WKB_AT + (_ENVELOPES[envelope] if envelope < len(_ENVELOPES) else 0)
    code = blob[start + 1 : start + 5]
    return int.from_bytes(code if blob[start : start + 1] == b"\0" else code[::-1], "big")
