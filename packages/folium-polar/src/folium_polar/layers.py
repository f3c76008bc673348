"""Background layers of a polar map: basemap, graticule and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from folium.map import Layer
from folium.template import Template

from folium_polar.basemap.files import EQUATOR, FAR_SOUTH, LAP, SOUTH
from folium_polar.basemap.relief import (
    DEPTH_STEPS,
    LAND_TINTS,
    LEVEL_STEPS,
    NIGHT_LAND_TINTS,
    NIGHT_SEA_TINTS,
    REACH_M,
    SEA_TINTS,
    SHADE,
    SHADOW,
    SLOPE_STEPS,
    ZERO,
)
from folium_polar.basemap.style import (
    ANTARCTIC_STYLES,
    BASEMAP_STYLES,
    CIRCLE,
    GRATICULE,
    PAPER,
    WATER,
    Style,
)
from folium_polar.errors import UsageError
from folium_polar.escaping import json_for_script
from folium_polar.packed import packed

__all__ = [
    "Basemap",
    "Depth",
    "Graticule",
    "Labels",
    "PolarLayer",
    "Relief",
    "limit_of",
]


def limit_of(south: float, hemisphere: int) -> float:
    """Return the latitude at which a map or a layer ends.

    Parameters
    ----------
    south : float
        Latitude at which a map of the North Pole ends.
    hemisphere : int
        Of the map: 1 north, -1 south.

    Raises
    ------
    UsageError
        If a map of the South Pole is given another than `SOUTH`.
    """
    if hemisphere < 0 and south != SOUTH:
        raise UsageError(
            f"south={south:g}: a map of the South Pole ends at {SOUTH:g}° S: leave `south` out"
        )
    return hemisphere * south


class PolarLayer(Layer):  # type: ignore[misc]  # folium ships no types
    """A layer whose script is one expression, defined by subclasses in `expression`."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = {{ this.expression() }};"
        "{% endmacro %}"
    )

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        raise NotImplementedError

    @property
    def hemisphere(self) -> int:
        """1 on a map of the North Pole, -1 on one of the South Pole."""
        # A group may stand between the two.
        parent = self._parent
        while parent is not None:
            if (hemisphere := getattr(parent, "hemisphere", None)) is not None:
                return int(hemisphere)
            parent = parent._parent
        return 1


class Basemap(PolarLayer):
    """
    Water, land, lakes, glaciers and borders from the packed Natural Earth data.

    On a map of the South Pole also Antarctica and its ice shelves.

    Parameters
    ----------
    name : str
        What a layer control calls it.
    styles : mapping, optional
        Changes to `BASEMAP_STYLES`, on a map of the South Pole to `ANTARCTIC_STYLES`, by layer;
        ``None`` for a layer leaves it out.
    water : (str, str)
        Colour at the pole and at the rim.
    paper : str
        Colour into which the rim fades, ``#rrggbb``.
    south : float
        Latitude at which the map ends, -20 to 35; below 35 the page contains the far coast. A map
        of the South Pole ends at 35° S.
    control, show : bool
        As in folium.

    Raises
    ------
    UsageError
        If there is no land at such a latitude in the packed data.
    """

    def __init__(
        self,
        name: str = "Basemap",
        *,
        styles: Mapping[str, Style | None] | None = None,
        water: tuple[str, str] = WATER,
        paper: str = PAPER,
        south: float = SOUTH,
        control: bool = False,
        show: bool = True,
    ) -> None:
        super().__init__(name=name, overlay=True, control=control, show=show)
        self._name = "Basemap"
        if not FAR_SOUTH <= south <= SOUTH:
            message = f"south={south:g}: the packed land ends at {SOUTH:g}° N, or with the far "
            raise UsageError(f"{message}coast at {-FAR_SOUTH:g}° S: give a latitude between them")
        self._south = south
        self._changes = styles or {}
        self._colours = {"water": water, "paper": paper}

    @property
    def packed_files(self) -> Sequence[str]:
        """Names of the packed files that the page has to contain."""
        if self.hemisphere < 0:
            return ("antarctica",)
        if self._south >= SOUTH:
            return ("basemap",)
        return ("basemap", "far-coast" if self._south < EQUATOR else "far-coast-north")

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        changes = self._changes
        styles = ANTARCTIC_STYLES if self.hemisphere < 0 else BASEMAP_STYLES
        look: dict[str, Any] = {
            **self._colours,
            "limit": limit_of(self._south, self.hemisphere),
            "layers": [
                None if changes.get(layer, {}) is None else {**style, **(changes.get(layer) or {})}
                for layer, style in styles.items()
            ],
        }
        if self._south < SOUTH:
            look["far"] = [SOUTH, LAP]
        if self.hemisphere < 0:
            look["packed"] = "geotrack-antarctica"
        return f"geotrackPolar.basemap({json_for_script(look)})"


