"""Places of numbers beside symbols, on a map with sides: the first side that is free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from geotrack.handout.boxes import Box, RoundBox

__all__ = ["DISTANCE", "HALF_HEIGHT", "PLACES", "Numbered", "number_box", "place_numbers"]

PLACES = ("right", "left", "below", "above")
"""In order of preference."""
DISTANCE = 0.52
"""From the middle of a symbol to its number, in edges of a symbol with its rim: past a pill."""
HALF_HEIGHT = 0.17
"""Half the height of digits, in the same."""
_OUTLINE = 0.44

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom; points."""


class Numbered(NamedTuple):
    """A symbol with the width of its number, 0 for none, and of its round ends, points."""

    x: float
    y: float
    size: float
    width: float
    ends: float = 0.0


def number_box(symbol: Numbered, place: str) -> Bounds:
    """Return the bounds of a number at a place beside its symbol."""
    x, y, size, width, _ = symbol
    start, half = DISTANCE * size, HALF_HEIGHT * size
    if place == "right":
        return x + start, y - half, x + start + width, y + half
    if place == "left":
        return x - start - width, y - half, x - start, y + half
    top = y + start if place == "below" else y - start - 2 * half
    return x - width / 2, top, x + width / 2, top + 2 * half


def place_numbers(symbols: Sequence[Numbered], frame: Box | None = None) -> list[tuple[str, bool]]:
    """Return of each symbol the place of its number, and whether it covers nothing there.

    What lies outside the frame counts as covered.
    """
    boxes = [_symbol_box(symbol) for symbol in symbols]
    placed = []
    for n, symbol in enumerate(symbols):
        others = [box for m, box in enumerate(boxes) if m != n]
        bounds = [number_box(symbol, place) for place in PLACES]
        costs = [sum(_overlap(b, o) for o in others) + _outside(b, frame) for b in bounds]
        best = costs.index(min(costs)) if symbol.width else 0
        placed.append((PLACES[best], not symbol.width or not costs[best]))
        if symbol.width:
            boxes.append(bounds[best])
    return placed


def _symbol_box(symbol: Numbered) -> Bounds:
    half = _OUTLINE * symbol.size
    across = half + symbol.ends
    return symbol.x - across, symbol.y - half, symbol.x + across, symbol.y + half


def _outside(bounds: Bounds, frame: Box | None) -> float:
    """Return the area of a box outside a frame."""
    if frame is None:
        return 0.0
    if isinstance(frame, RoundBox):
        corners = [(x, y) for x in bounds[::2] for y in bounds[1::2]]
        area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
        return area * sum(not frame.contains(*corner) for corner in corners) / len(corners)
    inside = _overlap(bounds, (frame.left, frame.top, frame.right, frame.bottom))
    return max(0.0, (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) - inside - 1e-9)


def _overlap(one: Bounds, other: Bounds) -> float:
    """Return the area in which two boxes overlap."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)
