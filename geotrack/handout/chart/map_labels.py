"""Place names on a chart, bent along their parallels, without overlaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import Circle
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.style import PAPER
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import (
    DROP,
    SMALL,
    Arc,
    Font,
    bend,
    draw_text,
    sans,
    serif,
    width,
)
from geotrack.mapview.place_names import NORWEGIAN, names_to

__all__ = ["Names", "Spot"]

Spot = tuple[float, float, float]
"""An occupied disc: x, y and radius, points."""

# Points between a name and an occupied disc at least.
_MARGIN = 1.8
# Points between a place and its name, at scale 1.
_BESIDE = 4.0
# Metres per pixel at zoom 0; see web/src/leaflet/crs.js. Paper is read from closer than a screen.
_RESOLUTION = 160_000.0
# Levels of zoom by which paper is read from closer.
_CLOSER = 1.1
# Rows and columns of places that are tried for a name in a region.
_GRID = 32
# The least part of such a name that is in it: an island may lie under a letter or two.
_INSIDE = 0.75
# Below this zoom the Arctic is small, and so are its names.
_SMALL = 4.25


@dataclass(frozen=True, slots=True)
class _Style:
    """The lettering of a kind of name; ink and halo are names of colours."""

    font: Font
    ink: str
    halo: str
    capitals: bool = False


def _styles(sea_scale: float, scale: float) -> dict[str, _Style]:
    """Return the lettering of web/src/leaflet/polarmap.css for paper, each in its own scale."""
    sea, land = ("name-sea", "name-sea-halo"), ("name-land", "name-land-halo")
    region, small = ("name-region", "name-halo"), SMALL * scale
    return {
        "ocean": _Style(serif(12 * sea_scale, italic=True, spaced=0.3), *sea, capitals=True),
        "sea": _Style(serif(9.6 * sea_scale, italic=True, spaced=0.14), *sea),
        "strait": _Style(serif(max(8 * sea_scale, small), italic=True, spaced=0.06), *sea),
        "land": _Style(sans(small, spaced=0.3), *land, capitals=True),
        "pole": _Style(serif(7.4 * scale, italic=True, spaced=0.05), *sea),
        "place": _Style(sans(small), "name-place", "name-halo"),
        "region": _Style(serif(1.15 * small, italic=True, spaced=0.05), *region),
        "inside": _Style(serif(1.15 * small, italic=True, spaced=0.14), *region),
    }


# Where the name of a water in the title is tried, in widths and heights of the name.
_ACROSS, _DOWN = (0.0, -0.6, 0.6, -0.8, 0.8), (0.0, -1.2, 1.2, -2.4, 2.4, -3.6, 3.6, -4.8, 4.8)


class Names:
    """Places names on a map where nothing else is.

    Parameters
    ----------
    ground : Ground
        The map.
    occupied : list of Spot
        Discs to avoid; those of placed names are added.
    language : str
        Language of geotrack's own names.
    on_colours : bool
        Whether layers of observations lie under the names, which then need a stronger halo.

    Attributes
    ----------
    written : set of str
        English names on the map, case folded: those of seas and lands, and of regions inside them.
    """

    def __init__(
        self, ground: Ground, occupied: list[Spot], language: str, *, on_colours: bool = False
    ) -> None:
        self._on_colours = on_colours
        self.axes = ground.axes
        self.plane = ground.plane
        self.box = ground.box
        self.scale = scale = ground.scale
        self.occupied = occupied
        self._language = language
        self._south = ground.south
        self.written: set[str] = set()
        self._pixel = ground.pixel
        self._zoom = math.log2(_RESOLUTION * ground.pixel / ground.plane.metres_per_point) + _CLOSER
        self._styles = _styles(scale * (0.82 if self._zoom < _SMALL else 1.0), scale)

    def seas_and_lands(self, besides: Iterable[str] = ()) -> None:
        """Place the names of seas and lands, the most important first, but for some (English)."""
        self.written |= {name.casefold() for name in besides}
        for name in names_to(self._south):
            english = name["text"]
            if english.casefold() in self.written or self._zoom < name["min_zoom"]:
                continue
            text = NORWEGIAN.get(english, english) if self._language == "nb" else english
            if self._along(text, name["lon"], name["lat"], name["rotation"], name["size"]):
                self.written.add(english.casefold())

    def waters(self, waters: Mapping[str, tuple[float, float]]) -> None:
        """Place the names of seas and straits at their places (lat, lon), else near them."""
        style = self._styles["strait"]
        size = style.font.size
        for english, (lat, lon) in waters.items():
            text = NORWEGIAN.get(english, english) if self._language == "nb" else english
            text_width = width(text, style.font)
            x, y = self.plane.to_points(lon, lat)
            steps = sorted(product(_ACROSS, _DOWN), key=lambda step: math.hypot(*step))
            for across, down in steps:
                left = x + across * text_width - text_width / 2
                if self._level(text, style, left, y + down * size, text_width):
                    self.written.add(english.casefold())
                    break

    def inside(self, english: str, text: str, shape: BaseGeometry) -> bool:
        """Place the name of a region along a parallel inside its shape; return whether it fits.

        Parameters
        ----------
        english, text : str
            The name in English, and as it is written.
        shape : shapely geometry
            The visible part of the region, points.
        """
        shapely.prepare(shape)
        size = self._styles["inside"].font.size
        occupied_x, occupied_y, radii = np.array(self.occupied).reshape(-1, 3).T
        for x, y in _inner_places(shape):
            # A quick test of the name's middle.
            if (np.hypot(occupied_x - x, occupied_y - y) < radii + size / 2).any():
                continue
            lon, lat = self.plane.degrees(x, y)
            if self._along(text, lon, lat, 0, "inside", shape=shape):
                self.written.add(english.casefold())
                return True
        return False

    def places(self, places: Iterable[tuple[str, float, float]]) -> None:
        """Draw towns: a dot, and the name (text, lon, lat) on the free side."""
        style = self._styles["place"]
        for text, lon, lat in places:
            x, y = self.plane.to_points(lon, lat)
            if not self.box.contains(x, y, 3) or not self._free([(x, y, 1.5)]):
                continue
            text_width = width(text, style.font)
            beside = _BESIDE * self.scale
            for side in (1, -1):
                left = x + beside if side > 0 else x - beside - text_width
                if self._level(text, style, left, y, text_width):
                    self._dot(x, y)
                    break

    def regions(self, regions: Iterable[tuple[str, Sequence[tuple[float, float]]]]) -> None:
        """Place names of regions at the first free of some positions (lon, lat)."""
        style = self._styles["region"]
        for text, spots in regions:
            text_width = width(text, style.font)
            for lon, lat in spots:
                x, y = self.plane.to_points(lon, lat)
                steps = (0, -1.2, 1.2, -2.4, 2.4, -3.6, 3.6, -5, 5)
                if any(
                    self._level(
                        text, style, x - text_width / 2, y + step * style.font.size, text_width
                    )
                    for step in steps
                ):
                    break

    def _level(self, text: str, style: _Style, left: float, y: float, text_width: float) -> bool:
        """Place a horizontal name; return whether there was room."""
        size = style.font.size
        centre = left + text_width / 2
        if not self._occupy(style, text_width, lambda distance: (centre + distance, y)):
            return False
        draw_text(
            self.axes,
            left,
            y + DROP * size,
            text,
            style.font,
            colour=colour(style.ink),
            halo=(colour(style.halo), 1.8 * self.scale),
            zorder=12,
        )
        return True

    def _dot(self, x: float, y: float) -> None:
        """Draw the dot of a town."""
        pixel = self._pixel
        self.axes.add_artist(
            Circle(
                (x, y),
                2.0 * pixel,
                facecolor=colour("name-place"),
                edgecolor=colour("name-halo"),
                linewidth=0.9 * pixel,
                zorder=12,
            )
        )
        self.occupied.append((x, y, 2.2 * pixel))

    def _along(
        self,
        text: str,
        lon: float,
        lat: float,
        rotation: float | None,
        size: str,
        *,
        shape: BaseGeometry | None = None,
    ) -> bool:
        """Place a name along its parallel, within a shape; return whether there was room."""
        style = self._styles[size]
        text = text.upper() if style.capitals else text
        text_width = width(text, style.font)
        x, y = self.plane.to_points(lon, lat)
        if size == "pole":
            return self._level(text, style, x + 7 * self.scale, y, text_width)
        angle = _direction(lon, rotation, self.plane.down)
        pole_x, pole_y = self.plane.pole
        radius = math.hypot(x - pole_x, y - pole_y)
        look: dict[str, Any] = {"colour": colour(style.ink), "zorder": 8.0}
        halo, halo_width = (f"{PAPER}c7", 2.8) if self._on_colours else (colour(style.halo), 2.2)
        look["halo"] = (halo, halo_width * self.scale)
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        drop = DROP * style.font.size

        def on_line(distance: float) -> tuple[float, float]:
            return x + distance * cos, y + distance * sin

        # A name that would cover more than half a circle is easier to read straight.
        if rotation != 0 or 1.1 * text_width / 2 > radius * math.pi / 2:
            if not self._occupy(style, text_width, on_line, shape):
                return False
            baseline = (x - drop * sin, y + drop * cos)
            draw_text(self.axes, *baseline, text, style.font, align="center", turned=angle, **look)
            return True
        middle = math.atan2(y - pole_y, x - pole_x)
        # Clockwise above the pole, so that the text is not upside down.
        turn = 1 if (x - pole_x) * sin - (y - pole_y) * cos > 0 else -1

        def on_circle(distance: float) -> tuple[float, float]:
            theta = middle + turn * distance / radius
            return pole_x + radius * math.cos(theta), pole_y + radius * math.sin(theta)

        if not self._occupy(style, text_width, on_circle, shape):
            return False
        bend(self.axes, text, style.font, Arc((pole_x, pole_y), radius, middle, turn), **look)
        return True

    def _occupy(
        self,
        style: _Style,
        text_width: float,
        at: Callable[[float], tuple[float, float]],
        shape: BaseGeometry | None = None,
    ) -> bool:
        """Occupy the discs that cover a name, if all are free and most lie in the shape.

        `at` returns the position at a distance from the name's centre, along its line.
        """
        spots = _covered(style.font.size, text_width, at)
        if shape is not None:
            inside = shapely.contains_xy(shape, [spot[:2] for spot in spots])
            if inside.mean() < _INSIDE:
                return False
        if not self._free(spots):
            return False
        self.occupied += spots
        return True

    def _free(self, spots: Iterable[Spot]) -> bool:
        """Return whether discs lie within the map and overlap nothing."""
        return all(
            self.box.contains(x, y, radius + 1)
            and all(
                math.hypot(x - other_x, y - other_y) > radius + other_radius + _MARGIN
                for other_x, other_y, other_radius in self.occupied
            )
            for x, y, radius in spots
        )


def _direction(lon: float, rotation: float | None, down: float) -> float:
    """Return the direction of a name on the sheet, never upside down; degrees clockwise."""
    if rotation is None:
        return 0.0
    return (rotation - (lon - down) + 90.0) % 180.0 - 90.0


def _inner_places(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Return places of a grid in a shape, those far from its outline first."""
    if shape.is_empty:
        return []
    left, top, right, bottom = shape.bounds
    x, y = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(top, bottom, _GRID))
    places = np.column_stack([x.ravel(), y.ravel()])
    places = places[shapely.contains_xy(shape, places)]
    to_outline = shapely.distance(shape.boundary, shapely.points(places))
    return [(float(x), float(y)) for x, y in places[np.argsort(-to_outline, kind="stable")]]


def _covered(
    size: float, text_width: float, at: Callable[[float], tuple[float, float]]
) -> list[Spot]:
    """Return discs that cover a line of text, from positions at distances from its centre."""
    count = max(1, round(text_width / size))
    return [(*at(((n + 0.5) / count - 0.5) * text_width), size / 2) for n in range(count)]
