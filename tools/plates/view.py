"""What a plate shows: a box or circle of the plane, in pixels, at the detail of its scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, cached_property
from typing import Self

import shapely
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from geotrack.polar import project, unproject
from geotrack.polar.plane import plane_radius
from tools.coast import basemap_land

__all__ = ["View", "detailed", "sized", "turned"]

Box = tuple[float, float, float, float]

_COAST_PX, _SHAPE_PX = 0.6, 0.12
"""How far a drawn coast, or a drawn shape, may be from its line."""
_FJORD_PX, _ISLAND_PX2, _SPECK_PX2 = 0.7, 2.0, 0.2
"""Waters narrower than twice this are closed, and smaller islands left out; specks before that."""
_OVER_PX = 3.0
"""Shapes go on under the margin by this much, so that no outline runs along the frame."""


class View:
    """A box or a circle of the plane as it lies in a picture.

    Parameters
    ----------
    bounds : (float, float, float, float)
        Left, bottom, right, top in metres of the plane as turned; widened to the picture's form.
    width, height : float
        Pixels, margin included.
    turn : float, optional
        The meridian, in degrees east, that runs straight down from the pole: 0 is EPSG:6931.
    margin : float, optional
        Pixels of paper round the map, in which the degrees stand.
    circle : bool, optional
        Whether the map is round: the largest circle in the bounds.
    title : str, optional
        For those who cannot see it.
    """

    def __init__(
        self,
        bounds: Box,
        width: float,
        height: float,
        *,
        turn: float = 0.0,
        margin: float = 13.0,
        circle: bool = False,
        title: str = "",
    ) -> None:
        left, bottom, right, top = bounds
        self.width, self.height, self.turn, self.title = width, height, turn, title
        self.margin, self.circle = margin, circle
        inner = (width - 2 * margin, height - 2 * margin)
        self.metres_a_pixel = max((right - left) / inner[0], (top - bottom) / inner[1])
        self._centre = ((left + right) / 2, (bottom + top) / 2)
        self.frame = (
            shapely.Point(width / 2, height / 2).buffer(min(inner) / 2, quad_segs=32)
            if circle
            else shapely.box(margin, margin, width - margin, height - margin)
        )
        over = _OVER_PX if margin > _OVER_PX else 0.0
        self._window = self.frame.buffer(over, join_style="mitre")

    @classmethod
    def around(
        cls,
        shape: BaseGeometry,
        width: float,
        height: float,
        *,
        turn: float | None = None,
        room: float = 0.2,
        least_km: float = 600.0,
        margin: float = 13.0,
        title: str = "",
    ) -> Self:
        """Return a view of a shape of the plane and what is round it, north up.

        Parameters
        ----------
        shape : shapely geometry
            In EPSG:6931.
        width, height : float
            Pixels.
        turn : float, optional
            The meridian that runs straight down; default that of the shape's middle, or
            Greenwich where the shape lies round the pole.
        room : float, optional
            What is seen round it, as a part of its size on each side.
        least_km : float, optional
            At least so much is seen, both ways.
        margin, title : float, str, optional
            As for the class.
        """
        if turn is None:
            middle = shapely.minimum_bounding_circle(shape).centroid
            round_the_pole = shapely.convex_hull(shape).buffer(1).covers(shapely.Point(0, 0))
            lon = round(float(unproject(middle.x, middle.y)[0]), 1)
            turn = 0.0 if round_the_pole else 180.0 if lon == -180 else lon
        left, bottom, right, top = shapely.bounds(turned(shape, turn)).tolist()
        x, y = (left + right) / 2, (bottom + top) / 2
        half_x, half_y = (
            max(side * (1 + 2 * room), least_km * 1e3) / 2 for side in (right - left, top - bottom)
        )
        bounds = (x - half_x, y - half_y, x + half_x, y + half_y)
        return cls(bounds, width, height, turn=turn, margin=margin, title=title)

    @classmethod
    def polar(
        cls,
        size: float,
        *,
        south: float = 50.0,
        turn: float = 0.0,
        margin: float = 13.0,
        title: str = "",
    ) -> Self:
        """Return a round view, `size` pixels wide, of all north of the parallel `south`."""
        far = float(plane_radius(south))
        box = (-far, -far, far, far)
        return cls(box, size, size, turn=turn, margin=margin, circle=True, title=title)

    def pixels(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of the plane in pixels of the picture."""
        angle, scale = math.radians(self.turn), self.metres_a_pixel
        cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
        x = self.width / 2 - self._centre[0] / scale
        y = self.height / 2 + self._centre[1] / scale
        return affine_transform(shape, [cos, sin, sin, -cos, x, y])

    def position(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place is in the picture."""
        x, y = project(lon, lat)
        at = shapely.get_coordinates(self.pixels(shapely.Point(float(x), float(y))))
        return float(at[0, 0]), float(at[0, 1])

    @property
    def pole(self) -> shapely.Point:
        """The pole in pixels; it may lie outside."""
        return shapely.Point(self.position(0.0, 90.0))

    @property
    def outline(self) -> BaseGeometry:
        """The bounds in the plane."""
        half_x = (self.width / 2 - self.margin) * self.metres_a_pixel
        half_y = (self.height / 2 - self.margin) * self.metres_a_pixel
        x, y = self._centre
        box = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)
        return turned(box, -self.turn)

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point of the picture is in the frame or just beyond it."""
        return bool(self._window.contains(shapely.Point(x, y)))

    def seen(self, shape: BaseGeometry) -> BaseGeometry:
        """Return what is seen of a shape, in pixels, to a little beyond the frame."""
        clipped = shapely.clip_by_rect(self.pixels(shape), *self._window.bounds)
        simple = clipped.simplify(_SHAPE_PX)
        return simple.intersection(self._window) if self.circle else simple

    def generalised(self, shape: BaseGeometry) -> BaseGeometry:
        """Return polygons as drawn at this scale: fjords closed and specks left out."""
        closed = sized(self.seen(shape), _SPECK_PX2).buffer(_FJORD_PX, quad_segs=2)
        return sized(closed.buffer(-_FJORD_PX, quad_segs=2).simplify(_COAST_PX), _ISLAND_PX2)

    def basemap(self, layer: Callable[[], BaseGeometry]) -> BaseGeometry:
        """Return a layer of the basemap (`tools.coast`) as drawn at this scale."""
        tolerance_m = 4.0 ** math.floor(math.log(_SHAPE_PX * self.metres_a_pixel, 4))
        return self.generalised(_simplified(layer, tolerance_m))

    @cached_property
    def coast(self) -> BaseGeometry:
        """The land as drawn, in pixels."""
        return self.basemap(basemap_land)


@cache
def _simplified(layer: Callable[[], BaseGeometry], tolerance_m: float) -> BaseGeometry:
    return layer().simplify(tolerance_m)


def sized(shape: BaseGeometry, least: float) -> BaseGeometry:
    """Leave out parts and holes smaller than `least`, and all but polygons."""
    kept = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and part.area >= least:
            holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= least]
            kept.append(shapely.Polygon(part.exterior, holes))
    return shapely.MultiPolygon(kept)


def detailed(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape of pixels without what is too fine to be drawn."""
    return sized(shape.simplify(_SHAPE_PX), _ISLAND_PX2)


def turned(shape: BaseGeometry, turn: float) -> BaseGeometry:
    """Turn a shape of the plane so that a meridian runs straight down."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return affine_transform(shape, [cos, sin, -sin, cos, 0, 0])
