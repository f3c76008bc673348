"""Signs of context layers in a legend, as their shapes are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from folium_polar.basemap.style import WATER
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.model.maps.ice import Ice

__all__ = ["context_sign"]

# Of a legend, to that of the map.
_FINER, _SHORTER = 0.7, 0.6
# Greatest width of a line, pixels, and least opacity of an area: a sign is small.
_HEAVIEST, _PALEST = 2.0, 0.1


def context_sign(layer: ContextLayer) -> Callable[[Any, float, float, float], None]:
    """Return a function that draws a layer's sign, with its middle at x, y and so many points wide.

    Parameters
    ----------
    layer : ContextLayer
        The layer.
    """
    settings, style = layer.settings, layer.style
    kinds = {shape.kind for shape in layer.shapes}
    weight = min(settings.width, _HEAVIEST) * _FINER
    dashes = tuple(_SHORTER * length / weight for length in settings.dash)
    look: dict[str, Any] = {"linewidth": weight, "linestyle": (0, dashes) if dashes else "-"}

    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        if kinds & {"area", "fill"}:
            face: Any = (style.fill, max(settings.opacity, _PALEST)) if style.fill else "none"
            widths = [0.9 * wide * (1 - step / layer.steps) for step in range(layer.steps)]
            boxes = [(width, face) for width in widths]
            if isinstance(settings, Ice):
                boxes.insert(0, (0.9 * wide, WATER[0]))
            for width, colour in boxes:
                corner = (x + 0.45 * wide - width, y - 0.32 * wide)
                box = Rectangle(corner, width, 0.64 * wide, facecolor=colour, zorder=12, **look)
                box.set_edgecolor(style.colour if width == boxes[0][0] else "none")
                axes.add_artist(box)
        elif "line" in kinds:
            ends = [x - wide / 2, x + wide / 2]
            axes.add_artist(Line2D(ends, [y, y], color=style.colour, zorder=12, **look))
        else:
            dot = Circle((x, y), 0.2 * wide, facecolor=style.colour, edgecolor="none", zorder=12)
            axes.add_artist(dot)

    return drawing
