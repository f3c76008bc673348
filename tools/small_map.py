"""Small maps of a piece of the Arctic for `docs/images`, drawn as the maps of a handout."""

from __future__ import annotations

import io
import math
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from shapely.geometry.base import BaseGeometry

from folium_polar.basemap.style import PAPER
from folium_polar.geometry import project, unproject
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart import basemap
from geotrack.handout.chart.areas import Areas, lines_of
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.graticule import FRAME, draw_degrees, draw_lines
from geotrack.handout.chart.map_labels import Names, Spot
from geotrack.handout.chart.projection import Plane, fitted
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import draw_text, sans
from geotrack.handout.output import new_figure, png
from tools.coast import basemap_land

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["UNDER_LAND", "Look", "SmallMap", "image", "land_share", "sheet"]

# Like the other polar projections of the charts, but turned to each map.
_CRS = "EPSG:3575"
_DPI, _QUALITY = 108, 36
_SCALE = 1.2
_DETAIL_M = 1_000.0
_INSET = 64.0
_ARCTIC_M = 4_600_000.0

UNDER_LAND, OVER_LAND = 0.8, 4.0
"""Orders of drawing: waters under the land, which has the finer coast; all else above it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is drawn: colour, opacity of its area, width and dashes of its line (pixels)."""

    ink: str
    cover: float = 0.0
    weight: float = 1.0
    dashes: tuple[float, ...] | None = None
    strength: float = 1.0


def sheet(width: float, height: float) -> Figure:
    """Return an empty sheet in the colour of paper; CSS pixels."""
    figure = new_figure(width / 72, height / 72)
    figure.set_facecolor(PAPER)
    return figure


def image(figure: Figure) -> bytes:
    """Return a sheet as a WebP file, three pixels to two CSS pixels."""
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png(figure, _DPI))) as picture:
        picture.convert("RGB").save(buffer, "WEBP", quality=_QUALITY, method=6)
    return buffer.getvalue()


@cache
def _land() -> BaseGeometry:
    return basemap_land().simplify(_DETAIL_M)


def land_share(shape: BaseGeometry) -> float:
    """Return the part of a shape of the plane that is land, from 0 to 1."""
    if not shape.area:
        return 0.0
    near = shapely.make_valid(shapely.clip_by_rect(_land(), *shape.bounds))
    return float(shape.intersection(near).area / shape.area)


def _middle(shape: BaseGeometry) -> float:
    """Return the meridian that points down: that of the shape's middle, or 0 round the pole."""
    if shapely.convex_hull(shape).buffer(1).covers(shapely.Point(0, 0)):
        return 0.0
    middle = shapely.minimum_bounding_circle(shape).centroid
    return round(float(unproject(middle.x, middle.y)[0]), 1)


