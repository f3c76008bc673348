"""Shapes in few bytes: whole steps in an equal-area plane, as varints, deflated.

The basemap and the regions of a page travel in this form; `web/src/decode.js` reads it.

    bytes  = varint q, varint layers, layer...
    layer  = varint parts, part...
    part   = varint rings, ring...
    ring   = varint points, point...
    point  = zig-zag varint dx, zig-zag varint dy      (from the point before; the first from 0, 0)

The plane is the spherical Lambert azimuthal equal-area one of geographic coordinates, with
R = 6371007.181 m and the meridian of Greenwich downwards (Snyder, USGS PP 1395, 1987, eq. 24-4):
an encoding of lon and lat that a browser undoes in closed form. `q` is metres a step. A polygon's
ring does not repeat its first point at its end; a line is a part with one ring. The bytes are
deflated raw (no header) and written as the letters of `geotrack.polar.letters`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.polar.letters import from_letters, to_letters

__all__ = [
    "RADIUS_M",
    "Layer",
    "pack",
    "packing_plane",
    "parts_of",
    "sphere_project",
    "unpack",
    "unpack_arrays",
]

RADIUS_M = 6_371_007.181
"""Radius of the sphere with the area of WGS 84."""
# A varint's byte: seven bits of the number, and whether more follow.
_BITS, _LOW, _MORE = 7, 0x7F, 0x80

Layer = list[list[list[tuple[int, int]]]]


def packing_plane(lonlat: BaseGeometry) -> BaseGeometry:
    """Return a geometry in lon/lat, degrees, on the packing plane, metres."""
    return shapely.transform(lonlat, lambda places: sphere_project(places[:, 0], places[:, 1]))


def sphere_project(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Project to the packing plane.

    Parameters
    ----------
    lon, lat : ndarray
        Degrees.

    Returns
    -------
    ndarray of shape (n, 2)
        x and y in metres; 0 degrees points down, 90 degrees east to the right.
    """
    rho = 2.0 * RADIUS_M * np.sin(np.radians(90.0 - lat) / 2.0)
    angle = np.radians(lon)
    return np.column_stack([rho * np.sin(angle), -rho * np.cos(angle)])


def parts_of(geometry: BaseGeometry, step: int) -> list[list[list[tuple[int, int]]]]:
    """Return a plane geometry's parts in whole steps, longest first.

    Parameters
    ----------
    geometry : shapely geometry
        Polygons or lines; (x, y) in metres of the plane, on the grid of `step`.
    step : int
        Metres a step.
    """
    parts = []
    for part in shapely.get_parts(geometry):
        rings = [part] if part.geom_type == "LineString" else _rings(part)
        parts.append([_steps(ring, step, closed=part.geom_type == "Polygon") for ring in rings])
    # The order is the basemap's alone to choose; a fixed one gives the same bytes each time.
    return sorted(parts, key=lambda rings: (-sum(map(len, rings)), rings))


def pack(layers: Sequence[Layer], step: int) -> str:
    """Return layers of parts of rings of whole steps as text."""
    raw = bytearray()
    _write(raw, step)
    _write(raw, len(layers))
    for layer in layers:
        _write(raw, len(layer))
        for part in layer:
            _write(raw, len(part))
            for ring in part:
                _write(raw, len(ring))
                for delta in np.diff(np.array([(0, 0), *ring]), axis=0).ravel().tolist():
                    _write(raw, 2 * delta if delta >= 0 else -2 * delta - 1)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return to_letters(squeeze.compress(bytes(raw)) + squeeze.flush())


def unpack(text: str) -> tuple[int, list[Layer]]:
    """Return metres a step and the layers that `pack` was given."""
    step, layers = unpack_arrays(text)
    return step, [
        [[[(x, y) for x, y in ring.tolist()] for ring in part] for part in layer]
        for layer in layers
    ]


def unpack_arrays(text: str) -> tuple[int, list[list[list[npt.NDArray[np.int64]]]]]:
    """Return what `unpack` returns, each ring as an array of shape (n, 2)."""
    numbers = _numbers(zlib.decompress(from_letters(text), wbits=-15))
    deltas = (numbers >> 1) ^ -(numbers & 1)
    layers = []
    at = 2
    for _ in range(int(numbers[1])):
        layer = []
        parts, at = int(numbers[at]), at + 1
        for _ in range(parts):
            part = []
            rings, at = int(numbers[at]), at + 1
            for _ in range(rings):
                start = at + 1
                at = start + 2 * int(numbers[at])
                part.append(deltas[start:at].reshape(-1, 2).cumsum(axis=0))
            layer.append(part)
        layers.append(layer)
    return int(numbers[0]), layers


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    normal = shapely.normalize(polygon)
    return [normal.exterior, *normal.interiors]


def _steps(ring: shapely.LineString, step: int, *, closed: bool) -> list[tuple[int, int]]:
    points = np.rint(shapely.get_coordinates(ring) / step).astype(np.int64)
    points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
    return [(x, y) for x, y in (points[:-1] if closed else points).tolist()]


def _write(raw: bytearray, number: int) -> None:
    while number >> _BITS:
        raw.append(number & _LOW | _MORE)
        number >>= _BITS
    raw.append(number)


def _numbers(raw: bytes) -> npt.NDArray[np.int64]:
    """Read all varints at once: each ends at a byte that says that no more follow."""
    octets = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(octets < _MORE)
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts + 1
    low = octets.astype(np.int64) & _LOW
    numbers: npt.NDArray[np.int64] = low[starts]
    for place in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > place)
        numbers[longer] |= low[starts[longer] + place] << (_BITS * place)
    return numbers
