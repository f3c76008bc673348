"""The layers of observations of a map: frozen dataclasses of NumPy arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from geotrack.model import Observed
from geotrack.model.maps.observation_layers import LayerKind
from geotrack_observations.density.density import Level
from geotrack_observations.layers.colours import OTHER_COLOUR, VALUE_COLOURS
from geotrack_observations.layers.columns import Column
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.trajectories.tracks import TrackLimits

__all__ = [
    "DensityLayer",
    "LayerDefinition",
    "MapLayer",
    "Overlap",
    "PointClasses",
    "PointLayer",
    "TrackLayer",
]

_DAY_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Other tables of a map definition that show positions of the same dataset.

    Parameters
    ----------
    dataset : int
        Number of the first table of this dataset, from 1.
    query : int
        Number of the first one that also has the same conditions.
    covers : bool
        Whether this table contains all positions that the others select.
    """

    dataset: int
    query: int
    covers: bool


@dataclass(frozen=True, slots=True, eq=False)
class LayerDefinition:
    """One way in which a map draws one dataset.

    Parameters
    ----------
    id : str
        Id of the layer, of its blocks in a page and in links: `observed-1`.
    settings : Observed
        The table of `[[observations]]`.
    dataset_query : DatasetQuery
        The query to the dataset.
    colour : str
        `#rrggbb`.
    overlap : Overlap
        Other tables of the same dataset.
    same_title : bool
        Whether another layer of the map has the same title.
    """

    id: str
    settings: Observed
    dataset_query: DatasetQuery
    colour: str
    overlap: Overlap
    same_title: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapLayer:
    """A layer of a map: one dataset, drawn in one way.

    Parameters
    ----------
    definition : LayerDefinition
        Its definition.
    count : int
        Number of positions.
    possible_count : int
        Number of possible matches among them.
    undated_count : int
        Number of those without a time.
    south_count, trackless_count : int
        Numbers of matches that are not drawn: south of the equator; without the id or time that a
        track needs.
    first, last : datetime, optional
        The earliest and the latest time, UTC.
    """

    kind: ClassVar[LayerKind]

    definition: LayerDefinition
    count: int
    possible_count: int = 0
    undated_count: int = 0
    south_count: int = 0
    trackless_count: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def id(self) -> str:
        """Id of the layer: `observed-1`."""
        return self.definition.id

    @property
    def settings(self) -> Observed:
        """The table of `[[observations]]`."""
        return self.definition.settings

    @property
    def colours(self) -> tuple[str, ...]:
        """Colours, `#rrggbb`; more than one where points are coloured by a column."""
        return (self.definition.colour,)

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day with a position, since 1970-01-01 UTC."""
        if self.first is None or self.last is None:
            return None
        return (self.first - _DAY_ZERO).days, (self.last - _DAY_ZERO).days


@dataclass(frozen=True, slots=True, eq=False)
class PointClasses:
    """Classes of points by the values of a column.

    Parameters
    ----------
    column : str
        Name of the column.
    values : tuple of str, int or float
        Most frequent values, in order.
    class_of : numpy.ndarray of int, shape (n,)
        Index of each point's value in `values`; `len(values)` for others.
    has_others : bool
        Whether any point has another value or none.
    """

    column: str
    values: tuple[str | int | float, ...]
    class_of: NDArray[np.int64]
    has_others: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointLayer(MapLayer):
    """Observations as points.

    Parameters
    ----------
    x_m, y_m : numpy.ndarray of int, shape (n,)
        Metres in EPSG:6931, rounded to `settings.rounded_m`.
    time : numpy.ndarray of datetime64[s], shape (n,)
        UTC; NaT if missing.
    possible : numpy.ndarray of bool, shape (n,)
        Which are possible matches.
    radius_m : numpy.ndarray of float, shape (n,), optional
        Radius of uncertainty, rounded up to whole metres; NaN if not stated. None if the dataset
        has no radius.
    columns : mapping of str to Column
        The columns that the map shows, by name.
    classes : PointClasses, optional
        Classes that colour the points.
    """

    kind = "points"

    x_m: NDArray[np.int64]
    y_m: NDArray[np.int64]
    time: NDArray[np.datetime64]
    possible: NDArray[np.bool_]
    radius_m: NDArray[np.float64] | None
    columns: Mapping[str, Column]
    classes: PointClasses | None

    @property
    def colours(self) -> tuple[str, ...]:
        """Colours of the classes, `#rrggbb`, that of other values last; or one for all points."""
        if self.classes is None:
            return (self.definition.colour,)
        values = VALUE_COLOURS[: len(self.classes.values)]
        return (*values, OTHER_COLOUR) if self.classes.has_others else values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DensityLayer(MapLayer):
    """Observations as counts in hexagons, by month.

    Parameters
    ----------
    levels : tuple of Level
        Counts at several sizes of hexagons, largest first. Each counts all positions. Sizes that
        show less than points are omitted, except the first.
    breaks : tuple of tuple of float
        Lower bounds of all classes but the first, for each level: mean positions a month over
        `months`.
    months : (int, int), optional
        The first and the last month with a position, since January 1970 UTC.
    """

    kind = "density"

    levels: tuple[Level, ...]
    breaks: tuple[tuple[float, ...], ...]
    months: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackLayer(MapLayer):
    """Observations as tracks: vertices, one track after the other.

    Parameters
    ----------
    x_m, y_m : numpy.ndarray of int, shape (n,)
        Metres in EPSG:6931, rounded to `settings.rounded_m`.
    time : numpy.ndarray of datetime64[s], shape (n,)
        UTC; interpolated for vertices that are not positions of the dataset.
    link : numpy.ndarray of int8, shape (n,)
        Link of each vertex to the one before: `trajectories.map_tracks.Link`.
    ids : Column
        The id of each vertex.
    possible : numpy.ndarray of bool, shape (n,)
        Which are possible matches, or linked to one.
    radius_m : numpy.ndarray of float, shape (n,), optional
        As for points; 0 for vertices that are not positions of the dataset.
    limits : TrackLimits
        Limits of legs.
    """

    kind = "tracks"

    x_m: NDArray[np.int64]
    y_m: NDArray[np.int64]
    time: NDArray[np.datetime64]
    link: NDArray[np.int8]
    ids: Column
    possible: NDArray[np.bool_]
    radius_m: NDArray[np.float64] | None
    limits: TrackLimits
