"""The records of one theme as a layer of the map."""

from __future__ import annotations

import folium
from folium.template import Template

from geotrack.mapview.translations import Translator, marked
from geotrack.taxonomy import Theme

__all__ = ["ThemeLayer"]


class ThemeLayer(folium.map.Layer):  # type: ignore[misc] # folium ships no types
    """The records of one theme as a folium layer, drawn by the page's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = geotrackPage.theme({{ this.theme|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, theme: Theme, count: int, translate: Translator) -> None:
        # The layer control takes a name as markup: the theme's symbol is the map's legend.
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