@dataclass
class SmallMap:
    r"""A map of a shape of the plane (EPSG:6931) and what is round it, north up.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From `sheet`.
    box : Box
        The box of the map with its frame, CSS pixels.
    shape : shapely geometry
        The shape that the map is of.
    room : float
        Margin round it, as a part of its size on each side.
    least_km : float
        The map shows at least so much, both ways.
    degrees : bool
        Whether degrees stand in the frame.

    Examples
    --------
    >>> figure = sheet(200, 200)
    >>> small = SmallMap(figure, Box(0, 0, 200, 200), shapely.box(0, -3e6, 1e6, -2e6))
    >>> small.dot(20.0, 66.0, "#c2410c", "#ffffff")
    >>> image(figure)[8:12]
    b'WEBP'
    """

    figure: Figure
    box: Box
    shape: BaseGeometry
    room: float = 0.2
    least_km: float = 600.0
    degrees: bool = True
    ground: Ground = field(init=False)
    _occupied: list[Spot] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        edge = FRAME * _SCALE + 0.6 if self.degrees else 0.6
        inner = self.box.less(edge, edge, edge, edge)
        self.ground = Ground.on(self.figure, inner, self._plane(inner), _SCALE)
        basemap.paint(self.ground)
        draw_lines(self.ground)
        self.areas = Areas(self.ground)

    def _plane(self, box: Box) -> Plane:
        part = self.room / (1 + 2 * self.room)
        within = box.less(*(2 * [part * box.width, part * box.height]))
        middle = shapely.box(*self.shape.bounds).centroid
        least = middle.buffer(self.least_km * 500 / (1 + 2 * self.room))
        return fitted(_CRS, shapely.union(self.shape, least), within, _middle(self.shape))

    @property
    def metres_per_pixel(self) -> float:
        """Return metres of the plane per CSS pixel."""
        return self.ground.plane.metres_per_point

    def visible(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the part of a shape of the plane near the map, in metres of the plane."""
        box = self.ground.box
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        at = [project(*self.ground.plane.degrees(*one)) for one in corners]
        return shapely.clip_by_rect(shape, *shapely.MultiPoint(at).bounds)

    def area(self, shape: BaseGeometry, look: Look, order: float = OVER_LAND) -> None:
        """Draw polygons of the plane."""
        visible = self.areas.clipped(shape)
        style: dict[str, Any] = {
            "line_width": look.weight,
            "line_opacity": look.strength,
            "zorder": order,
        }
        self.areas.fill(visible, look.ink, look.cover, dashes=look.dashes, **style)

    def line(self, shape: BaseGeometry, look: Look) -> None:
        """Draw lines of the plane."""
        lines = lines_of(self.areas.clipped(shape))
        style: dict[str, Any] = {"opacity": look.strength, "zorder": OVER_LAND + 1}
        self.areas.stroke(lines, look.ink, look.weight, dashes=look.dashes, **style)

    def dot(self, lon: float, lat: float, ink: str, edge: str) -> None:
        """Draw a dot at a position in degrees."""
        at = self.ground.plane.to_points(lon, lat)
        style: dict[str, Any] = {"facecolor": ink, "edgecolor": edge, "linewidth": 0.8}
        self.ground.add(Circle(at, 2.4, zorder=OVER_LAND + 2, **style))

    def name(self, text: str, shape: BaseGeometry) -> None:
        """Write a name where a shape of the plane is widest, or near it."""
        rough: Any = shape.simplify(_DETAIL_M)
        middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(rough))[0]
        lon, lat = unproject(*middle)
        self._names().regions([(text, [(float(lon), float(lat))])])

    def finish(self, besides: Collection[str] = ()) -> None:
        """Write names of seas and lands but for some, and the degrees."""
        self._names().seas_and_lands(besides)
        draw_degrees(self.ground, "en", self._occupied)

    def _names(self) -> Names:
        return Names(self.ground, self._occupied, "en", on_colours=True)

    def frame(self) -> None:
        """Draw a line round a map without degrees."""
        box = self.ground.box
        line = {"facecolor": "none", "edgecolor": colour("ink"), "linewidth": 0.6}
        corner = (box.left, box.top)
        self.ground.axes.add_artist(Rectangle(corner, box.width, box.height, zorder=30, **line))

    def _corner(self, corner: str, width: float, height: float) -> tuple[float, float]:
        """Return the upper left of a box in a corner, such as `ne`, and keep it free of names."""
        inner = self.ground.box.less(6, 6, 6, 6)
        left = inner.left if "w" in corner else inner.right - width
        top = inner.top if "n" in corner else inner.bottom - height
        self._occupied.append((left + width / 2, top + height / 2, max(width, height) / 2))
        return left, top

    def scale_bar(self, corner: str) -> None:
        """Draw a bar of a round number of kilometres in a corner: `sw`, `se`, `nw` or `ne`."""
        wide = self.ground.box.width * self.metres_per_pixel / 4e3
        power = 10.0 ** math.floor(math.log10(wide))
        length = power * next(digit for digit in (5, 2, 1) if digit * power <= wide)
        long = length * 1e3 / self.metres_per_pixel
        left, top = self._corner(corner, long, 14.0)
        line = [left, left, left + long, left + long], [top + 10, top + 13, top + 13, top + 10]
        ink = colour("ink")
        self.ground.axes.add_artist(Line2D(*line, color=ink, linewidth=0.8, zorder=12))
        text, font = f"{length:g} km", sans(5.4 * _SCALE)
        halo = (colour("name-sea-halo"), 2.0)
        style: dict[str, Any] = {"colour": ink, "align": "center", "halo": halo, "zorder": 12}
        draw_text(self.ground.axes, left + long / 2, top + 8, text, font, **style)

    def locator(self, corner: str, look: Look) -> None:
        """Show in a corner where in the Arctic, Greenwich down, the map and its shape are."""
        left, top = self._corner(corner, _INSET, _INSET)
        box = RoundBox(left, top, _INSET, _INSET)
        plane = fitted(_CRS, shapely.Point(0, 0).buffer(_ARCTIC_M), box, 0.0)
        inset = Ground.on(self.figure, box, plane, _SCALE / 3)
        basemap.paint(inset)
        areas = Areas(inset)
        style: dict[str, Any] = {"line_width": 1.0, "line_opacity": 0.0}
        areas.fill(areas.clipped(self.shape), look.ink, 0.9, zorder=UNDER_LAND, **style)
        inner = self.ground.box
        corners = [(x, y) for x in (inner.left, inner.right) for y in (inner.top, inner.bottom)]
        at = [plane.to_points(*self.ground.plane.degrees(*one)) for one in corners]
        outline = shapely.boundary(shapely.MultiPoint(at).convex_hull)
        lines = lines_of(outline.intersection(areas.window))
        areas.stroke(lines, colour("ink"), 2.4, opacity=1.0, zorder=OVER_LAND + 1)
        middle = (left + _INSET / 2, top + _INSET / 2)
        rim = {"facecolor": "none", "edgecolor": colour("ink"), "linewidth": 0.6, "zorder": 5}
        inset.axes.add_artist(Circle(middle, _INSET / 2, **rim))
