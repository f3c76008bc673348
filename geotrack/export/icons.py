"""Theme markers as PNG icons."""

from __future__ import annotations

import math
import struct
import zlib

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.model.maps.contrast import channels
from geotrack.taxonomy import Theme

__all__ = ["OUTLINES", "png"]

# Width of an icon, pixels.
_SIZE = 48
# Samples per pixel in each direction.
_SAMPLES = 4
# Width of the rim, in the unit of `OUTLINES`.
_RIM = 0.16


def _regular(count: int, radius: float = 1.0, turn: float = 0.0) -> BaseGeometry:
    """Return a regular polygon, its first corner up."""
    angles = [turn + 2 * math.pi * k / count for k in range(count)]
    return shapely.Polygon([(radius * math.sin(a), radius * math.cos(a)) for a in angles])


def _star() -> BaseGeometry:
    radii = [(1.0, 0.45)[k % 2] for k in range(10)]
    corners = [(r, math.pi * k / 5) for k, r in enumerate(radii)]
    return shapely.Polygon([(r * math.sin(a), r * math.cos(a)) for r, a in corners])


OUTLINES: dict[str, BaseGeometry] = {
    "triangle": shapely.Polygon([(0, 0.95), (0.98, -0.8), (-0.98, -0.8)]),
    "square": shapely.box(-0.78, -0.78, 0.78, 0.78),
    "diamond": _regular(4),
    "circle": shapely.Point(0, 0).buffer(0.85),
    "pill": shapely.LineString([(-0.35, 0), (0.35, 0)]).buffer(0.65),
    "hexagon": _regular(6, 0.95),
    "bar": shapely.box(-0.95, -0.55, 0.95, 0.55),
    "cross": shapely.union(
        shapely.box(-0.33, -0.9, 0.33, 0.9), shapely.box(-0.9, -0.33, 0.9, 0.33)
    ),
    "pentagon": _regular(5, 0.97),
    "star": _star(),
    "shield": shapely.Polygon(
        [(-0.75, 0.85), (0.75, 0.85), (0.75, -0.3), (0, -0.95), (-0.75, -0.3)]
    ),
    "trapezoid": shapely.Polygon([(-0.45, 0.72), (0.45, 0.72), (0.95, -0.72), (-0.95, -0.72)]),
    "parallelogram": shapely.Polygon([(-0.48, 0.68), (0.98, 0.68), (0.48, -0.68), (-0.98, -0.68)]),
    "octagon": _regular(8, 0.95, math.pi / 8),
}
"""Marker outlines of the taxonomy, in a box from -1 to 1."""


def png(theme: Theme) -> bytes:
    """Return a theme's marker as a PNG of 48 by 48 pixels, with a white rim.

    The same theme gives the same bytes.
    """
    outline = OUTLINES[theme.shape]
    samples = np.arange(_SIZE * _SAMPLES)
    centres = (2.0 * (samples + 0.5) / (_SIZE * _SAMPLES) - 1.0) * (1.0 + _RIM)
    x, y = np.meshgrid(centres, -centres)
    in_outline = _covered_share(shapely.contains_xy(outline, x, y))
    in_rim_or_outline = _covered_share(shapely.contains_xy(outline.buffer(_RIM), x, y))
    colour = channels(theme.colour)
    pixels = np.empty((_SIZE, _SIZE, 4), dtype=np.uint8)
    # Share of the colour; the rest of what is covered is the white rim.
    ratio = np.divide(
        in_outline, in_rim_or_outline, out=np.zeros_like(in_outline), where=in_rim_or_outline > 0
    )
    for band, value in enumerate(colour):
        pixels[..., band] = np.round(255 + (value - 255) * ratio)
    pixels[..., 3] = np.round(255 * in_rim_or_outline)
    return _png(pixels)


def _covered_share(
    is_covered: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the share of covered samples of each pixel."""
    samples = is_covered.reshape(_SIZE, _SAMPLES, _SIZE, _SAMPLES)
    return np.asarray(samples.mean(axis=(1, 3)), dtype=np.float64)


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    height, width = pixels.shape[:2]
    eight_bits, with_alpha = 8, 6
    head = struct.pack(">IIBBBBB", width, height, eight_bits, with_alpha, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
