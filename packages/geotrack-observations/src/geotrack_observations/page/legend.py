"""Observations in a page's lists: their symbols as SVG, and their entry in the list of layers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from folium_polar import PolarLayer, json_for_script
from geotrack.i18n import words
from geotrack.mapview.layer_text import LegendSymbol
from geotrack.mapview.translations import Translator
from geotrack.page.texts import marked
from geotrack_observations.layers.layer import MapLayer
from geotrack_observations.layers.text import layer_title, symbol_of

__all__ = ["ObservedLayer", "symbol_svg"]

# As the script draws them, in a box of 28 by 28: see web/src/observations/paint/point-colours.js.
_DOTS = ((8, 9), (20, 13), (11, 21))
_SHAPES = {
    "point": '<circle cx="14" cy="14" r="6"/>',
    "possible": '<circle class="possible" cx="14" cy="14" r="7"/>',
    "inexact": '<circle class="within" cx="14" cy="14" r="13"/><circle cx="14" cy="14" r="5"/>',
    "density": (
        '<path class="some" d="M8 3l7 4v8l-7 4-7-4V7z"/><path d="M22 9l7 4v8l-7 4-7-4v-8z"/>'
    ),
    "density-possible": '<path class="possible" d="M14 4l9 5v10l-9 5-9-5V9z"/>',
    "tracks": '<path class="way" d="M1 22L10 8l8 9L27 5"/>',
    "gap": '<path class="way gap" d="M1 22L27 6"/>',
    "tracks-possible": '<path class="way possible" d="M2 22L26 6"/>',
}


class ObservedLayer(PolarLayer):
    """A layer of observations as a folium layer, drawn by the script of `web/src/observations/`."""

    def __init__(self, layer: MapLayer, translate: Translator) -> None:
        count = words(translate.language).number(layer.count)
        title = Markup('<span data-observed="{}">{}</span>').format(
            layer.id, marked(layer_title(layer, translate))
        )
        name = f"{symbol_svg(symbol_of(layer))}{title} <i>{count}</i>"
        super().__init__(name=name, control=False, show=layer.settings.shown)
        self._name = "ObservedLayer"
        self._layer = layer.id

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackObserved.layer({json_for_script(self._layer)})"


def symbol_svg(symbol: LegendSymbol) -> Markup:
    """Return a symbol of a legend as SVG."""
    shape = _dots(symbol.colours) if symbol.name == "points" else _SHAPES[symbol.name]
    return Markup(  # noqa: S704 (our own constants)
        f'<svg class="key observed-key" style="--dot:{symbol.colours[0]}" '
        f'viewBox="-2 -2 32 32" aria-hidden="true">{shape}</svg>'
    )


def _dots(colours: Sequence[str]) -> str:
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="4" style="--dot:{colour}"/>'
        for (x, y), colour in zip(_DOTS, colours, strict=True)
    )
