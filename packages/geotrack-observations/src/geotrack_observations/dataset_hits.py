"""Python interface to queries of a dataset: hits that are read on demand, for notebooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError, fields_named
from geotrack.files import AnyPath
from geotrack.model.quantities import in_metres
from geotrack.model.query import Query
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries.python_values import (
    Day,
    Matching,
    PlaceAndTime,
    Shape,
    Words,
    check_match,
    query_of,
    takes_keywords,
)
from geotrack.queries.resolve import Reference
from geotrack.workspace import Workspace, find_workspace, open_workspace, packaged_workspace
from geotrack_observations.arrow import to_frame
from geotrack_observations.engines import Engine, Threads
from geotrack_observations.queries.conditions import Condition
from geotrack_observations.queries.counts import count_by, count_table
from geotrack_observations.queries.distances import distance_reference, distances_km
from geotrack_observations.queries.feature_writers import load_features
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.queries.results import iter_rows, load_rows, store
from geotrack_observations.storage.dataset import Dataset, open_dataset
from geotrack_observations.storage.layout import PER_METRE, PLANE
from geotrack_observations.trajectories.crossing_places import places_of
from geotrack_observations.trajectories.crossings import crossings
from geotrack_observations.trajectories.fixes import id_column, read_fixes, without_place_and_period
from geotrack_observations.trajectories.stay_rows import in_order, stay_features
from geotrack_observations.trajectories.track_rows import track_features
from geotrack_observations.trajectories.tracks import TrackLimits

if TYPE_CHECKING:
    import geopandas
    import pandas

__all__ = ["DatasetHits", "OpenDataset", "query"]

# Number of rows in the view of an answer in a notebook.
_SHOWN = 5


@fields_named(KEYWORDS)
def query(
    dataset: Dataset | AnyPath,
    workspace: Workspace | AnyPath | None = None,
    *,
    region: Words = None,
    all_regions: bool = False,
    area: Shape = None,
    bbox: Iterable[float] | None = None,
    within: str | None = None,
    of: str | tuple[float, float] | None = None,
    north_of: float | None = None,
    start: Day = None,
    end: Day = None,
    on: Day = None,
    where: Words = None,
    match: Matching | None = None,
    engine: Engine | None = None,
) -> DatasetHits:
    """Query a dataset of observations; rows are read when a method of the result needs them.

    All conditions must hold; they are those of `geotrack.query` and of the command line.

    Parameters
    ----------
    dataset : Dataset or path
        The dataset.
    workspace : Workspace or path, optional
        Workspace of regions and places; default the one at or above the current folder, else the
        packaged one.
    region, all_regions, area, bbox, within, of, north_of, start, end, on : optional
        As for `geotrack.query`; days are those of UTC.
    where : str or iterable of str, optional
        Conditions on its columns, all of which must hold: `"speed_kn>=10"`.
    match : {"certain", "possible"}, optional
        Only matches of this kind.
    engine : Engine, optional
        Evaluates row groups; default: threads of this process.

    Raises
    ------
    UsageError
        Unknown dataset, region, place or column, or an invalid value.
    DateError
        An invalid date, or a period that ends before it starts.
    """
    parsed_query = query_of(
        start=start,
        end=end,
        on=on,
        area=area,
        within=within,
        of=of,
        region=region,
        all_regions=all_regions,
        bbox=bbox,
        north_of=north_of,
    )
    return DatasetHits.of(dataset, parsed_query, workspace, where=where, match=match, engine=engine)


def _workspace_or_default(workspace: Workspace | AnyPath | None) -> Workspace:
    """Return the given workspace, else the one at the current folder, else the packaged one."""
    if isinstance(workspace, Workspace):
        return workspace
    if workspace is not None:
        return open_workspace(Path(workspace))
    try:
        return open_workspace(find_workspace())
    except UsageError:
        return packaged_workspace()


@dataclass(frozen=True)
class DatasetHits:
    """The hits of a query to a dataset; each method reads the dataset when it is called.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    match : {"certain", "possible"}, optional
        Only matches of this kind.
    reference : Reference, optional
        Reference of distances.
    """

    dataset_query: DatasetQuery
    match: Matching | None = None
    reference: Reference | None = None

    @classmethod
    def of(
        cls,
        dataset: Dataset | AnyPath,
        query: Query,
        workspace: Workspace | AnyPath | None = None,
        *,
        where: Words = None,
        match: Matching | None = None,
        engine: Engine | None = None,
    ) -> DatasetHits:
        """Return the hits of a `Query`, such as several joined by `&`.

        Parameters
        ----------
        dataset, workspace, where, match, engine
            As for `query`.
        query : Query
            Conditions of place and time.

        Raises
        ------
        UsageError
            As for `query`; or a condition that only records have.
        """
        check_match(match)
        conditions = [where] if isinstance(where, str) else where or ()
        parsed = [Condition.parse(text) for text in conditions]
        opened = dataset if isinstance(dataset, Dataset) else open_dataset(dataset)
        around = _workspace_or_default(workspace)
        reference, rest = distance_reference(query, around)
        return cls(
            DatasetQuery(opened, rest, around, parsed, engine or Threads()), match, reference
        )

    def __repr__(self) -> str:
        """Return the folder of the dataset and its number of rows; the hits are not read for it."""
        dataset = self.dataset_query.dataset
        return f"<DatasetHits of {dataset.path.parent}, which has {dataset.rows:,} rows>"

    def _repr_html_(self) -> str:
        """Return the number of rows, and the first ones."""
        from html import escape

        certain, possible = self._counts
        counts = f"{certain:,} certain, {possible:,} possible"
        undated = self.undated
        counts += f"; not judged: {undated:,} without a time" if undated else ""
        return (
            f"<p>{escape(str(self.dataset_query.dataset.path.parent))}: {counts}</p>"
            f"{self.to_geodataframe(limit=_SHOWN).to_html(notebook=True)}"
        )

    def __len__(self) -> int:
        """Return the number of rows."""
        certain, possible = self._counts
        return {"certain": certain, "possible": possible}.get(self.match or "", certain + possible)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield its rows, as `iter_rows`, with one row group in memory at a time."""
        return iter_rows(self.dataset_query, self.reference, only=self.match)

    @cached_property
    def _counts(self) -> tuple[int, int]:
        return count_by(self.dataset_query, ()).get((), (0, 0))

    @property
    def certain(self) -> int:
        """Number of rows that certainly match."""
        return self._counts[0]

    @property
    def possible(self) -> int:
        """Number of rows that possibly match."""
        return self._counts[1]

    @cached_property
    def undated(self) -> int:
        """Number of rows without a time that match all conditions but the period."""
        return self.dataset_query.undated()

    def to_arrow(self, columns: Sequence[str] | None = None, *, limit: int | None = None) -> Any:
        """Return its rows as a pyarrow.Table, in the order of the dataset.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns besides `match`; default all.
        limit : int, optional
            Maximum number of rows.
        """
        return load_rows(self.dataset_query, columns, only=self.match, limit=limit)

    def to_geodataframe(
        self, columns: Sequence[str] | None = None, *, limit: int | None = None
    ) -> geopandas.GeoDataFrame:
        """Return its rows as a GeoDataFrame, as GeoPandas reads it from the shell's GeoParquet.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns besides `geometry` and `match`; default all.
        limit : int, optional
            Maximum number of rows.

        Returns
        -------
        geopandas.GeoDataFrame
            In lon/lat (OGC:CRS84), in the order of the dataset: `time` in UTC, the columns of the
            dataset, and `match`. Where `of` was given without `within`, `distance_km`. An empty
            result has the same columns. `attrs["undated"]` is how many rows were not judged, as
            they have no time.
        """
        names = None if columns is None else [*columns, "geometry"]
        frame = to_frame(self.to_arrow(names, limit=limit))
        if self.reference is not None:
            places = frame.geometry
            distances = distances_km(self.reference, places.x.tolist(), places.y.tolist())
            frame.insert(len(frame.columns) - 1, "distance_km", np.array(distances, np.float64))
        frame.attrs["undated"] = self.undated
        return frame

    def to_parquet(self, path: AnyPath) -> None:
        """Write its rows as GeoParquet, a few row groups at a time.

        Raises
        ------
        UsageError
            The hits have distances, which this does not write.
        OSError
            The file cannot be written.
        """
        if self.reference is not None:
            message = f"{path}: distances are not written; save to_geodataframe(), or leave out of="
            raise UsageError(message)
        about = {"dataset": self.dataset_query.dataset.path.parent.name}
        store(self.dataset_query, path, about, only=self.match)

    def count_by(self, *keys: str) -> pandas.DataFrame:
        """Count its rows.

        Parameters
        ----------
        *keys : str
            `region` (each of the workspace; a row may lie in several), `year`, `month` or `day` in
            UTC, or columns of the dataset.

        Returns
        -------
        pandas.DataFrame
            A row for each combination: the keys as text, then `certain` and `possible`, or the
            requested one.

        Raises
        ------
        UsageError
            An unknown or repeated key.
        """
        import pandas

        table = count_table(self.dataset_query, keys, self.match)
        kinds = {name: "str" if name in keys else "int64" for name in table.column_names}
        columns = {name: table[name].to_pylist() for name in kinds}
        return pandas.DataFrame(columns).astype(kinds)

    def positions(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return positions as arrays: metres in EPSG:6931, in the order of the rows.

        For a whole dataset, `load_positions` is faster.
        """
        table = self.to_arrow(PLANE)
        x, y = (table[axis].to_numpy() / PER_METRE for axis in PLANE)
        return x, y

    def crossings(
        self, id: str | None = None, gap: str | None = None, max_speed: str | None = None
    ) -> geopandas.GeoDataFrame:
        """Return when craft entered and left each region of the query.

        Parameters
        ----------
        id : str, optional
            Column of the id; default the one with a usual name.
        gap : str, optional
            Maximum time between consecutive fixes of a leg: `"6h"`.
        max_speed : str, optional
            Maximum speed of a leg: `"60kn"`.

        Returns
        -------
        geopandas.GeoDataFrame
            In lon/lat (OGC:CRS84): a line through the fixes of each stay, sorted by region and
            time.

        Raises
        ------
        UsageError
            An invalid column, time or speed, or a query for all regions at once.
        """
        dataset_query = self.dataset_query
        column = id_column(dataset_query.dataset, id)
        limits = TrackLimits.parse(column, gap, max_speed)
        places = places_of(dataset_query.query, dataset_query.workspace)
        fixes = read_fixes(without_place_and_period(dataset_query), column)
        stays = in_order(crossings(fixes, places, limits, dataset_query.span), places)
        if self.match is not None:
            stays = [stay for stay in stays if stay.certain == (self.match == "certain")]
        return to_frame(load_features(stay_features(stays, fixes, limits)))

    def tracks(
        self,
        id: str | None = None,
        gap: str | None = None,
        max_speed: str | None = None,
        simplify: str | None = None,
        longest_gap: str | None = None,
    ) -> geopandas.GeoDataFrame:
        """Join the positions of each craft into tracks.

        Parameters
        ----------
        id, gap, max_speed : str, optional
            As for `crossings`.
        simplify : str, optional
            Tolerance for simplifying lines: `"100m"`.
        longest_gap : str, optional
            Omit longer gaps: `"3d"`.

        Returns
        -------
        geopandas.GeoDataFrame
            In lon/lat (OGC:CRS84): a line for each track and each gap, a point for each single fix.

        Raises
        ------
        UsageError
            An invalid column or limit, or a condition of place, since a track between matching
            positions may lead through others.
        """
        dataset_query = self.dataset_query
        if dataset_query.areas or self.match is not None:
            message = (
                "tracks are of all positions of a craft: ask without a place and match, or for "
                "crossings()"
            )
            raise UsageError(message)
        column = id_column(dataset_query.dataset, id)
        limits = TrackLimits.parse(column, gap, max_speed, longest_gap)
        simplify_m = None if simplify is None else in_metres(simplify)
        fixes = read_fixes(dataset_query, column)
        return to_frame(load_features(track_features(fixes, limits, simplify_m, Counter())))


class OpenDataset:
    """A dataset of observations, with the regions and places of a workspace.

    Parameters
    ----------
    dataset : Dataset
        The dataset.
    workspace : Workspace
        The workspace whose regions and places conditions name.
    """

    def __init__(self, dataset: Dataset, workspace: Workspace) -> None:
        self.dataset = dataset
        self.workspace = workspace

    def __repr__(self) -> str:
        """Return its folder and the number of rows."""
        return f"<OpenDataset {self.dataset.path.parent}: {self.dataset.rows:,} rows>"

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.dataset.rows

    @fields_named(KEYWORDS)
    @takes_keywords(PlaceAndTime)
    def query(
        self,
        *,
        where: Words = None,
        match: Matching | None = None,
        engine: Engine | None = None,
        **conditions: Unpack[PlaceAndTime],
    ) -> DatasetHits:
        """Return the rows that meet all conditions.

        Parameters
        ----------
        where, match, engine, **conditions
            As for `geotrack_observations.query`.

        Raises
        ------
        UsageError, DateError
            As for `geotrack_observations.query`.
        """
        dataset_query = query_of(**conditions)
        return DatasetHits.of(
            self.dataset, dataset_query, self.workspace, where=where, match=match, engine=engine
        )
