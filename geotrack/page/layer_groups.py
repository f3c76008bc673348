"""The list of a page's layers, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import folium
from branca.element import MacroElement
from folium.template import Template

from geotrack.polarmap import json_for_script

__all__ = ["LayerGroups"]


class LayerGroups(MacroElement):  # type: ignore[misc] # branca ships no types
    """What folium's GroupedLayerControl is, whose package takes 60 ms to import.

    Parameters
    ----------
    groups : mapping of str to sequence of folium.map.Layer
        Layers of the map by the title of their group, markup both.
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
            layer.control = False  # it stands in no second list


def _object(members: Mapping[str, str]) -> str:
    """Write an object of the script, its values being expressions."""
    written = (f"{json_for_script(key)}: {value}" for key, value in members.items())
    return f"{{{', '.join(written)}}}"
