"""Observations as points."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.layers.colours import VALUE_COLOURS
from geotrack.observations.layers.columns import Column, NumberColumn, column_of
from geotrack.observations.layers.layer import LayerDefinition, PointClasses, PointLayer
from geotrack.observations.queries.plan import MATCH, surely
from geotrack.observations.storage.arrow import pa, parquet, pc
from geotrack.observations.storage.layout import PER_METRE, RADIUS
from geotrack.observations.storage.moments import SECOND
from geotrack.observations.trajectories.fixes import id_type

__all__ = ["classes_of", "point_layer"]


def point_layer(definition: LayerDefinition) -> PointLayer:
    """Return the observations that a map asks for as points.

    They are in the order of the dataset, along the curve; where the map has an `id`, those of one
    id stand together in the order of their times.
    """
    settings = definition.settings
    has_radius = definition.question.dataset.has_radius
    rows = _rows(definition, (*settings.page_columns, *([RADIUS] if has_radius else [])))
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(rows[axis].to_numpy() / step).astype(np.int64) * settings.rounded_m
        for axis in ("plane_x", "plane_y")
    )
    time = _seconds(rows["time"])
    possible = ~surely(rows)
    columns = {name: column_of(rows[name]) for name in settings.page_columns}
    span = pc.min_max(rows["time"]).as_py()
    return PointLayer(
        definition=definition,
        count=rows.num_rows,
        possible_count=int(possible.sum()),
        undated_count=int(np.isnat(time).sum()),
        first=span["min"],
        last=span["max"],
        x_m=x_m,
        y_m=y_m,
        time=time,
        possible=possible,
        radius_m=_whole_metres(rows[RADIUS]) if has_radius else None,
        columns=columns,
        classes=classes_of(settings.colour, columns[settings.colour]) if settings.colour else None,
    )


def _seconds(times: Any) -> NDArray[np.datetime64]:
    """Return times in whole seconds, NaT where there is none."""
    missing = np.asarray(times.is_null().to_numpy(zero_copy_only=False))
    seconds = np.asarray(pc.fill_null(times.cast(pa.int64()), 0)) // SECOND
    found = seconds.astype("M8[s]")
    found[missing] = np.datetime64("NaT")
    return found


def _whole_metres(radii: Any) -> NDArray[np.float64]:
    """Return radii rounded up, NaN where there is none."""
    metres = np.ceil(np.asarray(pc.fill_null(radii, 0.0), np.float64))
    missing = np.asarray(radii.is_null().to_numpy(zero_copy_only=False))
    return np.where(missing, np.nan, metres)


def classes_of(name: str, column: Column) -> PointClasses:
    """Return the most frequent values of a column, and which of them each point has.

    Numbers that are not finite are among the others. Whole numbers that floating point numbers
    cannot stand for are compared as texts.

    Parameters
    ----------
    name : str
        The column's name.
    column : Column
        Its values.
    """
    if isinstance(column, NumberColumn):
        there = ~column.missing & np.isfinite(column.values)
        values = column.values if column.is_exact else column.values.astype(str)
        found, codes, counts = np.unique(values[there], return_inverse=True, return_counts=True)
        listed: list[Any] = found.tolist()
    else:
        there = column.codes >= 0
        listed, codes = list(column.categories), column.codes[there]
        counts = np.bincount(codes, minlength=len(listed))
    order = sorted(range(len(listed)), key=lambda n: (-counts[n], listed[n]))
    frequent = order[: len(VALUE_COLOURS)]
    rank = np.full(len(listed), len(frequent))
    rank[frequent] = np.arange(len(frequent))
    class_of = np.full(len(there), len(frequent))
    class_of[there] = rank[codes]
    chosen = tuple(listed[n] for n in frequent)
    return PointClasses(name, chosen, class_of, not chosen or bool((class_of == len(chosen)).any()))


def _rows(definition: LayerDefinition, columns: tuple[str, ...]) -> Any:
    """Return what meets a map's question as one table.

    It has the columns `time`, `plane_x`, `plane_y` (whole centimetres), `match` and some more.
    """
    question, settings = definition.question, definition.settings
    wanted = ("time", "plane_x", "plane_y", *columns)
    found = list(question.answers(wanted))
    if not found:
        file = parquet.ParquetFile(question.dataset.path).schema_arrow
        empty = pa.schema([*(file.field(name) for name in wanted), pa.field(MATCH, pa.string())])
        return empty.empty_table()
    rows = pa.concat_tables(found)
    if settings.certain:
        rows = rows.filter(pa.array(surely(rows)))
    if not settings.id:
        return rows
    id_type(question.dataset, settings.id)
    return rows.take(_by_id(rows, settings.id))


def _by_id(rows: Any, column: str) -> Any:
    """Return the order in which rows of one id stand together, by time."""
    ids = rows[column].combine_chunks().dictionary_encode()
    times = np.asarray(pc.fill_null(rows["time"].cast(pa.int64()), np.iinfo(np.int64).max))
    return pa.array(np.lexsort((times, np.asarray(pc.fill_null(ids.indices, -1)))))