class Depth(PolarLayer):
    """
    Darker water where the sea is deeper than 200, 1,000 and 3,000 m (NOAA's ETOPO1).

    The map's `Basemap` draws it, between water and land. On a phone it is off at the start. The
    page contains 38 kB more, or 25 kB on a map of the South Pole.

    Parameters
    ----------
    name : str
        What a layer control calls it.
    control, show : bool
        As in folium.
    """

    def __init__(self, name: str = "Depth", *, control: bool = True, show: bool = True) -> None:
        super().__init__(name=name, overlay=True, control=control, show=show)
        self._name = "Depth"

    @property
    def packed_files(self) -> Sequence[str]:
        """Names of the packed files that the page has to contain."""
        return ("antarctica-depth",) if self.hemisphere < 0 else ("depth",)

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return "geotrackPolar.depth()"


class Relief(PolarLayer):
    """
    Land and sea floor shaded, with colours by height and depth (NOAA's ETOPO1).

    Colours change at 300, 800, 1,500 and 2,500 m, and at depths of 200, 1,000, 2,000, 3,000 and
    4,000 m. The light comes from above however the map is turned, and fine lines follow the coast.
    The map's `Basemap` draws it in place of its own water and land, to 36° N or S; ice has no
    shade. By night the shade is half as strong. On a phone it is off at the start. The page
    contains 46 kB more, or 55 kB on a map of the South Pole.

    Parameters
    ----------
    name : str
        What a layer control calls it.
    control, show : bool
        As in folium.
    """

    needs_relief = True

    def __init__(self, name: str = "Relief", *, control: bool = True, show: bool = True) -> None:
        super().__init__(name=name, overlay=True, control=control, show=show)
        self._name = "Relief"

    @property
    def packed_files(self) -> Sequence[str]:
        """Names of the packed files that the page has to contain."""
        return ("antarctica-relief",) if self.hemisphere < 0 else ("relief",)

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        (packed,) = self.packed_files
        look = {
            "packed": f"geotrack-{packed}",
            "reach": REACH_M,
            "shade": {**SHADE, "colour": SHADOW},
            "greys": [ZERO, SLOPE_STEPS, LEVEL_STEPS],
            "day": {"sea": SEA_TINTS, "land": LAND_TINTS},
            "night": {"sea": NIGHT_SEA_TINTS, "land": NIGHT_LAND_TINTS},
            "depths": DEPTH_STEPS,
        }
        return f"geotrackPolar.relief({json_for_script(look)})"


class Graticule(PolarLayer):
    """Parallels and meridians, spaced by zoom, with degrees at the edge of the view.

    Parameters
    ----------
    name : str
        What a layer control calls it.
    colour : str
        Colour of the lines.
    circle_colour : str or None
        Colour of the Arctic or Antarctic Circle; ``None`` leaves it out.
    circle_label : str, optional
        Its name on the map, unless the English one.
    south : float
        Latitude at which the lines end, on a map of the South Pole 35° S.
    control, show : bool
        As in folium.
    """

    def __init__(
        self,
        name: str = "Graticule",
        *,
        colour: str = GRATICULE,
        circle_colour: str | None = CIRCLE,
        circle_label: str | None = None,
        south: float = SOUTH,
        control: bool = False,
        show: bool = True,
    ) -> None:
        super().__init__(name=name, overlay=True, control=control, show=show)
        self._name = "Graticule"
        self._south = south
        self._colours = {"colour": colour, "circle": circle_colour or False}
        self._words = circle_label

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        circle = "Arctic Circle" if self.hemisphere > 0 else "Antarctic Circle"
        look = {
            **self._colours,
            "limit": limit_of(self._south, self.hemisphere),
            "words": circle if self._words is None else self._words,
        }
        return f"geotrackPolar.graticule({json_for_script(look)})"


class Labels(PolarLayer):
    """
    Names on the map that lie along their parallel and give way to markers.

    Parameters
    ----------
    names : iterable of mapping
        In order of importance, each with ``text`` (plain text), ``lat`` and ``lon`` in degrees;
        ``rotation``, 0 for a name bent along its parallel, else straight and so many degrees
        clockwise from it, or ``None`` for level on the screen; ``size``, one of ``ocean``, ``sea``,
        ``strait``, ``land``, ``place``, ``pole``; and ``min_zoom``, from which on it is shown.
    name : str
        What a layer control calls it.
    control, show : bool
        As in folium.
    """

    def __init__(
        self,
        names: Iterable[Mapping[str, Any]],
        name: str = "Names",
        *,
        control: bool = False,
        show: bool = True,
    ) -> None:
        super().__init__(name=name, overlay=True, control=control, show=show)
        self._name = "Labels"
        self._names = [
            {
                ("minZoom" if key == "min_zoom" else key): _short(value)
                for key, value in label.items()
            }
            for label in names
        ]

    def _get_self_bounds(self) -> Sequence[Sequence[float | None]]:
        return [[None, None], [None, None]]

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return (
            f"geotrackPolar.labels(geotrackPolar.unpacked({json_for_script(packed(self._names))}))"
        )


def _short(value: Any) -> Any:
    """Return a whole number without its decimals, which a page would have 200 times."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
