"""Layers of observations drawn on a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotrack.dates import Period
from geotrack.handout.chart.canvas import Ground
from geotrack.mapview.map_view import MapView
from geotrack_observations.handout.surfaces import Surface, draw_points, draw_surface
from geotrack_observations.handout.tracks import draw_tracks
from geotrack_observations.layers.layer import DensityLayer, MapLayer, PointLayer, TrackLayer

if TYPE_CHECKING:
    from geotrack.handout.sheet.legend import Item
    from geotrack.handout.slides.legend import Sign

__all__ = ["ObservationChart", "draw_layers"]


@dataclass(frozen=True, slots=True)
class ObservationChart:
    """Layers of a chart; see `geotrack.extensions.ChartLayers`.

    Parameters
    ----------
    layers : sequence of MapLayer
        All layers on the chart.
    surfaces : tuple of Surface
        Those of hexagons.
    """

    layers: Sequence[MapLayer]
    surfaces: tuple[Surface, ...]

    def sheet_legend(self, view: MapView) -> Iterator[list[Item]]:
        """Yield lines of the legend of a sheet, one for each dataset."""
        from geotrack_observations.handout.sheet_legend import sheet_lines

        return sheet_lines(self.layers, self.surfaces, view)

    def slide_legend(self, view: MapView) -> Iterator[Sign]:
        """Yield signs of the legend of a slide."""
        from geotrack_observations.handout.slide_legend import slide_signs  # needs python-pptx

        return slide_signs(self.layers, self.surfaces, view)


def draw_layers(
    ground: Ground, layers: Sequence[MapLayer], period: Period | None, *, certain: bool
) -> ObservationChart:
    """Draw layers; of a dataset with both a surface and points, only the surface.

    Parameters
    ----------
    ground : Ground
        The map.
    layers : sequence of MapLayer
        The layers to draw.
    period : Period, optional
        Default all times.
    certain : bool
        Whether to omit possible matches.
    """
    surfaces = tuple(
        draw_surface(ground, layer, period, certain=certain)
        for layer in layers
        if isinstance(layer, DensityLayer)
    )
    drawn_tables = [surface.layer.settings for surface in surfaces]
    for layer in layers:
        if isinstance(layer, TrackLayer):
            draw_tracks(ground, layer, period, certain=certain)
    for layer in layers:
        if isinstance(layer, PointLayer) and not any(
            layer.settings is table for table in drawn_tables
        ):
            draw_points(ground, layer, period, certain=certain)
    return ObservationChart(layers, surfaces)
