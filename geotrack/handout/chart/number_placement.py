"""Places of numbers beside symbols, on a map with sides: the first side that is free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["DISTANCE", "HALF_HEIGHT", "PLACES", "Numbered", "number_box", "place_numbers"]

PLACES = ("right", "left", "below", "above")
"""In order of preference."""
DISTANCE = 0.48
"""From the middle of a symbol to its number, in edges of a symbol with its rim."""
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


def place_numbers(symbols: Sequence[Numbered]) -> list[tuple[str, bool]]:
    """Return of each symbol the place of its number, and whether it covers nothing there."""
    boxes = [_symbol_box(symbol) for symbol in symbols]
    placed = []
    for n, symbol in enumerate(symbols):
        others = [box for m, box in enumerate(boxes) if m != n]
        costs = [sum(_overlap(number_box(symbol, p), o) for o in others) for p in PLACES]
        best = costs.index(min(costs)) if symbol.width else 0
        placed.append((PLACES[best], not symbol.width or not costs[best]))
        if symbol.width:
            boxes.append(number_box(symbol, PLACES[best]))
    return placed


def _symbol_box(symbol: Numbered) -> Bounds:
    half = _OUTLINE * symbol.size
    across = half + symbol.ends
    return symbol.x - across, symbol.y - half, symbol.x + across, symbol.y + half


def _overlap(one: Bounds, other: Bounds) -> float:
    """Return the area in which two boxes overlap."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)
