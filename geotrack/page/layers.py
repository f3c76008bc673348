"""The layers of a page: themes, regions, routes, boundaries and places, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from folium_polar import Labels, PolarLayer, json_for_script, rings
from folium_polar.geometry import to_lonlat
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.context_layers.text import legend_name
from geotrack.mapview.translations import Translator
from geotrack.model import LayerFeature
from geotrack.model.place_text import region_name, term
from geotrack.page.context_layers import swatch
from geotrack.page.texts import marked
from geotrack.taxonomy import Theme

__all__ = [
    "ContextLayerEntry",
    "LayerGroups",
    "NamedRegions",
    "Order",
    "RecordSwitch",
    "RegionLayer",
    "ThemeLayer",
    "boundary_group",
    "place_labels",
    "route_group",
]

_SIMPLIFY_M = 400.0
# 110 m, less than the tolerance of simplification.
_DECIMALS = 3
_INK = "#33474f"
# The legend symbol in the list of layers, in the box of a theme's symbol.
_HATCH = (
    '<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">'
    '<path d="M2 14L14 2M2 26L26 2M14 26L26 14" stroke="currentColor" stroke-width="2.4"/></svg>'
)


_SWITCH_ICONS = {
    kind: f'<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">{drawing}</svg>'
    for kind, drawing in {
        "uncertainty": '<circle cx="14" cy="14" r="12" fill="currentColor" fill-opacity="0.12" '
        'stroke="currentColor" stroke-width="2"/>',
        "numbers": '<circle cx="14" cy="14" r="12" fill="none" stroke="currentColor" '
        'stroke-width="2"/><path d="M10 11L15 7V21" fill="none" stroke="currentColor" '
        'stroke-width="2.4"/>',
        "names": '<circle cx="4" cy="20" r="4" fill="currentColor"/>'
        '<path d="M7 17L12 12M14 8H28M14 14H24" stroke="currentColor" stroke-width="2.4"/>',
    }.items()
}
_ARROW = (
    '<svg class="key" viewBox="-2 -2 32 32" aria-hidden="true">'
    '<path d="M1 14H24M18 7L26 14L18 21" fill="none" stroke="currentColor" stroke-width="2.4" '
    'stroke-dasharray="6 3"/></svg>'
)


class ContextLayerEntry(PolarLayer):
    """A context layer as a folium layer, drawn by the page's script."""

    def __init__(self, layer: ContextLayer, n: int, translate: Translator) -> None:
        name = f"{swatch(layer, n)}{marked(legend_name(layer, translate))}"
        super().__init__(name=name, control=False, show=layer.settings.shown)
        self._name = "ContextLayer"
        self._n = n

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackPage.context({json_for_script(self._n)})"


class ThemeLayer(folium.map.Layer):  # type: ignore[misc] # folium ships no types
    """The records of one theme as a folium layer, drawn by the page's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = geotrackPage.theme({{ this.theme|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, theme: Theme, count: int, translate: Translator) -> None:
        # The layer control accepts markup as a name, so the list of layers shows the theme's
        # symbol.
        labels = theme.label
        label = translate.each(lambda language: labels.get(language) or labels["en"])
        name = f"{_key(theme)}{marked(label)} <i>{count}</i>"
        super().__init__(name=name, overlay=True, control=False, show=True)
        self._name = "ThemeLayer"
        self.theme = theme.id


def _key(theme: Theme) -> str:
    return (
        f'<svg class="symbol reported key" style="--theme:{theme.colour}" viewBox="-2 -2 32 32" '
        f'aria-hidden="true"><use href="#shape-{theme.id}"/></svg>'
    )


class RegionLayer(PolarLayer):
    """A region as an outline; its shape is in the page's data."""

    def __init__(self, region: LayerFeature, *, show: bool, translate: Translator) -> None:
        name = marked(translate.each(partial(region_name, region)))
        super().__init__(name=str(name), overlay=True, control=False, show=show)
        self._name = "RegionLayer"
        self._region = region

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackPage.region({json_for_script(self._region.id)})"


class NamedRegions(PolarLayer):
    """The regions that records name as their place, hatched, with names."""

    def __init__(self, *, show: bool, translate: Translator) -> None:
        name = f"{_HATCH}{marked(translate('document.groups.named'))}"
        super().__init__(name=name, control=False, show=show)
        self._name = "NamedRegions"

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return "geotrackPage.hatched()"


