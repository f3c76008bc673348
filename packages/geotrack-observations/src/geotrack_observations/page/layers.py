"""Layers of observations in a page: packed columns, and the script that draws them.

Each kind of layer has a module of its own; the script's side of it is in `web/src/observations/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path

from markupsafe import Markup

from folium_polar.figure import PolarFigure
from geotrack.mapview.layer_text import LayerText, LegendSymbol
from geotrack.mapview.translations import Translator
from geotrack.workspace import Workspace
from geotrack_observations.layers.layer import DensityLayer, MapLayer, PointLayer, TrackLayer
from geotrack_observations.layers.text import layer_texts
from geotrack_observations.layers.totals import has_all
from geotrack_observations.page.legend import ObservedLayer, symbol_svg
from geotrack_observations.page.packing import (
    PackedLayer,
    pack_density,
    pack_points,
    pack_tracks,
)

__all__ = ["PackedLayers", "observed_css", "observed_js", "pack_layers"]


class PackedLayers:
    """The layers of a map as parts of a page; see `geotrack.extensions.PageLayers`.

    Parameters
    ----------
    layers : sequence of MapLayer
        All of the map.
    workspace : Workspace
        Knows regions and places.
    translate : Translator
        Translates the page.
    """

    def __init__(
        self, layers: Sequence[MapLayer], workspace: Workspace, translate: Translator
    ) -> None:
        self._all = layers
        self._packed = pack_layers(layers)
        self._workspace = workspace
        self._translate = translate

    @property
    def layers(self) -> list[ObservedLayer]:
        """Layers to add to a folium map, in their order."""
        return [ObservedLayer(layer, self._translate) for layer in self._all]

    @cached_property
    def texts(self) -> list[LayerText]:
        """Texts of the layers that are in the page."""
        layers = [packed.layer for packed in self._packed]
        return layer_texts(layers, self._workspace, self._translate)

    @property
    def days(self) -> tuple[int, int] | None:
        """Half-open span of days with times, since 1970-01-01 UTC."""
        spans = [packed.days for packed in self._all if packed.days]
        if not spans:
            return None
        return min(first for first, _ in spans), 1 + max(last for _, last in spans)

    def symbol_svg(self, symbol: LegendSymbol) -> Markup:
        """Return a symbol of a legend as SVG."""
        return symbol_svg(symbol)

    def add_to(self, figure: PolarFigure) -> None:
        """Add the data of the layers and their script to a page."""
        for packed in self._packed:
            id_, overlap = packed.layer.id, packed.layer.definition.overlap
            membership = {"of": overlap.query, "dataset": overlap.dataset}
            about = {
                **packed.about,
                **membership,
                **({"all": True} if has_all(packed.layer) else {}),
            }
            figure.packed[id_] = about
            for name, column in packed.columns.items():
                figure.texts[f"{id_}-{name}"] = column.lines
        points_alone = all(packed.layer.kind == "points" for packed in self._packed)
        figure.styles.append(observed_css(points_alone=points_alone))
        figure.prelude.append(observed_js(points_alone=points_alone))


def pack_layers(layers: Iterable[MapLayer]) -> list[PackedLayer]:
    """Pack the layers of a map, in their order."""
    return [_pack(layer) for layer in layers]


def _pack(layer: MapLayer) -> PackedLayer:
    match layer:
        case PointLayer():
            return pack_points(layer)
        case DensityLayer():
            return pack_density(layer)
        case TrackLayer():
            return pack_tracks(layer)
    message = f"a page packs no layer of the kind {layer.kind!r}"
    raise TypeError(message)


def observed_js(*, points_alone: bool) -> str:
    """Return the script that draws observations.

    Parameters
    ----------
    points_alone : bool
        Whether all observations are points; then the script is half as large.
    """
    return _static("observed-points.js" if points_alone else "observed.js")


def observed_css(*, points_alone: bool) -> str:
    """Return the style sheet of observations."""
    return _static("observed-points.css" if points_alone else "observed.css")


@cache
def _static(name: str) -> str:
    return (Path(__file__).parents[1] / "static" / name).read_text(encoding="utf-8")
