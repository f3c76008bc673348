"""`folium.Map` in a polar projection, saved as one file that needs no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure
from folium.template import Template

from folium_polar.basemap.files import SOUTH
from folium_polar.crs import hemisphere_of, normalise_crs
from folium_polar.errors import NeedsNetworkError, UsageError
from folium_polar.extent import extent
from folium_polar.figure import PolarFigure, SavesWhole
from folium_polar.folium_elements.frames import keep_frames, wrap_explore
from folium_polar.layers import Basemap, Graticule, limit_of
from folium_polar.raster_layers.tiles import TileLayer
from folium_polar.refusals import refuse_unfit
from folium_polar.rendering import in_rendering
from folium_polar.view import (
    POLE,
    check_latitudes,
    check_view,
    check_zoom,
    warn_out_of_view,
)

if TYPE_CHECKING:
    from xyzservices import TileProvider

__all__ = ["PolarMap"]

LatLon = Sequence[float]

keep_frames()

ZOOM_START = {1: 3.5, -1: 4.375}
"""By hemisphere: all of the Arctic, or all of Antarctica, in a window of 900 pixels."""
MIN_ZOOM, MAX_ZOOM = 2, 11
"""A hemisphere in 500 pixels, and 78 m a pixel: the packed coast is exact to 500 m."""


class PolarMap(SavesWhole, folium.Map):  # type: ignore[misc]  # folium ships no types
    """
    A folium map round the North Pole or the South Pole.

    Markers, lines, polygons, GeoJson, groups, popups, tooltips and layer controls are folium's own
    and are added as usual. Edges are straight in longitude and latitude; those of GeoJson run as
    they are written, all others the short way over 180°. Circles are geodesic, rectangles follow
    parallels and meridians, and images are bent to the projection. What would fetch something when
    the page is opened is refused.

    Parameters
    ----------
    location : (lat, lon), optional
        Middle of the map in degrees; the pole unless given.
    crs : str or int
        One of `folium_polar.POLAR_CRS`: ``"EPSG:3995"``, ``"EPSG3995"`` or ``3995``; for a
        map of the South Pole one of `folium_polar.ANTARCTIC_CRS`. EPSG:3995, 3571 and 3031 may
        be turned to any meridian, as ``"EPSG:3995@90"``.
    zoom_start : float, optional
        160 km a pixel at zoom 0, half that at each further one, which is folium's scale at the
        equator within 2 %; any number will do. 3.5, or 4.375 for Antarctica, unless given.
    fit : sequence of (lat, lon), optional
        What must be in view: two corners, south-west and north-east (where the first longitude is
        greater, the box crosses 180°), or three and more places. Goes before location and zoom.
    basemap, graticule : bool or layer
        Whether to draw them, or a `Basemap` or `Graticule` of one's own.
    control_scale, cursor : bool
        Whether to show a scale bar, true at the middle of the map, and the pointer's position.
    south : float
        Latitude at which the map ends, 35 to -20. Below 35 the page contains the far coast, 48 kB
        of land and borders. A `Basemap` or `Graticule` of one's own has its own. A map of the
        South Pole ends at 35° S.
    title : str, optional
        Title of the page, and name of the map for screen readers.
    min_zoom, max_zoom : float
        Limits of the zoom.
    network : bool
        Whether the page may fetch tiles and pictures of a WMS in the map's projection; the map then
        says that it is not offline.
    tiles : xyzservices.TileProvider or TileLayer, optional
        Tiles over the basemap, for ``network=True``: a provider of tiles in the map's projection,
        or a `TileLayer` of one's own.
    attr : str, optional
        Attribution of `tiles`, as HTML, if they are an address.
    **options
        Further arguments of `folium.Map` and options of Leaflet's map. ``max_bounds=True`` holds
        the view to the map's extent, from its end to the pole, or to the box of ``min_lat``,
        ``max_lat``, ``min_lon`` and ``max_lon``, which crosses 180° where ``min_lon`` is the
        greater. ``world_copy_jump`` has no effect: the map has no copies of the world.
        ``font_size`` is that of popups, tooltips and controls, ``"13px"`` unless given.

    Raises
    ------
    UsageError
        If the projection is not one of those, all of the view lies in the other hemisphere, a
        latitude lies beyond a pole, or `south` lies outside the packed land.
    NeedsNetworkError
        If tiles are asked for without ``network=True``.

    Warns
    -----
    MapWarning
        If all of the view lies beyond the parallel at which the map ends, or `zoom_start` beyond
        `min_zoom` or `max_zoom`. When the map is rendered: if an element lies beyond that parallel,
        or all elements lie out of view.

    Examples
    --------
    >>> polar_map = PolarMap(crs=3571, fit=[(58, 165), (74, -150)])
    >>> _ = folium.Marker((65.75, -168.95), popup="Bering Strait").add_to(polar_map)
    """

    _template = Template(
        """
        {%- macro header(this, kwargs) -%}
        <style>
        html, body { width: 100%; height: 100%; margin: 0; padding: 0; }
        #{{ this.get_name() }} {
            position: {{ this.position }};
            width: {{ this.width[0] }}{{ this.width[1] }};
            height: {{ this.height[0] }}{{ this.height[1] }};
            left: {{ this.left[0] }}{{ this.left[1] }};
            top: {{ this.top[0] }}{{ this.top[1] }};
            {%- if this.font_size != this.usual_font_size %}
            font-size: {{ this.font_size|e }};
            {%- endif %}
        }
        </style>
        {%- endmacro -%}

        {%- macro html(this, kwargs) -%}
        <div class="folium-map" id="{{ this.get_name() }}"
          role="region" aria-label="{{ this.label|e }}"></div>
        {%- endmacro -%}

        {%- macro script(this, kwargs) -%}
        var {{ this.get_name() }} = geotrackPolar.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }},
            crs: {{ this.crs|tojson }},
            fit: {{ this.fit|tojson }},
            ...{{ this.options|tojavascript }}
        });
        {%- if this.zoom_control_position %}
        L.control.zoom({ position: {{ this.zoom_control|tojson }} }).addTo({{ this.get_name() }});
        {%- endif %}
        {%- if this.control_scale %}
        geotrackPolar.scale().addTo({{ this.get_name() }});
        {%- endif %}
        {%- if this.cursor %}
        geotrackPolar.cursor().addTo({{ this.get_name() }});
        {%- endif %}
        {%- if this.objects_to_stay_in_front %}
        function objects_in_front() {
            {%- for layer in this.objects_to_stay_in_front %}
            {{ layer.get_name() }}.bringToFront();
            {%- endfor %}
        }
        {{ this.get_name() }}.on("overlayadd", objects_in_front);
        setTimeout(objects_in_front, 0);
        {%- endif %}
        {%- endmacro -%}
        """
    )

    _checks_view = True
    """Whether to warn of a view outside the basemap; not for a map that shows this itself."""

    # folium.Map's own lists are shared by all maps and name scripts on other hosts.
    default_js: Sequence[tuple[str, str]] = ()
    default_css: Sequence[tuple[str, str]] = ()

    usual_font_size = "13px"  # as polarmap.css has it

    def __init__(
        self,
        location: LatLon | None = None,
        crs: str | int = "EPSG:3995",
        *,
        zoom_start: float | None = None,
        fit: Sequence[LatLon] | None = None,
        basemap: bool | Basemap = True,
        graticule: bool | Graticule = True,
        control_scale: bool = True,
        cursor: bool = True,
        south: float = SOUTH,
        title: str | None = None,
        min_zoom: float = MIN_ZOOM,
        max_zoom: float = MAX_ZOOM,
        network: bool = False,
        tiles: TileLayer | TileProvider | str | None = None,
        attr: str | None = None,
        **options: Any,
    ) -> None:
        if tiles is not None and not network:
            raise NeedsNetworkError(
                "tiles need a network: leave them out, a PolarMap draws its packed basemap; or "
                "give network=True, and tiles in its own projection"
            )
        wrap_explore(PolarMap)
        code = normalise_crs(crs)
        self.hemisphere = hemisphere_of(code)
        limit = limit_of(south, self.hemisphere)
        settings = {
            "minZoom": min_zoom,
            "maxZoom": max_zoom,
            "zoomSnap": 0.125,
            "zoomDelta": 0.5,
            "min_lat" if self.hemisphere > 0 else "max_lat": limit,
            "font_size": self.usual_font_size,
        }
        super().__init__(
            location=(POLE * self.hemisphere, 0.0) if location is None else location,
            tiles=None,
            crs=code,
            zoom_start=ZOOM_START[self.hemisphere] if zoom_start is None else zoom_start,
            control_scale=control_scale,
            **(settings | options),
        )
        self.network = network
        self.cursor = cursor
        self.south = south
        self._limit = limit
        self.label = title or "Map"
        self.fit = _places(fit) if fit is not None else None
        if self._checks_view:
            check_view([self.location] if self.fit is None else self.fit, self.hemisphere, limit)
        if self.fit is None and zoom_start is not None:
            check_zoom(zoom_start, self.options["minZoom"], self.options["maxZoom"])
        self.get_root().title = title
        for layer, kind in ((basemap, Basemap), (graticule, Graticule)):
            if layer:
                self.add_child(kind(south=south) if layer is True else layer)
        if tiles is not None:
            self.add_child(tiles if isinstance(tiles, TileLayer) else TileLayer(tiles, attr=attr))

    @property
    def _parent(self) -> Element | None:
        return self.__dict__.get("_parent")

    @_parent.setter
    def _parent(self, parent: Element | None) -> None:
        # folium's users set the size of a map by Figure(width=600).add_child(polar_map).
        if type(parent) is Figure:
            PolarFigure.adopt(parent, self._parent)
        self.__dict__["_parent"] = parent

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """
        Add an element, as in folium.

        Raises
        ------
        NeedsNetworkError
            If it would fetch something when the page is opened.
        UsageError
            If it cannot be drawn on a polar map.
        """
        refuse_unfit(child, self.hemisphere, network=self.network)
        if self._checks_view and isinstance(child, folium.FitBounds):
            check_view(child.bounds, self.hemisphere, self._limit)
        return super().add_child(child, name=name, index=index)

    def get_root(self) -> PolarFigure:
        """Return the page round the map."""
        root: PolarFigure = super().get_root()
        return root

    def get_bounds(self) -> list[list[float | None]]:
        """Return the box of all that the map contains, as `fit_bounds` accepts it.

        Returns
        -------
        [[south, west], [north, east]]
            Degrees; west is greater than east if the box crosses 180°.
        """
        return extent(self)

    def render(self, **kwargs: Any) -> None:
        """
        Render the map into its figure, which calls this.

        Raises
        ------
        UsageError
            If anything else calls it, as ``st_folium`` does, or if the map stands in a part of a
            figure (`branca.element.Div`).
        """
        if not isinstance(self.get_root(), PolarFigure):
            raise UsageError(
                "a PolarMap is put into a figure itself, not into a Div or subplot of one: "
                'give it position="absolute", left and width'
            )
        if not in_rendering(self):
            message = (
                "PolarMap.render() makes no page: use save() or get_root().render(). st_folium "
                "draws with a Leaflet of its own, which has no polar projections; in Streamlit, "
                "use streamlit.components.v1.html(polar_map.get_root().render(), height=500)"
            )
            raise UsageError(message)
        if self._checks_view:
            warn_out_of_view(self, self._limit)
        super().render(**kwargs)

    def add_js_link(self, name: str, url: str) -> None:
        """Refuse a script from elsewhere."""
        raise _needs_network(name, url, "script")

    def add_css_link(self, name: str, url: str) -> None:
        """Refuse a style sheet from elsewhere."""
        raise _needs_network(name, url, "style sheet")


def _needs_network(name: str, url: str, kind: str) -> NeedsNetworkError:
    place = "prelude, which runs before the map" if kind == "script" else "styles"
    return NeedsNetworkError(
        f"the {kind} {name!r} needs a network ({url}): put its text into get_root().{place}"
    )


def _places(fit: Sequence[LatLon]) -> list[list[float]]:
    places = [[float(lat), float(lon)] for lat, lon in fit]
    if not places:
        raise UsageError("fit=[]: give (lat, lon) pairs in degrees, at least one")
    check_latitudes(f"fit={json.dumps(places)}", (lat for lat, _ in places))
    return places
