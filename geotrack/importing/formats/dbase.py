"""Records of dBASE tables, which belong to Shapefiles."""

from __future__ import annotations

import struct
from pathlib import Path

__all__ = ["deleted_records"]

_HEAD = struct.Struct("<4xIHH")
_DELETED = b"*"


def deleted_records(path: Path) -> int:
    """Return the number of records that are marked as deleted; 0 if it is no such table.

    Parameters
    ----------
    path : pathlib.Path
        A `.dbf` file.
    """
    data = path.read_bytes()
    if len(data) < _HEAD.size:
        return 0
    count, start, length = _HEAD.unpack_from(data)
    return data[start : start + count * length : max(length, 1)].count(_DELETED)
