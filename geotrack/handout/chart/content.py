"""What a chart draws of its map: layers, records, names; in its box and in each inset."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotrack.dates import Period
from geotrack.handout.chart import basemap
from geotrack.handout.chart.annotations import (
    Annotation,
    annotations_of,
    covered_by,
    draw_annotations,
)
from geotrack.handout.chart.areas import Areas, regions_named
from geotrack.handout.chart.arrows import Arrow, arrows_of, draw_arrows
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.graticule import draw_lines
from geotrack.handout.chart.insets import PlacedInset
from geotrack.handout.chart.map_labels import Names, Spot
from geotrack.handout.chart.symbol_placement import covered, draw_dots, draw_marks, placed
from geotrack.handout.chart.symbols import Mark
from geotrack.mapview.context_layers.labels import label_places
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.map_view import MapView
from geotrack.mapview.place_names import names_to
from geotrack.mapview.record.geometry import name_positions
from geotrack.mapview.record.shapes import LonLat
from geotrack.mapview.record.view import RecordView
from geotrack.model import LayerFeature
from geotrack.model.place_text import region_name

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotrack.extensions import ChartLayers

__all__ = ["Content", "ContentLayout", "draw_content"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a chart shows of a map; see `chart.draw`."""

    map_view: MapView
    records: Sequence[RecordView]
    lit: frozenset[int]
    layers: Collection[str]
    context: Sequence[ContextLayer]
    hatched: bool
    order: bool
    observed: Collection[str] | None
    period: Period | None
    certain: bool
    named: Collection[int]
    names_at: float
    numbered: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class ContentLayout:
    """Placed symbols and texts of a box; attributes as of `Chart`, and the discs that it covers."""

    marks: Sequence[Mark]
    off_screen: tuple[int, ...]
    crowd: bool
    observed: ChartLayers | None
    signs: frozenset[str]
    annotations: Sequence[Annotation]
    occupied: list[Spot] = field(default_factory=list)


def draw_content(
    ground: Ground,
    content: Content,
    insets: Sequence[PlacedInset] = (),
    *,
    symbols: Collection[int] | None = None,
    elsewhere: Collection[int] = (),
    waters: Mapping[str, tuple[float, float]] | None = None,
) -> ContentLayout:
    """Draw a map into a box.

    Parameters
    ----------
    ground : Ground
        The box.
    content : Content
        What is drawn.
    insets : sequence of PlacedInset
        The insets beside it: what they show is left out here.
    symbols : collection of int, optional
        Numbers of the records that have their symbols here; default all.
    elsewhere : collection of int
        Numbers of records that have them elsewhere.
    waters : mapping of str to (float, float), optional
        Seas and straits to name in any case, with places (lat, lon); default those in the title.
    """
    map_view, lit = content.map_view, content.lit
    placed_records = [e for e in content.records if e.drawing]
    records = [
        e
        for e in placed_records
        if e.number not in elsewhere and (symbols is None or e.number in symbols)
    ]
    discs = [circle for one in insets for circle in (one.source, one.target)]
    around = basemap.without_discs(ground, discs)
    settings = map_view.definition.layers
    basemap_lines = basemap.paint(ground, depth=settings.depth, relief=settings.relief)
    language = map_view.translate.language
    draw_lines(ground)
    observed = _draw_observed(around, content)
    areas = Areas(around)
    regions = _draw_layers(areas, content, placed_records)
    marks, off_screen, crowd = placed(
        records, ground, map_view.stacks, discs, numbered=content.numbered, language=language
    )
    footprints = {} if crowd else _draw_places(areas, placed_records, lit)
    legs = list(_legs(map_view, placed_records)) if content.order else []
    areas.sightings(legs)
    by_number = {e.number: e for e in records}
    (draw_dots if crowd else draw_marks)(ground, by_number, marks, lit)
    arrows = [] if crowd else arrows_of(ground, records, marks, map_view.order)
    draw_arrows(ground, arrows)
    occupied = [*covered(by_number, marks), *map(_spot, arrows)]
    occupied += [spot for one in insets for spot in one.occupied(ground.scale, language)]
    before_texts = len(occupied)
    names = Names(ground, occupied, language, on_colours=bool(map_view.observed))
    names.waters(map_view.waters if waters is None else waters)
    left_to_basemap = _name_regions(names, areas, map_view, regions.values())
    annotations = annotations_of(
        ground,
        [by_number[n] for n in content.named if n in by_number],
        marks,
        occupied,
        coast=basemap.coast(ground),
        size=content.names_at,
        footprints=footprints,
    )
    draw_annotations(ground, annotations)
    occupied += covered_by(annotations)
    _name_places(names, map_view, content.context, left_to_basemap)
    basemap.end_at_texts(ground, basemap_lines, occupied[before_texts:])
    outlines = [one for one in footprints.values() if not one.is_empty]
    signs = {"next": arrows, "order": legs, "area": outlines}
    present = frozenset(name for name, artists in signs.items() if artists)
    return ContentLayout(marks, off_screen, crowd, observed, present, annotations, occupied)


