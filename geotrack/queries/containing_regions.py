"""Regions that contain a position or a record, by authority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc, unproject
from geotrack.coastline.coast import COAST_M, less_land
from geotrack.errors import UsageError
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import Footprint
from geotrack.footprint.regions import ISLANDS
from geotrack.index.record_rows import event_ids
from geotrack.model import Event, LayerFeature
from geotrack.model.query import Query
from geotrack.queries.areas import Area, Match
from geotrack.queries.judge import Judge
from geotrack.queries.record_arrays import columns_of
from geotrack.queries.resolve import Reference
from geotrack.queries.selection import select
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RegionVerdicts", "answers_by_region", "region_verdicts", "regions_of"]


class RegionVerdicts(NamedTuple):
    """Whether records were in a region: arrays of `Verdict`, int8, shape (n,).

    Parameters
    ----------
    own : numpy.ndarray
        By their own places, without their parts.
    verdicts : numpy.ndarray
        By their places and those of their parts.
    """

    own: NDArray[np.int8]
    verdicts: NDArray[np.int8]


def regions_of(workspace: Workspace, what: Reference) -> tuple[tuple[LayerFeature, Match], ...]:
    """Return the regions that contain something, and how certainly.

    Parameters
    ----------
    workspace : Workspace
        The regions.
    what : Reference
        A position, a place, a region or a record; see `reference`.

    Returns
    -------
    tuple of (LayerFeature, Match)
        By authority and name, administrative areas last. *Certain*: all of it is in the region,
        for every place that a record allows; *possible*: a part is, or may have been. The
        coastline is exact to 2 km, so a position within 2 km of land is certain only if all around
        it is inside.

    Examples
    --------
    >>> from geotrack.queries import reference
    >>> from geotrack.files.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> opened = open_workspace(sample_workspace())
    >>> strait = regions_of(opened, reference("-168.9,66.2", opened))
    >>> [region.id for region, _ in strait if region.kind in {"sea", "strait"}]
    ['chukchi-sea', 'bering-strait']
    """
    where: Footprint | None = Footprint(tuple(map(_widened_by_coast, what.geometries)))
    if what.event is not None:
        where = footprint(what.event, workspace.regions)
    regions = []
    if where is None:  # `reference` has found it
        return ()
    known = workspace.regions
    for region in (*known.values(), *known.administrative.values()):
        try:
            area = Area([known.shape(region.id)], land=region.kind in ISLANDS)
        except UsageError:
            continue  # `geotrack check` reports a region without a valid shape
        match = area.judge(where)
        if match is not None:
            regions.append((region, match))
    regions.sort(key=lambda pair: (pair[0].authority or "~", pair[0].name))
    return tuple(sorted(regions, key=lambda pair: pair[0].id in known.administrative))


def answers_by_region(workspace: Workspace, ids: Iterable[str]) -> dict[tuple[str, str], Match]:
    """Return the match of each record that was in one of some regions, by region and record id."""
    return {
        (id_, hit.event.id): hit.match
        for id_ in ids
        for hit in select(workspace, Query.parse(regions=id_)).hits
    }


def region_verdicts(
    workspace: Workspace,
    ids: Iterable[str],
    events: Sequence[Event],
    known: Mapping[str, NDArray[np.int8]] | None = None,
    rows: NDArray[np.intp] | None = None,
) -> dict[str, RegionVerdicts]:
    """Return by region whether records were in it.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    ids : iterable of str
        Ids of the regions; one without a valid shape is left out.
    events : sequence of Event
        n of the records, of which only the others of these have any effect.
    known : mapping of str to numpy.ndarray of int8, shape (n,), optional
        `own` verdicts by region, of records whose Features are as they were; -1 for others.
    rows : numpy.ndarray of int, shape (n,), optional
        The rows of these records in `columns_of` the workspace, if they are known.
    """
    verdicts: dict[str, RegionVerdicts] = {}
    columns = columns_of(workspace)
    rows = columns.rows_of(event_ids(events)) if rows is None else rows
    among = events if len(events) < len(columns.events) else None
    for id_ in ids:
        try:
            judge = Judge(workspace, Query(regions=(id_,)), among)
        except UsageError:
            continue  # `geotrack check` reports a region without a valid shape
        own = np.full(len(columns.events), -1, dtype=np.int8)
        if known is not None and id_ in known:
            own[rows] = known[id_]
        own = judge.own_verdicts(own)
        verdicts[id_] = RegionVerdicts(own[rows], judge.verdicts[rows])
        judge.save()
    return verdicts


def _widened_by_coast(shape: BaseGeometry) -> BaseGeometry:
    """Return a position as an area, as wide as the error of the coastline near it."""
    if not isinstance(shape, shapely.Point):
        return shape
    lon, lat = unproject(shape.x, shape.y)
    around = disc(float(lon), float(lat), COAST_M)
    return shape if less_land(around).equals(around) else around
