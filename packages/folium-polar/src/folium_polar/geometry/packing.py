"""Packing of shapes into few bytes, as integer steps in an equal-area plane.

The basemap and the regions of a page are stored in this form; `web/src/polar/unpack.js` reads it.

    bytes     = head, widths, quotients, rests
    head      = four numbers of 4 bytes, the highest first: q, how many counts there are, and how
                many bytes the widths and the quotients have
    numbers   = counts, firsts, steps
    counts    = layers, and of each layer its parts, of each part its rings, of each ring its points
    firsts    = zig-zag x and y of each ring's first point, from that of the ring before (from 0, 0)
    steps     = zig-zag dx and dy of each further point, from the point before

Each of the three is in blocks of 64 numbers, the last of which may be shorter. A block has a width
w of four bits. A number n of it is a Golomb-Rice code (Rice, JPL 79-22, 1979): its quotient n >> w,
as so many bits 0 and a 1, and its rest, the lower w bits. Bits are written from the highest of a
byte to the lowest, and a section ends with a whole byte. Zig-zag of v is 2 v, or -2 v - 1 below 0.

The plane is the spherical Lambert azimuthal equal-area one of geographic coordinates, with
R = 6371007.181 m and the meridian of Greenwich downwards (Snyder, USGS PP 1395, 1987, eq. 24-4):
an encoding of lon and lat that a browser undoes in closed form. `q` is metres a step. A polygon's
ring does not repeat its first point at its end; a line is a part with one ring. The bytes are
written as the letters of `folium_polar.geometry.base91`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.base91 import from_letters, to_letters

__all__ = [
    "RADIUS_M",
    "Layer",
    "pack",
    "packing_plane",
    "parts_of",
    "sphere_project",
    "sphere_unproject",
    "unpack",
    "unpack_arrays",
]

RADIUS_M = 6_371_007.181
"""Radius of the sphere with the area of WGS 84."""
# Numbers of a block that are packed with equal bits, and bits that state how many.
_BLOCK, _WIDTH_BITS = 64, 4

Numbers = npt.NDArray[np.int64]
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


def sphere_unproject(
    plane: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return longitudes and latitudes, degrees, of positions (x, y) of the packing plane, metres.

    The inverse of `sphere_project`; `plane` has the shape (n, 2).
    """
    x, y = plane[:, 0], plane[:, 1]
    lat = 90.0 - 2 * np.degrees(np.arcsin(np.minimum(np.hypot(x, y) / (2 * RADIUS_M), 1.0)))
    return np.degrees(np.arctan2(x, -y)), lat


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
    # A fixed order, so that the bytes are reproducible.
    return sorted(parts, key=lambda rings: (-sum(map(len, rings)), rings))


def pack(layers: Sequence[Layer], step: int) -> str:
    """Return layers of parts of rings of whole steps as text."""
    counts = [len(layers)]
    rings: list[Numbers] = []
    for layer in layers:
        counts.append(len(layer))
        for part in layer:
            counts.append(len(part))
            counts.extend(map(len, part))
            rings.extend(np.array(ring, dtype=np.int64).reshape(-1, 2) for ring in part)
    empty = np.empty((0, 2), dtype=np.int64)
    firsts = np.diff(np.vstack([empty, *(ring[:1] for ring in rings)]), axis=0, prepend=0)
    steps = np.vstack([empty, *(np.diff(ring, axis=0) for ring in rings)])
    columns = [np.array(counts), _zigzag(firsts), _zigzag(steps)]
    widths = [_widths(column) for column in columns]
    of_each = [np.repeat(w, _BLOCK)[: len(c)] for w, c in zip(widths, columns, strict=True)]
    bit_widths, numbers = np.concatenate(of_each), np.concatenate(columns)
    of_blocks = np.concatenate(widths)
    sections = [
        _low_bits(of_blocks, np.full_like(of_blocks, _WIDTH_BITS)),
        _ones(np.cumsum((numbers >> bit_widths) + 1)),
        _low_bits(numbers, bit_widths),
    ]
    head = np.array([step, len(counts), *map(len, sections[:2])], dtype=">u4").tobytes()
    return to_letters(b"".join([head, *sections]))


def unpack(text: str) -> tuple[int, list[Layer]]:
    """Return metres per step and the layers passed to `pack`."""
    step, layers = unpack_arrays(text)
    return step, [
        [[[(x, y) for x, y in ring.tolist()] for ring in part] for part in layer]
        for layer in layers
    ]


