"""A picture in layers: waters, land, graticule, areas, lines, points and letters."""

from __future__ import annotations

import math
from collections.abc import Collection
from copy import copy
from dataclasses import replace
from functools import cache
from typing import Any

import shapely
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from tools.coast import basemap_ice, basemap_lakes
from tools.plates import looks
from tools.plates.framing import ground, mat, picture, rim
from tools.plates.graticule import arc_data, graticule_of
from tools.plates.looks import Attributes, Lettering, Look
from tools.plates.svg import element, number, path_of, text_element
from tools.plates.view import View, detailed, sized

__all__ = ["Plate"]

_ARCTIC_CIRCLE_LAT = 66.56
_UNDER_PX, _SLIVER_PX = 4.0, 1.0
"""How far a sea goes on under the land, and what lies between the two coasts at most."""
_LIMIT_PX, _HOLE_PX2 = 2.0, 14.0
"""Shorter pieces of a limit are left out, and holes that may be islands too small for the land."""
_CLEAR_PX = 3.0
"""What is kept free between a name and the frame."""
_CORNER_PX = 8.0
_ASHORE = 0.2
"""How much of a sea's name may stand on land."""
# The page's map names a thing from some zoom on; a plate is looked at closer.
_NAMES_FROM_M_A_PX = 80_000.0


