"""Charts: the records of a map on the basemap, in any view and projection."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.transforms import Bbox, TransformedBbox

from folium_polar.geometry import distance_m
from geotrack.dates import Period
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.annotations import (
    Annotation,
    annotations_of,
    covered_by,
    draw_annotations,
)
from geotrack.handout.chart.bezel import FIGURES, draw_bezel
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.content import Content, ContentLayout, draw_content
from geotrack.handout.chart.graticule import FRAME, draw_degrees
from geotrack.handout.chart.insets import (
    PlacedInset,
    caption_box,
    draw_insets,
    place_insets,
    tangents,
    waters_of,
)
from geotrack.handout.chart.off_sheet_places import (
    OffSheetPlace,
    draw_off_sheet_places,
    is_off_sheet,
    off_sheet_places,
)
from geotrack.handout.chart.projection import Plane, fitted, radius_m
from geotrack.handout.chart.symbols import Mark
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.map_view import MapView
from geotrack.mapview.text.projection import projection_note
from geotrack.model.maps.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from geotrack.extensions import ChartLayers

__all__ = ["Chart", "chart_ground", "context_on", "draw"]

# Points of an inch.
_POINTS = 72
# Part of the width of its box that a round map and its bezel take at most: labels stand beside it.
_ROUND = 0.64
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
        The signs on the map: `area`, possible places; `next`, arrows from a sighting towards the
        next; `order`, lines between sightings.
    annotations : tuple of Annotation
        Names and dates of records.
    insets : tuple of PlacedInset
        The parts that it shows enlarged.
    beyond : tuple of OffSheetPlace
        The places beyond a round map, with their records.
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
    insets: tuple[PlacedInset, ...] = ()
    beyond: tuple[OffSheetPlace, ...] = ()

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
    beside: Sequence[Box] = (),
    numbered: Collection[int] | None = None,
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
    beside : sequence of Box
        What stands in the box beside a round map, so that labels and insets keep off it.

    Returns
    -------
    Chart
        The chart with the positions of its symbols.
    """
    ground = chart_ground(map_view, figure, box, view, crs=crs, scale=scale)
    settings = map_view.definition.layers
    content = Content(
        map_view,
        [e for e in map_view.record_views if numbers is None or e.number in numbers],
        lit=frozenset(lit or ()),
        layers=settings.shown if layers is None else layers,
        context=context_on(map_view, layers),
        hatched=settings.hatched if hatched is None else hatched,
        order=settings.order if order is None else order,
        observed=observed,
        period=period,
        certain=certain,
        named=named,
        names_at=names_at or _NAME * scale,
        numbered=numbered,
    )
    language = map_view.translate.language
    area = box or _whole(figure)
    beyond = _off_sheet_places(ground, content, area, beside) if view is None else []
    covered = [*beside, *(place.box(ground) for place in beyond)]
    insets = _insets(ground, content, area, covered) if view is None else []
    inner = [one.ground(figure, ground) for one in insets]
    elsewhere = {number for one in insets for number in one.inset.numbers}
    elsewhere |= {record.number for place in beyond for record in place.records}
    main = draw_content(ground, content, insets, elsewhere=elsewhere)
    parts, beside_insets = _draw_in_insets(
        ground, inner, content, insets, area=area, covered=covered
    )
    draw_degrees(ground, language, main.occupied)
    if isinstance(ground.box, RoundBox):
        draw_off_sheet_places(ground, beyond, language)
        draw_bezel(ground, language, partial(_is_free, ground, beyond, insets))
    return Chart(
        ground.box,
        ground.plane,
        tuple(mark for drawn in (main, *parts) for mark in drawn.marks),
        main.off_screen,
        projection_note(ground.plane.crs, language),
        main.crowd,
        main.observed,
        signs=main.signs.union(*(drawn.signs for drawn in parts)),
        annotations=(*main.annotations, *beside_insets),
        insets=tuple(insets),
        beyond=tuple(beyond),
    )


def context_on(view: MapView, names: Collection[str] | None = None) -> list[ContextLayer]:
    """Return the context layers that are on a map: those of some names, or those at first."""
    return [
        layer
        for layer in view.context
        if (layer.settings.shown if names is None else layer.settings.name in names)
    ]


def _off_sheet_places(
    ground: Ground, content: Content, area: Box, beside: Sequence[Box]
) -> list[OffSheetPlace]:
    """Return the places of records beyond a round map; none where it is not round."""
    if not isinstance(ground.box, RoundBox):
        return []
    south = content.map_view.definition.view.south
    records = [record for record in content.records if is_off_sheet(record, south)]
    language = content.map_view.translate.language
    return off_sheet_places(ground, records, area, beside, language)


