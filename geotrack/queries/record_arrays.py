"""Record attributes as NumPy columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from folium_polar.geometry import unproject
from folium_polar.geometry.cache import recall
from folium_polar.geometry.plane import PLANE_LIMIT_M
from geotrack.coastline.coast import certainly_in
from geotrack.footprint.land_mask import remaining
from geotrack.footprint.outline import BORDER_M, outline
from geotrack.index.attributes import OWN_PLACE
from geotrack.index.record_rows import table_of
from geotrack.index.stored_footprints import StoredFootprints
from geotrack.index.stored_texts import texts_of
from geotrack.model import Event
from geotrack.queries.discs import Discs, SamplePoints, circles, sample_points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geotrack.footprint.outline import Footprint
    from geotrack.index.record_table import RecordTable
    from geotrack.workspace import Workspace

    _Kept = dict[int, Footprint | None]

__all__ = ["Columns", "columns_of"]

# Size of the cache of discs: there may be very many, and each is quick to compute.
_DISCS = 2_048
# A desk looks in them again and again; of more records they take too much memory.
_MOST_TEXTS = 200_000
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

    def __init__(
        self,
        events: Sequence[Event],
        heirs: Mapping[str, str] | None = None,
        table: RecordTable | None = None,
    ) -> None:
        self.events = events
        self.table = table or table_of(events)
        self._heirs = heirs or {}
        numbers = self.table.numbers
        self.limits, self.plain, self.uncertain = map(numbers, ("limits", "plain", "uncertain"))
        self.undated, self.happened = map(numbers, ("undated", "happened"))
        self.disc, self.cut, self.excludes = map(numbers, ("disc", "cut", "excludes"))
        self.discs = Discs(*map(numbers, ("lon", "lat", "radius", "x", "y")))
        # Which sample points of a disc remain, one bit each; -1 until they are computed.
        self._left = np.full(len(events), -1, dtype=np.int64)
        self._boxes = np.full((len(events), 4), np.nan)
        self._outlines: tuple[_Kept, _Kept] = {}, {}
        self._footprints: tuple[_Kept, _Kept] = {}, {}
        self._stored = StoredFootprints()
        self._restating: dict[tuple[int, int], bool] = {}
        self._texts: dict[str, dict[int, str]] = {}

    @cached_property
    def ids(self) -> NDArray[np.object_]:
        """The ids of the records."""
        ids = np.empty(len(self.events), dtype=object)
        ids[:] = self.table.texts("id")
        return ids

    @property
    def rows(self) -> Mapping[str, int]:
        """The row of each id."""
        return self.table.row_by_id

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.intp]:
        """Return the rows of some ids."""
        if ids is self.table.texts("id"):
            return np.arange(len(ids), dtype=np.intp)
        return np.fromiter(map(self.rows.__getitem__, ids), np.intp, len(ids))

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """The rows of the parts of each row that has any."""
        parts: dict[int, list[int]] = {}
        wholes = self.table.shared("part_of")
        for row in np.flatnonzero(wholes.where(bool)).tolist():
            whole = str(wholes.values[wholes.codes[row]])
            parent = self.rows.get(self._heirs.get(whole, whole))
            if parent is not None:
                parts.setdefault(parent, []).append(row)
        return parts

    @cached_property
    def twin(self) -> NDArray[np.intp]:
        """The first row of which the place is the same by its words, for each row."""
        codes, values = self.table.shared("place")
        known: dict[Hashable, int] = {}
        same = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)
        rows = np.arange(len(codes), dtype=np.intp)
        first = np.full(len(known), len(codes), dtype=np.intp)
        np.minimum.at(first, same[codes], rows)
        is_own = np.array([value == OWN_PLACE for value in values], dtype=bool)
        return np.where(is_own[codes], rows, first[same[codes]])

    def by_date(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return some rows in the order of `When.sort_key`, equal ones in that of their files."""
        numbers = self.table.numbers
        words = [_ranks(self._texts_of(name, rows)) for name in ("end", "start")]
        keys = [self.limits[3], numbers("moment"), numbers("first"), numbers("undated")]
        return rows[np.lexsort([rows, *words, *(key[rows] for key in keys)])]

    def _texts_of(self, name: str, rows: NDArray[np.intp]) -> list[str]:
        """Return texts of some rows in a column; of most, all are read."""
        if 2 * len(rows) < len(self.events):
            return self.table.texts_of(name, rows)
        texts = self.table.texts(name)
        return [texts[row] for row in rows.tolist()]

    def footprint(self, row: int, workspace: Workspace) -> Footprint | None:
        """Return the footprint of a record; cached, of discs only the last few."""
        row = int(self.twin[row])

        def make() -> Footprint | None:
            where = self.outline(row, workspace)
            return None if where is None else remaining(where, self.events[row], workspace.regions)

        return self._recall(self._footprints, row, self._stored_or("footprint", row, make))

    def outline(self, row: int, workspace: Workspace) -> Footprint | None:
        """Return the outline of a record; cached, of discs only the last few."""
        row = int(self.twin[row])

        def make() -> Footprint | None:
            return outline(self.events[row], workspace.regions)

        return self._recall(self._outlines, row, self._stored_or("outline", row, make))

    def _stored_or(
        self, kind: str, row: int, make: Callable[[], Footprint | None]
    ) -> Callable[[], Footprint | None]:
        return lambda: self._stored.recall(kind, self.events, row, make)

    def texts(self, rows: Sequence[int], make: Callable[[Event], str], key: str) -> list[str]:
        """Return a text of some records, as `texts_of`; of not too many it is kept."""
        kept = self._texts.setdefault(key, {})
        new = [row for row in rows if row not in kept]
        kept.update(zip(new, texts_of(self.events, new, make, key), strict=True))
        texts = [kept[row] for row in rows]
        if len(kept) > _MOST_TEXTS:
            kept.clear()
        return texts

    def save_footprints(self) -> None:
        """Store the footprints that have been computed, for later commands."""
        self._stored.save()

    def spots(self, rows: NDArray[np.intp]) -> SamplePoints:
        """Return the spots of some discs whose type is at sea or on land."""
        discs = self.discs.of(rows)
        points = sample_points_of(discs)
        at_sea = self.table.numbers("at_sea")[rows]
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
        bounds = self._bounds_of_geometries(twins)
        boxes = np.where(np.isnan(bounds), self._boxes[twins], bounds)
        for row in sorted(set(twins[np.isnan(boxes[:, 0])].tolist())):
            where = self.outline(row, workspace)
            is_known = where is not None and not where.gaps and len(where.shapes)
            box = shapely.total_bounds(where.shapes) if where and is_known else _EVERYWHERE
            self._boxes[row] = np.where(np.isnan(box), _EVERYWHERE, box)
        return np.where(np.isnan(boxes), self._boxes[twins], boxes)

    def _bounds_of_geometries(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return bounds of outlines that depend on no region, shape (n, 4); others are NaN.

        A place of an outline is within its radius of the geometry. Such a disc is the larger in the
        plane the farther it is from the pole, and no place of the geometry is farther than the
        farthest corner of its box.
        """
        west, south, east, north = self.table.numbers("bounds")[:, rows]
        farthest = np.hypot(np.fmax(-west, east), np.fmax(-south, north))
        _, lat = unproject(np.zeros(len(rows)), np.clip(farthest, 0.0, PLANE_LIMIT_M))
        reach, _ = circles(lat, self.table.numbers("reach")[rows] + BORDER_M)
        with np.errstate(invalid="ignore"):
            return np.stack([west - reach, south - reach, east + reach, north + reach], axis=1)

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


def _ranks(texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the position of each text among all different ones, in order."""
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return np.array([ranks[text] for text in texts], dtype=np.intp)


def columns_of(workspace: Workspace) -> Columns:
    """Return the columns of a workspace's records; cached."""
    if workspace not in _COLUMNS:
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        _COLUMNS[workspace] = Columns(workspace.current, heirs)
    return _COLUMNS[workspace]