class Plate(View):
    """A picture over a box or a circle of the plane; see `View` for its parameters.

    Examples
    --------
    >>> plate = Plate.polar(200, south=60, title="The Arctic")
    >>> plate.point(0.0, 90.0)
    >>> plate.svg().count("<circle") > 0
    True
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._drawn: list[str] = []
        self._outside: list[str] = []
        self._taken: list[BaseGeometry] = []

    def land(self) -> None:
        """Draw the land with its coast, ice and large lakes."""
        self._path(self.coast, looks.LAND)
        self._path(self.basemap(basemap_ice), looks.ICE)
        self._path(self.basemap(basemap_lakes), looks.LAKE)

    def sea(self, shape: BaseGeometry, look: Look = looks.REGION) -> None:
        """Draw waters of the plane; to be called before `land`.

        The fill goes on under the coast and only limits in the water are outlined, so that sea and
        land share the coast as drawn.
        """
        water = self.seen(shape)
        under = self.coast.intersection(water.buffer(_UNDER_PX, quad_segs=2))
        whole = shapely.union(water, under).buffer(_SLIVER_PX, quad_segs=2)
        self._path(detailed(whole.buffer(-_SLIVER_PX, quad_segs=2)), replace(look, stroke="none"))
        edge = sized(water, _HOLE_PX2).boundary
        limits = shapely.line_merge(edge.difference(self.coast.buffer(_SLIVER_PX)))
        long = [part for part in shapely.get_parts(limits) if part.length > _LIMIT_PX]
        self._path(shapely.MultiLineString(long), replace(look, fill="none"))

    def area(self, shape: BaseGeometry, look: Look = looks.REGION) -> None:
        """Draw polygons of the plane."""
        self._path(self.seen(shape), look)

    def line(self, shape: BaseGeometry, look: Look = looks.LINE) -> None:
        """Draw lines of the plane."""
        self._path(self.seen(shape), replace(look, fill="none"))

    def _path(self, shape: BaseGeometry, look: Look) -> None:
        data = path_of(shape)
        if data and (look.fill, look.stroke) != ("none", "none"):
            self._drawn.append(element("path", {**look.attributes, "d": data}))

    def point(self, lon: float, lat: float, look: Look = looks.DOT, *, radius: float = 3.0) -> None:
        """Draw a dot of `radius` pixels at a place, where it is seen."""
        x, y = self.position(lon, lat)
        if self.contains(x, y):
            place: Attributes = {"cx": x, "cy": y, "r": radius}
            self._drawn.append(element("circle", {**look.attributes, **place}))

    def label(
        self,
        text: str,
        at: tuple[float, float],
        look: Lettering = looks.NAME,
        *,
        offset: tuple[float, float] = (0.0, 0.0),
        slant: float = 0.0,
    ) -> None:
        """Set a text.

        Parameters
        ----------
        text : str
            Plain text.
        at : (float, float)
            Longitude and latitude of its middle, or of where its anchor says.
        look : Lettering, optional
            How it is set.
        offset : (float, float), optional
            Pixels to the right and down of the place.
        slant : float, optional
            Degrees clockwise.
        """
        x, y = self.position(*at)
        self._set(text, x + offset[0], y + offset[1], look, slant=slant)

    def _set(self, text: str, x: float, y: float, look: Lettering, *, slant: float = 0.0) -> None:
        self._taken.append(_room(text, x, y, look, slant=slant))
        self._drawn.append(_text(text, x, y, look, slant=slant))

    def _free(self, room: BaseGeometry) -> bool:
        return bool(self.frame.buffer(-_CLEAR_PX).contains(room)) and not any(
            room.intersects(other) for other in self._taken
        )

    def name(self, text: str, shape: BaseGeometry, look: Lettering = looks.NAME) -> bool:
        """Set a name within a shape of the plane, and tell whether there was room for it."""
        seen = self.seen(shape).intersection(self.frame)
        if seen.is_empty:
            return False
        left, top, right, bottom = seen.bounds
        edge = seen.boundary
        steps = 24
        grid = [
            (left + (right - left) * i / steps, top + (bottom - top) * j / steps)
            for i in range(1, steps)
            for j in range(1, steps)
        ]
        fits = []
        for x, y in grid:
            room = _room(text, x, y, look, slant=0.0)
            if seen.contains(room) and self._free(room):
                fits.append((-edge.distance(room), abs(y - (top + bottom) / 2), x, y))
        if not fits:
            return False
        *_, x, y = min(fits)
        self._set(text, x, y, look)
        return True

    def keep_free(self, shape: BaseGeometry) -> None:
        """Set no name over a shape of the plane."""
        self._taken.append(self.pixels(shape))

    def names(self, besides: Collection[str] = ()) -> None:
        """Set the names of seas and lands for which there is room, along their parallels.

        Parameters
        ----------
        besides : collection of str, optional
            Names to leave out, whatever their case.
        """
        # Its package is the page's, which the rest of the tools do without.
        from geotrack.mapview.place_names import SEA_NAMES

        letterings = {"land": looks.LAND_NAME, "ocean": looks.OCEAN_NAME}
        left_out = {name.casefold() for name in besides}
        zoom = math.log2(_NAMES_FROM_M_A_PX / self.metres_a_pixel)
        for name in SEA_NAMES:
            text, look = name["text"], letterings.get(name["size"], looks.SEA_NAME)
            if text.casefold() in left_out or name["min_zoom"] > zoom:
                continue
            x, y = self.position(name["lon"], name["lat"])
            slant = -_upright(name["lon"] - self.turn)
            room = _room(text, x, y, look, slant=slant)
            ashore = room.intersection(self.coast).area / room.area
            if self._free(room) and (look == looks.LAND_NAME or ashore < _ASHORE):
                self._set(text, x, y, look, slant=slant)

    def graticule(
        self, *, lat_step: float = 0.0, lon_step: float = 0.0, degrees: bool = True
    ) -> None:
        """Draw parallels, meridians and the Arctic Circle as hairlines.

        Parameters
        ----------
        lat_step, lon_step : float, optional
            Degrees; default what suits the scale.
        degrees : bool, optional
            Whether they are written.
        """
        net = graticule_of(self, lat_step, lon_step)
        for look, data in (
            (looks.NET_LINE, net.data),
            (looks.CIRCLE_LINE, arc_data(self, _ARCTIC_CIRCLE_LAT)),
        ):
            if data:
                self._drawn.append(element("path", {**look.attributes, "d": data}))
        for label in net.labels if degrees else ():
            text, x, y = label.text, label.x, label.y
            if label.slant is not None:
                self._outside.append(_text(text, x, y, looks.DEGREES, slant=label.slant, bare=True))
            elif self._free(_room(text, x, y, looks.DEGREES_INSIDE, slant=0.0)):
                self._set(text, x, y, looks.DEGREES_INSIDE)

    def pole_mark(self) -> None:
        """Mark the pole with a small cross, where it is seen."""
        if self.frame.buffer(-_CLEAR_PX).contains(self.pole):
            data = f"M{number(self.pole.x - 3)} {number(self.pole.y)}h6m-3-3v6"
            self._taken.append(self.pole.buffer(4))
            self._drawn.append(element("path", {**looks.VIEW_LINE.attributes, "d": data}))

    def scale_bar(self, corner: str = "sw") -> None:
        """Draw a bar of a round number of kilometres in a corner: `sw`, `se`, `nw` or `ne`."""
        wide_km = (self.width - 2 * self.margin) * self.metres_a_pixel / 1e3
        steps = [digit * 10**power for power in range(5) for digit in (1, 2, 5)]
        km = max((step for step in steps if step <= wide_km / 4), default=1)
        long = km * 1e3 / self.metres_a_pixel
        inset = self.margin + _CORNER_PX
        x = inset if "w" in corner else self.width - inset - long
        y = self.height - inset if "s" in corner else inset + _CORNER_PX
        data = f"M{number(x)} {number(y - 3)}v3h{number(long)}v-3"
        self._drawn.append(element("path", {**looks.VIEW_LINE.attributes, "d": data}))
        self._set(f"{km:,} km".replace(",", " "), x + long / 2, y - 6, looks.BAR_TEXT)

    def locator(self, shape: BaseGeometry, corner: str = "ne", *, size: float = 66.0) -> None:
        """Show in a corner where in the Arctic, Greenwich down, the plate and a shape of it are."""
        arctic = _arctic(size)
        inset = copy(arctic)
        inset._drawn = []
        inset.sea(shape, looks.LOCATED)
        inset._drawn += arctic._drawn
        inset._path(inset.pixels(self.outline).intersection(inset.frame), looks.VIEW_LINE)
        gap = self.margin + 6
        x = gap if "w" in corner else self.width - gap - size
        y = gap if "n" in corner else self.height - gap - size
        self._taken.append(shapely.box(x, y, x + size, y + size))
        place: Attributes = {"transform": f"translate({number(x)} {number(y)})"}
        inside = [ground(inset), *inset._drawn, rim(inset)]
        self._drawn.append(element("g", place, "\n".join(inside)))

    def svg(self) -> str:
        """Return the picture as the text of an SVG file."""
        degrees = element("g", looks.DEGREES.attributes, "\n".join(["", *self._outside, ""]))
        outside = [degrees] if self._outside else []
        return picture(self, [ground(self), *self._drawn, mat(self), rim(self), *outside])


@cache
def _arctic(size: float) -> Plate:
    """Return the Arctic with its land, on which locators are drawn."""
    arctic = Plate.polar(size, south=47.0, margin=1.0)
    arctic.land()
    return arctic


def _text(
    text: str, x: float, y: float, look: Lettering, *, slant: float, bare: bool = False
) -> str:
    # The middle of capitals stands at the place; what is bare has its look from what it is in.
    place: Attributes = {"x": x, "y": y + 0.35 * look.size, **({} if bare else look.attributes)}
    if round(slant):
        place["transform"] = f"rotate({slant:.0f} {number(x)} {number(y)})"
    return text_element(text, place)


def _room(text: str, x: float, y: float, look: Lettering, *, slant: float) -> BaseGeometry:
    half = look.width(text) / 2
    x += {"start": half, "end": -half}.get(look.anchor, 0.0)
    box = shapely.box(x - half, y - look.size * 0.6, x + half, y + look.size * 0.6)
    return rotate(box, slant)


def _upright(degrees: float) -> float:
    """Return a turn within a quarter, so that what is turned can be read."""
    within = (degrees + 180) % 360 - 180
    return within if abs(within) <= 90 else within - math.copysign(180, within)
