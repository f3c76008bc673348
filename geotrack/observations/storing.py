"""What a question finds, as a GeoParquet file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geotrack.observations.arrow import pa, parquet, pc
from geotrack.observations.asking import Question
from geotrack.observations.files import replaced
from geotrack.observations.layout import GROUP, geo_metadata
from geotrack.observations.planning import MATCH

__all__ = ["store"]

# Columns that are for questions to the dataset itself.
_OWN = ("plane_x", "plane_y")


def store(
    found: Question,
    path: Path,
    about: dict[str, Any],
    *,
    only: str | None = None,
    limit: int | None = None,
) -> dict[str, int]:
    """Write the rows that meet a question, so that the old file or the whole new one is there.

    They are GeoParquet 1.1, in the order of the dataset, and some row groups are held at once.
    Without any, the file has columns and no rows.

    Parameters
    ----------
    found : Question
        What is asked.
    path : path
        The file.
    about : dict
        Stands in its metadata under `geotrack`.
    only : {"certain", "possible"}, optional
        Only these are written.
    limit : int, optional
        Only the first so many are.

    Returns
    -------
    dict of str to int
        How many rows are `certain` and how many `possible`, whether they are written or not.

    Raises
    ------
    OSError
        It cannot be written.
    """
    shape = parquet.read_schema(found.dataset.path)
    fields = [shape.field(name) for name in shape.names if name not in _OWN]
    told = {"geo": json.dumps(geo_metadata()), "geotrack": json.dumps(about, ensure_ascii=False)}
    schema = pa.schema([*fields, pa.field(MATCH, pa.string())], metadata=told)
    many = {"certain": 0, "possible": 0}
    with (
        replaced(path) as out,
        parquet.ParquetWriter(out, schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        for group in _groups(_wanted(found, schema, many, only, limit)):
            writer.write_table(group.cast(schema), row_group_size=GROUP)
    return many


def _wanted(
    found: Question, schema: Any, many: dict[str, int], only: str | None, limit: int | None
) -> Iterator[Any]:
    """Yield the rows that are to be written, and count all by their match."""
    left = limit
    for table in found.answers(schema.names):
        for match in ("certain", "possible"):
            many[match] += pc.sum(pc.equal(table[MATCH], match)).as_py()
        kept = table if only is None else table.filter(pc.equal(table[MATCH], only))
        if left is not None:
            kept = kept.slice(0, left)
            left -= kept.num_rows
        if kept.num_rows:
            yield kept


def _groups(tables: Iterator[Any]) -> Iterator[Any]:
    """Yield rows as many together as a row group has: of a strait there are few at a time."""
    waiting: list[Any] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
