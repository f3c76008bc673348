"""Decoding of texts in Parquet files, where a small dictionary can expand to gigabytes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack_observations.arrow import pa, pc

__all__ = ["is_text", "unpack_texts"]

# Maximum size of the texts of a column in a row group.
_MOST_BYTES = 256_000_000
_TEXTS = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary,
)  # fmt: skip


def is_text(kind: Any) -> bool:
    """Return whether a type is one of strings or bytes of any length."""
    return any(is_kind(kind) for is_kind in _TEXTS)


def unpack_texts(table: Any, path: Path, packed: Collection[str] = ()) -> Any:
    """Return rows with decoded texts, after checking that they fit in memory.

    Parameters
    ----------
    table : pyarrow.Table
        Rows as read, with dictionary-encoded texts.
    path : path
        The file.
    packed : collection of str
        Columns that stay encoded.

    Raises
    ------
    UsageError
        The texts of a column are longer than a bound.
    """
    for n, field in enumerate(table.schema):
        if not pa.types.is_dictionary(field.type) or not is_text(field.type.value_type):
            continue
        column = table[field.name].combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        sizes = pc.binary_length(column.dictionary).take(column.indices)
        size = pc.sum(sizes.cast(pa.int64())).as_py() or 0
        if size > _MOST_BYTES:
            message = (
                f"{path}: the texts of {table.num_rows:,} rows of {field.name!r} are "
                f"{size / 1e6:,.0f} MB; at most {_MOST_BYTES / 1e6:g} MB are read; shorten them"
            )
            raise UsageError(message)
        if field.name not in packed:
            table = table.set_column(n, field.name, column.cast(field.type.value_type))
    return table
