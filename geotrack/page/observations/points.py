"""Observations drawn as single points: their columns, packed in the order that is shortest."""

from __future__ import annotations

from typing import Any

import numpy as np

from geotrack.observations.queries.plan import MATCH, surely
from geotrack.observations.store.arrow import pa, parquet, pc
from geotrack.observations.store.layout import PER_METRE, RADIUS
from geotrack.observations.store.packing import Column, as_texts, pack_column, pack_numbers
from geotrack.observations.trajectories.fixes import id_type
from geotrack.page.observations.layers import CLASSES, OTHERS, Asked, Drawing, span_of

__all__ = ["points", "rows_of"]

_SECOND = 1_000_000  # microseconds


def points(asked: Asked) -> Drawing:
    """Return the observations that are asked for as points.

    Positions are whole steps of so many metres in EPSG:6931, times whole seconds.
    """
    entry = asked.entry
    radius = asked.question.dataset.has_radius
    rows = rows_of(asked, (*entry.told, *([RADIUS] if radius else [])))
    step = entry.rounded_m * PER_METRE
    packed = {}
    for name, axis in (("x", "plane_x"), ("y", "plane_y")):
        packed[name] = pack_numbers(np.rint(rows[axis].to_numpy() / step).astype(np.int64))
    timeless = np.asarray(rows["time"].is_null().to_numpy(zero_copy_only=False))
    seconds = np.asarray(pc.fill_null(rows["time"].cast(pa.int64()), 0)) // _SECOND
    packed["time"] = pack_numbers(seconds, timeless, cut=True)
    possible = ~surely(rows)
    if possible.any():
        packed["possible"] = pack_numbers(possible.astype(np.int64))
    if radius:
        packed["radius"] = _radii(rows[RADIUS])
    for n, name in enumerate(entry.told):
        packed[f"column{n}"] = pack_column(rows[name])
    span = pc.min_max(rows["time"]).as_py()
    about = {
        "kind": "points",
        "title": entry.title,
        "source": entry.source,
        "many": rows.num_rows,
        "metres": entry.rounded_m,
        "columns": list(entry.told),
        "timeless": int(timeless.sum()),
        "colours": [asked.colour],
        "packed": {name: column.how for name, column in packed.items()},
    }
    about |= span_of(span["min"], span["max"])
    if entry.colour:
        column = f"column{entry.told.index(entry.colour)}"
        values, all_of_them = _commonest(rows[entry.colour], packed[column].how)
        about["by"] = {"column": column, "values": values}
        about["colours"] = [*CLASSES[: len(values)], *([] if all_of_them else [OTHERS])]
    return Drawing(
        asked,
        about,
        {name: column.raw for name, column in packed.items()},
        many=rows.num_rows,
        possible=int(possible.sum()),
        timeless=int(timeless.sum()),
        first=span["min"],
        last=span["max"],
        radius=radius,
    )


def _radii(values: Any) -> Column:
    """Return radii in whole metres, none of them less than it is."""
    missing = np.asarray(values.is_null().to_numpy(zero_copy_only=False))
    metres = np.ceil(np.asarray(pc.fill_null(values, 0.0), np.float64))
    return pack_numbers(metres.astype(np.int64), missing)


def _commonest(values: Any, how: dict[str, Any]) -> tuple[list[str | float], bool]:
    """Return the values that most have, as the script reads them, and whether all have one."""
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_finite(values), values, None)
    listed = as_texts(values) if "texts" in how else values
    counted = pc.value_counts(pc.drop_null(listed)).to_pylist()
    counted.sort(key=lambda one: (-one["counts"], one["values"]))
    named = counted[: len(CLASSES)]
    many = sum(one["counts"] for one in named)
    return [one["values"] for one in named], bool(named) and many == len(values)


def rows_of(asked: Asked, columns: tuple[str, ...]) -> Any:
    """Return what meets a map's question, as one table.

    Parameters
    ----------
    asked : Asked
        What is asked.
    columns : tuple of str
        Those that are wanted beside `time`, `plane_x`, `plane_y` (whole centimetres) and `match`.

    Returns
    -------
    pyarrow.Table
        In the order of the dataset, along the curve; where the map says by which column they are
        told apart, each one's together in the order of their times.
    """
    dataset, entry = asked.question.dataset, asked.entry
    wanted = ("time", "plane_x", "plane_y", *columns)
    found = list(asked.question.answers(wanted))
    if not found:
        file = parquet.ParquetFile(dataset.path).schema_arrow
        empty = pa.schema([*(file.field(name) for name in wanted), pa.field(MATCH, pa.string())])
        return empty.empty_table()
    rows = pa.concat_tables(found)
    if entry.certain:
        rows = rows.filter(pa.array(surely(rows)))
    if not entry.id:
        return rows
    id_type(dataset, entry.id)
    return rows.take(_by_each(rows, entry.id))


def _by_each(rows: Any, column: str) -> Any:
    whose = rows[column].combine_chunks().dictionary_encode()
    times = np.asarray(pc.fill_null(rows["time"].cast(pa.int64()), np.iinfo(np.int64).max))
    return pa.array(np.lexsort((times, np.asarray(pc.fill_null(whose.indices, -1)))))
