"""Maps of slides as pictures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from folium_polar.geometry import distance_m
from geotrack.handout.boxes import Box
from geotrack.handout.chart.chart import context_on, draw
from geotrack.handout.comparison import draw_comparison
from geotrack.handout.output import new_figure, page_axes, png
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.text.scenes import period_of
from geotrack.model import Scene
from geotrack.model.maps.observation_layers import ids_of, layers_of
from geotrack.model.maps.scene_text import labelled, references
from geotrack.model.maps.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from geotrack.extensions import ChartLayers

__all__ = ["Picture", "comparison_picture", "picture"]

# Points of an inch.
_POINTS = 72
# Sharp on a screen of 2,560 pixels, and in print on half a page.
_DPI = 200
# Text and symbols large enough for a room, and the symbols of many records.
_SCALE, _MANY, _SCALE_OF_MANY = 1.6, 30, 1.3
# The same of a round sheet, with labels beside it.
_SCALE_OF_ROUND = 1.1
# Sizes of the accounts of a record: the first at which all of them has room.
_SCALES_OF_ACCOUNTS = (1.6, 1.45, 1.3, 1.15, 1.0)
# Font size of names, points.
_NAMES = 17.0
# Margin of a widened view, and the largest view of a definition.
_ROOM, _WIDEST_KM = 1.06, 9000.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a map.

    Parameters
    ----------
    png : bytes
        The picture.
    numbers : tuple of int
        Numbers of its records.
    off_screen : tuple of int
        Numbers of off-screen records.
    note : str
        The projection and what it preserves, as text.
    observed : ChartLayers, optional
        The layers of observations in it.
    signs : frozenset of str
        Signs on it; see `Chart`.
    context : tuple of ContextLayer
        The context layers in it.
    """

    png: bytes
    numbers: tuple[int, ...]
    off_screen: tuple[int, ...]
    note: str
    observed: ChartLayers | None = None
    signs: frozenset[str] = frozenset()
    context: tuple[ContextLayer, ...] = ()


def picture(
    map_view: MapView,
    scene: Scene | None,
    records: Sequence[RecordView],
    width: float,
    height: float,
) -> Picture:
    """Draw the map of a scene, or a whole map in its initial state.

    Parameters
    ----------
    map_view : MapView
        The map.
    scene : Scene or None
        The scene; omitted keys are as the map opens.
    records : sequence of RecordView
        The records to draw.
    width, height : float
        Points.
    """
    figure = new_figure(width / _POINTS, height / _POINTS)
    mentioned = _mentioned_ids(map_view, scene)
    # Much stands on a round sheet.
    is_round = scene is None and map_view.definition.view.frame == "round"
    numbers = {record.event.id: record.number for record in records}
    lit = [numbers[id_] for id_ in mentioned if id_ in numbers] if scene and scene.highlight else []
    chart = draw(
        figure,
        map_view,
        view=_widened(map_view, scene, [e for e in records if e.event.id in mentioned]),
        crs=scene.projection if scene else None,
        numbers=set(numbers.values()),
        lit=lit,
        layers=scene.layers if scene else None,
        hatched=scene.hatched if scene else None,
        observed=_observed(map_view, scene),
        period=period_of(scene) if scene else None,
        certain=bool(scene and scene.certain),
        named=_named(map_view, scene),
        names_at=None if is_round else _NAMES,
        scale=_scale(records, is_round=is_round),
    )
    beyond = [record.number for place in chart.beyond for record in place.records]
    visible = tuple(sorted([*(mark.number for mark in chart.marks), *beyond]))
    image = png(figure, _DPI)
    context = tuple(context_on(map_view, scene.layers if scene else None))
    return Picture(
        image, visible, chart.off_screen, chart.note, chart.observed, chart.signs, context
    )


def _scale(records: Sequence[RecordView], *, is_round: bool) -> float:
    if is_round:
        return _SCALE_OF_ROUND
    return _SCALE if len(records) <= _MANY else _SCALE_OF_MANY


def comparison_picture(map_view: MapView, record: RecordView, width: float, height: float) -> bytes:
    """Draw the accounts of a record beside each other, without its title; size in points.

    The text is as large as leaves room for all of it, and at the smallest size maps are lower.
    """
    box = Box(0.0, 0.0, width, height)

    def draw_at(scale: float, *, panels: bool, lowered: float = 0.0) -> tuple[Figure, float]:
        figure = new_figure(width / _POINTS, height / _POINTS)
        page_axes(figure)
        return figure, draw_comparison(
            figure, map_view, record, box, scale, titled=False, panels=panels, lowered=lowered
        )

    for scale in _SCALES_OF_ACCOUNTS:
        _, foot = draw_at(scale, panels=False)
        if foot <= height:
            break
    figure, _ = draw_at(scale, panels=True, lowered=max(0.0, foot - height))
    return png(figure, _DPI)


def _observed(view: MapView, scene: Scene | None) -> frozenset[str] | None:
    """Return the ids of the observations that a scene names; None where it names none."""
    if scene is None or scene.observations is None:
        return None
    return ids_of(scene.observations, layers_of(view.definition.observations))


def _mentioned_ids(view: MapView, scene: Scene | None) -> Collection[str]:
    """Return the ids of the records in a scene's text, which any view must contain."""
    if scene is None:
        return ()
    return {view.workspace.resolved(id_) for id_ in (*scene.highlight, *references(scene.text))}


def _named(view: MapView, scene: Scene | None) -> list[int]:
    """Return the numbers of the records that a scene names, or the map as it opens."""
    if scene is None:
        return view.labels
    ids = map(view.workspace.resolved, labelled(scene.labels, scene.text))
    return list(dict.fromkeys(view.numbers[id_] for id_ in ids))


def _widened(map_view: MapView, scene: Scene | None, records: Sequence[RecordView]) -> View | None:
    """Return a view that contains the records in a scene's text; None for that of the map."""
    if scene is None:
        return None
    view = scene.view or map_view.definition.view
    places = [record.drawing.lonlat for record in records if record.drawing]
    away = [distance_m(view.lon, view.lat, *place) / 1000 * _ROOM for place in places]
    radius = min(max([view.radius_km, *away]), _WIDEST_KM)
    return view.model_copy(update={"radius_km": radius})