def unpack_arrays(text: str) -> tuple[int, list[list[list[Numbers]]]]:
    """Return the same as `unpack`, with rings as arrays of shape (n, 2)."""
    raw = from_letters(text)
    step, count = np.frombuffer(raw, dtype=">u4", count=2).tolist()
    columns = _Columns(raw)
    counts = columns.read(count).tolist()
    sizes: list[list[list[int]]] = []
    position = 1
    for _ in range(counts[0]):
        parts, position = counts[position], position + 1
        layer = []
        for _ in range(parts):
            end = position + 1 + counts[position]
            layer.append(counts[position + 1 : end])
            position = end
        sizes.append(layer)
    points = np.array([n for layer in sizes for part in layer for n in part], dtype=np.int64)
    starts = np.cumsum(points) - points
    steps = np.empty((int(points.sum()), 2), dtype=np.int64)
    is_first = np.zeros(len(steps), dtype=bool)
    is_first[starts[points > 0]] = True
    firsts = _signed(columns.read(2 * int(is_first.sum()))).reshape(-1, 2).cumsum(axis=0)
    steps[~is_first] = _signed(columns.read(2 * int((~is_first).sum()))).reshape(-1, 2)
    steps[is_first] = firsts
    return step, _split_rings(steps, starts, sizes)


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    normal = shapely.normalize(polygon)
    return [normal.exterior, *normal.interiors]


def _steps(ring: shapely.LineString, step: int, *, closed: bool) -> list[tuple[int, int]]:
    points = np.rint(shapely.get_coordinates(ring) / step).astype(np.int64)
    points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
    return [(x, y) for x, y in (points[:-1] if closed else points).tolist()]


def _split_rings(
    steps: Numbers, starts: Numbers, sizes: list[list[list[int]]]
) -> list[list[list[Numbers]]]:
    """Return rings from steps, by layer and part."""
    rings = iter(starts.tolist())
    return [
        [[steps[(start := next(rings)) : start + n].cumsum(axis=0) for n in part] for part in layer]
        for layer in sizes
    ]


def _zigzag(numbers: Numbers) -> Numbers:
    return (numbers << 1 ^ numbers >> 63).ravel()


def _signed(numbers: Numbers) -> Numbers:
    return (numbers >> 1) ^ -(numbers & 1)


def _widths(numbers: Numbers) -> Numbers:
    """Return the width that needs the fewest bits, for each block."""
    blocks = np.pad(numbers, (0, -len(numbers) % _BLOCK)).reshape(-1, _BLOCK)
    sizes = np.minimum(_BLOCK, len(numbers) - _BLOCK * np.arange(len(blocks)))
    bits = [(blocks >> width).sum(axis=1) + width * sizes for width in range(1 << _WIDTH_BITS)]
    least: Numbers = np.argmin(bits, axis=0)
    return least


def _ones(ends: Numbers) -> bytes:
    """Return zero bits with a 1 at each of some positions."""
    bits = np.zeros(int(ends[-1]), dtype=np.uint8)
    bits[ends - 1] = 1
    return np.packbits(bits).tobytes()


def _low_bits(numbers: Numbers, widths: Numbers) -> bytes:
    """Return the lower bits of numbers, concatenated."""
    ends = np.cumsum(widths)
    left = np.repeat(ends, widths) - np.arange(int(ends[-1])) - 1
    return np.packbits((np.repeat(numbers, widths) >> left & 1).astype(np.uint8)).tobytes()


class _Columns:
    """Sequential reader of the numbers of `pack`."""

    def __init__(self, raw: bytes) -> None:
        widths, quotients = np.frombuffer(raw, dtype=">u4", count=4)[2:].tolist()
        octets = np.frombuffer(raw + bytes(3), dtype=np.uint8)[16:]
        self._widths = np.column_stack([octets[:widths] >> 4, octets[:widths] & 15]).ravel()
        bits = np.unpackbits(octets[widths : widths + quotients])
        self._quotients = np.diff(np.flatnonzero(bits), prepend=-1) - 1
        self._rests = octets[widths + quotients :].astype(np.int64)
        self._block = self._number = self._bit = 0

    def read(self, count: int) -> Numbers:
        """Return the next numbers."""
        blocks = -(-count // _BLOCK)
        widths = self._widths[self._block : self._block + blocks].astype(np.int64)
        bit_widths = np.repeat(widths, _BLOCK)[:count]
        ends = self._bit + np.cumsum(bit_widths)
        octet, bit = np.divmod(ends - bit_widths, 8)
        three = self._rests[octet] << 16 | self._rests[octet + 1] << 8 | self._rests[octet + 2]
        rests = three >> (24 - bit - bit_widths) & ((1 << bit_widths) - 1)
        quotients = self._quotients[self._number : self._number + count]
        self._block += blocks
        self._number += count
        self._bit += int(bit_widths.sum())
        numbers: Numbers = quotients << bit_widths | rests
        return numbers
