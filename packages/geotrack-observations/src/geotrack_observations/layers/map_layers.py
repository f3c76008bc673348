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
        for _, message, remedy in faults(workspace, settings):
            raise UsageError(f"{message}; {remedy}" if remedy else message)
    parts, overlap = layers_of(definition.observations), overlaps(definition.observations)
    titles = Counter(one.settings.title for one in parts)
    layers = []
    for one in parts:
        with dataset_errors(one.settings):
            asked = LayerDefinition(
                id=one.id,
                settings=one.settings,
                dataset_query=_dataset_query(workspace, one.settings),
                colour=LAYER_COLOURS[(one.number - 1) % len(LAYER_COLOURS)],
                overlap=overlap[one.number - 1],
                same_title=titles[one.settings.title] > 1,
            )
            layers.append(_MAKERS[one.kind](asked))
    return layers


@fields_named(KEYS)
def _dataset_query(workspace: Workspace, settings: Observed) -> DatasetQuery:
    conditions = [Condition.parse(text) for text in settings.where]
    dataset = open_dataset(workspace.root / settings.dataset)
    return DatasetQuery(dataset, settings.place_and_time, workspace, conditions)


def _check_marking(workspace: Workspace, definition: MapDefinition, settings: Observed) -> None:
    level = workspace.config.level
    height, allowed = level(settings.marking), level(definition.marking)
    if height is None or allowed is None or height > allowed:
        message = (
            f"the observations {settings.title!r} are marked {settings.marking!r}, above the map's "
            f"{definition.marking!r}; raise the map's marking or leave them out"
        )
        raise MarkingError(message)


def _point_layer(definition: LayerDefinition) -> PointLayer:
    """Return the layer of points of a definition.

    Points are in the order of the dataset, along the curve; with an `id` they are grouped by id and
    sorted by time.
    """
    settings = definition.settings
    has_radius = definition.dataset_query.dataset.has_radius
    rows = _rows(definition, (*settings.page_columns, *([RADIUS] if has_radius else [])))
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(rows[axis].to_numpy() / step).astype(np.int64) * settings.rounded_m
        for axis in ("plane_x", "plane_y")
    )
    time = _seconds(rows["time"])
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


def _seconds(times: Any) -> NDArray[np.datetime64]:
    """Return times in whole seconds; NaT if missing."""
    missing = np.asarray(times.is_null().to_numpy(zero_copy_only=False))
    seconds = np.asarray(pc.fill_null(times.cast(pa.int64()), 0)) // SECOND
    found = seconds.astype("M8[s]")
    found[missing] = np.datetime64("NaT")
    return found


def _whole_metres(radii: Any) -> NDArray[np.float64]:
    """Return radii rounded up; NaN if missing."""
    metres = np.ceil(np.asarray(pc.fill_null(radii, 0.0), np.float64))
    missing = np.asarray(radii.is_null().to_numpy(zero_copy_only=False))
    return np.where(missing, np.nan, metres)


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
    """Return the rows that match the layer's query as one table.

    It has the columns `time`, `plane_x`, `plane_y` (whole centimetres), `match` and some more.
    """
    dataset_query, settings = definition.dataset_query, definition.settings
    wanted = ("time", "plane_x", "plane_y", *columns)
    found = list(dataset_query.matching_rows(wanted))
    if not found:
        file = parquet.ParquetFile(dataset_query.dataset.path).schema_arrow
        empty = pa.schema([*(file.field(name) for name in wanted), pa.field(MATCH, pa.string())])
        return empty.empty_table()
    rows = pa.concat_tables(found)
    if settings.certain:
        rows = rows.filter(pa.array(are_certain(rows)))
    if not settings.id:
        return rows
    id_type(dataset_query.dataset, settings.id)
    return rows.take(_by_id(rows, settings.id))


def _by_id(rows: Any, column: str) -> Any:
    """Return the order by id and time."""
    ids = rows[column].combine_chunks().dictionary_encode()
    times = np.asarray(pc.fill_null(rows["time"].cast(pa.int64()), np.iinfo(np.int64).max))
    return pa.array(np.lexsort((times, np.asarray(pc.fill_null(ids.indices, -1)))))


def _track_layer(definition: LayerDefinition) -> TrackLayer:
    """Return the layer of tracks of a definition.

    Raises
    ------
    UsageError
        A limit is none.
    """
    settings = definition.settings
    column = settings.id or ""  # the model checks it
    limits = TrackLimits.of(column, settings.gap_s, settings.speed_m_s, settings.longest_gap_s)
    found = map_tracks(definition.dataset_query, column, limits, certain=settings.certain)
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(axis / step).astype(np.int64) * settings.rounded_m for axis in (found.x, found.y)
    )
    kind = pa.type_for_alias(definition.dataset_query.dataset.columns[column])
    ids = pa.chunked_array([pa.array(found.fixes.ids, kind).take(pa.array(found.id_codes))])
    times = found.time[found.are_fixes]
    first, last = (
        moment_of(int(at()) * SECOND) if len(times) else None for at in (times.min, times.max)
    )
    return TrackLayer(
        definition=definition,
        count=len(times),
        possible_count=int((found.possible & found.are_fixes).sum()),
        south_count=found.south,
        trackless_count=found.trackless,
        first=first,
        last=last,
        x_m=x_m,
        y_m=y_m,
        time=found.time.astype("M8[s]"),
        link=found.link,
        ids=column_of(ids),
        possible=found.possible,
        radius_m=None if found.radius is None else np.ceil(found.radius),
        limits=limits,
    )


# Sizes with fewer positions a hexagon are omitted, since points show more. So are sizes smaller
# than the radius of most positions.
_LEAST_IN_HEXAGON = 5.0


def _density_layer(definition: LayerDefinition) -> DensityLayer:
    """Return the layer of a density of a definition."""
    found = count_hexagons(definition.dataset_query, AREAS_KM2, certain=definition.settings.certain)
    months = _months(found)
    span = 1 + months[1] - months[0] if months else 1
    levels = _levels(found)
    return DensityLayer(
        definition=definition,
        count=found.certain + found.possible,
        possible_count=found.possible,
        undated_count=found.timeless,
        south_count=found.south,
        first=found.first,
        last=found.last,
        levels=levels,
        breaks=tuple(_breaks(level, span) for level in levels),
        months=months,
    )


def _months(found: Density) -> tuple[int, int] | None:
    """Return the first and the last month of all counts."""
    month = found.levels[0].month
    dated = month[month != NO_MONTH]
    return (int(dated.min()), int(dated.max())) if len(dated) else None


def _levels(found: Density) -> tuple[Level, ...]:
    """Return the levels that show more than points; at least the first."""
    total = found.certain + found.possible
    for n, level in enumerate(found.levels):
        sparse = total < _LEAST_IN_HEXAGON * level.hexagons
        if n and (sparse or level.uncertain > total / 2):
            return found.levels[:n]
    return found.levels


def _breaks(level: Level, months: int) -> tuple[float, ...]:
    """Return the class breaks of a level, positions a month."""
    whole = level.whole()
    return tuple(class_breaks((whole.certain + whole.possible) / months))


_MAKERS: dict[LayerKind, Callable[[LayerDefinition], MapLayer]] = {
    "points": _point_layer,
    "density": _density_layer,
    "tracks": _track_layer,
}
