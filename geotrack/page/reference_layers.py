"""The layers round the events: regions, routes, boundaries and places of `layers/`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import folium

from geotrack import polar
from geotrack.mapview.translations import Translator, marked
from geotrack.model import LayerFeature
from geotrack.model.place_text import region_name, term
from geotrack.polarmap import Labels, PolarLayer, json_for_script, rings

__all__ = [
    "NamedRegions",
    "Order",
    "RegionLayer",
    "Uncertainty",
    "boundary_group",
    "place_labels",
    "route_group",
]

_SIMPLIFY_M = 400.0
# 110 m, less than it was simplified by.
_DECIMALS = 3
_INK = "#33474f"
# Its key in the list of layers, in the box of a theme's symbol.
_HATCH = (
    '<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">'
    '<path d="M2 14L14 2M2 26L26 2M14 26L26 14" stroke="currentColor" stroke-width="2.4"/></svg>'
)


_DISC = (
    '<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">'
    '<circle cx="14" cy="14" r="12" fill="currentColor" fill-opacity="0.12" stroke="currentColor" '
    'stroke-width="2"/></svg>'
)
_ARROW = (
    '<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">'
    '<path d="M1 14H24M18 7L26 14L18 21" fill="none" stroke="currentColor" stroke-width="2.4" '
    'stroke-dasharray="6 3"/></svg>'
)


class RegionLayer(PolarLayer):
    """A region as an outline; its shape is in the page's data, for events and layer alike."""

    def __init__(self, region: LayerFeature, *, show: bool, translate: Translator) -> None:
        name = marked(translate.each(partial(region_name, region)))
        super().__init__(name=str(name), overlay=True, control=False, show=show)
        self._name = "RegionLayer"
        self._region = region

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackPage.region({json_for_script(self._region.id)})"


class NamedRegions(PolarLayer):
    """The regions that records name as their place, hatched, each with its name."""

    def __init__(self, *, show: bool, translate: Translator) -> None:
        name = f"{_HATCH}{marked(translate('document.groups.named'))}"
        super().__init__(name=name, control=False, show=show)
        self._name = "NamedRegions"

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return "geotrackPage.hatched()"


class Uncertainty(PolarLayer):
    """All the places that records allow round their symbols, on at first."""

    def __init__(self, *, translate: Translator) -> None:
        name = f"{_DISC}{marked(translate('document.groups.uncertainty'))}"
        super().__init__(name=name, control=False, show=True)
        self._name = "Uncertainty"

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return "geotrackPage.uncertainty()"


class Order(PolarLayer):
    """Lines that join the sightings of one event in their order."""

    def __init__(self, *, show: bool, translate: Translator) -> None:
        name = f"{_ARROW}{marked(translate('document.groups.order'))}"
        super().__init__(name=name, control=False, show=show)
        self._name = "Order"

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return "geotrackPage.order()"


def route_group(route: LayerFeature, *, show: bool, translate: Translator) -> folium.FeatureGroup:
    """Return a route as a dotted line."""
    dotted = {"weight": 1.6, "dash_array": "1 5", "line_cap": "round"}
    return _lines(route, translate, show=show, color="#8a6a1f", **dotted)


def boundary_group(
    boundary: LayerFeature, *, show: bool, translate: Translator
) -> folium.FeatureGroup:
    """Return a boundary as a hairline; what is not agreed is broken."""
    dash = None if boundary.legal_status == "agreed" else "9 4 2 4"
    return _lines(boundary, translate, show=show, color=_INK, weight=1.0, dash_array=dash)


def _lines(
    feature: LayerFeature, translate: Translator, *, show: bool, **style: object
) -> folium.FeatureGroup:
    name = translate.each(partial(region_name, feature))
    group = folium.FeatureGroup(name=str(marked(name)), show=show, control=False)
    flat = polar.to_lonlat(feature.plane.simplify(_SIMPLIFY_M))
    for line in rings(flat.__geo_interface__, precision=_DECIMALS):
        shape = folium.PolyLine(line, opacity=0.8, tooltip=_tooltip(feature, translate), **style)
        _straight_on_the_map(shape).add_to(group)
    return group


def _straight_on_the_map(shape: folium.vector_layers.BaseMultiLocation) -> Any:
    """Have edges drawn as they are: the vertices were set in the plane, close enough."""
    shape.options["edges"] = "plane"
    return shape


def _tooltip(feature: LayerFeature, translate: Translator) -> folium.Tooltip:
    def text(language: str) -> str:
        name, status = region_name(feature, language), feature.legal_status
        return f"{name} ({term(status, language)})" if status else name

    return folium.Tooltip(str(marked(translate.each(text))), sticky=True)


def place_labels(places: Iterable[LayerFeature], translate: Translator) -> Labels:
    """Return towns and bases as dots with names that give way to events."""
    return Labels(
        [
            {
                "text": translate.each(partial(region_name, place)),
                "lat": place.geometry["coordinates"][1],
                "lon": place.geometry["coordinates"][0],
                "rotation": None,
                "size": "place",
            }
            for place in places
        ],
        name=str(marked(translate("document.groups.places"))),
    )
