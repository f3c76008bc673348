"""Shapes that folium lacks: geodesic discs, corridors and hatched areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import folium
from folium.vector_layers import path_options

from folium_polar.errors import missing_package
from folium_polar.geometry.geojson.positions import rings

__all__ = ["Corridor", "Disc", "HatchedPolygon", "Look"]

LatLon = Sequence[float]
Look = Literal["solid", "dashed", "hollow"]
"""Styles of a reported position, an assumed one, and one without a statement."""

# Leaflet's path options of a look.
_STYLES: dict[str, dict[str, Any]] = {
    "solid": {"fill": True, "fillOpacity": 0.16},
    "dashed": {"fill": True, "fillOpacity": 0.1, "dashArray": "5 4"},
    "hollow": {"fill": False, "dashArray": "1.5 4"},
}


def _style(colour: str, look: Look, **options: Any) -> dict[str, Any]:
    return {"color": colour, "weight": 1.4, **_STYLES[look], **options}


class Disc(folium.Circle):  # type: ignore[misc]  # folium ships no types
    """All places within a geodesic distance of a position, also round the pole and over 180°.

    Parameters
    ----------
    location : (lat, lon)
        Degrees.
    radius_m : float
        Metres.
    colour : str
        Colour of the rim and, paler, of the inside.
    look : {"solid", "dashed", "hollow"}
        Style by the certainty of the position.
    popup, tooltip, **options
        As in `folium.Circle`.
    """

    def __init__(
        self,
        location: LatLon,
        radius_m: float,
        *,
        colour: str = "#1f5f7a",
        look: Look = "solid",
        popup: folium.Popup | str | None = None,
        tooltip: folium.Tooltip | str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(location, radius=radius_m, popup=popup, tooltip=tooltip)
        self.options = _options(_style(colour, look, **options), radius=radius_m)


class Corridor(folium.Polygon):  # type: ignore[misc]  # folium ships no types
    """
    All places within a distance of a line.

    Parameters
    ----------
    locations : sequence of (lat, lon)
        Degrees; at least two.
    radius_m : float
        Metres to either side.
    geodesic_edges : bool
        Whether the line's edges are geodesics; else they are straight in longitude and latitude.
    colour, look, popup, tooltip, **options
        As in `Disc`.
    """

    def __init__(
        self,
        locations: Sequence[LatLon],
        radius_m: float,
        *,
        geodesic_edges: bool = False,
        colour: str = "#1f5f7a",
        look: Look = "solid",
        popup: folium.Popup | str | None = None,
        tooltip: folium.Tooltip | str | None = None,
        **options: Any,
    ) -> None:
        try:
            from folium_polar.geometry.corridors import corridor
            from folium_polar.geometry.geojson.output import to_lonlat
        except ModuleNotFoundError:  # in folium-polar, which does without it
            raise missing_package("shapely", "shapes", "Corridor") from None

        # The plane is that of the North Pole; a line of the southern hemisphere is laid out as its
        # mirror image, which is the same on the ellipsoid.
        side = -1.0 if sum(float(lat) for lat, _ in locations) < 0 else 1.0
        line = [(float(lon), side * float(lat)) for lat, lon in locations]
        area = corridor(line, radius_m, geodesic_edges=geodesic_edges)
        # Vertices 11 m apart would make the page too large for no benefit.
        outline = to_lonlat(area.simplify(min(200.0, radius_m / 50)))
        places = [
            [[side * lat, lon] for lat, lon in ring] for ring in rings(outline.__geo_interface__)
        ]
        super().__init__(places, popup=popup, tooltip=tooltip)
        self.options = _options(_style(colour, look, **options), edges="plane")


class HatchedPolygon(folium.Polygon):  # type: ignore[misc]  # folium ships no types
    """An area filled with oblique lines: the position is anywhere inside.

    Parameters
    ----------
    locations : list of (lat, lon), or list of lists of them
        Degrees; `rings` returns them for a GeoJSON geometry.
    colour : str
        Colour of the lines and the rim.
    gap, angle, line_weight : float
        Pixels between lines, degrees clockwise from upright, and pixels.
    edges : {"lonlat", "plane"}
        Whether an edge is straight in longitude and latitude, as in GeoJSON, or on the map, as
        between the many vertices that `folium_polar.geometry.to_lonlat` gives.
    popup, tooltip, **options
        As in `folium.Polygon`.
    """

    def __init__(
        self,
        locations: Sequence[Any],
        *,
        colour: str = "#1f5f7a",
        gap: float = 7,
        angle: float = 45,
        line_weight: float = 0.9,
        edges: Literal["lonlat", "plane"] = "lonlat",
        popup: folium.Popup | str | None = None,
        tooltip: folium.Tooltip | str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(locations, popup=popup, tooltip=tooltip)
        style = {"color": colour, "weight": 1, "fill": True, "fillOpacity": 0.55, **options}
        hatch = {"colour": colour, "gap": gap, "angle": angle, "weight": line_weight}
        self.options = _options(style, edges=edges, hatch=hatch)


def _options(style: dict[str, Any], **beyond_folium: Any) -> dict[str, Any]:
    """Return folium's path options and the bundle's own, without Leaflet's defaults."""
    return {
        key: value
        for key, value in {**path_options(line=True, **style), **beyond_folium}.items()
        if value is not None and _LEAFLET_DEFAULTS.get(key) != value
    }


# Options that need not be written.
_LEAFLET_DEFAULTS = {
    "stroke": True,
    "opacity": 1.0,
    "lineCap": "round",
    "lineJoin": "round",
    "fillRule": "evenodd",
    "bubblingMouseEvents": True,
    "noClip": False,
    "smoothFactor": 1.0,
    "edges": "lonlat",
}
