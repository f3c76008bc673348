"""Charts: the records of a map on the basemap, in any view and projection."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folium_polar.geometry import distance_m
from geotrack.dates import Period
from geotrack.handout.boxes import Box
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
from geotrack.handout.chart.graticule import FRAME, draw_degrees, draw_lines, steps
from geotrack.handout.chart.map_labels import Names, Spot
from geotrack.handout.chart.projection import Plane, fitted
from geotrack.handout.chart.symbol_placement import covered, draw_dots, draw_marks, placed
from geotrack.handout.chart.symbols import Mark
from geotrack.mapview.context_layers.labels import label_places
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.map_view import MapView
from geotrack.mapview.place_names import names_to
from geotrack.mapview.record.geometry import name_positions
from geotrack.mapview.record.shapes import LonLat
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.text.projection import projection_note
from geotrack.model import LayerFeature
from geotrack.model.maps.view import View
from geotrack.model.place_text import region_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from geotrack.extensions import ChartLayers

__all__ = ["Chart", "context_on", "draw"]

# Points of an inch.
_POINTS = 72
# Font size of names at scale 1, points.
_NAME = 8.2


@dataclass(frozen=True, slots=True)
class Chart:
    """A map as drawn on a sheet.

    Parameters
    ----------
    box : Box
        The box of the map, without the frame of degrees.
    plane : Plane
        How the map lies on the sheet.
    marks : tuple of Mark
        The symbols.
    off_screen : tuple of int
        Numbers of the off-screen records.
    note : str
        The projection as text, in the page's language.
    crowd : bool
        Whether records are dots without numbers, since there are too many.
    observed : ChartLayers, optional
        The layers of observations, if the map has any.
    signs : frozenset of str
        The signs on the map: `next`, arrows from a sighting towards the next; `order`, lines
        between sightings.
    annotations : tuple of Annotation
        Names and dates of records.
    """

    box: Box
    plane: Plane
    marks: tuple[Mark, ...]
    off_screen: tuple[int, ...]
    note: str
    crowd: bool = False
    observed: ChartLayers | None = None
    signs: frozenset[str] = frozenset()
    annotations: tuple[Annotation, ...] = ()

    @property
    def crs(self) -> str:
        """Return the code of its projection."""
        return self.plane.crs

    @property
    def metres_per_point(self) -> float:
        """Return geodesic metres per point along the horizontal line through the centre."""
        x, y = self.box.left + self.box.width / 2, self.box.top + self.box.height / 2
        half_width = min(self.box.width / 8, 40.0)
        west, east = (self.plane.degrees(x + dx, y) for dx in (-half_width, half_width))
        return distance_m(*west, *east) / (2 * half_width)


def draw(
    figure: Figure,
    map_view: MapView,
    box: Box | None = None,
    view: View | None = None,
    *,
    crs: str | None = None,
    numbers: Collection[int] | None = None,
    lit: Collection[int] | None = None,
    layers: Collection[str] | None = None,
    hatched: bool | None = None,
    order: bool | None = None,
    observed: Collection[str] | None = None,
    period: Period | None = None,
    certain: bool = False,
    named: Collection[int] = (),
    names_at: float | None = None,
    scale: float = 1.0,
) -> Chart:
    """Draw a map.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The sheet.
    map_view : MapView
        The content of the map.
    box : Box, optional
        The box of the map, points, including its frame; default the whole sheet.
    view : View, optional
        Default the view of the definition.
    crs : str, optional
        Default the projection of the page.
    numbers : collection of int, optional
        Numbers of the records to show; default all.
    lit : collection of int, optional
        Numbers of emphasised records; the others are faint. Empty: all alike.
    layers : collection of str, optional
        Ids of regions, routes and boundaries, and names of context layers to draw; default those
        on at the start.
    hatched, order : bool, optional
        Whether to hatch the regions that records name, and to join sightings in order; default as
        in the definition.
    observed : collection of str, optional
        Ids of the layers of observations to draw; default those on at the start.
    period : Period, optional
        Period of the observations to draw; default all.
    certain : bool
        Whether to omit possible matches among observations.
    named : collection of int
        Numbers of the records that are named beside their symbols.
    names_at : float, optional
        Font size of these names, points; default 8.2 in the scale.
    scale : float
        Size of text and symbols; 1 for A4 paper, about 1.35 for a slide.

    Returns
    -------
    Chart
        The chart with the positions of its symbols.
    """
    ground = _ground(figure, map_view, box=box, view=view, crs=crs, scale=scale)
    records = [
        e for e in map_view.record_views if e.drawing and (numbers is None or e.number in numbers)
    ]
    lit_numbers = frozenset(lit or ())
    at_start = map_view.definition.layers
    basemap.paint(ground, depth=at_start.depth, relief=at_start.relief)
    graticule_steps = steps(ground.plane, (view or map_view.definition.view).lat, scale)
    draw_lines(ground, graticule_steps)
    observed_layers = _draw_observed(ground, map_view, observed, period, certain=certain)
    areas, context = Areas(ground), context_on(map_view, layers)
    regions = _draw_layers(areas, map_view, context, at_start.shown if layers is None else layers)
    if at_start.hatched if hatched is None else hatched:
        regions |= _hatch(areas, [e for e in records if not lit_numbers or e.number in lit_numbers])
    marks, off_screen, crowd = placed(records, ground, map_view.stacks)
    footprints = {} if crowd else _draw_places(areas, records, lit_numbers)
    legs = list(_legs(map_view, records)) if (at_start.order if order is None else order) else []
    areas.sightings(legs)
    by_number = {e.number: e for e in records}
    (draw_dots if crowd else draw_marks)(ground, by_number, marks, lit_numbers)
    arrows = [] if crowd else arrows_of(ground, records, marks, map_view.order)
    draw_arrows(ground, arrows)
    occupied = [*covered(by_number, marks), *map(_spot, arrows)]
    names = Names(ground, occupied, map_view.translate.language, on_colours=bool(map_view.observed))
    left_to_basemap = _name_regions(names, areas, map_view, regions.values())
    annotations = annotations_of(
        ground,
        [by_number[n] for n in named if n in by_number],
        marks,
        occupied,
        coast=basemap.coast(ground),
        size=names_at or _NAME * scale,
        footprints=footprints,
    )
    draw_annotations(ground, annotations)
    occupied += covered_by(annotations)
    _name_places(names, map_view, context, left_to_basemap)
    draw_degrees(ground, graticule_steps, map_view.translate.language, occupied)
    signs = {"next": arrows, "order": legs}
    return Chart(
        ground.box,
        ground.plane,
        tuple(marks),
        off_screen,
        projection_note(ground.plane.crs, map_view.translate.language),
        crowd,
        observed_layers,
        signs=frozenset(name for name, artists in signs.items() if artists),
        annotations=tuple(annotations),
    )


def context_on(view: MapView, names: Collection[str] | None = None) -> list[ContextLayer]:
    """Return the context layers that are on a map: those of some names, or those at first."""
    return [
        layer
        for layer in view.context
        if (layer.settings.shown if names is None else layer.settings.name in names)
    ]


def _draw_observed(
    ground: Ground,
    view: MapView,
    ids: Collection[str] | None,
    period: Period | None,
    *,
    certain: bool,
) -> ChartLayers | None:
    """Draw the layers of observations with some ids; None without any on the map."""
    return view.observed.draw(ground, ids, period, certain=certain) if view.observed else None


def _ground(
    figure: Figure,
    map_view: MapView,
    *,
    box: Box | None,
    view: View | None,
    crs: str | None,
    scale: float,
) -> Ground:
    """Return the map's projection and box on a sheet."""
    width, height = (float(side) * _POINTS for side in figure.get_size_inches())
    edge = FRAME * scale + 0.6
    inner = (box or Box(0.0, 0.0, width, height)).less(edge, edge, edge, edge)
    plane = fitted(crs or map_view.crs, view or map_view.definition.view, inner)
    return Ground.on(figure, inner, plane, scale, south=map_view.south)


def _draw_layers(
    areas: Areas, view: MapView, context: Iterable[ContextLayer], on: Collection[str]
) -> dict[str, LayerFeature]:
    """Draw context layers, and regions, routes and boundaries that are on; return the regions."""
    for context_layer in context:
        areas.context(context_layer)
    layers = view.definition.layers
    for kind in ("routes", "boundaries"):
        for id_ in getattr(layers, kind):
            if id_ in on:
                areas.line(view.workspace.layer(kind)[id_], kind)
    regions = {id_: view.workspace.regions[id_] for id_ in layers.regions if id_ in on}
    for region in regions.values():
        areas.region(region)
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
