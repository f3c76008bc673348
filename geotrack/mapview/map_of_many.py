"""The view of a map of all records of a workspace, of which texts are made when they are needed.

What a page knows of each record is in columns, which come from the index and from the last such
map: only what has changed is read, drawn and judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import shapely

from folium_polar.geometry import unproject
from folium_polar.geometry.plane import PLANE_LIMIT_M
from folium_polar.geometry.projections import normalise_crs
from geotrack.index.record_rows import (
    digests_of,
    event_ids,
    events_at,
    events_once,
    events_with,
    rows_of_digests,
    table_of,
)
from geotrack.index.record_table import Shared
from geotrack.mapview.app6 import App6Symbols
from geotrack.mapview.context_layers.layer import context_layers
from geotrack.mapview.look import look_view
from geotrack.mapview.map_view import MapView, southern_limit
from geotrack.mapview.numbers import issue
from geotrack.mapview.record.geometry import circle_around, draw
from geotrack.mapview.record.stacks import LEAST, gathered, position_of_stack
from geotrack.mapview.record.view import (
    PageLinks,
    RecordView,
    SymbolStyle,
    page_links,
    record_views,
    symbol_style,
)
from geotrack.mapview.selection import SelectionCounts
from geotrack.mapview.sighting_order import order_of_sightings
from geotrack.mapview.text.times import is_in_places
from geotrack.mapview.translations import Translator
from geotrack.model import Event, LayerFeature, MapDefinition
from geotrack.model.explained_term import ExplainedTerm
from geotrack.model.localized import localized
from geotrack.model.maps.view import FirstView, View
from geotrack.model.place_text import IN_DOUBT
from geotrack.queries.containing_regions import RegionVerdicts, region_verdicts
from geotrack.queries.record_arrays import columns_of
from geotrack.taxonomy import Theme
from geotrack.workspace import LAYERS, Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ListedRecord", "MapOfMany", "RecordValues"]

_IN_REGION = "in {}"
# A degree of latitude, metres, at its shortest.
_DEGREE_M = 110_500.0


@dataclass(frozen=True)
class RecordValues:
    """Values of records that depend on nothing but their Features and the layers.

    Parameters
    ----------
    digests : numpy.ndarray of uint64, shape (n, 2)
        Of the Features, from `digests_of`.
    arrays : mapping of str to numpy.ndarray
        By name; the last axis of each is that of the records.
    events : sequence of Event
        The records: a digest may be that of an object, which must not go.
    """

    digests: NDArray[np.uint64]
    arrays: Mapping[str, NDArray[Any]]
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """What the texts round a map take of a record; attributes as of `RecordView`."""

    theme: Theme
    symbol_style: SymbolStyle
    signs: list[str]
    graded: bool

    @property
    def placed(self) -> bool:
        """Whether the map shows it."""
        return self.symbol_style != "unplaced"


class MapOfMany(MapView):
    """The content of a map of all records of a workspace.

    Parameters
    ----------
    workspace, definition, numbers
        As of `MapView`; the definition selects all records and has neither text nor symbols.
    known : RecordValues, optional
        Values of an earlier map with the same layers.
    first_view : View, optional
        The view in which it opens; default one round its records.

    Attributes
    ----------
    rows : numpy.ndarray of int, shape (n,)
        Its records in their order, as rows of `columns_of` the workspace.
    table : RecordTable
        The columns of its records, in their order.
    """

    def __init__(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        numbers: dict[str, int],
        known: RecordValues | None = None,
        first_view: View | None = None,
    ) -> None:
        language = definition.language or workspace.config.language
        own = workspace.config.own_language
        self.plain_language = language
        self.workspace, self.translate, self._known = workspace, Translator(language, own), known
        self._columns = columns_of(workspace)
        self.rows = self._columns.by_date(np.arange(len(self._columns.events), dtype=np.intp))
        self.records: Any = events_at(self.rows, self._columns.events)
        self.table = table_of(self.records)
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        self.numbers = issue(event_ids(self.records), numbers, heirs)
        self.symbols, self.observed, self.with_notes = App6Symbols(), None, False
        self.since, self.news, self.matches, self.whys = None, None, {}, {}
        self.lead, self.story, self.numbers_file = (), [], None
        self.insets = []
        self.entries_unknown = self.otherwise_reviewed = 0
        self.entered = {} if definition.since_reader else None  # days stand in a column
        self.look = look_view(workspace, definition)
        self.crs = normalise_crs(definition.projection or workspace.config.projection)
        unplaced = int((~self.is_placed).sum())
        self.counts = SelectionCounts(len(self.rows), unplaced, 0, 0, 0, workspace.left_out)
        self.definition = localized(
            definition.model_copy(update={"language": language}), language, own
        )
        self.definition = self.definition.model_copy(
            update={"view": first_view or self._first_view()}
        )
        of_wholes = list(events_with(("part_of",), self.records))
        self.order = order_of_sightings(of_wholes, workspace, self.definition)
        self.layers = {
            name: [workspace.layer(name)[id_] for id_ in getattr(self.definition.layers, name)]
            for name in LAYERS
        }
        self.context = context_layers(workspace, self.definition, self.south)

    @cached_property
    def terms(self) -> tuple[ExplainedTerm, ...]:
        """All terms of the workspace: the texts of its records are not read."""
        return self.workspace.config.terms

    @cached_property
    def values(self) -> RecordValues:
        """What has been drawn and judged of each record, for the next map."""
        own = {_IN_REGION.format(id_): found.own for id_, found in self.verdicts.items()}
        return RecordValues(
            self._digests, {"at": self._own_positions, "moves": self.moves, **own}, self.records
        )

    @cached_property
    def _digests(self) -> NDArray[np.uint64]:
        return digests_of(self.records)

    @cached_property
    def _known_rows(self) -> NDArray[np.intp]:
        """Where the values of each record are among those that are known; -1: nowhere."""
        if self._known is None:
            return np.full(len(self.rows), -1, dtype=np.intp)
        return rows_of_digests(self._digests, self._known.digests)

    def _known_values(self, name: str, unknown: float) -> NDArray[Any]:
        """Return known values of the records, and another for what is not known."""
        if self._known is None or name not in self._known.arrays:
            return np.full(len(self.rows), unknown)
        values = self._known.arrays[name][..., self._known_rows]
        return np.where(self._known_rows < 0, unknown, values)

    @cached_property
    def _has_shape(self) -> NDArray[np.bool_]:
        return self.table.shared("shape").where(bool)

    @cached_property
    def _is_point(self) -> NDArray[np.bool_]:
        """Which records stand at the position that they state."""
        by_region = self.table.shared("precision").where(lambda word: word == "region")
        stated: NDArray[np.bool_] = ~np.isnan(self.table.numbers("point")[0])
        return stated & ~by_region

    @cached_property
    def _own_positions(self) -> NDArray[np.float64]:
        """Where the symbols of records stand that are in no stack, as `positions`."""
        at = np.where(self._is_point, self.table.numbers("point"), np.nan)
        for regions, rows in self._by_regions:
            drawing = draw(self.records[rows[0]], self.workspace.regions) if regions else None
            at[:, rows] = np.array(drawing.lonlat if drawing else (np.nan, np.nan))[:, np.newaxis]
        others = self._has_shape & ~self._is_point
        at[:, others] = np.broadcast_to(self._known_values("at", np.nan), at.shape)[:, others]
        new = np.flatnonzero(others & (self._known_rows < 0)).tolist()
        for row, event in zip(new, events_once(self.records, new), strict=True):
            if drawing := draw(event, self.workspace.regions):
                at[:, row] = drawing.lonlat
        return at

    @cached_property
    def _by_regions(self) -> list[tuple[list[LayerFeature], NDArray[np.intp]]]:
        """The known regions of records without a geometry, with the rows of these."""
        column, known = self.table.shared("regions"), self.workspace.regions
        rows: dict[tuple[str, ...], list[NDArray[np.intp]]] = {}
        shapeless = np.flatnonzero(~self._has_shape)
        for at in Shared(column.codes[shapeless], column.values).by_occurrence():
            ids: Any = column.values[at]
            some = shapeless[column.codes[shapeless] == at]
            rows.setdefault(tuple(id_ for id_ in ids if id_ in known), []).append(some)
        return [([known[i] for i in ids], np.sort(np.concatenate(r))) for ids, r in rows.items()]

    @cached_property
    def positions(self) -> NDArray[np.float64]:
        """Where the symbols stand, longitude and latitude, shape (2, n); NaN of unplaced ones."""
        at = self._own_positions.copy()
        for regions, rows in self._stacks:
            at[:, rows] = np.array(position_of_stack(regions))[:, np.newaxis]
        return at

    @cached_property
    def is_placed(self) -> NDArray[np.bool_]:
        """Which records the map shows, shape (n,)."""
        placed: NDArray[np.bool_] = ~np.isnan(self._own_positions[0])
        return placed

    @cached_property
    def _stacks(self) -> list[tuple[list[LayerFeature], NDArray[np.intp]]]:
        by_ids: dict[frozenset[str], tuple[list[LayerFeature], list[NDArray[np.intp]]]] = {}
        for regions, rows in self._by_regions:
            if len(placed := rows[self.is_placed[rows]]):
                ids = frozenset(region.id for region in regions)
                by_ids.setdefault(ids, (regions, []))[1].append(placed)
        groups = [(regions, np.concatenate(rows)) for regions, rows in by_ids.values()]
        return [(regions, rows) for regions, rows in groups if len(rows) >= LEAST]

    @cached_property
    def stacks(self) -> list[list[int]]:  # type: ignore[override] # of `MapView`, which sets it
        """The numbers of records that stand for the same regions."""
        numbers = self.number_column
        return sorted(np.sort(numbers[rows]).tolist() for _, rows in self._stacks)

    @cached_property
    def number_column(self) -> NDArray[np.int64]:
        """The number of each record, shape (n,)."""
        numbers = map(self.numbers.__getitem__, event_ids(self.records))
        return np.fromiter(numbers, np.int64, len(self.records))

    @cached_property
    def moves(self) -> NDArray[np.bool_]:
        """Which records may have been in one place for a part of their time only."""
        lasts = self.table.numbers("lasts")
        stays = self._is_point & ~self.table.shared("regions").where(bool)
        moves: NDArray[np.bool_] = (self._known_values("moves", unknown=0) == 1) & lasts
        for row in np.flatnonzero(lasts & ~stays & (self._known_rows < 0)).tolist():
            where = self._columns.outline(int(self.rows[row]), self.workspace)
            moves[row] = is_in_places(where)
        return moves

    @cached_property
    def verdicts(self) -> dict[str, RegionVerdicts]:
        """Whether the records were in each region of the map, by its id."""
        known = {
            id_: self._known_values(_IN_REGION.format(id_), unknown=-1).astype(np.int8)
            for id_ in self.regions
        }
        return region_verdicts(self.workspace, self.regions, self.records, known, self.rows)

    @cached_property
    def style_column(self) -> NDArray[np.object_]:
        """The style of each symbol, shape (n,)."""
        codes, precisions = self.table.shared("precision")
        styles = np.array(
            [[symbol_style(str(p), has_shape=has) for p in precisions] for has in (False, True)],
            dtype=object,
        ).reshape(2, -1)
        placed: NDArray[np.object_] = styles[self._has_shape.astype(np.intp), codes]
        return np.where(self.is_placed, placed, "unplaced")

    @cached_property
    def is_doubted(self) -> NDArray[np.bool_]:
        """Which records are claimed, disputed or refuted."""
        return self.table.shared("verification").where(lambda level: level in IN_DOUBT)

    @cached_property
    def graded(self) -> bool:
        """Whether any source is graded."""
        return bool(self.table.shared("grades").where(bool).any())

    @cached_property
    def record_views(self) -> list[Any]:  # type: ignore[override] # of `MapView`, which sets it
        """What the texts round the map take of each record: of `ListedRecord`, alike ones once."""
        codes, themes = self.table.shared("theme")
        of_codes = [self._theme(str(id_)) for id_ in themes]
        kinds = {
            (code, style, doubt): ListedRecord(of_codes[code], style, signs, self.graded)
            for code in range(len(themes))
            for style in get_args(SymbolStyle)
            for doubt, signs in enumerate(([], ["doubt"]))
        }
        columns = (codes, self.style_column, self.is_doubted)
        return list(map(kinds.__getitem__, zip(*(c.tolist() for c in columns), strict=True)))

    def _theme(self, id_: str) -> Theme:
        return self.look.themed(self.workspace.taxonomy.themes[id_])

    @cached_property
    def themes(self) -> list[Theme]:  # type: ignore[override] # of `MapView`, which sets it
        """Themes of the records, the one with most records first."""
        column = self.table.shared("theme")
        counts: Counter[Any] = Counter()
        of_code = np.bincount(column.codes, minlength=len(column.values)).tolist()
        for at in column.by_occurrence():
            counts[column.values[at]] += of_code[at]
        return [self._theme(id_) for id_, _ in counts.most_common()]

    @cached_property
    def hatched(self) -> list[str]:
        """The regions that records name as their place, by id, each once."""
        column = self.table.shared("regions")
        by_region = self.table.shared("precision").where(lambda word: word == "region")
        rows = self.is_placed & (~self._has_shape | by_region)
        words = Shared(column.codes[rows], column.values).words()
        return [id_ for id_ in words if id_ in self.workspace.regions]

    @cached_property
    def regions(self) -> list[str]:
        """Ids of all regions whose shapes are on the map."""
        known, of_accounts = self.workspace.regions, self.table.shared("account_regions").words()
        with_shape = [id_ for id_ in of_accounts if id_ in known and known[id_].has_shape]
        layers = self.definition.layers.regions
        return list(dict.fromkeys([*self.hatched, *with_shape, *layers]))

    @cached_property
    def has_areas(self) -> bool:
        """Whether a record is placed: nearly all may have been somewhere near."""
        return bool(self.is_placed.any())

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        """Bounds of geometries with their radii, shape (4, k), metres; roughly."""
        bounds, reach = self.table.numbers("bounds"), 1.1 * self.table.numbers("reach")
        is_known = np.isfinite(bounds).all(axis=0)
        signs = np.array([-1.0, -1.0, 1.0, 1.0])[:, np.newaxis]
        boxes: NDArray[np.float64] = bounds[:, is_known] + signs * reach[is_known]
        return np.clip(boxes, -PLANE_LIMIT_M, PLANE_LIMIT_M)

    @cached_property
    def south(self) -> float:
        """Latitude at which the map ends, degrees; south of records and views."""
        west, south, east, north = self._boxes
        farthest = np.hypot(np.fmax(-west, east), np.fmax(-south, north))
        _, lats = unproject(np.zeros(len(farthest)), np.minimum(farthest, PLANE_LIMIT_M))
        own, view = self.positions[1][self.is_placed], self.definition.view
        rim = view.lat - 1000.0 * view.radius_km / _DEGREE_M
        return southern_limit(min([rim, *np.asarray(lats), *own]))

    def _first_view(self) -> FirstView:
        """Return a circle round all records, hardly larger than it need be."""
        west, south, east, north = self._boxes
        corners = [np.stack([x, y], axis=1) for x in (west, east) for y in (south, north)]
        planes = [self.workspace.regions[id_].plane for id_ in self.hatched]
        discs = self._columns.discs.of(self.rows[self.table.numbers("disc") & self.is_placed])
        points = shapely.MultiPoint(np.concatenate(corners))
        return circle_around([points, *planes], discs if len(discs.x) else None)

    @cached_property
    def links(self) -> PageLinks:
        """Links of the records."""
        return page_links(self.records, self.workspace)

    def views(self, places: Iterable[int]) -> list[RecordView]:
        """Return the views of some records, by their places on the map."""
        views = record_views(
            [self.records[place] for place in places],
            self.numbers,
            self.workspace,
            self.translate,
            look=self.look,
            links=self.links,
        )
        return gathered(views, self.stacks, self.workspace.regions)

    @cached_property
    def digest(self) -> str:
        """Hash of the records and their numbers."""
        return sha256(self._digests.tobytes() + self.number_column.tobytes()).hexdigest()[:12]

    @property
    def _by_id(self) -> Any:
        """The records in the order of their ids."""
        ids = event_ids(self.records)
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.intp)
        return events_at(self.rows[order], self._columns.events)
