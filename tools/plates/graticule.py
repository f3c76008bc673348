"""Parallels and meridians of a plate, and where their degrees stand."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.polar.plane import plane_radius
from tools.plates.svg import number
from tools.plates.view import View

__all__ = ["Degrees", "Graticule", "arc_data", "graticule_of"]

_LAT_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0)
_LON_STEPS = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 45.0, 90.0)
_APART_PX = 62.0
"""About how far apart lines of the graticule are drawn."""
_SOUTH_LAT = 20.0
_LABEL_APART_PX = 24.0
_OUT_PX = 6.5
_CORNER_PX = 12.0
_ROUND_THE_POLE_LAT = 89.0


@dataclass(frozen=True)
class Degrees:
    """A label: its middle in pixels, and degrees clockwise; `None` within the map."""

    text: str
    x: float
    y: float
    slant: float | None


@dataclass(frozen=True)
class Graticule:
    """The lines as the data of a path, and the labels."""

    data: str
    labels: list[Degrees]


def graticule_of(view: View, lat_step: float = 0.0, lon_step: float = 0.0) -> Graticule:
    """Return the graticule of a view.

    Parameters
    ----------
    view : View
        The picture.
    lat_step, lon_step : float, optional
        Degrees between parallels, and between meridians; 0 for what suits the scale.
    """
    near, far, middle = _reach(view)
    a_degree = 111_200.0 / view.metres_a_pixel
    lat_step = lat_step or _nearest(_LAT_STEPS, _APART_PX / a_degree)
    wide = a_degree * math.cos(math.radians(middle))
    round_the_pole = far > _ROUND_THE_POLE_LAT
    lon_step = lon_step or (30.0 if round_the_pole else _nearest(_LON_STEPS, _APART_PX / wide))
    lats = [
        lat
        for lat in np.arange(90 - lat_step, _SOUTH_LAT, -lat_step).tolist()
        if near <= lat <= far
    ]
    lons = np.arange(-180.0 + lon_step, 180.1, lon_step).tolist()
    meridians = {lon: _meridian(view, lon, 90 - lat_step) for lon in lons}
    data = "".join(arc_data(view, lat) for lat in lats)
    data += "".join(
        f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"
        for line in meridians.values()
        for (x, y), (to_x, to_y) in _ends(line.intersection(view.frame))
    )
    labels = _outside(view, lats, meridians)
    crossed = {label.text for label in labels}
    inside = [lat for lat in lats if _lat_text(lat) not in crossed]
    return Graticule(data, labels + _inside(view, inside, lon_step))


def arc_data(view: View, lat: float) -> str:
    """Return a parallel within a plate as arcs of a path; empty where it is not seen."""
    radius = float(plane_radius(lat)) / view.metres_a_pixel
    pole = view.pole
    ring = shapely.segmentize(pole.buffer(radius, quad_segs=180).exterior, radius)
    seen = shapely.line_merge(ring.intersection(view.frame))
    data = ""
    for piece in shapely.get_parts(seen):
        points = np.asarray(piece.coords)
        r = number(radius)
        if piece.is_ring:
            across = number(2 * radius)
            x, y = number(pole.x - radius), number(pole.y)
            data += f"M{x} {y}a{r} {r} 0 0 0 {across} 0a{r} {r} 0 0 0-{across} 0"
        elif piece.length >= 1:
            (x, y), (to_x, to_y) = points[0], points[-1]
            large = int(piece.length > math.pi * radius)
            turn = _turn(points, pole)
            data += (
                f"M{number(x)} {number(y)}A{r} {r} 0 {large} {turn} {number(to_x)} {number(to_y)}"
            )
    return data


def _turn(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]], pole: shapely.Point) -> int:
    """Return SVG's sweep: 1 where the angle grows, with y down."""
    one, other = points[0] - (pole.x, pole.y), points[1] - (pole.x, pole.y)
    return int(one[0] * other[1] - one[1] * other[0] > 0)