def _insets(
    ground: Ground, content: Content, area: Box, covered: Sequence[Box]
) -> list[PlacedInset]:
    """Return the insets of the map as it opens that find room on it, or beside a round map."""
    map_view = content.map_view
    places = [ground.plane.to_points(*e.drawing.lonlat) for e in content.records if e.drawing]
    is_round = isinstance(ground.box, RoundBox)
    x, y = ground.box.middle
    bezel = RoundBox.around(x, y, ground.box.width / 2 + FIGURES * ground.pixel)
    return place_insets(
        ground,
        map_view.insets,
        [place for place in places if ground.box.contains(*place)],
        area=area if is_round else ground.box,
        blocked=[bezel.outline, *(box.outline for box in covered)] if is_round else (),
        language=map_view.translate.language,
    )


def _draw_in_insets(
    ground: Ground,
    inner: Sequence[Ground],
    content: Content,
    insets: Sequence[PlacedInset],
    *,
    area: Box,
    covered: Sequence[Box],
) -> tuple[list[ContentLayout], list[Annotation]]:
    """Draw insets on their own maps; return what is in them, and the names beside them."""
    # Beside a round map there is more room for names than in an inset.
    is_round = isinstance(ground.box, RoundBox)
    shown = replace(content, named=()) if is_round else content
    parts = [
        draw_content(own, shown, symbols=one.inset.numbers, waters=waters_of(one.inset))
        for own, one in zip(inner, insets, strict=True)
    ]
    draw_insets(ground, insets, inner, content.map_view.translate.language)
    if not (is_round and insets):
        return parts, []
    return parts, _name_beside(ground, content, insets, parts, area=area, covered=covered)


def _name_beside(
    ground: Ground,
    content: Content,
    insets: Sequence[PlacedInset],
    parts: Sequence[ContentLayout],
    *,
    area: Box,
    covered: Sequence[Box],
) -> list[Annotation]:
    """Name records in insets beside these and a round map, and return the names."""
    bounds = Bbox.from_bounds(area.left, area.top, area.width, area.height)
    paper = replace(ground, box=area, clip=TransformedBbox(bounds, ground.axes.transData))
    language = content.map_view.translate.language
    by_number = {e.number: e for e in content.records}
    marks = [mark for part in parts for mark in part.marks]
    shown = {mark.number for mark in marks}
    room = FIGURES * ground.pixel
    taken = [
        RoundBox.around(*ground.box.middle, ground.box.width / 2 + room),
        *covered,
        *(one.target.less(*4 * [-room / 3]) for one in insets),
        *(caption_box(one.target, one.inset, ground.scale, language) for one in insets),
    ]
    occupied = [spot for part in parts for spot in part.occupied]
    occupied += [spot for one in insets for spot in one.along_tangents()]
    # Texts keep off them, and leaders run out of an inset.
    footprints = {0: shapely.union_all([box.outline for box in taken])}
    named = [by_number[n] for n in content.named if n in shown]
    annotations: list[Annotation] = []
    for leaders in (True, False):
        placed = {one.number for one in annotations}
        annotations += annotations_of(
            paper,
            [record for record in named if record.number not in placed],
            marks,
            [*occupied, *covered_by(annotations)],
            coast=np.empty((0, 2)),
            size=content.names_at,
            footprints=footprints,
            leaders=leaders,
        )
    draw_annotations(paper, annotations)
    return annotations


def _is_free(
    ground: Ground,
    beyond: Sequence[OffSheetPlace],
    insets: Sequence[PlacedInset],
    x: float,
    y: float,
) -> bool:
    """Return whether a figure may stand at a point: under no tick, leader, tangent or label."""
    room = 8.0 * ground.scale
    lines = [[*place.tick, *place.leader[1:]] for place in beyond]
    lines += [[*line] for one in insets for line in tangents(one.source, one.target)]
    return all(
        shapely.distance(shapely.LineString(line), shapely.Point(x, y)) > room for line in lines
    ) and not any(place.box(ground).contains(x, y, -room) for place in beyond)


def _whole(figure: Figure) -> Box:
    """Return the box of a whole sheet."""
    width, height = (float(side) * _POINTS for side in figure.get_size_inches())
    return Box(0.0, 0.0, width, height)


def chart_ground(
    map_view: MapView,
    figure: Figure,
    box: Box | None = None,
    view: View | None = None,
    *,
    crs: str | None = None,
    scale: float = 1.0,
) -> Ground:
    """Return the map's projection and box on a sheet; parameters as of `draw`."""
    outer = box or _whole(figure)
    first = map_view.definition.view
    code = crs or map_view.crs
    if view is None and first.frame == "round":
        edge = FIGURES * Ground.pixel_at(scale)
        radius = min(_ROUND * outer.width, outer.height) / 2 - edge
        inner: Box = RoundBox.around(*outer.middle, radius)
        plane = Plane(code, inner.middle, float(radius_m(code, first.south)) / radius)
    else:
        edge = FRAME * scale + 0.6
        inner = outer.less(edge, edge, edge, edge)
        plane = fitted(code, view or first, inner)
    return Ground.on(figure, inner, plane, scale, south=map_view.south)
