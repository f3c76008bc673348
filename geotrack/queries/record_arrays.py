"""Record attributes as NumPy columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from folium_polar.geometry.cache import recall
from geotrack.coastline.coast import certainly_in
from geotrack.footprint.land_mask import remaining
from geotrack.footprint.outline import BORDER_M, outline, radius_m
from geotrack.model import Event
from geotrack.queries.discs import Discs, SamplePoints, sample_points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geotrack.footprint.outline import Footprint
    from geotrack.workspace import Workspace

    _Kept = dict[int, Footprint | None]

__all__ = ["Columns", "columns_of"]

_NOT_YET = ("announced", "planned", "postponed", "cancelled")
_IN_DOUBT = ("disputed", "refuted")
_DISC = ("near", "exact", "representative")
# Size of the cache of discs: there may be very many, and each is quick to compute.
_DISCS = 2_048
# Shapes overlap if their intersection is larger than this, m²: outlines are not more exact.
_SLIVER_M2 = 1e6
# A bit for each of the areas that one number stores.
_BITS = 1 << np.arange(62, dtype=np.int64)
_EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)
_COLUMNS: WeakKeyDictionary[Workspace, Columns] = WeakKeyDictionary()


class Columns:
    """Attributes of records as arrays with one row for each record.

    Parameters
    ----------
    events : sequence of Event
        n records.
    heirs : mapping of str to str, optional
        Ids of replaced records, with the ids of the records that replace them.

    Attributes
    ----------
    limits : numpy.ndarray of shape (4, n)
        Lower and upper limits of start and end, day numbers; see `When.day_limits`.
    plain : numpy.ndarray of bool
        Whether these limits alone decide about a period in days: the date is no set of days, and
        the event does not still go on.
    cut : numpy.ndarray of bool
        Whether its outline may be cut: by land, by water, or by regions that it excludes.
    excludes : numpy.ndarray of bool
        Whether the record excludes regions.
    uncertain, undated : numpy.ndarray of bool
        As the attributes of `When`.
    happened : numpy.ndarray of bool
        Whether the event took place and is not disputed.
    disc : numpy.ndarray of bool
        Whether the record is a point with a radius and nothing else.
    discs : Discs
        The discs, with NaN in all other rows.
    twin : numpy.ndarray of int
        The first row whose place is the same by its words: for a record that is known by regions
        alone, of which there are many, the first that names these; else its own row.
    """

    def __init__(self, events: Sequence[Event], heirs: Mapping[str, str] | None = None) -> None:
        heirs = heirs or {}
        self.events = events
        whens = [event.when for event in events]
        limits = [when.day_limits for when in whens]
        self.limits = np.array(limits, dtype=np.int64).reshape(-1, 4).T
        self.plain = np.array(
            [not when.ongoing and len(when.start.spans) == 1 for when in whens], dtype=bool
        )
        self.uncertain = np.array([when.uncertain for when in whens], dtype=bool)
        self.undated = np.array([when.undated for when in whens], dtype=bool)
        self._set_discs()
        self.ids = np.array([event.id for event in events], dtype=object)
        self.rows = {event.id: row for row, event in enumerate(events)}
        self.parts: dict[int, list[int]] = {}
        for row, event in enumerate(events):
            parent = heirs.get(event.part_of or "", event.part_of or "")
            if parent in self.rows:
                self.parts.setdefault(self.rows[parent], []).append(row)
        self.happened = np.array([_happened(event) for event in events], dtype=bool)
        firsts: dict[object, int] = {}
        self.twin = np.array(
            [firsts.setdefault(_place_key(event, row), row) for row, event in enumerate(events)],
            dtype=np.intp,
        )
        # Which sample points of a disc remain, one bit each; -1 until they are computed.
        self._left = np.full(len(events), -1, dtype=np.int64)
        self._boxes = np.full((len(events), 4), np.nan)
        self._outlines: tuple[_Kept, _Kept] = {}, {}
        self._footprints: tuple[_Kept, _Kept] = {}, {}
        self._restating: dict[tuple[int, int], bool] = {}

    def _set_discs(self) -> None:
        count = len(self.events)
        self.disc = np.zeros(count, dtype=bool)
        self.cut, self.excludes = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        lons, lats, radii = np.full((3, count), np.nan)
        for row, event in enumerate(self.events):
            self.excludes[row] = bool(event.place and event.place.excluding)
            self.cut[row] = event.type.medium in ("sea", "land") or self.excludes[row]
            geometry = event.geometry
            if geometry is None or geometry["type"] != "Point" or event.regions:
                continue
            if event.precision not in _DISC:
                continue
            lon, lat = geometry["coordinates"][:2]
            if lat >= 0 and radius_m(event) > BORDER_M:
                self.disc[row] = True
                lons[row], lats[row], radii[row] = lon, lat, radius_m(event)
        self.discs = Discs(lons, lats, radii)

    @cached_property
    def rank(self) -> NDArray[np.intp]:
        """The position of each row in the order of time."""
        order = sorted(range(len(self.events)), key=lambda row: self.events[row].when.sort_key)
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        return rank

    def footprint(self, row: int, workspace: Workspace) -> Footprint | None:
        """Return the footprint of a record; cached, of discs only the last few."""
        row = int(self.twin[row])

        def make() -> Footprint | None:
            where = self.outline(row, workspace)
            return None if where is None else remaining(where, self.events[row], workspace.regions)

        return self._recall(self._footprints, row, make)

    def outline(self, row: int, workspace: Workspace) -> Footprint | None:
        """Return the outline of a record; cached, of discs only the last few."""
        row = int(self.twin[row])
        return self._recall(
            self._outlines, row, lambda: outline(self.events[row], workspace.regions)
        )

    def spots(self, rows: NDArray[np.intp]) -> SamplePoints:
        """Return the spots of some discs whose type is at sea or on land."""
        discs = self.discs.of(rows)
        points = sample_points_of(discs)
        at_sea = np.array([self.events[row].type.medium == "sea" for row in rows.tolist()])
        new = self._left[rows] < 0
        for medium, is_it in (("sea", at_sea), ("land", ~at_sea)):
            land_rows = np.flatnonzero(new & is_it)
            bits = certainly_in(medium, points[land_rows].ravel()).reshape(-1, points.shape[1])
            self._left[rows[land_rows]] = bits @ _BITS[: points.shape[1]]
        are_left = (self._left[rows, np.newaxis] & _BITS[: points.shape[1]]) > 0
        return SamplePoints(discs, points, are_left, at_sea)

    def is_placed(self, row: int, workspace: Workspace) -> bool:
        """Return whether a record has an outline."""
        return bool(self.disc[row]) or self.outline(row, workspace) is not None

    def by_region(self, row: int, workspace: Workspace) -> bool:
        """Return whether the place of a record is known by regions alone."""
        if not self.events[row].regions:
            return False
        where = self.outline(row, workspace)
        return where is not None and where.basis == "named"

    def restates(self, part: int, whole: int, workspace: Workspace) -> bool:
        """Return whether the regions of a part only repeat where its whole was.

        A patrol in the Chukchi Sea of which a part entered the Arctic Ocean was not anywhere in
        that ocean: where the regions of both overlap, those of the whole count.
        """
        if (part, whole) not in self._restating:
            ours, theirs = self.outline(whole, workspace), self.outline(part, workspace)
            if ours is None or theirs is None or {ours.basis, theirs.basis} != {"named"}:
                return False
            meet = [_overlaps(shape, ours.shapes) for shape in theirs.shapes]
            self._restating[part, whole] = all(meet) if theirs.each else any(meet)
        return self._restating[part, whole]

    def boxes(self, rows: NDArray[np.intp], workspace: Workspace) -> NDArray[np.float64]:
        """Return the bounds of the outlines of some records, shape (n, 4), metres; cached.

        Infinite for one that may have been in a place without a shape.
        """
        twins = self.twin[rows]
        for row in sorted(set(twins[np.isnan(self._boxes[twins, 0])].tolist())):
            where = self.outline(row, workspace)
            is_known = where is not None and not where.gaps and len(where.shapes)
            bounds = shapely.total_bounds(where.shapes) if where and is_known else _EVERYWHERE
            self._boxes[row] = np.where(np.isnan(bounds), _EVERYWHERE, bounds)
        return self._boxes[twins]

    def _recall(
        self, kept: tuple[_Kept, _Kept], row: int, make: Callable[[], Footprint | None]
    ) -> Footprint | None:
        is_disc = bool(self.disc[row])
        return recall(kept[is_disc], row, make, _DISCS if is_disc else len(self.events))

    def drop_shapes(self) -> None:
        """Clear the caches of outlines and footprints: for many records they take gigabytes."""
        for cache in (*self._outlines, *self._footprints):
            cache.clear()


def _overlaps(shape: BaseGeometry, others: Sequence[BaseGeometry]) -> bool:
    """Return whether a shape has more in common with others than a border."""
    return any(shapely.intersection(shape, other_shape).area > _SLIVER_M2 for other_shape in others)


def _place_key(event: Event, row: int) -> object:
    """Return the properties that determine the outline and footprint of a record, or its row."""
    if event.geometry is not None and event.precision != "region":
        return row
    place = event.place
    if place is None:
        return None
    return event.regions, place.regions_mode, tuple(place.excluding), event.type.medium


def _happened(event: Event) -> bool:
    """Return whether an event took place and is not disputed."""
    level = event.verification.level if event.verification else None
    return event.kind == "event" and event.status not in _NOT_YET and level not in _IN_DOUBT


def columns_of(workspace: Workspace) -> Columns:
    """Return the columns of a workspace's records; cached."""
    if workspace not in _COLUMNS:
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        _COLUMNS[workspace] = Columns(workspace.current, heirs)
    return _COLUMNS[workspace]
