"""Check of FlatGeobuf files before GDAL opens them.

A FlatBuffer refers to its parts by offsets. A hostile file can refer to one part many times, and
GDAL would copy it each time. The layout is that of https://github.com/flatgeobuf/flatgeobuf,
header.fbs and feature.fbs.
"""

from __future__ import annotations

import struct
from pathlib import Path

from folium_polar.geometry.crs import file_in_crs_bytes
from geotrack.importing.faults import UnreadableError, refuse_file_in_crs
from geotrack.importing.limits import MOST_DEPTH

__all__ = ["check_geometries"]

# Bytes of the signature, of a node of the index, nodes below a node, bytes of x and y.
_MAGIC_BYTES, _NODE_BYTES, _NODE_SIZE, _POSITION_BYTES = 8, 40, 16, 16
# Indexes of fields in their tables.
_COUNT, _INDEX_NODE_SIZE = 8, 9
# Numbers of fields in the tables Feature and Geometry of its schema.
_GEOMETRY, _XY, _PARTS = 0, 1, 7
# GDAL's own limit for a Feature.
_MOST_PARTS = 1_000_000
_U16, _I32, _U32, _U64 = (struct.Struct(f"<{kind}").unpack_from for kind in "HiIQ")


def check_geometries(path: Path, data: bytes) -> None:
    """Refuse geometries that refer to one of their parts many times, and a CRS that names a file.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    data : bytes
        Its content, which starts with the magic bytes of FlatGeobuf.

    Raises
    ------
    UnreadableError
        There is such a geometry, or an offset leads out of the file.
    """
    try:
        end = _MAGIC_BYTES + 4 + _U32(data, _MAGIC_BYTES)[0]
        refuse_file_in_crs(path, file_in_crs_bytes(data[:end]))
        offset = _first_feature(data)
        while offset + 4 <= len(data):
            size = _U32(data, offset)[0]
            _check_feature(path, data, offset + 4, size)
            offset += 4 + size
    except struct.error:
        raise UnreadableError(
            path,
            "cannot be read as FlatGeobuf: an offset leads out of it",
            "it may be cut off or broken",
        ) from None


def _first_feature(data: bytes) -> int:
    """Return the offset of the first Feature, after header and index."""
    header = _MAGIC_BYTES + 4
    table = header + _U32(data, header)[0]
    offset = _field(data, table, _COUNT)
    count = _U64(data, offset)[0] if offset else 0
    offset = _field(data, table, _INDEX_NODE_SIZE)
    fan = _U16(data, offset)[0] if offset else _NODE_SIZE
    nodes = level = count if fan else 0
    while level > 1:
        level = -(-level // max(fan, 2))
        nodes += level
    if nodes == 1:
        # The index of one Feature has a root, too.
        nodes += 1
    return int(header + _U32(data, _MAGIC_BYTES)[0] + _NODE_BYTES * nodes)


def _check_feature(path: Path, data: bytes, start: int, size: int) -> None:
    """Refuse a Feature whose geometry lists its parts too often."""
    offset = _field(data, start + _U32(data, start)[0], _GEOMETRY)
    if not offset:
        return
    geometry = offset + _U32(data, offset)[0]
    if not _field(data, geometry, _PARTS):
        return
    left, parts, pending = size, 0, [(geometry, 1)]
    while pending:
        table, depth = pending.pop()
        if offset := _field(data, table, _XY):
            left -= _U32(data, offset + _U32(data, offset)[0])[0] // 2 * _POSITION_BYTES
        if offset := _field(data, table, _PARTS):
            offset += _U32(data, offset)[0]
            count = _U32(data, offset)[0]
            parts += count
            if parts > _MOST_PARTS or depth > MOST_DEPTH:
                break
            places = range(offset + 4, offset + 4 + 4 * count, 4)
            pending += [(place + _U32(data, place)[0], depth + 1) for place in places]
        if left < 0:
            break
    else:
        return
    raise UnreadableError(
        path,
        "a geometry lists one of its parts many times, or too many parts",
        "save it again with what wrote it",
    )


def _field(data: bytes, table: int, number: int) -> int:
    """Return the offset of a field in a table; 0 if it is absent."""
    listed = table - _I32(data, table)[0]
    if listed < 0:
        raise struct.error("an offset below 0")
    entry = 4 + 2 * number
    if _U16(data, listed)[0] <= entry:
        return 0
    offset = _U16(data, listed + entry)[0]
    return table + offset if offset else 0
