"""Two polar maps side by side that move together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import folium.plugins
from branca.element import Figure
from folium.elements import JSCSSMixin

from folium_polar.errors import UsageError
from folium_polar.figure import SavesWhole
from folium_polar.polar_map import PolarMap

__all__ = ["DualMap"]

# Options of a figure that a DualMap sets for both maps itself.
_PLACED = ("width", "height", "left", "top", "position")


class DualMap(SavesWhole, folium.plugins.DualMap):  # type: ignore[misc]  # folium ships no types
    """
    Two polar maps, `m1` and `m2`, with the same view.

    What is added to it is added to both; what is added to `m1` or `m2` to one.

    Parameters
    ----------
    location : (lat, lon), optional
        Middle of the maps in degrees; the pole unless given.
    layout : {"horizontal", "vertical"}
        Whether the maps are beside or above each other.
    **options
        Arguments of `PolarMap`, for both maps.

    Raises
    ------
    UsageError
        If the layout is another one, or an option places the maps.

    Examples
    --------
    >>> both = DualMap(crs=3571)
    >>> _ = folium.Marker((70, 180)).add_to(both.m2)
    """

    def __init__(
        self,
        location: Sequence[float] | None = None,
        layout: str = "horizontal",
        **options: Any,
    ) -> None:
        if layout not in {"horizontal", "vertical"}:
            raise UsageError(f'DualMap(layout={layout!r}): use "horizontal" or "vertical"')
        if placed := [name for name in _PLACED if name in options]:
            raise UsageError(f"DualMap({placed[0]}=…): a DualMap places its maps itself")
        JSCSSMixin.__init__(self)
        beside = layout == "horizontal"
        options |= {"position": "absolute", "width" if beside else "height": "50%"}
        self.m1 = PolarMap(location, **options)
        options["left" if beside else "top"] = "50%"
        self.m2 = PolarMap(location, **options)
        self.children_for_m2: list[Any] = []
        self.children_for_m2_copied: list[str] = []
        figure = Figure()
        for element in (self.m1, self.m2, self):  # the maps are made before they are joined
            figure.add_child(element)