def _draw_observed(ground: Ground, content: Content) -> ChartLayers | None:
    """Draw the layers of observations; None without any on the map."""
    layers = content.map_view.observed
    if not layers:
        return None
    return layers.draw(ground, content.observed, content.period, certain=content.certain)


def _draw_layers(
    areas: Areas, content: Content, records: Sequence[RecordView]
) -> dict[str, LayerFeature]:
    """Draw context layers, routes, boundaries and regions, and hatch; return the regions."""
    for context_layer in content.context:
        areas.context(context_layer)
    view, on, lit = content.map_view, content.layers, content.lit
    layers = view.definition.layers
    for kind in ("routes", "boundaries"):
        for id_ in getattr(layers, kind):
            if id_ in on:
                areas.line(view.workspace.layer(kind)[id_], kind)
    regions = {id_: view.workspace.regions[id_] for id_ in layers.regions if id_ in on}
    for region in regions.values():
        areas.region(region)
    if content.hatched:
        regions |= _hatch(areas, [e for e in records if not lit or e.number in lit])
    return regions


def _hatch(areas: Areas, records: Collection[RecordView]) -> dict[str, LayerFeature]:
    """Hatch the regions that records name; return them by id."""
    regions = regions_named(records)
    for region in regions.values():
        areas.hatched(region.plane)
    return regions


def _draw_places(
    areas: Areas, records: Iterable[RecordView], lit: frozenset[int]
) -> dict[int, BaseGeometry]:
    """Draw where records may have been; return the footprints by number."""
    return {e.number: areas.places(e, faint=bool(lit) and e.number not in lit) for e in records}


def _spot(arrow: Arrow) -> Spot:
    """Return the disc that an arrow covers."""
    (x1, y1), (x2, y2) = arrow.start, arrow.tip
    return (x1 + x2) / 2, (y1 + y2) / 2, math.dist(arrow.start, arrow.tip) / 2


def _legs(view: MapView, records: list[RecordView]) -> Iterator[tuple[LonLat, LonLat]]:
    """Yield the positions of each sighting and the next."""
    lonlat_by_id = {e.event.id: e.drawing.lonlat for e in records if e.drawing}
    for first, second in view.order:
        if first in lonlat_by_id and second in lonlat_by_id:
            yield lonlat_by_id[first], lonlat_by_id[second]


def _name_regions(
    names: Names, areas: Areas, view: MapView, regions: Iterable[LayerFeature]
) -> list[LayerFeature]:
    """Write the names of regions into them or, if there is no room, beside them.

    Regions without room whose names the basemap has are returned: they are left to it first.
    """
    without_room = [
        region
        for region in regions
        if not names.inside(
            region.name,
            region_name(region, view.translate.language),
            areas.clipped(region.plane),
        )
    ]
    basemap_names = {name["text"].casefold() for name in names_to(view.south)}
    beside = (region for region in without_room if region.name.casefold() not in basemap_names)
    names.regions(_region_names(view, beside))
    return [region for region in without_room if region.name.casefold() in basemap_names]


def _name_places(
    names: Names,
    view: MapView,
    context: Iterable[ContextLayer],
    left_to_basemap: Iterable[LayerFeature],
) -> None:
    """Write the names of places, context layers and basemap, then of regions that it left out."""
    names.places(_place_names(view))
    for layer in context:
        names.regions((label, [place]) for label, place in label_places(layer))
    names.seas_and_lands()
    missing = (region for region in left_to_basemap if region.name.casefold() not in names.written)
    names.regions(_region_names(view, missing))


def _region_names(
    view: MapView, regions: Iterable[LayerFeature]
) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Yield names of regions with the first of their positions, in a list for `Names.regions`."""
    for region in regions:
        yield region_name(region, view.translate.language), name_positions(region)[:1]


def _place_names(view: MapView) -> Iterator[tuple[str, float, float]]:
    places = view.workspace.layer("places")
    for id_ in view.definition.layers.places:
        lon, lat, *_ = places[id_].geometry["coordinates"]
        yield region_name(places[id_], view.translate.language), lon, lat