def _reach(view: View) -> tuple[float, float, float]:
    """Return the least and the greatest latitude seen, and that of the middle."""
    pole = view.pole
    far_px = shapely.hausdorff_distance(pole, view.frame)
    near_px = pole.distance(view.frame)
    middle = pole.distance(view.frame.centroid)
    least, most, mid = (_lat(px * view.metres_a_pixel) for px in (far_px, near_px, middle))
    return max(least, _SOUTH_LAT), most, min(mid, 85.0)


def _lat(radius_m: float) -> float:
    # The sphere is near enough to choose steps by.
    return 90 - 2 * math.degrees(math.asin(min(radius_m / (2 * 6_371_007.0), 1.0)))


def _nearest(steps: tuple[float, ...], wanted: float) -> float:
    return min(steps, key=lambda step: abs(math.log(step / wanted)))


def _meridian(view: View, lon: float, north: float) -> BaseGeometry:
    # Only each third of a quarter goes on to the pole, where they would crowd.
    top = 90.0 if lon % 90 == 0 else north
    return shapely.LineString([view.position(lon, top), view.position(lon, _SOUTH_LAT)])


def _ends(line: BaseGeometry) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    parts = [p for p in shapely.get_parts(line) if p.geom_type == "LineString" and p.length >= 1]
    return [(p.coords[0], p.coords[-1]) for p in parts]


def _lat_text(lat: float) -> str:
    return f"{lat:g}°N"


def _lon_text(lon: float) -> str:
    side = "" if lon in {0.0, 180.0} else "E" if lon > 0 else "W"
    return f"{abs(lon):g}°{side}"


def _outside(view: View, lats: list[float], meridians: dict[float, BaseGeometry]) -> list[Degrees]:
    """Return labels where lines reach the frame: parallels at its sides, meridians all round."""
    edge = view.frame.exterior
    pole = view.pole
    reached = []
    for lat in lats:
        ring = pole.buffer(float(plane_radius(lat)) / view.metres_a_pixel, quad_segs=180).exterior
        reached += [(_lat_text(lat), at) for at in _crossings(ring, edge) if _beside(view, at)]
    for lon, line in meridians.items():
        reached += [(_lon_text(lon), at) for at in _crossings(line, edge)]
    labels: list[Degrees] = []
    for text, at in reached:
        label = _moved_out(view, text, at)
        if label and all(
            math.hypot(label.x - o.x, label.y - o.y) > _LABEL_APART_PX for o in labels
        ):
            labels.append(label)
    return labels


def _crossings(line: BaseGeometry, edge: BaseGeometry) -> list[tuple[float, float]]:
    met = shapely.get_parts(line.intersection(edge))
    return [(part.x, part.y) for part in met if part.geom_type == "Point" and not part.is_empty]


def _beside(view: View, at: tuple[float, float]) -> bool:
    left, _, right, _ = view.frame.bounds
    return not view.circle and min(abs(at[0] - left), abs(at[0] - right)) < 0.5


def _moved_out(view: View, text: str, at: tuple[float, float]) -> Degrees | None:
    """Return a label in the margin beside a point of the frame; none at a corner."""
    x, y = at
    left, top, right, bottom = view.frame.bounds
    if view.circle:
        centre_x, centre_y = (left + right) / 2, (top + bottom) / 2
        angle = math.atan2(y - centre_y, x - centre_x)
        slant = math.degrees(angle) + (90 if y < centre_y + 1 else -90)
        return Degrees(text, x + _OUT_PX * math.cos(angle), y + _OUT_PX * math.sin(angle), slant)
    if min(x - left, right - x) < 0.5:
        if min(y - top, bottom - y) < _CORNER_PX:
            return None
        out = -1 if x - left < right - x else 1
        return Degrees(text, x + out * _OUT_PX, y, 90.0 * out)
    if min(x - left, right - x) < _CORNER_PX:
        return None
    return Degrees(text, x, y + (-_OUT_PX if y - top < bottom - y else _OUT_PX), 0.0)


def _inside(view: View, lats: list[float], lon_step: float) -> list[Degrees]:
    """Return labels of parallels that do not reach the sides, along a meridian near the middle."""
    lon = math.ceil(view.turn / lon_step) * lon_step
    return [Degrees(_lat_text(lat), *view.position(lon, lat), None) for lat in lats]
