"""What a GeoPackage holds that a draft cannot: curves and measures."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["shape_notes"]

_ENVELOPES = (0, 32, 48, 48, 64)
_FLAGS_AT, _WKB_AT = 3, 8
_CURVED = range(8, 13)
_THOUSAND = 1000


def shape_notes(path: Path) -> list[str]:
    """Return what is changed about the shapes of a GeoPackage, in words; empty where nothing is.

    Parameters
    ----------
    path : pathlib.Path
        The file; it is only read. One that is no sound GeoPackage gives nothing: GDAL tells.
    """
    codes: set[int] = set()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            tables = file.execute(
                "SELECT table_name, column_name FROM gpkg_geometry_columns"
            ).fetchall()
            for names in tables:
                table, column = (name.replace('"', '""') for name in names)
                sql = f'SELECT substr("{column}", 1, 80) FROM "{table}" WHERE "{column}" NOT NULL'  # noqa: S608 (quoted names)
                codes.update(_code(bytes(blob)) for (blob,) in file.execute(sql))
    except (sqlite3.Error, UnicodeDecodeError, TypeError, AttributeError):
        return []
    notes = []
    if any(code % _THOUSAND in _CURVED for code in codes):
        notes.append("curves became lines of many short edges")
    if any(code // _THOUSAND in {2, 3} for code in codes):
        notes.append("measures (M) are left out")
    return notes


def _code(blob: bytes) -> int:
    """Return the ISO WKB code of a geometry in a GeoPackage; 0 where it cannot be told."""
    if len(blob) <= _FLAGS_AT or blob[:2] != b"GP":
        return 0
    envelope = (blob[_FLAGS_AT] >> 1) & 0b111
    at = _WKB_AT + (_ENVELOPES[envelope] if envelope < len(_ENVELOPES) else 0)
    code = blob[at + 1 : at + 5]
    return int.from_bytes(code if blob[at : at + 1] == b"\0" else code[::-1], "big")