class RecordSwitch(PolarLayer):
    """What the map shows of all records: a line of the list of layers, with an icon.

    Parameters
    ----------
    kind : str
        `uncertainty`: all places that records allow, round their symbols. `numbers`: also of
        records without an annotation. `names`: annotations of all records.
    show : bool
        Whether it is on at the start.
    translate : Translator
        Translates its name.
    """

    def __init__(self, kind: str, *, show: bool, translate: Translator) -> None:
        name = f"{_SWITCH_ICONS[kind]}{marked(translate(f'document.groups.{kind}'))}"
        super().__init__(name=name, control=False, show=show)
        self._name = kind.title()
        self._kind = kind

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackPage.{self._kind}()"


class Order(PolarLayer):
    """Lines between the sightings of one event, in order."""

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
    return _lines(route, translate, "route", show=show, color="#8a6a1f", **dotted)


def boundary_group(
    boundary: LayerFeature, *, show: bool, translate: Translator
) -> folium.FeatureGroup:
    """Return a boundary as a hairline, dashed unless agreed."""
    dash = None if boundary.legal_status == "agreed" else "9 4 2 4"
    return _lines(
        boundary, translate, "boundary", show=show, color=_INK, weight=1.0, dash_array=dash
    )


def _lines(
    feature: LayerFeature, translate: Translator, kind: str, *, show: bool, **style: object
) -> folium.FeatureGroup:
    name = translate.each(partial(region_name, feature))
    group = folium.FeatureGroup(name=str(marked(name)), show=show, control=False)
    flat = to_lonlat(feature.plane.simplify(_SIMPLIFY_M))
    for line in rings(flat.__geo_interface__, precision=_DECIMALS):
        shape = folium.PolyLine(line, opacity=0.8, tooltip=_tooltip(feature, translate), **style)
        _straight_on_the_map(shape).add_to(group)
        shape.options["kind"] = kind  # For the legend.
    return group


# Options of lines that are Leaflet's defaults: folium writes them for each line, 260 bytes.
_OF_LEAFLET = {
    *("bubblingMouseEvents", "dashOffset", "fill", "fillColor", "fillOpacity", "fillRule"),
    *("lineCap", "lineJoin", "noClip", "smoothFactor", "stroke"),
}


def _straight_on_the_map(shape: folium.vector_layers.BaseMultiLocation) -> Any:
    """Mark edges as straight in the plane, where their vertices are dense enough."""
    options = {k: v for k, v in shape.options.items() if k not in _OF_LEAFLET}
    shape.options = options | {"edges": "plane"}
    return shape


def _tooltip(feature: LayerFeature, translate: Translator) -> folium.Tooltip:
    def text(language: str) -> str:
        name, status = region_name(feature, language), feature.legal_status
        return f"{name} ({term(status, language)})" if status else name

    return folium.Tooltip(str(marked(translate.each(text))), sticky=True)


def place_labels(places: Iterable[LayerFeature], translate: Translator) -> Labels:
    """Return towns and bases as dots with names that avoid events."""
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


class LayerGroups(MacroElement):  # type: ignore[misc] # branca ships no types
    """Equivalent of folium's GroupedLayerControl, whose package takes 60 ms to import.

    Parameters
    ----------
    groups : mapping of str to sequence of folium.map.Layer
        Layers of the map by the title of their group; titles and names are markup.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "L.control.groupedLayers(null, {{ this.listed }}, "
        '{"collapsed": false, "position": "topleft"}).addTo({{ this._parent.get_name() }});'
        "{% for layer in this.hidden %}\n{{ layer }}.remove();{% endfor %}"
        "{% endmacro %}"
    )

    def __init__(self, groups: Mapping[str, Sequence[folium.map.Layer]]) -> None:
        super().__init__()
        self._name = "LayerGroups"
        self.listed = _object(
            {
                title: _object({layer.layer_name: layer.get_name() for layer in layers})
                for title, layers in groups.items()
            }
        )
        shown = [layer for layers in groups.values() for layer in layers]
        self.hidden = [layer.get_name() for layer in shown if not layer.show]
        for layer in shown:
            layer.control = False  # not in a second list


def _object(members: Mapping[str, str]) -> str:
    """Return a JavaScript object whose values are expressions."""
    members_text = (f"{json_for_script(key)}: {value}" for key, value in members.items())
    return f"{{{', '.join(members_text)}}}"
