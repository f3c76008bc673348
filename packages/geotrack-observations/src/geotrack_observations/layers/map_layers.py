"""The layers of observations of a map definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError, fields_named
from geotrack.model import MapDefinition, Observed
from geotrack.model.maps.observation_layers import LayerKind, layers_of
from geotrack.model.query_fields import KEYS
from geotrack.queries.marking_ceiling import MarkingError
from geotrack.workspace import Workspace
from geotrack_observations.arrow import pa, parquet, pc
from geotrack_observations.density.density import NO_MONTH, Density, Level, count_hexagons
from geotrack_observations.grid.hexagons import AREAS_KM2
from geotrack_observations.layers.colours import LAYER_COLOURS, VALUE_COLOURS, class_breaks
from geotrack_observations.layers.columns import Column, NumberColumn, column_of
from geotrack_observations.layers.faults import dataset_errors, faults
from geotrack_observations.layers.layer import (
    DensityLayer,
    LayerDefinition,
    MapLayer,
    PointClasses,
    PointLayer,
    TrackLayer,
)
from geotrack_observations.layers.totals import overlaps
from geotrack_observations.queries.conditions import Condition
from geotrack_observations.queries.plan import MATCH, are_certain
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.storage.dataset import open_dataset
from geotrack_observations.storage.layout import PER_METRE, RADIUS
from geotrack_observations.times.moments import SECOND, moment_of
from geotrack_observations.trajectories.fixes import id_type
from geotrack_observations.trajectories.map_tracks import map_tracks
from geotrack_observations.trajectories.tracks import TrackLimits

__all__ = ["classes_of", "map_layers"]


def map_layers(workspace: Workspace, definition: MapDefinition) -> list[MapLayer]:
    """Query the datasets of a map.

    Parameters
    ----------
    workspace : Workspace
        Contains the datasets, regions and places.
    definition : MapDefinition
        The map.

    Returns
    -------
    list of MapLayer
        In the order of the definition.

    Raises
    ------
    UsageError
        A dataset or a column is missing, or pyarrow is not installed.
    MarkingError
        A dataset is marked higher than the map.
    """
    for settings in definition.observations:
        _check_marking(workspace, definition, settings)
        if table_faults := faults(workspace, settings):
            _, message, remedy = table_faults[0]
            raise UsageError(f"{message}; {remedy}" if remedy else message)
    parts, overlap = layers_of(definition.observations), overlaps(definition.observations)
    titles = Counter(part.settings.title for part in parts)
    layers = []
    for part in parts:
        # Tables of `[[observations]]` are numbered from 1.
        table = part.number - 1
        with dataset_errors(part.settings):
            layer_definition = LayerDefinition(
                id=part.id,
                settings=part.settings,
                dataset_query=_dataset_query(workspace, part.settings),
                colour=LAYER_COLOURS[table % len(LAYER_COLOURS)],
                overlap=overlap[table],
                same_title=titles[part.settings.title] > 1,
            )
            layers.append(_MAKERS[part.kind](layer_definition))
    return layers


@fields_named(KEYS)
def _dataset_query(workspace: Workspace, settings: Observed) -> DatasetQuery:
    """Return the query of a table of `[[observations]]`."""
    conditions = [Condition.parse(text) for text in settings.where]
    dataset = open_dataset(workspace.root / settings.dataset)
    return DatasetQuery(dataset, settings.place_and_time, workspace, conditions)


def _check_marking(workspace: Workspace, definition: MapDefinition, settings: Observed) -> None:
    """Raise an error if a dataset is marked higher than the map."""
    level = workspace.config.level
    dataset_level, map_level = level(settings.marking), level(definition.marking)
    # A marking without a level cannot be compared: it is refused.
    if dataset_level is None or map_level is None or dataset_level > map_level:
        message = (
            f"the observations {settings.title!r} are marked {settings.marking!r}, above the map's "
            f"{definition.marking!r}; raise the map's marking or leave them out"
        )
        raise MarkingError(message)


def _point_layer(definition: LayerDefinition) -> PointLayer:
    """Return the layer of points of a definition.

    Points are in the order of the dataset, along the Hilbert curve; with an `id` they are grouped
    by id and sorted by time.
    """
    settings = definition.settings
    has_radius = definition.dataset_query.dataset.has_radius
    rows = _rows(definition, (*settings.page_columns, *([RADIUS] if has_radius else [])))
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(rows[axis].to_numpy() / step).astype(np.int64) * settings.rounded_m
        for axis in ("plane_x", "plane_y")
    )
    time = _whole_seconds(rows["time"])
    possible = ~are_certain(rows)
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


def _whole_seconds(times: Any) -> NDArray[np.datetime64]:
    """Return times in whole seconds; NaT if missing."""
    is_missing = np.asarray(times.is_null().to_numpy(zero_copy_only=False))
    seconds = (np.asarray(pc.fill_null(times.cast(pa.int64()), 0)) // SECOND).astype("M8[s]")
    seconds[is_missing] = np.datetime64("NaT")
    return seconds


def _whole_metres(radii: Any) -> NDArray[np.float64]:
    """Return radii rounded up to whole metres; NaN if missing."""
    metres = np.ceil(np.asarray(pc.fill_null(radii, 0.0), np.float64))
    is_missing = np.asarray(radii.is_null().to_numpy(zero_copy_only=False))
    return np.where(is_missing, np.nan, metres)


def classes_of(name: str, column: Column) -> PointClasses:
    """Return the most frequent values of a column, and the class of each point.

    Numbers that are not finite count as other values. Integers without an exact floating point
    number are compared as texts.

    Parameters
    ----------
    name : str
        The column's name.
    column : Column
        Its values.
    """
    if isinstance(column, NumberColumn):
        is_known = ~column.missing & np.isfinite(column.values)
        cells = column.values if column.is_exact else column.values.astype(str)
        distinct, codes, counts = np.unique(
            cells[is_known], return_inverse=True, return_counts=True
        )
        values: list[Any] = distinct.tolist()
    else:
        is_known = column.codes >= 0
        values, codes = list(column.categories), column.codes[is_known]
        counts = np.bincount(codes, minlength=len(values))
    # Most frequent first; of equally frequent values the least first.
    order = sorted(range(len(values)), key=lambda n: (-counts[n], values[n]))
    frequent = order[: len(VALUE_COLOURS)]
    # The class of all other values follows those of the frequent ones.
    other_class = len(frequent)
    class_of_value = np.full(len(values), other_class)
    class_of_value[frequent] = np.arange(other_class)
    class_of = np.full(len(is_known), other_class)
    class_of[is_known] = class_of_value[codes]
    has_others = not frequent or bool((class_of == other_class).any())
    frequent_values = tuple(values[n] for n in frequent)
    return PointClasses(name, frequent_values, class_of, has_others=has_others)


def _rows(definition: LayerDefinition, columns: tuple[str, ...]) -> Any:
    """Return the rows that match the layer's query as one table.

    The table has `time`, `plane_x`, `plane_y` (whole centimetres), `columns`, and `match`. With an
    `id` its rows are in the order of `_by_id`.
    """
    dataset_query, settings = definition.dataset_query, definition.settings
    names = ("time", "plane_x", "plane_y", *columns)
    tables = list(dataset_query.matching_rows(names))
    if not tables:
        file = parquet.ParquetFile(dataset_query.dataset.path).schema_arrow
        fields = [*(file.field(name) for name in names), pa.field(MATCH, pa.string())]
        return pa.schema(fields).empty_table()
    rows = pa.concat_tables(tables)
    if settings.certain:
        rows = rows.filter(pa.array(are_certain(rows)))
    if not settings.id:
        return rows
    id_type(dataset_query.dataset, settings.id)  # raises an error if the column cannot be an id
    return rows.take(_by_id(rows, settings.id))


def _by_id(rows: Any, column: str) -> Any:
    """Return the order by id and time: rows without an id first, those without a time last."""
    ids = rows[column].combine_chunks().dictionary_encode()
    times = np.asarray(pc.fill_null(rows["time"].cast(pa.int64()), np.iinfo(np.int64).max))
    return pa.array(np.lexsort((times, np.asarray(pc.fill_null(ids.indices, -1)))))


def _track_layer(definition: LayerDefinition) -> TrackLayer:
    """Return the layer of tracks of a definition.

    Raises
    ------
    UsageError
        The longest gap is not longer than the limit of a leg.
    """
    settings = definition.settings
    column = settings.id or ""  # the model checks it
    limits = TrackLimits.of(column, settings.gap_s, settings.speed_m_s, settings.longest_gap_s)
    tracks = map_tracks(definition.dataset_query, column, limits, certain=settings.certain)
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(axis / step).astype(np.int64) * settings.rounded_m for axis in (tracks.x, tracks.y)
    )
    kind = pa.type_for_alias(definition.dataset_query.dataset.columns[column])
    ids = pa.chunked_array([pa.array(tracks.fixes.ids, kind).take(pa.array(tracks.id_index))])
    times = tracks.time[tracks.are_fixes]
    first = moment_of(int(times.min()) * SECOND) if len(times) else None
    last = moment_of(int(times.max()) * SECOND) if len(times) else None
    return TrackLayer(
        definition=definition,
        count=len(times),
        possible_count=int((tracks.possible & tracks.are_fixes).sum()),
        south_count=tracks.south_count,
        trackless_count=tracks.trackless_count,
        first=first,
        last=last,
        x_m=x_m,
        y_m=y_m,
        time=tracks.time.astype("M8[s]"),
        link=tracks.link,
        ids=column_of(ids),
        possible=tracks.possible,
        radius_m=None if tracks.radius is None else np.ceil(tracks.radius),
        limits=limits,
    )


# Hexagons of a size are drawn only if they have at least so many positions each on average: with
# fewer, points show more.
_LEAST_IN_HEXAGON = 5.0


def _density_layer(definition: LayerDefinition) -> DensityLayer:
    """Return the layer of a density of a definition."""
    density = count_hexagons(
        definition.dataset_query, AREAS_KM2, certain=definition.settings.certain
    )
    months = _months(density)
    month_count = 1 + months[1] - months[0] if months else 1
    levels = _levels(density)
    return DensityLayer(
        definition=definition,
        count=density.certain + density.possible,
        possible_count=density.possible,
        undated_count=density.undated_count,
        south_count=density.south_count,
        first=density.first,
        last=density.last,
        levels=levels,
        breaks=tuple(_breaks(level, month_count) for level in levels),
        months=months,
    )


def _months(density: Density) -> tuple[int, int] | None:
    """Return the first and the last month with a count; None if no position has a time."""
    month = density.levels[0].month
    dated = month[month != NO_MONTH]
    return (int(dated.min()), int(dated.max())) if len(dated) else None


def _levels(density: Density) -> tuple[Level, ...]:
    """Return the levels, from large hexagons to small ones, that show more than points.

    The first level always belongs to them. Later ones do not if their hexagons have few positions,
    or are smaller than the radius of most positions.
    """
    total = density.certain + density.possible
    for n, level in enumerate(density.levels):
        is_sparse = total < _LEAST_IN_HEXAGON * level.hexagons
        is_too_small = level.wider_than_hexagon > total / 2
        if n > 0 and (is_sparse or is_too_small):
            return density.levels[:n]
    return density.levels


def _breaks(level: Level, months: int) -> tuple[float, ...]:
    """Return the class breaks of a level: mean positions a month, over a number of months."""
    totals = level.whole()
    return tuple(class_breaks((totals.certain + totals.possible) / months))


_MAKERS: dict[LayerKind, Callable[[LayerDefinition], MapLayer]] = {
    "points": _point_layer,
    "density": _density_layer,
    "tracks": _track_layer,
}
